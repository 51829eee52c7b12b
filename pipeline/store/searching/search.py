"""Full-text search: hits in one order on both databases, with snippets, and how they are spread.

Databases score words differently, so the order rests on what both decide alike: title, phrase, accents. Each
of these is asked of the newest articles first and no further than the page needs; matches are counted up to a
bound. So no question walks far through a large index, except for words that hardly ever stand together.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipeline.model import VIETNAM, EntryFilter, Facets, Found, Hit, SearchOrder
from pipeline.slug import slug
from pipeline.store import reading
from pipeline.store.places import Place, in_province, of_text, of_unit
from pipeline.store.reading import Placed, conditions
from pipeline.store.searching import index, query
from pipeline.store.searching.index import Asked
from pipeline.store.searching.query import All, Field, Mark, Node, Query
from pipeline.store.searching.snippet import snippet
from pipeline.store.searching.syntax import parse
from pipeline.store.searching.terms import answers, words_of
from pipeline.store.tables import articles, sources
from pipeline.store.timeline import first_of, second_of

COUNTED = 5_000
"""Matches that are counted, ranked and paged through; `Found.more` tells that there are others."""

READ = 40
"""So many matches are read to put them in order: words that hardly ever stand together cost a walk through
the index, so the index is not asked again about them."""

RANKED = 12
"""Words and phrases of a query that is ranked: a longer one is a copied text, and newest comes first."""

SPREAD = 2_000
"""The newest matches, whose sources and months are counted: each costs a look at its article."""

_TITLE, _ROW, _TYPED = 4, 2, 1
"""What an article gains when its title alone answers, when the words stand in a row, when they
stand with just the accents that were typed. Sums never tie across: the first outweighs the rest."""


Tiers = list[tuple[Node, int]]


def search(
    connection: Connection,
    text: str,
    where: EntryFilter,
    *,
    order: SearchOrder,
    limit: int,
    offset: int,
    snippets: bool,
) -> Found:
    """The hits from `offset` on: best first and equally good ones newest first, or in the order of time."""
    read = parse(text)
    asked = _asked(connection, read, where)
    if asked is None:
        return Found(problems=read.problems)
    start = min(max(offset, 0), COUNTED)
    end = min(start + max(limit, 0), COUNTED)
    newest = max(end, READ) + 1
    found = index.places(connection, asked, newest, oldest=order == "oldest")
    few = len(found) < newest
    total = len(found) if few else index.count(connection, asked, COUNTED + 1)
    terms = query.terms(read.root)
    if order == "relevance" and terms and start < min(end, total):
        found = _best(connection, asked, _tiers(asked), found, end)
    page = reading.standing_at(connection, found[start : min(end, total)])
    hits = (Hit(each, snippet(each.article, terms) if snippets else "") for each in page)
    return Found(tuple(hits), min(total, COUNTED), total > COUNTED)


def oldest(
    connection: Connection, text: str, where: EntryFilter, limit: int, after: int | None
) -> list[Placed]:
    """Entries that answer, oldest first, at most `limit`, those that stand after that place in time."""
    asked = _asked(connection, parse(text), where)
    if asked is None:
        return []
    if after is not None and (asked.first is None or asked.first <= after):
        asked = replace(asked, first=after + 1)
    found = index.matching(connection, asked, limit, oldest=True)
    return reading.oldest(connection, EntryFilter(), limit, None, articles.c.timeline.in_(found))


def facets(connection: Connection, text: str, where: EntryFilter) -> Facets:
    """How the newest matches are spread over sources, present provinces and months (+07:00)."""
    asked = _asked(connection, parse(text), where)
    if asked is None:
        return Facets()
    newest = index.places(connection, asked, SPREAD + 1)
    counted = newest[:SPREAD]
    by_source = _by_source(connection, asked)
    return Facets(
        _largest(by_source),
        _largest(_by_province(connection, by_source)),
        tuple(_by_month(counted)),
        len(counted),
        more=len(newest) > SPREAD,
    )


def _by_month(newest: list[int]) -> Iterator[tuple[str, int]]:
    """The months of those places in time, the latest first: each begins where a cut shows its first place."""
    rising, end = newest[::-1], len(newest)
    while end:
        latest = second_of(rising[end - 1]).astimezone(VIETNAM)
        begun = first_of(datetime(latest.year, latest.month, 1, tzinfo=VIETNAM))
        start = bisect_left(rising, begun, hi=end)
        yield f"{latest:%Y-%m}", end - start
        end = start


def _by_source(connection: Connection, asked: Asked) -> Counter[str]:
    """Counted where the articles stand: two thirds of the work is to take so many rows out."""
    found = index.matching(connection, asked, SPREAD)
    rows = connection.execute(
        select(articles.c.source_id, func.count())
        .where(articles.c.timeline.in_(found))
        .group_by(articles.c.source_id)
    )
    return Counter({source: number for source, number in rows})  # noqa: C416 - mypy


def _largest(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _by_province(connection: Connection, by_source: Counter[str]) -> Counter[str]:
    rows = connection.execute(select(sources.c.id, sources.c.province))
    provinces: dict[str, str] = {source: province for source, province in rows}  # noqa: C416 - mypy
    found: Counter[str] = Counter()
    for source, number in by_source.items():
        if provinces[source]:
            found[provinces[source]] += number
    return found


def _asked(connection: Connection, read: Query, where: EntryFilter) -> Asked | None:
    """The question with all that the filter adds to it. None: nothing is asked for, or a date is none."""
    if read.problems or not (read.asks or where != EntryFilter()):
        return None
    root = _placed(
        connection, All((*read.root.wanted, *_marks(connection, where)), read.root.refused)
    )
    after = max((first_of(at) for at in (read.after, where.after) if at), default=None)
    before = min((first_of(at) for at in (read.before, where.before) if at), default=None)
    told = EntryFilter(
        section="" if slug(where.section) else where.section,
        author="" if slug(where.author) else where.author,
        once=where.once,
    )
    return Asked(root, after, before, tuple(conditions(connection, told)))


def _marks(connection: Connection, where: EntryFilter) -> list[Node]:
    """The filter's fields as the index marks them; `conditions` has names without any letter of a slug."""
    values: dict[Field, str] = {
        "source": where.source_id,
        "place": where.place,
        "section": slug(where.section),
        "author": slug(where.author),
        "topic": where.topic,
    }
    marks: list[Node] = [Mark(field, (value,)) for field, value in values.items() if value]
    if where.sources:
        marks.append(Mark("source", where.sources))
    if where.province:
        marks.append(Mark("source", in_province(connection, where.province)))
    if where.unit:
        marks.append(_any_of(of_unit(connection, where.unit)))
    return marks


