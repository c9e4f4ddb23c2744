"""The page for people at `/demo`: its files and the routes that serve them."""
