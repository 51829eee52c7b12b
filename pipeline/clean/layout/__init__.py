"""Where the article stands in a page: the walk, the measures, the choice, and what is cut."""
