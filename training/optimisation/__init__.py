"""What every training shares: the optimiser, seeds, checkpoints."""
