"""Documents as JSON: reads and checks them, prepares and finishes them, writes the answers."""
