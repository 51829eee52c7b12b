"""The same jobs on any number of machines: Procrastinate's queue in PostgreSQL, our verbs as its work."""
