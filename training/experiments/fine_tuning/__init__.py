"""Fine-tuning on files of one's own, measured on sets of documents that no bundle learned from."""
