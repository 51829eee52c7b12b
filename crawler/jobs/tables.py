"""The queue's tables: Procrastinate's own, and what ours adds to them. They are no part of what is kept:
`congtin db copy` and backups leave them behind, and a queue that was lost fills itself again.
"""

from pathlib import Path

from sqlalchemy import Connection, text

LOCK = 7_305_020_251_002
"""PostgreSQL's advisory lock under which the tables are made, and jobs are put into the queue."""

OURS = """
CREATE TABLE IF NOT EXISTS job_schema (migration text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS job_notes (
    job_id bigint PRIMARY KEY REFERENCES procrastinate_jobs (id) ON DELETE CASCADE,
    worker text NOT NULL DEFAULT '',
    said text NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS job_machines (
    folder text PRIMARY KEY,
    name text NOT NULL,
    seen timestamptz NOT NULL,
    follows jsonb NOT NULL DEFAULT '[]'
);
"""
"""The migrations of Procrastinate's that are in; who ran a job and what it said; the data folders that
workers have, and the sources that the sources.toml of each follows."""


def are_made(connection: Connection) -> bool:
    """Whether there is a queue in the database."""
    return connection.execute(text("SELECT to_regclass('job_machines')")).scalar() is not None


def make(connection: Connection) -> None:
    """Make the tables, or move them to this version of Procrastinate, within the caller's transaction.

    Any number of workers may start together: one makes them, the others find them.
    """
    from procrastinate.schema import SchemaManager

    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    new = connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar() is None
    if new:
        _run(connection, SchemaManager.get_schema())
    _run(connection, OURS)
    known = set(connection.execute(text("SELECT migration FROM job_schema")).scalars())
    for file in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
        if file.name in known:
            continue
        if not new:
            _run(connection, file.read_text(encoding="utf-8"))
        connection.execute(text("INSERT INTO job_schema VALUES (:name)"), {"name": file.name})


def _run(connection: Connection, script: str) -> None:
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})
