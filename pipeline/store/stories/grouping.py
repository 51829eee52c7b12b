"""What hangs together by pairs of reprints becomes a story, led by who printed it first."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, text, update

from pipeline.clock import now
from pipeline.store.stories.copies import SHOWN
from pipeline.store.tables import articles, changes

MOST = 500
"""Articles of a story. What more print within a month of each other is a form and no story: each new copy
would change what stands beside all the others."""

_TOGETHER = text("""
WITH RECURSIVE together(number) AS (
  SELECT CAST(:number AS BIGINT)
  UNION
  SELECT reprints.other FROM together JOIN reprints ON reprints.article = together.number
) SELECT number FROM together LIMIT :most
""")


class _Row(NamedTuple):
    number: int
    key: str
    sort_time: datetime
    story: str | None


Order = Sequence[int]
"""The articles of a story in the order of time; () for one that stands alone or is a form."""


def settle(connection: Connection, touched: set[int], shown: int | None) -> None:
    """Bring the stories up to date of those articles, whose pairs have changed.

    `shown`: one of them of which others print the title, address or date, which has changed.
    Every article whose story or copies are others now gets a line in the list of changes.
    """
    groups = _groups(connection, touched)
    rows = _rows(connection, touched.union(*groups))
    before = {row.story: () for row in rows.values()} | _stories(rows)
    after = {number: order for order in _orders(rows, groups) for number in order}
    moved: dict[str | None, list[int]] = {}
    told = []
    for number, row in rows.items():
        order: Order = after.get(number, ())
        story = rows[order[0]].key if order else None
        if row.story != story:
            moved.setdefault(story, []).append(number)
        is_shown = shown in order and shown != number
        if is_shown or row.story != story or _differ(number, before[row.story], order):
            told.append(number)
    for story, numbers in moved.items():
        there = update(articles).where(articles.c.number.in_(numbers))
        connection.execute(there.values(story=story))
    _note(connection, sorted(told))


def _groups(connection: Connection, touched: Set[int]) -> list[set[int]]:
    """The articles that hang together with each of those; a form's are left out."""
    groups: list[set[int]] = []
    seen: set[int] = set()
    for number in sorted(touched):
        if number not in seen:
            given = {"number": number, "most": MOST + 1}
            group = set(connection.execute(_TOGETHER, given).scalars())
            seen |= group
            if 1 < len(group) <= MOST:
                groups.append(group)
    return groups


def _rows(connection: Connection, numbers: Set[int]) -> dict[int, _Row]:
    """Those articles, and all that were in a story with them; each is read once."""
    columns = [articles.c[name] for name in _Row._fields]
    rows: dict[int, _Row] = {}
    known: set[str | None] = {None}
    first = sorted(numbers)[:1]  # Most are of its story.
    wanted = articles.c.number.in_(first)
    while True:
        found = map(_Row._make, connection.execute(select(*columns).where(wanted)))
        rows |= {row.number: row for row in found}
        if stories := {row.story for row in rows.values()} - known:
            known |= stories
            wanted = articles.c.story.in_(stories)
        elif missing := numbers - rows.keys():
            wanted = articles.c.number.in_(missing)
        else:
            return rows


def _stories(rows: Mapping[int, _Row]) -> dict[str | None, Order]:
    """Story -> its articles until now."""
    groups: dict[str | None, list[int]] = {}
    for number, row in rows.items():
        if row.story:
            groups.setdefault(row.story, []).append(number)
    return dict(zip(groups, _orders(rows, groups.values()), strict=True))


def _orders(rows: Mapping[int, _Row], groups: Iterable[Iterable[int]]) -> list[Order]:
    def time(number: int) -> tuple[object, str]:
        return rows[number].sort_time, rows[number].key

    return [tuple(sorted(group, key=time)) for group in groups]


def _differ(number: int, before: Order, after: Order) -> bool:
    """Whether an entry shows other copies than before: the first `SHOWN` beside itself."""
    one, other = before[: SHOWN + 1], after[: SHOWN + 1]
    if one == other:
        return False
    return [n for n in one if n != number][:SHOWN] != [n for n in other if n != number][:SHOWN]


def _note(connection: Connection, numbers: Sequence[int]) -> None:
    if numbers:
        at = now()
        rows = [{"article": number, "kind": "story", "at": at} for number in numbers]
        connection.execute(insert(changes), rows)
