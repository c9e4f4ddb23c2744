"""The Python client of the service, sync and async. It needs no bundle and no engine."""
