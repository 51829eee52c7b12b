"""Articles, pages, sources and runs in SQLite or PostgreSQL."""
