"""Which stored article a page's article is: its own row, its twin's, or the one that has moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select

from pipeline.model import VIETNAM, PageVisit
from pipeline.store.identity.addresses import same_address, same_host, url_key
from pipeline.store.identity.agreement import (
    ENOUGH_TEXT,
    SAME,
    agree,
    is_alike,
    likeness,
    tells_apart,
)
from pipeline.store.identity.kin import Kin, kin_of
from pipeline.store.tables import addresses, articles, pages, revisions
from pipeline.store.timeline import first_of

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """A stored row, and whether it stands for a second address of the same article."""

    row: RowMapping
    is_twin: bool = False


def match(
    connection: Connection, rows: Select[Any], visit: PageVisit, given: Given
) -> Match | None:
    """The stored row among `rows` that the article is; None for a new one.

    `given`: the article's fields as its columns hold them. Looked for in its own source, then in those that
    it took over from and that took over from it. Every step is one lookup in an index.
    """
    seek = _Seek(connection, rows, visit, given)
    own = [visit.source_id]
    row = seek.addressed(own)
    if row and same_address(row["url"], given["url"]):
        return Match(row)
    kin = kin_of(connection, visit.source_id)
    stays = _Stays(visit, given, kin)
    if row:
        return Match(row, stays.at_home(row))
    if row := seek.worded(own):
        return Match(row, stays.copied(row))
    if row := seek.before() or seek.timed(own):
        return Match(row)
    others = sorted(kin.before | kin.after)
    row = seek.known() or (others and _first(seek, others)) or None
    return Match(row, row["source_id"] in kin.after) if row else None


def _between(first: datetime, span: timedelta) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What stands in that span of time, which the index of each source's articles finds."""
    place = articles.c.timeline
    return place >= first_of(first), place < first_of(first + span)


def _first(seek: "_Seek", ids: Sequence[str]) -> RowMapping | None:
    return seek.addressed(ids) or seek.worded(ids) or seek.timed(ids) or seek.retold(ids)


class _Seek:
    """The lookups for one article, each of one way in which it may be known."""

    def __init__(
        self, connection: Connection, rows: Select[Any], visit: PageVisit, given: Given
    ) -> None:
        self._connection, self._rows = connection, rows
        self._visit, self._given = visit, given
        self._key = url_key(given["url"])

    def _all(self, *tests: ColumnElement[bool]) -> Sequence[RowMapping]:
        query = self._rows.where(*tests).order_by(articles.c.number)
        return self._connection.execute(query).mappings().all()

    def _one(self, ids: Sequence[str], *tests: ColumnElement[bool]) -> RowMapping | None:
        found = self._all(articles.c.source_id.in_(ids), *tests)
        return found[0] if found else None

    def addressed(self, ids: Sequence[str]) -> RowMapping | None:
        """By its address: the very same one is enough, one that differs in host, case, last slash or the
        order of its query needs content that agrees.
        """
        url = self._given["url"]
        rows = self._all(articles.c.source_id.in_(ids), articles.c.url_key == self._key)
        exact = (row for row in rows if row["url"] == url)
        same = (row for row in rows if same_address(row["url"], url))
        agreed = (row for row in rows if agree(row, self._given))
        return next(exact, None) or next(same, None) or next(agreed, None)

    def worded(self, ids: Sequence[str]) -> RowMapping | None:
        """By date, title and text: portals file one article under several sections, at addresses that say
        nothing of each other. The same words at another time are published again, and stand apart.
        """
        dated = self._given["published_at"] is not None
        if not dated and len(self._given["text"]) < ENOUGH_TEXT:
            return None
        return self._one(ids, *self._equal(*SAME))

    def timed(self, ids: Sequence[str]) -> RowMapping | None:
        """By minute and text: title and address were changed."""
        when = self._given["published_at"]
        if when is None or not tells_apart(self._given):
            return None
        second = when.replace(microsecond=0)
        return self._one(
            ids, *_between(second, timedelta(seconds=1)), *self._equal("published_at", "text")
        )

    def retold(self, ids: Sequence[str]) -> RowMapping | None:
        """By its day and most of its words: another CMS prints less of the time, and other words around the
        text. Of several the one that is most alike, none where two are equally so.
        """
        when = self._given["published_at"]
        if when is None:
            return None
        day = datetime.combine(when.astimezone(VIETNAM), time(), VIETNAM)
        there = articles.c.published_at.is_not(None)
        rows = self._all(articles.c.source_id.in_(ids), *_between(day, timedelta(days=1)), there)
        likely = [(likeness(row, self._given), row) for row in rows]
        ranked = sorted((pair for pair in likely if pair[0]), key=itemgetter(0), reverse=True)
        tied = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
        return ranked[0][1] if ranked and not tied else None

    def _equal(self, *names: str) -> list[ColumnElement[bool]]:
        return [articles.c[name] == self._given[name] for name in names]

    def before(self) -> RowMapping | None:
        """The article that the address asked for gave before: a new title gives a new address that the old
        one redirects to.
        """
        asked = (pages.c.source_id == self._visit.source_id, pages.c.url == self._visit.url)
        query = select(pages.c.canonical).where(*asked).scalar_subquery()
        row = self._one([self._visit.source_id], articles.c.url == query)
        return row if row and is_alike(row, self._given) else None

    def known(self) -> RowMapping | None:
        """By an address that was once its own, or a copy's."""
        columns = (addresses.c.article, addresses.c.url)
        here = addresses.c.source_id == self._visit.source_id, addresses.c.url_key == self._key
        found = dict(self._connection.execute(select(*columns).where(*here)).all())
        if not found:
            return None
        rows = self._all(articles.c.number.in_(found))
        return next((row for row in rows if self._was(row, found[row["number"]])), None)

    def _was(self, row: RowMapping, url: str) -> bool:
        """Whether the article reads, or once read, as what stands at that address of it."""
        if not same_address(url, self._given["url"]):
            return agree(row, self._given)
        if is_alike(row, self._given):
            return True
        former = select(revisions.c.title, revisions.c.text, revisions.c.content_hash)
        kept = self._connection.execute(former.where(revisions.c.article == row["number"]))
        return any(is_alike(one, self._given) for one in kept.mappings())


@dataclass(frozen=True, slots=True)
class _Stays:
    """Whether a stored article keeps its address although it was found at another."""

    visit: PageVisit
    given: Given
    kin: Kin

    def at_home(self, row: RowMapping) -> bool:
        """Of two hosts, the one that its portal is known by."""
        home = self.kin.home
        at_home = same_host(row["url"], home) and not same_host(self.given["url"], home)
        return at_home and not self._is_gone(row)

    def copied(self, row: RowMapping) -> bool:
        """The first of two addresses, unless it had nothing any more when the second did, or the second
        stands on the portal's own host and the first does not.
        """
        home = self.kin.home
        comes = same_host(self.given["url"], home) and not same_host(row["url"], home)
        return not comes and not self._is_gone(row)

    def _is_gone(self, row: RowMapping) -> bool:
        return bool(row["gone_at"] and self.visit.fetched_at > row["gone_at"])