def _placed(connection: Connection, node: Node) -> Node:
    """The same with what makes an article one of a place in that place's place."""
    match node:
        case Mark(field="place", values=names):
            return _any_of(of_text(connection, names[0]))
        case All():
            wanted, refused = (
                tuple(_placed(connection, part) for part in parts)
                for parts in (node.wanted, node.refused)
            )
            return All(wanted, refused)
        case query.Any():
            return query.Any(tuple(_placed(connection, part) for part in node.choices))
    return node


def _any_of(place: Place) -> Node:
    """The index knows of each article its source, whether it is of since the merger, and what it names."""
    choices: list[Node] = []
    if place.always:
        choices.append(Mark("source", place.always))
    if place.before:
        choices.append(All((Mark("source", place.before),), (Mark("since", place.before),)))
    if place.since:
        choices.append(Mark("since", place.since))
    if place.named:
        choices.append(Mark("named", place.named))
    return query.Any(tuple(choices)) if choices else Mark("source", ())


def _best(
    connection: Connection,
    asked: Asked,
    tiers: Tiers,
    found: list[int],
    end: int,
    chosen: tuple[Node, ...] = (),
) -> list[int]:
    """At least the first `end` of the best, or all; `found`: the newest that answer.

    `chosen`: the tiers that `asked` is made of; each of them says the whole question. A few matches are
    read to put them in order. Of many come first the best that answer the first tier, then the best of
    all by the others.
    """
    if not tiers or not found:
        return found
    if len(found) <= READ:
        gains = _gains(connection, tiers, found)
        return sorted(found, key=lambda place: (-gains[place], -place))
    (tier, _), *others = tiers
    strict = replace(asked, node=All((*chosen, tier)))
    newest = index.places(connection, strict, max(end, READ) + 1)
    best = _best(connection, strict, others, newest, end, (*chosen, tier))
    if len(best) < end:
        best += _best(connection, asked, others, found, end, chosen)
    return list(dict.fromkeys(best))


def _gains(connection: Connection, tiers: Tiers, found: list[int]) -> Counter[int]:
    """What each gains, by its own words."""
    columns = (articles.c[name] for name in index.INDEXED)
    rows = connection.execute(select(*columns).where(articles.c.timeline.in_(found))).mappings()
    gains: Counter[int] = Counter()
    for row in rows:
        words = words_of(row)
        gains[row["timeline"]] = sum(gain for node, gain in tiers if answers(node, words))
    return gains


def _tiers(asked: Asked) -> Tiers:
    """Stricter readings of the question, with what an article gains that answers them, the most first."""
    if len(query.terms(asked.node)) > RANKED:
        return []
    readings = ((query.titled, _TITLE), (query.in_a_row, _ROW), (query.typed, _TYPED))
    stricter = ((reading(asked.node), gain) for reading, gain in readings)
    return [(node, gain) for node, gain in stricter if node != asked.node]
