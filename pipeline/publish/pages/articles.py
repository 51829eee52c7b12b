"""Pages of one article: what it says, what it said before, who else prints it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from pipeline.geography import gazetteer
from pipeline.model import Entry, Reason
from pipeline.publish.api.queries import Key, PageNumber
from pipeline.publish.pages.comparing import Changed, changed
from pipeline.publish.pages.paging import numbers
from pipeline.publish.pages.places import page_of
from pipeline.publish.website import Here, Site, speech_of
from pipeline.store.topics import topics_of

_EDITS = 8
_COPIES = 10
_NAMED = 30

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/articles/{key}")
def article(request: Request, site: Here, key: Key) -> HTMLResponse:
    """One article with everything that is known of it."""
    entry = stored(site, key)
    by_name = {name: slug for slug, name in topics_of(None, entry.article.tags).items()}
    section = next(iter(topics_of(entry.article.section, ())), "")
    return site.page(
        request,
        "article.html",
        entry=entry,
        heading=entry.article.title,
        also=entry.also,
        capture=site.store.capture(entry.source_id, entry.article.url),
        tags=by_name,
        topic=section,
        unit_page=next(iter(_pages([entry.unit])), ""),
        named=[
            (page, place.name)
            for place in entry.article.places[:_NAMED]
            for page in _pages([place.unit])
        ],
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of an article: which, when, by whom, since when it had been as it was, and what."""

    number: int
    at: datetime
    since: datetime
    reason: Reason
    words: Changed


@router.get("/articles/{key}/history")
def history(request: Request, site: Here, key: Key, page: PageNumber = 1) -> HTMLResponse:
    """What became of an article since it was first seen, the last change first."""
    entry = stored(site, key)
    former = site.store.revisions(key)
    versions = [*(revision.article for revision in former), entry.article]
    changes = [
        (number, revision, before, after)
        for number, (revision, (before, after)) in enumerate(
            zip(former, pairwise(versions), strict=True), 1
        )
    ][::-1]
    edits = [
        Edit(
            number, revision.replaced_at, revision.seen_at, revision.reason, changed(before, after)
        )
        for number, revision, before, after in changes[(page - 1) * _EDITS : page * _EDITS]
    ]
    return site.page(
        request,
        "history.html",
        heading=speech_of(request)("Lịch sử sửa đổi"),
        entry=entry,
        edits=edits,
        total=len(former),
        numbers=numbers(page, len(former), _EDITS),
    )


@dataclass(frozen=True, slots=True)
class Copy:
    """One portal's article of a story, and how it differs from the first."""

    entry: Entry
    words: Changed


@router.get("/stories/{key}")
def story(request: Request, site: Here, key: Key, page: PageNumber = 1) -> HTMLResponse:
    """Who printed a text first, and everyone who printed it after, in the order of time."""
    copies = site.store.story(key)
    if not copies:
        raise HTTPException(404, "Không có nhiều bản của tin này. / Nobody else prints this.")
    first = next((copy for copy in copies if copy.key == copy.story), copies[0])
    start = (page - 1) * _COPIES
    return site.page(
        request,
        "story.html",
        heading=first.article.title,
        first=first,
        copies=[
            Copy(copy, changed(first.article, copy.article, with_fields=False))
            for copy in copies[start : start + _COPIES]
        ],
        start=start + 1,
        total=len(copies),
        numbers=numbers(page, len(copies), _COPIES),
    )


def _pages(unit_ids: Iterable[str]) -> Iterator[str]:
    """The pages of those units that the gazetteer knows."""
    units = map(gazetteer().unit, unit_ids)
    return (page_of(unit) for unit in units if unit)


def stored(site: Site, key: str) -> Entry:
    """The entry of that key. Raises HTTPException 404."""
    entry = site.store.entry(key)
    if entry is None:
        raise HTTPException(404, "Không có bài viết này. / There is no such article.")
    return entry
