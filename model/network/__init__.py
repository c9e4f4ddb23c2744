"""The network: its sizes, what it reads and what its labels mean together."""
