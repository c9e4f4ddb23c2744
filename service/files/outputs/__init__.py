"""The outputs of a job: their names, and the files that get them when they are whole."""
