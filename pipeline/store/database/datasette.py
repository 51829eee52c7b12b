"""A metadata file for Datasette, which shows a SQLite database as pages: https://docs.datasette.io/."""

import tomllib
from pathlib import Path
from typing import Any

from pipeline.store.database.descriptions import descriptions

_FILE = Path(__file__).with_name("datasette.toml")


def metadata(database: str) -> dict[str, Any]:
    """The metadata for a database of that name in Datasette: the file's name without its suffix."""
    with _FILE.open("rb") as file:
        shown = tomllib.load(file)
    tables: dict[str, dict[str, Any]] = {name: {"hidden": True} for name in shown["hidden"]}
    for each in descriptions():
        described = {"description": each.about, "columns": each.columns}
        tables[each.name] = (
            tables.get(each.name, {}) | described | shown["tables"].get(each.name, {})
        )
    content = {
        "title": "Congtin",
        "description": "News of Vietnam's district and provincial portals.",
        "allow_sql": True,
        "tables": tables,
        "queries": {
            name: query | {"sql": query["sql"].strip()} for name, query in shown["queries"].items()
        },
    }
    return {
        "title": "Congtin",
        "description": "News of Vietnam's district and provincial portals, each article once and for good.",
        "databases": {database: content},
    }
