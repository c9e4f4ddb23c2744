"""Everything that serves the tagger; knows no torch and no training."""
