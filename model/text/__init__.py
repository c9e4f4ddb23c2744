"""Text to tokens: the tokenizer, its sentences and its offsets."""
