"""Portals chosen on the command line: by id, address or host, by place, level, platform and status."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from crawler.cli.display import note
from crawler.platforms import PLATFORMS
from crawler.sources import find_source, load_registry, load_sources, shipped
from crawler.sources.doubts import doubts
from crawler.sources.selecting import Filters, select, units_named, unverified
from crawler.sources.status import Status, status_of
from pipeline.clock import today
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.geography import gazetteer
from pipeline.model import Source, SourceStatus
from pipeline.store import Store, open_store

Place = Annotated[
    list[str] | None,
    typer.Option(
        "--place",
        metavar="NAME|CODE",
        help='Only portals of a unit, of before or now, and of those in it: "huyện Kim Sơn", 35. Repeatable.',
    ),
]
OfLevel = Annotated[
    list[str] | None,
    typer.Option(
        "--level",
        metavar="LEVEL",
        help="Only province, district, commune, party, department, newspaper, unknown. Repeatable.",
    ),
]
OfPlatform = Annotated[
    list[str] | None,
    typer.Option("--platform", metavar="NAME", help="Only this platform's. Repeatable."),
]
OfStatus = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="Only unverified, verified, moved, gone, refused, no-news. Repeatable.",
    ),
]
HISTORY = 8
"""Runs of a source that its status is read from."""
MANY = 2
"""Units that one name may mean without a word: that of before and that of now."""


def filters_of(
    place: list[str] | None = None,
    level: list[str] | None = None,
    platform: list[str] | None = None,
    status: list[str] | None = None,
) -> Filters:
    """The filters that options give, each value a word or several with commas between."""
    several = (_values(level), _values(platform), _values(status))
    return Filters(tuple(place or ()), *several)


def _values(given: list[str] | None) -> tuple[str, ...]:
    words = (word.strip().lower() for text in given or () for word in text.split(","))
    return tuple(word for word in words if word)


def choose(
    known: Mapping[str, Source],
    names: Iterable[str],
    filters: Filters,
    status: Callable[[Source], Status] = unverified,
    followed: Iterable[str] | None = None,
) -> list[Source]:
    """The sources named and those of the places, else all; of them those that the other filters fit.

    `followed`: the ids to offer instead of a name that is none, if not all that are known are followed.

    Raises ConfigError for a name, place, level, platform or status that is none.
    """
    chosen = {
        source.id: source for source in (find_source(known, name, followed) for name in names)
    }
    if filters.places:
        there = select(known.values(), Filters(places=filters.places))
        chosen |= {source.id: source for source in there}
        for place in filters.places:
            _say_which(place)
    elif not chosen:
        chosen = dict(known)
    there_are = [p.name for p in PLATFORMS] + sorted({s.platform for s in known.values()} - {""})
    rest = replace(filters, places=())
    return select(chosen.values(), rest, status, platforms=list(dict.fromkeys(there_are)))


def _say_which(place: str) -> None:
    units = units_named(place)
    if len(units) > MANY:
        names = ", ".join(dict.fromkeys(unit.name for unit in units))
        note(
            f'"{place}" is {len(units)} units ({names}). For one add what it lies in: "{place}, …".'
        )


def kept(config: Config) -> Store | None:
    """The store to read statuses from; None where there is none, and none is made."""
    if not config.database_url and not (config.data / "congtin.db").is_file():
        return None
    return open_store(config.database)


def statuses_in(
    store: Store, stored: Mapping[str, SourceStatus] | None = None
) -> Callable[[Source], Status]:
    """What the store knows of a source's status."""
    counts = {s.source.id: s for s in store.sources(brief=True)} if stored is None else stored
    looks = store.verifications()

    def told(source: Source) -> Status:
        known = counts.get(source.id)
        ran = known is not None and known.last_run is not None
        runs = store.runs(source.id, HISTORY) if ran else []
        articles = known.articles if known else 0
        return status_of(source, runs, looks.get(source.id), articles=articles)

    return told


