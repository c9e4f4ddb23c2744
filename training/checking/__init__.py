"""What is wrong with files of labelled sentences, all at once."""
