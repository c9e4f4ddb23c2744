"""The formats of files: each finds the texts of a file, and writes the file again with others."""
