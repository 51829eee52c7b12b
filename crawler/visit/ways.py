"""The ways into a portal that a visit takes: which feeds and sitemaps, and on which conditions. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from pipeline.model import KnownPage, ListingVisit, Source

WEEK = timedelta(days=7)
FRESH = timedelta(hours=20)
"""For so long one feed or sitemap stands for all of them, and a server's "not modified" is believed."""


def lists_to_ask(
    source: Source,
    sitemaps: Iterable[str],
    before: Mapping[str, ListingVisit],
    articles: Sequence[KnownPage],
    now: datetime,
) -> tuple[list[str], list[str]]:
    """The feeds and the sitemaps to ask for in this visit: all of them at first, then one a visit, that
    which is first with news or was not asked for a day.

    Each would tell the same, and a visit that finds nothing shall cost a request a section.
    `sitemaps`: those that robots.txt names as well.
    """
    feeds, maps = list(dict.fromkeys(source.feeds)), list(dict.fromkeys(sitemaps))
    unread = [url for url in (*feeds, *maps) if url not in before]
    if unread:
        return [u for u in feeds if u in unread], [u for u in maps if u in unread]
    lead = _lead(before, articles)
    stale = [v for url in (*feeds, *maps) if not _is_fresh(v := before[url], now) and v != lead]
    chosen = min(stale, key=_age, default=lead)
    if chosen is None:
        return feeds, maps
    return ([chosen.url], []) if chosen.kind == "feed" else ([], [chosen.url])


def _age(visit: ListingVisit) -> tuple[bool, datetime | None, str]:
    return visit.read_at is not None, visit.read_at, visit.url


def _lead(before: Mapping[str, ListingVisit], articles: Sequence[KnownPage]) -> ListingVisit | None:
    """The feed or sitemap that holds the newest article; times of edits make a sitemap worth more."""
    times = {page.canonical: page.sort_time for page in articles if page.sort_time}
    tells = any(page.told[:1].isdigit() for page in articles)
    held = [
        ((visit.kind == "sitemap") == tells, max(times[url] for url in visit.head), visit.url)
        for visit in before.values()
        if visit.kind != "page" and visit.head and all(url in times for url in visit.head)
    ]
    return before[max(held)[2]] if held else None


def validators_to_send(visit: ListingVisit | None, now: datetime) -> dict[str, str]:
    """The headers of a conditional request for a listing (RFC 9110, 13.1); {} where it is read whole.

    Once a day it is, so that a server that never admits a change is found out; and for as long as no
    run came to its last page, which only the first one leads to.
    """
    if visit is None or visit.next_url or not _is_fresh(visit, now):
        return {}
    if visit.kind == "page" and visit.walked_at is None:
        return {}
    return conditions(visit.etag, visit.last_modified)


def begins_at_its_end(visit: ListingVisit, now: datetime) -> bool:
    """Whether a listing is read from its last page on, where it grows; once a week it is from its first."""
    recent = visit.read_at is not None and now - visit.read_at < WEEK
    is_walked = visit.walked_at is not None  # back to a date it is read only so far
    return visit.order == "oldest" and bool(visit.next_url) and recent and is_walked


def conditions(etag: str, last_modified: str) -> dict[str, str]:
    """The headers that ask for a page only if it has changed."""
    sent = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in sent.items() if value}


def _is_fresh(visit: ListingVisit | None, now: datetime) -> bool:
    return bool(visit and visit.read_at and now - visit.read_at < FRESH)
