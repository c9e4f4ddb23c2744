"""The commands of `nomen-train`: each parses, calls and prints."""
