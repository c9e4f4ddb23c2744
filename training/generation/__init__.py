"""Made documents: pages of many genres with the spans of their names."""
