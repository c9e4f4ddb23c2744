"""How good a tagger is: counts, intervals, calibration."""
