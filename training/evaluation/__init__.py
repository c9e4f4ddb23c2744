"""Measures taggers: counts, intervals, calibration, tables."""
