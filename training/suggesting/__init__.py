"""What to label next: the sentences of raw texts from which a bundle would learn most."""
