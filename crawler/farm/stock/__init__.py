"""The sentences, places and people from which the farm's news is composed (TOML beside this file)."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Place:
    """An invented unit: its names before and after 2025-07-01 and what is in it."""

    name: str
    province: str
    unit: str
    before: str
    after: str
    part_before: str
    part_after: str
    committee: str
    parts: tuple[str, ...]
    rivers: tuple[str, ...]
    crafts: tuple[str, ...]
    bridges: tuple[str, ...]
    reporters: tuple[str, ...]
    address: str
    licence: str


@dataclass(frozen=True, slots=True)
class People:
    """Parts of made-up names, offices and schools."""

    surnames: tuple[str, ...]
    men_middle: tuple[str, ...]
    women_middle: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    offices: tuple[str, ...]
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Templates about one subject; see `slots.Slots` for what stands between braces."""

    id: str
    kind: str
    tags: tuple[str, ...]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    """As many as titles: each title has its own."""
    facts: tuple[str, ...]
    voices: tuple[str, ...]
    outlook: tuple[str, ...]
    captions: tuple[str, ...]
    table: dict[str, Any] = field(default_factory=dict)
    """`title`, `header` and `row`, a row's {i} being its number and {phan} one part of the unit."""
    list: dict[str, Any] = field(default_factory=dict)
    """`intro` and `items`."""
    notices: tuple[dict[str, str], ...] = ()
    """`title` and `line` of notices: two sentences, the second from `Shared.endings`, and a file."""
    interview: dict[str, Any] = field(default_factory=dict)
    """`titles`, `lead` and `turns`: questions `q` and answers `a`."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Templates that fit any topic."""

    voices: tuple[str, ...]
    outlook: tuple[str, ...]
    context: tuple[str, ...]
    endings: tuple[str, ...]
    """Second sentences of notices."""
    links: tuple[str, ...]
    """Beginnings that lead from one matter to the next."""
    headings: tuple[str, ...]
    alts: tuple[str, ...]


def _load(path: Path) -> dict[str, Any]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: _frozen(value) for key, value in table.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(v) for v in value)
    if isinstance(value, dict):
        return {key: _frozen(v) for key, v in value.items()}
    return value


PLACES = {portal: Place(**table) for portal, table in _load(_HERE / "places.toml").items()}
PEOPLE = People(**_load(_HERE / "people.toml"))
SHARED = Shared(**_load(_HERE / "shared.toml"))
TOPICS = tuple(
    Topic(id=path.stem, **_load(path)) for path in sorted((_HERE / "topics").glob("*.toml"))
)
