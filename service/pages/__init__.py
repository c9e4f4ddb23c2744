"""The pages for people: the list of the routes at `/`, and their description at `/docs`."""
