"""Comparisons that teach: recurrent cells, gradients, and baselines."""
