"""HTTP: the app, its routes and its server."""
