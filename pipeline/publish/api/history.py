"""The JSON API's account of what became of articles: former versions, rewordings, stories, changes."""

import re
from datetime import datetime
from typing import Annotated, get_args

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import AfterValidator, WithJsonSchema

from pipeline.model import Article, ChangeKind, Entry, Revision
from pipeline.publish.api.openapi import answers
from pipeline.publish.api.queries import MOMENT_SCHEMA, Key, Name, moment
from pipeline.publish.api.replies import reply
from pipeline.publish.api.shapes import (
    ArticleOut,
    ChangeOut,
    ChangesOut,
    DiffOut,
    PieceOut,
    RevisionOut,
    RevisionsOut,
    StoryOut,
)
from pipeline.publish.website import Here, Site
from pipeline.wording import word_diff

_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
_PLACE = re.compile(r"c(\d{1,18})")
_LARGEST = (1 << 63) - 1

router = APIRouter()


@router.get("/articles/{key}/revisions", responses=answers(404), response_model=RevisionsOut)
def revisions(request: Request, site: Here, key: Key) -> Response:
    """The former versions of an article, the oldest first; none where it was never edited."""
    _entry(site, key)
    items = [RevisionOut.of(revision) for revision in site.store.revisions(key)]
    return reply(request, RevisionsOut(key=key, items=items))


@router.get("/articles/{key}/diff", responses=answers(404), response_model=DiffOut)
def diff(
    request: Request,
    site: Here,
    key: Key,
    earlier: Annotated[
        int | None,
        Query(
            alias="from",
            ge=1,
            le=_LARGEST,
            description="A former version's number; else the last's",
        ),
    ] = None,
    later: Annotated[
        int | None,
        Query(
            alias="to",
            ge=1,
            le=_LARGEST,
            description="A former version's number; else the article as it is",
        ),
    ] = None,
) -> Response:
    """What was reworded between two versions, word by word."""
    entry = _entry(site, key)
    known = {revision.number: revision for revision in site.store.revisions(key)}
    if not known:
        raise HTTPException(404, f"The article {key!r} has no former version.")
    former = _version(known, earlier or max(known))
    after = _version(known, later).article if later else entry.article
    return reply(request, _diff(key, former, later, after))


@router.get("/stories/{key}", responses=answers(404), response_model=StoryOut)
def story(request: Request, site: Here, key: Key) -> Response:
    """All articles that print the text of the one of that key, itself included."""
    alone = _entry(site, key)
    entries = site.store.story(key) or [alone]
    items = [ArticleOut.of(entry, site.absolute(f"/articles/{entry.key}")) for entry in entries]
    return reply(request, StoryOut(key=entries[0].story or entries[0].key, items=items))


def _since(text: str) -> str:
    if text and not _PLACE.fullmatch(text):
        moment(text)
    return text


def _known_kinds(text: str) -> str:
    unknown = sorted(set(filter(None, text.split(","))) - set(_KINDS))
    if unknown:
        raise ValueError(f"no such kind: {', '.join(unknown)}. There are: {', '.join(_KINDS)}")
    return text


_PLACES = {"type": "string", "pattern": r"^(c[0-9]{1,18})?$"}
Since = Annotated[
    str,
    AfterValidator(_since),
    WithJsonSchema({"anyOf": [*MOMENT_SCHEMA["anyOf"], _PLACES]}),
    Query(description="`next` of the last answer, or a moment", examples=["c1742", "2025-07-01"]),
]
_ONE_KIND = f"({'|'.join(_KINDS)})"
Kinds = Annotated[
    str,
    AfterValidator(_known_kinds),
    WithJsonSchema({"type": "string", "pattern": f"^({_ONE_KIND}(,{_ONE_KIND})*)?$"}),
    Query(max_length=200, description="These alone, comma between", examples=["new,edited"]),
]


@router.get("/changes", response_model=ChangesOut)
def changes(
    request: Request,
    site: Here,
    since: Since = "",
    kinds: Kinds = "",
    source: Annotated[Name, Query(description="A source's id")] = "",
    limit: Annotated[int, Query(ge=1, le=1000, description="Items of one page at most")] = 200,
) -> Response:
    """What became of which article, in the order in which it was written, from the first or from `since` on.

    Ask again with since = `next`: nothing comes twice and nothing is missed, however many write meanwhile.
    """
    after, moment_ = _from(since)
    last = site.store.last_change()  # asked first: what is written from here on has a larger number
    found = site.store.changes(
        after,
        since=moment_,
        limit=limit + 1,
        kinds=[kind for kind in _KINDS if kind in kinds.split(",")],
        source_id=source,
    )
    page = found[:limit]
    more = len(found) > limit
    reached = page[-1].number if more else max(after, last, *(c.number for c in page[-1:]))
    items = [ChangeOut.of(change, site.absolute(f"/articles/{change.key}")) for change in page]
    return reply(request, ChangesOut(items=items, next=f"c{reached}", more=more))


def _from(since: str) -> tuple[int, datetime | None]:
    """The number of the last change that is known, and the moment asked for."""
    place = _PLACE.fullmatch(since)
    if place:
        return int(place[1]), None
    return 0, moment(since) if since else None


def _entry(site: Site, key: str) -> Entry:
    entry = site.store.entry(key)
    if entry is None:
        raise HTTPException(404, f"There is no article {key!r}.")
    return entry


def _version(known: dict[int, Revision], number: int) -> Revision:
    if number not in known:
        there = ", ".join(map(str, sorted(known)))
        raise HTTPException(404, f"It has no former version {number}. There are: {there}.")
    return known[number]


def _diff(key: str, former: Revision, later: int | None, after: Article) -> DiffOut:
    return DiffOut(
        key=key,
        earlier=former.number,
        later=later,
        title=_pieces(former.article.title, after.title),
        text=_pieces(former.article.text, after.text),
    )


def _pieces(before: str, after: str) -> list[PieceOut]:
    return [PieceOut.of(piece) for piece in word_diff(before, after)]
