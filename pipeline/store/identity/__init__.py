"""Which stored article a page's article is, wherever it has moved to."""
