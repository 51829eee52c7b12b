"""The verb that looks whether portals are where they were: sources verify."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, settings, store_of
from crawler.cli.choosing import OfLevel, OfStatus, Place, filters_of, meant
from crawler.cli.commands.registry import registry
from crawler.cli.display import note, print_json, print_table
from crawler.sources import find_source, load_registry, load_sources
from crawler.sources.periods import has_ended
from crawler.sources.selecting import Filters
from pipeline.clock import today
from pipeline.config import Config
from pipeline.errors import INTERRUPTED
from pipeline.model import Source, Verification

if TYPE_CHECKING:
    from crawler.verify import Verified

HEADERS = ("source", "found", "why", "it calls itself", "platform", "evidence", "what to do")


@registry.command("verify")
def verify_sources(
    source: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]…",
            help="Sources by id, address or host, followed or not; default: all that are followed.",
        ),
    ] = None,
    place: Place = None,
    level: OfLevel = None,
    status: OfStatus = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Every portal that is known, followed or not.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Visit portals' homes politely, and say which answer, which moved, which are gone, and what to do.

    `--place`, `--level` and `--status` choose from all portals that are known, followed or not.

    At most 3 addresses of each are asked for, robots.txt aside, one at a time a host. What was found is
    kept; it is the portal's status until a crawl tells more. Exit code 1 where one does not answer with news.

    Examples: `congtin sources verify` · `congtin sources verify --place "Ninh Bình"` ·
    `congtin sources verify lynhan.hanam.gov.vn --json` · `congtin sources verify --status refused`
    """
    from crawler.verify import verify  # late: Scrapy takes its time to load

    config = settings(data, database_url)
    filters = filters_of(place, level, status=status)
    chosen = _chosen(config, source or [], filters, everything=all_)
    known = _by_id(chosen)
    with store_of(config) as store:
        told = _Told(len(chosen))
        others = tuple(load_registry(config.sources_file).values())
        done = verify(config, chosen, store, others=others, told=told)
    _print(config, done, known, as_json=as_json, filtered=bool(filters))
    if done.interrupted:
        raise typer.Exit(INTERRUPTED)
    if done.problem or done.left_out or any(one.found != "answers" for one in done.found):
        raise typer.Exit(1)


def _chosen(
    config: Config, names: Sequence[str], filters: Filters, *, everything: bool
) -> list[Source]:
    """The sources meant, each once. Raises ConfigError for a name, place, level or status that is none."""
    known = load_registry(config.sources_file)
    followed = load_sources(config.sources_file)
    chosen = [find_source(known, name, followed) for name in names]
    if filters:
        chosen = meant(
            config,
            _by_id([*chosen, *_going_on(known.values())]),
            [one.id for one in chosen],
            filters,
        )
    elif everything:
        chosen += _going_on(known.values())
    elif not names:
        chosen += _going_on(followed.values())
    return list(_by_id(chosen).values())


def _by_id(sources: Iterable[Source]) -> dict[str, Source]:
    return {source.id: source for source in sources}


def _going_on(sources: Iterable[Source]) -> list[Source]:
    day = today()
    return [source for source in sources if not has_ended(source, day)]


class _Told:
    """Tells a terminal each finding as it comes."""

    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._count = 0

    def __call__(self, seen: Verification) -> None:
        self._count += 1
        if sys.stderr.isatty():
            why = f" ({seen.reason})" if seen.reason else ""
            note(f"{self._count} of {self._expected}: {seen.source_id} {seen.found}{why}")


def _print(
    config: Config, done: "Verified", known: dict[str, Source], *, as_json: bool, filtered: bool
) -> None:
    from crawler.verdicts import after_look

    followed = load_sources(config.sources_file)
    steps = {
        seen.source_id: after_look(known[seen.source_id], seen, followed=seen.source_id in followed)
        for seen in done.found
    }
    if as_json:
        print_json([_json(seen, steps[seen.source_id]) for seen in done.found])
    elif done.found:
        print_table(HEADERS, [_row(seen, steps[seen.source_id]) for seen in done.found])
    for source_id, why in done.left_out:
        note(f"congtin: {source_id}: not visited: {why}.")
    if done.problem:
        note(
            f"congtin: nothing was written down of the portals that did not answer: {done.problem}"
        )
    if not known:
        nobody = f"No source in {config.sources_file} yet: congtin add URL, or congtin sources verify --all."
        note("No known portal fits." if filtered else nobody)


def _row(seen: Verification, step: str) -> tuple[object, ...]:
    why = seen.reason if seen.reason != seen.found else ""
    evidence = seen.detail or seen.final_url
    return (seen.source_id, seen.found, why, seen.title, seen.platform, evidence, step)


def _json(seen: Verification, step: str) -> dict[str, Any]:
    return asdict(seen) | {"at": seen.at.isoformat(), "next_step": step}
