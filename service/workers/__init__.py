"""Several service processes on one listening socket, and the process that watches over them."""
