"""The history of the schema, one for SQLite and PostgreSQL (Alembic)."""
