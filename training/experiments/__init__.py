"""Comparisons with Nomen's network: recurrent cells, gradients, baselines."""
