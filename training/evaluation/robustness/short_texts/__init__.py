"""Short texts of the suite: frames for names, words that are names, texts without names."""
