"""Engines: bundle to probabilities of a padded batch; they know no text and no threshold."""