def meant(
    config: Config, known: Mapping[str, Source], names: Iterable[str], filters: Filters
) -> list[Source]:
    """As `choose`, with the statuses that the store tells, where there is one and they are asked for."""
    store = kept(config) if filters.statuses else None
    followed = load_sources(config.sources_file)
    if store is None:
        return choose(known, names, filters, followed=followed)
    with store:
        return choose(known, names, filters, statuses_in(store), followed)


def enable_line(filters: Filters, names: Iterable[str] = (), data: Path | None = None) -> str:
    """The very command that has those portals followed."""
    words = ["congtin", "sources", "enable", *map(quote, names)]
    words += [f"--place {_quoted(place)}" for place in filters.places]
    words += [f"--level {_quoted(level)}" for level in filters.levels]
    words += [f"--platform {_quoted(platform)}" for platform in filters.platforms]
    words += [f"--status {_quoted(status)}" for status in filters.statuses]
    words += [f"--data {quote(str(data))}"] if data else []
    return " ".join(words)


def provinces_line(known: Iterable[Source], filters: Filters) -> str:
    """What lists the portals of the present provinces of the places asked for; "" where there are none."""
    sources, provinces = list(known), gazetteer()
    units = [unit for place in filters.places for unit in units_named(place)]
    names = dict.fromkeys(
        provinces.province_now(unit).bare for unit in units if unit.level != "province"
    )
    there = [name for name in names if select(sources, Filters(places=(name,)))][:MANY]
    lines = [f"congtin sources --place {_quoted(name)}" for name in there]
    return f"Of its province: {' or '.join(lines)}" if lines else ""


def _quoted(word: str) -> str:
    """As people quote names in a shell: between double quotes, where nothing in it asks for more."""
    plain = word.replace(" ", "").replace(",", "").replace("-", "").isalnum()
    return (f'"{word}"' if not word.isalnum() else word) if plain else quote(word)


def told_ended(source: Source) -> str:
    """That a portal's time is over, whence that is known, what is left of it, and how to follow it anyway."""
    from crawler.verdicts import take_captures  # late: Scrapy takes its time to load

    why = f" ({source.evidence.removesuffix('.')})" if source.evidence else ""
    heir = f" Its successor is {source.successor}." if source.successor else ""
    captures = ""
    if not source.allow_private:  # no archive has what stands on this machine or its network
        line = take_captures(source, source.active_until or today())
        captures = f" What archives have of it: {line}."
    return (
        f"{source.id} ended on {source.active_until}{why}, so it is not followed.{heir}{captures}"
        f" To follow it all the same, write enabled = true into its"
        f' entry in sources.toml (id = "{source.id}"), and take active_until out of it if it is there.'
    )


def tell_doubts(config: Config, followed: Iterable[Source]) -> None:
    """What entries of sources.toml say that may be a slip, a line each on stderr; else nothing."""
    known = None
    for source in followed:
        known = known or load_registry(config.sources_file)
        if source != shipped().get(source.id) and (told := doubts(source, known)):
            file = config.sources_file.name
            note(f"{file}: {source.id}: {'; '.join(told)}; congtin doctor lists all")


def none_followed(config: Config, filters: Filters, data: Path | None) -> ConfigError:
    """The error where a place is asked for of which nothing is followed, with what to type."""
    registry = load_registry(config.sources_file).values()
    known = select(registry, filters)
    where = " and ".join(f'"{place}"' for place in filters.places)
    what = f"portal{f' of {where}' if where else ''}"
    what += f" (level {', '.join(filters.levels)})" if filters.levels else ""
    if not known:
        near = provinces_line(registry, filters)
        more = f". {near}" if near else ""
        return ConfigError(
            f"no {what} is followed, and none is known. Add one: congtin add URL{more}"
        )
    are = "1 is" if len(known) == 1 else f"{len(known)} are"
    line = enable_line(filters, data=data)
    return ConfigError(f"no {what} is followed and enabled; {are} known. Follow: {line}")
