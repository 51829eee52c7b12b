"""The JSON API's lists of what there is: sources, runs, topics, places, feeds."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from pipeline.model import HealthState
from pipeline.publish.api.openapi import Place, answers, no_page
from pipeline.publish.api.queries import Key, Name, Words
from pipeline.publish.api.replies import reply
from pipeline.publish.api.shapes_lists import (
    FeedOut,
    FeedsOut,
    PlaceOut,
    PlacesOut,
    RunOut,
    RunsOut,
    SourceOut,
    SourcesOut,
    TopicOut,
    TopicsOut,
)
from pipeline.publish.catalog import TOPIC_ARTICLES, TOPICS, Feed, catalog
from pipeline.publish.roster import LastRun, narrowed
from pipeline.publish.website import Here, Site

_PLACES = {
    "provinces": "province",
    "provinces-before": "province-before",
    "districts": "district",
    "communes": "commune",
}

router = APIRouter()


@router.get("/sources", response_model=SourcesOut)
def sources(
    request: Request,
    site: Here,
    q: Annotated[Words, Query(description="Words of its name, address or places")] = "",
    province: Annotated[Name, Query(description="A present province's name")] = "",
    health: Annotated[
        LastRun | HealthState | None,
        Query(
            description="Its state, or how its last run ended (bad, good; waiting while none has)"
        ),
    ] = None,
) -> Response:
    """Every source with its counts and its last run."""
    known, judged = site.store.sources(), site.store.health()
    found = narrowed(known, q=q, province=province, health=health or "", judged=judged)
    return reply(request, SourcesOut(items=[SourceOut.of(status) for status in found]))


@router.get("/sources/{source_id}", responses=answers(404), response_model=SourceOut)
def source(request: Request, site: Here, source_id: Key) -> Response:
    """One source with its counts and its last run."""
    status = site.source_status(source_id)
    if status is None:
        raise HTTPException(404, f"There is no source {source_id!r}.")
    return reply(request, SourceOut.of(status))


@router.get("/runs", response_model=RunsOut)
def runs(
    request: Request,
    site: Here,
    source: Annotated[Name, Query(description="A source's id")] = "",
    limit: Annotated[int, Query(ge=1, le=200, description="So many at most")] = 20,
) -> Response:
    """The latest runs of one source or of all, newest first."""
    items = [RunOut.of(run) for run in site.store.runs(source, limit=limit)]
    return reply(request, RunsOut(items=items))


@router.get("/topics", response_model=TopicsOut)
def topics(
    request: Request,
    site: Here,
    least: Annotated[int, Query(ge=1, le=1_000_000, description="Articles of a topic")] = 2,
    limit: Annotated[int, Query(ge=1, le=1000, description="So many at most")] = 200,
) -> Response:
    """The topics that have at least so many articles, the largest first."""
    items = [
        TopicOut(slug=slug, name=name, articles=number, page=site.absolute(f"/topics/{slug}"))
        for slug, name, number in site.store.topics(least=least, limit=limit)
    ]
    return reply(request, TopicsOut(items=items))


@router.get("/places", response_model=PlacesOut)
def places(request: Request, site: Here) -> Response:
    """Every unit that sources are of: present and former provinces, districts, communes."""
    return reply(request, PlacesOut(items=list(_places(site))))


@router.get("/feeds", responses=answers(404), response_model=FeedsOut)
def feeds(
    request: Request,
    site: Here,
    cursor: Place = "",
    limit: Annotated[int, Query(ge=1, le=1000, description="Items of one page at most")] = 200,
) -> Response:
    """Every feed that is kept as files: of all, of places, topics and sources, each in three formats."""
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 9):
        raise no_page(cursor)
    start = int(cursor or 0)
    known = _catalog(site)
    items = [_feed(site, feed) for feed in known[start : start + limit]]
    following = str(start + limit) if start + limit < len(known) else None
    return reply(request, FeedsOut(items=items, next=following))


def _catalog(site: Site) -> list[Feed]:
    named = [(s, name) for s, name, _ in site.store.topics(least=TOPIC_ARTICLES, limit=TOPICS)]
    return list(catalog([status.source for status in site.store.sources()], named))


def _feed(site: Site, feed: Feed) -> FeedOut:
    base = site.config.base_url
    return FeedOut(
        name=feed.name,
        title=feed.title,
        page=site.absolute(feed.page),
        rss=feed.address("rss", base),
        atom=feed.address("atom", base),
        json_feed=feed.address("json", base),
    )


def _places(site: Site) -> Iterator[PlaceOut]:
    for place in site.places().of_sources():
        yield PlaceOut.model_validate(
            {
                "kind": _PLACES[place.kind],
                "place": place.feed.name.partition("/")[2],
                "name": place.feed.heading,
                "sources": len(place.sources),
                "articles": place.articles,
                "page": site.absolute(place.page),
            }
        )
