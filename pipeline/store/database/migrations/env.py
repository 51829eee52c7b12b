"""Runs the migrations on the connection that `database.schema` hands over, in its transaction."""

from alembic import context

from pipeline.errors import ConfigError
from pipeline.store.tables import metadata

if "connection" not in context.config.attributes:
    raise ConfigError("Migrations run through the program: congtin db upgrade")

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
