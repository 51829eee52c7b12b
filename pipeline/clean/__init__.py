"""RawPage -> CleanPage: find the article in a page and cut the boilerplate."""
