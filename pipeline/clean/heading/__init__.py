"""The article's title and the element that prints it."""
