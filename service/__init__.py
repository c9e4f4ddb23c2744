"""Everything that serves the tagger."""
