"""Labelled sentences in Arrow files that are mapped into memory, read one by one."""
