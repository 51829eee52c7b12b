"""The pages people read: newest, article, search, sources, provinces. Each a constant number of queries."""

from datetime import date, datetime, time, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from pipeline.model import VIETNAM, EntryFilter, Hit
from pipeline.publish.catalog import ALL, Feed, province_feeds, source_feed
from pipeline.publish.queries import Cursor, Key, Name, PageNumber, Words, understood
from pipeline.publish.roster import counted, narrowed, provinces
from pipeline.publish.website import Here, Site

_ARTICLES = 20
_ROWS = 100
_RUNS = 30

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def home(request: Request, site: Here, cursor: Cursor = "") -> HTMLResponse:
    """Newest articles of all sources, and the provinces that have any."""
    counts = site.store.provinces()
    by_name = dict(counts)
    feeds = ((feed, by_name[feed.where.province]) for feed in province_feeds(counts))
    places = [(feed, count) for feed, count in feeds if count]
    return _listing(request, site, ALL, cursor, "home.html", provinces=places)


@router.get("/articles/{key}")
def article(request: Request, site: Here, key: Key) -> HTMLResponse:
    """One article with everything that is known of it."""
    entry = site.store.entry(key)
    if entry is None:
        raise HTTPException(404, "Không có bài viết này. / There is no such article.")
    return site.page(request, "article.html", entry=entry, heading=entry.article.title)


@router.get("/search")
def search(
    request: Request,
    site: Here,
    q: Words = "",
    province: Name = "",
    after: Name = "",
    before: Name = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """Search results, and the form that asked for them. Both days count as whole days."""
    where = EntryFilter(
        province=province, after=_midnight(after), before=_midnight(before, days_later=1)
    )
    hits, total = _hits(site, q, where, page)
    asked = {"q": q, "province": province, "after": after, "before": before}
    return site.page(
        request,
        "search.html",
        heading=f"Tìm “{q}”" if q else "Tìm tin",
        hits=hits,
        total=total,
        asked=asked,
        query={name: value for name, value in asked.items() if value},
        numbers=_numbers(page, total, _ARTICLES),
        provinces=[name for name, _ in site.store.provinces() if name],
    )


@router.get("/sources")
def sources(
    request: Request,
    site: Here,
    q: Words = "",
    province: Name = "",
    health: Name = "",
    page: PageNumber = 1,
) -> HTMLResponse:
    """Every source with its health and what its last run brought, narrowed by name, province, health."""
    known = site.store.sources()
    placed = narrowed(known, q=q, province=province)
    found = narrowed(placed, health=health)
    asked = {"q": q, "province": province, "health": health}
    return site.page(
        request,
        "sources.html",
        heading="Nguồn tin",
        statuses=found[(page - 1) * _ROWS : page * _ROWS],
        total=len(found),
        known=len(known),
        healths={"": len(placed)} | counted(placed),
        asked=asked,
        query={name: value for name, value in asked.items() if value},
        provinces=provinces(known),
        numbers=_numbers(page, len(found), _ROWS),
    )


@router.get("/sources/{source_id}")
def source(request: Request, site: Here, source_id: Key, cursor: Cursor = "") -> HTMLResponse:
    """One source's articles, its feeds, its health and the history of its runs."""
    status = site.source_status(source_id)
    if status is None:
        raise HTTPException(404, "Không có nguồn tin này. / There is no such source.")
    runs = [] if cursor else site.store.runs(source_id, limit=_RUNS)
    feed = source_feed(status.source)
    return _listing(request, site, feed, cursor, "source.html", status=status, runs=runs)


@router.get("/provinces/{slug}")
def province(request: Request, site: Here, slug: Key, cursor: Cursor = "") -> HTMLResponse:
    """One province's articles and feeds."""
    known = {feed.page: feed for feed in province_feeds(site.store.provinces())}
    feed = known.get(f"/provinces/{slug}")
    if feed is None:
        raise HTTPException(404, "Chưa có tin của tỉnh này. / No articles of this province yet.")
    return _listing(request, site, feed, cursor, "province.html")


@router.get("/feeds")
@router.get("/feeds/")
def feeds(request: Request, site: Here, page: PageNumber = 1) -> HTMLResponse:
    """Every feed with its address to copy."""
    known = [status.source for status in site.store.sources()]
    shown = known[(page - 1) * _ROWS : page * _ROWS]
    return site.page(
        request,
        "feeds.html",
        heading="Bản tin RSS",
        everything=ALL,
        provinces=province_feeds(site.store.provinces()),
        sources=[source_feed(source) for source in shown],
        numbers=_numbers(page, len(known), _ROWS),
    )


def _listing(
    request: Request, site: Site, feed: Feed, cursor: str, template: str, **context: Any
) -> HTMLResponse:
    """A page of the feed's newest articles; later pages by cursor."""
    with understood("cursor"):
        entries, following = site.store.entries(feed.where, limit=_ARTICLES, cursor=cursor)
    context |= {"entries": entries, "following": following, "cursor": cursor}
    own = [] if feed is ALL else [feed]
    return site.page(request, template, heading=feed.heading, feeds=[*own, ALL], **context)


def _hits(site: Site, q: str, where: EntryFilter, page: int) -> tuple[list[Hit], int]:
    if not q:
        return [], 0
    with understood("q"):
        return site.store.search(q, where, limit=_ARTICLES, offset=(page - 1) * _ARTICLES)


def _midnight(day: str, *, days_later: int = 0) -> datetime | None:
    """The start of a day typed as 2024-05-01, in +07:00. Raises HTTPException 422."""
    if not day:
        return None
    try:
        moment = date.fromisoformat(day) + timedelta(days=days_later)
    except (ValueError, OverflowError):
        raise HTTPException(422, f"{day!r} không phải là ngày. / is no date.") from None
    return datetime.combine(moment, time(), VIETNAM)


def _numbers(page: int, total: int, size: int) -> dict[str, int | None]:
    """Numbers of this, the former and the following page, None where there is none."""
    return {
        "page": page,
        "former": page - 1 if page > 1 else None,
        "following": page + 1 if page * size < total and page < 50 else None,
    }
