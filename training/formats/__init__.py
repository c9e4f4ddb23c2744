"""Files of labelled sentences in the formats that people have."""
