"""The edge: what a connection may send, how fast, and how it ends, before any route sees it."""
