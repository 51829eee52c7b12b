"""Stories: articles that print one text."""
