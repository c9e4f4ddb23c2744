"""Documents as JSON: what is read, checked and answered."""
