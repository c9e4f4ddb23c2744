"""Office documents: Word, Excel and PDF. The extra `office` has the libraries that read them."""
