"""The JSON API: read-only, cursor paging, one error shape."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query

from pipeline.model import Entry, EntryFilter
from pipeline.publish.queries import Cursor, Key, Name, Time, Words, understood
from pipeline.publish.roster import Health, narrowed
from pipeline.publish.shapes import (
    ArticleOut,
    ArticlesOut,
    ErrorOut,
    RunOut,
    RunsOut,
    SourceOut,
    SourcesOut,
)
from pipeline.publish.website import Here, Site

_DEEPEST = 1000
"""Results of one search that can be paged through."""
Answers = dict[int | str, dict[str, Any]]
_ALWAYS: Answers = {
    422: {"model": ErrorOut, "description": "A parameter has a wrong value"},
    503: {"model": ErrorOut, "description": "The database does not answer"},
}
_UNREADABLE: Answers = {400: {"model": ErrorOut, "description": "A cursor that no page gave"}}
_UNKNOWN: Answers = {404: {"model": ErrorOut, "description": "There is none of that name"}}
Limit = Annotated[int, Query(ge=1, le=200)]

router = APIRouter(prefix="/api", responses=_ALWAYS, tags=["api"])


@router.get("/articles", responses=_UNREADABLE)
def articles(
    site: Here,
    source: Name = "",
    province: Name = "",
    section: Name = "",
    after: Time | None = None,
    before: Time | None = None,
    q: Words = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> ArticlesOut:
    """Newest articles first; with q the best matches first. Times without zone are +07:00."""
    where = EntryFilter(source, province, section, after, before)
    if q:
        return _found(site, q, where, cursor, limit)
    with understood("cursor"):
        entries, following = site.store.entries(where, limit=limit, cursor=cursor)
    return ArticlesOut(items=_shaped(site, entries), next=following or None, total=None)


@router.get("/articles/{key}", responses=_UNKNOWN)
def article(site: Here, key: Key) -> ArticleOut:
    """One article by its key, the last part of its permanent id."""
    entry = site.store.entry(key)
    if entry is None:
        raise HTTPException(404, f"There is no article {key!r}.")
    return _shaped(site, [entry])[0]


@router.get("/sources")
def sources(
    site: Here, q: Words = "", province: Name = "", health: Health | None = None
) -> SourcesOut:
    """Every source with its counts and its last run; q: words of its name, address or places.

    health: how its last run ended, good or bad; waiting while none has.
    """
    found = narrowed(site.store.sources(), q=q, province=province, health=health or "")
    return SourcesOut(items=[SourceOut.of(status) for status in found])


@router.get("/sources/{source_id}", responses=_UNKNOWN)
def source(site: Here, source_id: Key) -> SourceOut:
    """One source with its counts and its last run."""
    status = site.source_status(source_id)
    if status is None:
        raise HTTPException(404, f"There is no source {source_id!r}.")
    return SourceOut.of(status)


@router.get("/runs")
def runs(site: Here, source: Name = "", limit: Limit = 20) -> RunsOut:
    """The latest runs of one source or of all, newest first."""
    return RunsOut(items=[RunOut.of(run) for run in site.store.runs(source, limit=limit)])


def _found(site: Site, q: str, where: EntryFilter, cursor: str, limit: int) -> ArticlesOut:
    """A page of search results; its cursor is the number of results before it."""
    offset = _offset(cursor)
    with understood("q"):
        hits, total = site.store.search(q, where, limit=limit, offset=offset)
    end = offset + len(hits)
    more = bool(hits) and end < min(total, _DEEPEST)
    items = _shaped(site, [hit.entry for hit in hits])
    return ArticlesOut(items=items, next=str(end) if more else None, total=total)


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 6 and int(cursor) < _DEEPEST:
        return int(cursor)
    raise HTTPException(400, f"cursor: {cursor!r} is none of this search's.")


def _shaped(site: Site, entries: list[Entry]) -> list[ArticleOut]:
    return [ArticleOut.of(entry, page=site.absolute(f"/articles/{entry.key}")) for entry in entries]
