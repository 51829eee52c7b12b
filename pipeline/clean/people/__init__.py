"""Who wrote an article, and where it is taken from."""
