"""The units that articles name, one row each."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert

from pipeline.geography import gazetteer
from pipeline.store import units
from pipeline.store.tables import mentions


def units_named(places: Iterable[Mapping[str, Any]]) -> list[str]:
    """The ids of an article's places, each once, but of what is no unit: an import may say anything."""
    known = gazetteer()
    return [u for u in dict.fromkeys(place["unit"] for place in places) if known.unit(u)]


def put(connection: Connection, article: Mapping[str, Any]) -> None:
    """The article's places, in place of those it had."""
    connection.execute(delete(mentions).where(mentions.c.article == article["number"]))
    rows = [
        {"unit": unit, "timeline": article["timeline"], "article": article["number"]}
        for unit in units_named(article["places"])
    ]
    if rows:
        units.note(connection, [row["unit"] for row in rows])
        connection.execute(insert(mentions), rows)
