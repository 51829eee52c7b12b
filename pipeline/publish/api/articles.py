"""The JSON API's articles: lists, searches and their counts. Read-only, paged by cursor, one error shape."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import AfterValidator, WithJsonSchema

from pipeline.model import EntryFilter, Found, SearchOrder
from pipeline.publish.api import health as api_health
from pipeline.publish.api import history as api_history
from pipeline.publish.api import lists as api_lists
from pipeline.publish.api import units as api_units
from pipeline.publish.api.openapi import ALWAYS, Place, answers, known_parameters, no_page
from pipeline.publish.api.queries import Key, Name, Searched, Time
from pipeline.publish.api.replies import reply
from pipeline.publish.api.shapes import ArticleOut, ArticlesOut, FacetsOut, ListedOut
from pipeline.publish.website import Here, Site

_DEEPEST = 1000
"""Results of one search that can be paged through."""
_FIELDS = tuple(ListedOut.model_fields)

router = APIRouter(
    prefix="/api", responses=ALWAYS, tags=["api"], dependencies=[Depends(known_parameters)]
)
router.include_router(api_history.router)
router.include_router(api_lists.router)
router.include_router(api_health.router)
router.include_router(api_units.router)


def _known_fields(text: str) -> str:
    unknown = sorted(set(_names(text)) - set(_FIELDS))
    if unknown:
        raise ValueError(f"no such field: {', '.join(unknown)}. There are: {', '.join(_FIELDS)}")
    return text


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


_ONE_FIELD = f"({'|'.join(_FIELDS)})"
Fields = Annotated[
    str,
    AfterValidator(_known_fields),
    WithJsonSchema({"type": "string", "pattern": f"^({_ONE_FIELD}(,{_ONE_FIELD})*)?$"}),
    Query(
        max_length=1000,
        description="Names of fields, comma between; the items have no others",
        examples=["key,title,published_at"],
    ),
]
Order = Annotated[
    SearchOrder | None, Query(description="Without q newest, with q relevance where not said")
]
Limit = Annotated[int, Query(ge=1, le=200, description="Items of one page at most")]
Q = Annotated[
    Searched,
    Query(
        description='Words without accents find every accent. "a phrase", a OR b, -a; source: place: '
        "section: author: topic: before: after: narrow as the parameters do",
        examples=['"nông thôn mới" place:ninh-binh'],
    ),
]


def filters(
    source: Annotated[Name, Query(description="A source's id", examples=["ha-nam-ly-nhan"])] = "",
    province: Annotated[Name, Query(description="A present province's name, in any spelling")] = "",
    place: Annotated[
        Name,
        Query(
            description="A unit, present or former, with or without accents",
            examples=["ha-nam/ly-nhan"],
        ),
    ] = "",
    section: Annotated[Name, Query(description="A section's name, in any spelling")] = "",
    topic: Annotated[Name, Query(description="A topic's slug", examples=["kinh-te"])] = "",
    author: Annotated[Name, Query(description="A byline, in any spelling")] = "",
    after: Annotated[Time | None, Query(description="Published then or later")] = None,
    before: Annotated[Time | None, Query(description="Published before then")] = None,
    once: Annotated[bool, Query(description="Of each story the first publisher's alone")] = False,
    unit: Annotated[
        Name,
        Query(
            description="A unit's id or code (/api/units): its portals' while they were its own, and "
            "articles that name it",
            examples=["353", "13573@2025"],
        ),
    ] = "",
) -> EntryFilter:
    """Every filter that is set must hold. Raises HTTPException 422 for what is no unit."""
    known = api_units.unit_of(unit) if unit else None
    if unit and known is None:
        raise HTTPException(422, f"unit: {unit!r} is no unit. /api/units?q= tells their ids.")
    of = known.id if known else ""
    return EntryFilter(
        source, province, section, after, before, place, topic, author, once, unit=of
    )


Where = Annotated[EntryFilter, Depends(filters)]


@router.get("/articles", responses=answers(404), response_model=ArticlesOut)
def articles(
    request: Request,
    site: Here,
    where: Where,
    q: Q = "",
    id: Annotated[Name, Query(description="A whole id (tag: URI): that article alone")] = "",  # noqa: A002
    order: Order = None,
    fields: Fields = "",
    cursor: Place = "",
    limit: Limit = 50,
) -> Response:
    """Articles that pass every filter, newest first; with q the best matches first."""
    names = _names(fields)
    if id:
        page = _of_id(site, id)
    elif q:
        ask = partial(
            site.store.search,
            q,
            where,
            order=order or "relevance",
            snippets=not names or "snippet" in names,
        )
        page = _found(site, ask, cursor, limit)
    else:
        page = _listed(site, where, order == "oldest", cursor, limit)
    only = {"items": {"__all__": set(names)}, "next": True, "total": True, "more": True}
    return reply(request, page, only=only if names else None)


@router.get("/facets", response_model=FacetsOut)
def facets(request: Request, site: Here, where: Where, q: Q = "") -> Response:
    """How many of the articles that match each source, province and month has."""
    return reply(request, FacetsOut.of(site.store.facets(q, where)))


@router.get("/articles/{key}", responses=answers(404), response_model=ArticleOut)
def article(request: Request, site: Here, key: Key) -> Response:
    """One article by its key, the last part of its permanent id."""
    entry = site.store.entry(key)
    if entry is None:
        raise HTTPException(404, f"There is no article {key!r}.")
    return reply(request, ArticleOut.of(entry, site.absolute(f"/articles/{key}")))


def _of_id(site: Site, whole: str) -> ArticlesOut:
    entry = site.store.entry(whole.rpartition("/")[2])
    found = [(entry, None)] if entry and entry.id == whole else []
    return ArticlesOut(items=_shaped(site, found), next=None, total=None, more=False)


def _listed(site: Site, where: EntryFilter, oldest: bool, cursor: str, limit: int) -> ArticlesOut:
    try:
        entries, following = site.store.entries(where, limit=limit, cursor=cursor, oldest=oldest)
    except ValueError:
        raise no_page(cursor) from None
    items = _shaped(site, ((entry, None) for entry in entries))
    return ArticlesOut(items=items, next=following or None, total=None, more=False)


def _found(site: Site, ask: Callable[..., Found], cursor: str, limit: int) -> ArticlesOut:
    """A page of search results; its cursor is the number of results before it."""
    offset = _offset(cursor)
    limit = min(limit, _DEEPEST - offset)
    found = ask(limit=limit, offset=offset)
    end = offset + len(found.hits)
    goes_on = len(found.hits) == limit and (found.more or end < found.total) and end < _DEEPEST
    items = _shaped(site, ((hit.entry, hit.snippet) for hit in found.hits))
    following = str(end) if goes_on else None
    return ArticlesOut(items=items, next=following, total=found.total, more=found.more)


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 6 and int(cursor) < _DEEPEST:
        return int(cursor)
    raise no_page(cursor)


def _shaped(site: Site, found: Iterable[tuple[Any, str | None]]) -> list[Any]:
    return [
        ListedOut.at(entry, site.absolute(f"/articles/{entry.key}"), snippet)
        for entry, snippet in found
    ]
