"""The engine, which runs in its own process."""
