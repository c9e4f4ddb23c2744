"""What a training did, for its reader: the page of its report, and whether it got better."""
