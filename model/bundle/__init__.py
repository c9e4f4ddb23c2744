"""The bundle: the one directory that training writes and engines read."""
