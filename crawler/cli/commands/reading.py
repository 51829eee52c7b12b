"""The verb that asks the store: search."""

from typing import Annotated, get_args

import typer

from crawler.cli import filters
from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, stored
from crawler.cli.display import local, note, print_json, say
from pipeline.errors import ConfigError
from pipeline.geography import gazetteer
from pipeline.model import EntryFilter, Facets, Found, SearchOrder

_SHOWN = 15
"""Sources, provinces and months of `--counts` that the terminal shows; `--json` gives all."""


@app.command()
def search(
    query: Annotated[
        str,
        typer.Argument(
            help='Words; "a phrase"; -word; one OR other; (groups); source:ID; after:2025.'
        ),
    ] = "",
    order: Annotated[
        str, typer.Option("--order", help="relevance, newest or oldest.")
    ] = "relevance",
    source: filters.InSource = "",
    province: filters.InProvince = "",
    place: filters.InPlace = "",
    section: filters.InSection = "",
    topic: filters.OnTopic = "",
    author: filters.ByAuthor = "",
    after: filters.After = None,
    before: filters.Before = None,
    once: filters.Once = False,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    counts: Annotated[
        bool,
        typer.Option("--counts", help="Instead of articles, how many: by source, province, month."),
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Search the stored articles. Without accents everything matches; with accents only those.

    In the query, source: place: section: author: topic: after: before: say the same as the options; an option
    holds beside them. Fields alone, and words to leave out alone, list by date.

    Examples: `congtin search "xây dựng nông thôn mới" --after 2025-01-01`;
    `congtin search '"chuyển đổi số" (xã OR phường) -huyện place:"Ninh Bình" after:2025-07' --order newest`;
    `congtin search "bão lũ" --counts --json`
    """
    chosen = _order(order)
    where = filters.filter_of(
        source=source,
        province=province,
        place=place,
        section=section,
        topic=topic,
        author=author,
        after=after,
        before=before,
        once=once,
    )
    if not query.strip() and where == EntryFilter():
        raise ConfigError(
            'Nothing asked: give words, a field or an option: congtin search "bão lũ".'
        )
    with stored(settings(data, database_url)) as store:
        found = store.search(query, where, order=chosen, limit=0 if counts else limit)
        _refuse(found)
        spread = store.facets(query, where) if counts else None
    if as_json:
        print_json(_told(query, found, spread))
    elif spread:
        _print_counts(spread)
        note(f"{found.total}{' or more' * found.more} found.")
    else:
        _print_hits(found)
        note(_summary(found, place))


def _order(name: str) -> SearchOrder:
    for known in get_args(SearchOrder):
        if known == name:
            order: SearchOrder = known
            return order
    raise ConfigError(f"--order {name!r}: choose {', '.join(get_args(SearchOrder))}.")


def _refuse(found: Found) -> None:
    """Raise ConfigError about dates in the query that are none."""
    if found.problems:
        raise ConfigError(
            f"{', '.join(found.problems)}: write a date like 2025-07-01, 2025-07 or 2025."
        )


def _told(query: str, found: Found, spread: Facets | None) -> dict[str, object]:
    told: dict[str, object] = {"query": query, "total": found.total, "more": found.more}
    if spread:
        names = ("sources", "provinces", "months")
        pairs = {name: dict(getattr(spread, name)) for name in names}
        return told | {"counts": pairs | {"counted": spread.counted, "more": spread.more}}
    return told | {"hits": [{**hit.entry.to_dict(), "snippet": hit.snippet} for hit in found.hits]}


def _print_hits(found: Found) -> None:
    for hit in found.hits:
        article = hit.entry.article
        say(f"{local(article.published_at)}  {article.title}")
        say(f"  {hit.entry.source_name or hit.entry.source_id}  {article.url}")
        say(f"  {hit.snippet}\n")


def _print_counts(spread: Facets) -> None:
    for name in ("months", "provinces", "sources"):
        typer.echo(name)
        pairs = getattr(spread, name)
        for value, number in pairs[:_SHOWN]:
            say(f"  {number:>6}  {value}")
        if len(pairs) > _SHOWN:
            typer.echo(f"          and {len(pairs) - _SHOWN} others")
    if spread.more:
        note(f"Counted: the newest {spread.counted}.")


def _summary(found: Found, place: str) -> str:
    if found.total:
        return f"{len(found.hits)} of {found.total}{' or more' * found.more} shown."
    if place and not gazetteer().find(place):
        near = "; ".join(gazetteer().full_name(unit) for unit in gazetteer().near(place, limit=3))
        return f"Nothing found. No unit is called {place!r}{f'; near: {near}' if near else ''}."
    return "Nothing found."
