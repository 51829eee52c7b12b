"""Noticed: what runs saw beside pages, which stood among the rejected ones before."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.columns import PLAIN

revision = "0011"
down_revision = "0010"

MOVED = {"elsewhere": "entries-elsewhere", "closing": "closing", "other-owner": "other-owner"}
"""Names among the rejected pages that are none, and what they are called now."""


def upgrade() -> None:
    """A new column; what belongs there goes over."""
    op.add_column("runs", sa.Column("noticed", PLAIN, nullable=False, server_default="{}"))
    runs = sa.table(
        "runs",
        sa.column("id", sa.BigInteger),
        *(sa.column(n, PLAIN) for n in ("rejected", "noticed")),
    )
    text = sa.cast(runs.c.rejected, sa.Text)
    held = sa.select(runs.c.id, runs.c.rejected).where(
        sa.or_(*(text.contains(f'"{n}"') for n in MOVED))
    )
    connection = op.get_bind()
    for key, rejected in connection.execute(held).all():  # few, of a store of millions
        noticed = {new: rejected.pop(old) for old, new in MOVED.items() if old in rejected}
        values = {"rejected": rejected, "noticed": noticed}
        connection.execute(sa.update(runs).where(runs.c.id == key).values(values))
