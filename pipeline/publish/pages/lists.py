"""Pages of articles, newest first: of everything, of a source, of a place, of a topic."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from pipeline.publish.api.queries import Cursor, Key, understood
from pipeline.publish.catalog import ALL, Feed, source_feed, successions, topic_feed
from pipeline.publish.places import BEFORE
from pipeline.publish.website import Here, Site, speech_of

_ARTICLES = 20
_RUNS = 30
_NOTICES = 20

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def home(request: Request, site: Here, cursor: Cursor = "") -> HTMLResponse:
    """Newest articles of all sources, and the provinces that have any."""
    heading = speech_of(request)(ALL.heading)
    provinces = [place for place in site.places().of_kind("provinces") if place.articles]
    return listing(request, site, ALL, cursor, "home.html", heading=heading, provinces=provinces)


@router.get("/sources/{source_id}")
def source(request: Request, site: Here, source_id: Key, cursor: Cursor = "") -> HTMLResponse:
    """One source's articles, its feeds, its health and the history of its runs."""
    status = site.source_status(source_id)
    if status is None:
        raise HTTPException(404, "Không có nguồn tin này. / There is no such source.")
    runs = [] if cursor else site.store.runs(source_id, limit=_RUNS)
    units = site.places().with_source(source_id)
    heirs = successions(site.store.registered())[source_id] if status.source.successor else ()
    feed = source_feed(status.source, heirs)
    return listing(
        request,
        site,
        feed,
        cursor,
        "source.html",
        status=status,
        heir=site.source_status(heirs[-1]) if heirs else None,
        runs=runs,
        health=site.store.health_of(source_id),
        notices=[] if cursor else site.store.notices(source_id, limit=_NOTICES),
        units=[unit for unit in units if unit.kind not in BEFORE],
        units_before=[unit for unit in units if unit.kind in BEFORE],
    )


@router.get("/topics/{slug}")
def topic(request: Request, site: Here, slug: Key, cursor: Cursor = "") -> HTMLResponse:
    """One topic's articles: a section's or a tag's, however portals write it."""
    sizes = site.store.topic_sizes([slug])
    if not sizes:
        raise HTTPException(404, "Chưa có tin về chủ đề này. / No articles on this topic yet.")
    _, name, count = sizes[0]
    t = speech_of(request)
    return listing(
        request,
        site,
        topic_feed(slug, name),
        cursor,
        "listing.html",
        above=[("/topics", t("Chủ đề"), True)],
        note=t("{n} bài", n=count),
        within=(),
    )


def listing(
    request: Request, site: Site, feed: Feed, cursor: str, template: str, **context: Any
) -> HTMLResponse:
    """A page of the feed's newest articles; later pages by cursor."""
    with understood("cursor"):
        entries, following = site.store.entries(feed.where, limit=_ARTICLES, cursor=cursor)
    words = {"heading": feed.heading, "entries": entries, "following": following, "cursor": cursor}
    own = [] if feed is ALL else [feed]
    return site.page(request, template, feeds=[*own, ALL], **words | context)
