"""Engines: a bundle to the probabilities of a padded batch."""
