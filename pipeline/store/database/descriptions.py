"""What every table, view and column holds, in a sentence each: schema.toml, for people and for Datasette."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("schema.toml")


@dataclass(frozen=True, slots=True)
class Description:
    """A table or view: what its rows are, and what each of its columns holds."""

    name: str
    about: str
    columns: dict[str, str]


@cache
def descriptions() -> tuple[Description, ...]:
    """Every view and table, those made for reading first."""
    with _FILE.open("rb") as file:
        read = tomllib.load(file)
    return tuple(Description(name, columns.pop("about"), columns) for name, columns in read.items())
