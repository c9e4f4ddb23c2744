"""What is written of a chunk: answers, or the file again without its names."""
