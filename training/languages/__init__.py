"""Raw texts to the identifier of languages."""
