"""Full-text search: what is asked, what the index holds, in which order it answers."""
