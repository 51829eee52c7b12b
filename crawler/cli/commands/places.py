"""The verb that knows the administrative units: places."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings
from crawler.cli.display import note, print_json
from crawler.sources import load_registry, load_sources
from pipeline.errors import ConfigError
from pipeline.geography import Unit, gazetteer
from pipeline.geography.facts import facts, last_day
from pipeline.model import Source
from pipeline.store.places import units_in_time

_SHOWN = 20
"""Units that the terminal shows; `--json` gives all."""
_NAMED = 12
"""Successors, predecessors that a line names."""


@app.command()
def places(
    query: Annotated[
        str,
        typer.Argument(
            help='A name or code, of now or before: "huyện Lý Nhân", "Châu Thành, Tiền Giang", 353.'
        ),
    ],
    day: Annotated[
        str, typer.Option("--day", metavar="DATE", help="Only units that stood on that day.")
    ] = "",
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """The administrative units of a name or code: what they are, were, and what became of them.

    Accents may be left out, kinds too, or shortened. Since 2025-07-01 there are no districts: each leads to
    the communes that have its land. A code may be of one unit until 2025-06-30 and of another since.

    Examples: `congtin places "huyện Lý Nhân"` · `congtin places "TP. Phủ Lý" --json` ·
    `congtin places "Lý Nhân" --day 2024-05-31` · `congtin places "châu thành, tiền giang"` ·
    `congtin places 353`
    """
    if not query.strip():
        raise ConfigError('Nothing asked: give a name or code: congtin places "huyện Lý Nhân".')
    config = settings(data, database_url)
    known = load_registry(config.sources_file)
    followed = load_sources(config.sources_file)
    found = gazetteer().find(query, _day(day))
    near = () if found else gazetteer().near(query)
    if as_json:
        units = [facts(unit) | {"portals": _portals(unit, known, followed)} for unit in found]
        print_json({"query": query, "units": units, "near": [facts(unit) for unit in near]})
        return
    for unit in found[:_SHOWN]:
        typer.echo("\n".join(_told(unit, _portals(unit, known, followed))) + "\n")
    note(_summary(found, near))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigError(f"--day {text!r}: write a date like 2025-07-01.") from None


def _portals(
    unit: Unit, known: Mapping[str, Source], followed: Mapping[str, Source]
) -> dict[str, Any]:
    """The ids of the portals that are or were of the unit, or of one in it."""
    own = [key for key, s in known.items() if unit.id in units_in_time(s.unit, s.unit_before)]
    return {"known": own, "followed": [key for key in own if key in followed]}


def _told(unit: Unit, portals: Mapping[str, list[str]]) -> Iterable[str]:
    known = gazetteer()
    yield known.full_name(unit)
    yield f"  code          {unit.code}  ({unit.level}, id {unit.id})"
    yield f"  stood         {_stood(unit)}"
    for told in facts(unit)["former_names"]:
        yield f"  formerly      {told['name']} (until {told['until']})"
    yield from _line("districts", known.districts_before(unit))
    yield from _line("made of", known.predecessors(unit))
    yield from _line("went into", known.went_into(unit))
    yield from _line("became", known.successors(unit))
    if not unit.stands and unit.level != "province":
        yield from _line("province now", [known.province_now(unit)])
    yield from _line("holds", known.within(unit))
    counts = f"{len(portals['known'])} known, {len(portals['followed'])} followed"
    hint = f'  (congtin sources --place "{unit.name}")' if portals["known"] else ""
    yield f"  portals       {counts}{hint}"


def _stood(unit: Unit) -> str:
    if unit.since:
        return f"since {unit.since}"
    return f"until {last_day(unit)}"


def _line(title: str, units: Iterable[Unit]) -> Iterable[str]:
    each = [f"{unit.name} ({unit.code})" for unit in units]
    if each:
        more = f" and {len(each) - _NAMED} more" if len(each) > _NAMED else ""
        yield f"  {title:<13} {', '.join(each[:_NAMED])}{more}"


def _summary(found: tuple[Unit, ...], near: tuple[Unit, ...]) -> str:
    if found:
        return f"{min(len(found), _SHOWN)} of {len(found)} shown."
    if near:
        return f"Nothing found. Near: {'; '.join(map(gazetteer().full_name, near))}."
    return "Nothing found."
