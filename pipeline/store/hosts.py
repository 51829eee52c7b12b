"""Hosts: what each asked for, kept between runs."""

from sqlalchemy import Connection, select

from pipeline.model import Host
from pipeline.store.database.upsert import upsert
from pipeline.store.tables import hosts


def get(connection: Connection, host: str) -> Host:
    """What is known of the host; nothing but its name where nothing is."""
    row = connection.execute(select(hosts).where(hosts.c.host == host)).mappings().first()
    return Host(**row) if row else Host(host)


def save(connection: Connection, host: Host) -> None:
    """Put it in the place of what was known."""
    row = {name: getattr(host, name) for name in Host.__dataclass_fields__}
    upsert(connection, hosts, row, ["host"])
