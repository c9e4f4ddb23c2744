"""What every training shares: its run folder, checkpoints, optimiser and seeds."""
