"""The shapes that tools give the records of JSON: each to texts or tokens with labelled spans."""
