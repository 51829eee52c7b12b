"""When each source is visited, and by whose turn."""
