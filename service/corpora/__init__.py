"""Offline tagging of files; knows no HTTP."""
