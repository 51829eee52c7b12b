"""Feeds over HTTP: the published files, and on demand every search, filter, topic and unit."""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.geography import Unit
from pipeline.model import EntryFilter
from pipeline.publish.api.queries import Name, Searched, Time, refuse_unknown, understood
from pipeline.publish.api.units import unit_of
from pipeline.publish.catalog import ALL, FORMATS, Feed, catalog, topic_feed
from pipeline.publish.delivery.feed_queries import LAST_PAGE, Answer, Asked, answer, rendered
from pipeline.publish.delivery.validators import CURRENT, FOR_EVER, Document, deliver
from pipeline.publish.feeds import MEDIA_TYPES, Format, Links, split
from pipeline.publish.feeds.styles import STYLESHEET
from pipeline.publish.publishing.documents import key_of
from pipeline.publish.publishing.files import OPML
from pipeline.publish.publishing.membership import batched
from pipeline.publish.unit_feeds import feed_at, unit_feed
from pipeline.publish.uris import uri
from pipeline.publish.website import Here, Site

_PART = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_KINDS = "sources|provinces|provinces-before|districts|communes|communes-before|topics"
_FEED = re.compile(
    rf"(?P<name>all|(?:{_KINDS})(?:/{_PART}){{1,3}}?)(?:/archive/(?P<page>[1-9]\d{{0,8}}))?"
    rf"\.(?P<form>{'|'.join(FORMATS)})"
)
_FILTERS = ("source", "province", "place", "unit", "section", "topic", "author", "after", "before")
_KNOWN = ("q", *_FILTERS, "all", "summary")
_LISTS = {OPML: "text/x-opml", STYLESHEET: "text/css"}
_UNPUBLISHED = (
    "Bản tin này chưa được xuất bản. Hãy chạy lệnh `congtin publish`. / "
    "This feed has not been published yet: run `congtin publish`."
)
_UNKNOWN = "Không có bản tin này. / There is no such feed."

PageNumber = Annotated[int, Query(ge=1, le=LAST_PAGE)]

router = APIRouter(include_in_schema=False)


@router.get("/feeds/search.{form}")
def search(
    request: Request,
    site: Here,
    form: Format,
    q: Searched = "",
    source: Name = "",
    province: Name = "",
    place: Name = "",
    unit: Name = "",
    section: Name = "",
    topic: Name = "",
    author: Name = "",
    after: Time | None = None,
    before: Time | None = None,
    all: bool = False,  # noqa: A002 - the address says ?all=1
    summary: bool = False,
    page: PageNumber = 1,
) -> Response:
    """Any search or filter as a feed."""
    refuse_unknown(request.query_params, (*_KNOWN, "page"))
    of_unit = _unit(unit) if unit else None
    where = EntryFilter(source, province, section, after, before, place, topic, author)
    where = replace(where, unit=of_unit.id if of_unit else "")
    named = unit_feed(of_unit).heading if of_unit else ""
    words = [q, source, province, place, named, section, topic, author, *_day("từ", after)]
    heading = ", ".join(word for word in (*words, *_day("trước", before)) if word)
    feed = Feed(
        name="search",
        heading=f"Tìm: {heading}" if heading else ALL.heading,
        description=f"Bài viết theo điều kiện: {heading or 'tất cả'}.",
        page="/search",
        where=where,
    )
    asked = Asked(feed, q, _parameters(request), every_copy=all, summary=summary, page=page)
    return _answered(request, site, asked, form)


@router.get("/feeds/{path:path}")
def feed(
    request: Request,
    site: Here,
    path: str,
    all: bool = False,  # noqa: A002
    summary: bool = False,
    page: PageNumber = 1,
) -> Response:
    """A file under the feeds directory as it was published; with `all` or `summary` made on demand."""
    if path in _LISTS:
        body, changed = _read(site.config.feeds / path)
        return deliver(request, Document(body, _LISTS[path], changed))
    found = _FEED.fullmatch(path)
    if not found:
        raise HTTPException(404, _UNKNOWN)
    name, form = found["name"], _form(found["form"])
    if found["page"] or not (all or summary):
        is_archive = bool(found["page"])
        return _file(request, site, path, name, form, is_archive=is_archive, page=page)
    asked = Asked(_named(site, name), "", _parameters(request), all, summary, page)
    if all or (_needs_no_file(name) and not (site.config.feeds / path).is_file()):
        return _answered(request, site, asked, form)
    return _sent(request, _summaries(site, asked, form))


def _form(text: str) -> Format:
    return next(form for form in FORMATS if form == text)


def _unit(text: str) -> Unit:
    """The unit of that id or code, as the API reads it. Raises HTTPException."""
    found = unit_of(text)
    if found is None:
        raise HTTPException(422, f"unit: {text!r} is no unit. /api/units?q= tells their ids.")
    return found


def _file(
    request: Request,
    site: Site,
    path: str,
    name: str,
    form: Format,
    *,
    is_archive: bool,
    page: int,
) -> Response:
    """The published file; a topic or unit that has none is answered on demand, at its own address."""
    try:
        body, changed = _read(site.config.feeds / path)
    except HTTPException:
        if is_archive or not _needs_no_file(name):
            raise
        asked = Asked(_named(site, name), "", _parameters(request), page=page)
        if asked.feed.name != name:
            return RedirectResponse(asked.address(form, site.config.base_url, page), 301)
        return _answered(request, site, asked, form)
    links = [("self", uri(site.absolute(f"/feeds/{path}")))]
    if site.config.hub and not is_archive:
        links.append(("hub", uri(site.config.hub)))
    caching = FOR_EVER if is_archive else CURRENT
    return deliver(request, Document(body, MEDIA_TYPES[form], changed, caching, tuple(links)))


def _needs_no_file(name: str) -> bool:
    """Whether a feed of that name needs no file: any topic's, and any unit's that the gazetteer knows."""
    return name.startswith("topics/") or feed_at(name) is not None


def _named(site: Site, name: str) -> Feed:
    """The feed of that name, whether it stands in files or not."""
    kind, _, slug = name.partition("/")
    if kind == "topics":
        sizes = site.store.topic_sizes([slug])
        found = [topic_feed(slug, topic) for slug, topic, _ in sizes]
    else:
        found = [feed for feed in catalog(site.store.registered()) if feed.name == name]
        found = found or list(filter(None, (feed_at(name),)))
    if not found:
        raise HTTPException(404, _UNKNOWN)
    return found[0]


def _answered(request: Request, site: Site, asked: Asked, form: Format) -> Response:
    with understood("q"):
        found = answer(site.store, asked, form, site.config.base_url, site.config.feed_size)
    return _sent(request, found)


def _sent(request: Request, found: Answer) -> Response:
    """Without Last-Modified: an article of an earlier day may come, or one go, and no date tells it."""
    links = (("self", found.address),)
    return deliver(request, Document(found.body, found.media_type, None, CURRENT, links))


def _summaries(site: Site, asked: Asked, form: Format) -> Answer:
    """The articles of the published document, without their texts."""
    body, _ = _read(site.config.feeds / asked.feed.path(form))
    keys = [key_of(identity) for identity in split(form, body)]
    entries = {e.key: e for part in batched(keys, 200) for e in site.store.entries_of(part)}
    base_url = site.config.base_url
    links = Links(
        self_=asked.address(form, base_url),
        alternates=tuple((other, asked.address(other, base_url)) for other in FORMATS),
        styles="../" * asked.feed.name.count("/") or "./",
    )
    shown = (entries[key] for key in keys if key in entries)
    return rendered(shown, asked, form, links, base_url)


def _read(file: Path) -> tuple[bytes, datetime]:
    """The bytes and when they last changed, both of the same file even while it is replaced."""
    try:
        with file.open("rb") as handle:
            seconds = int(os.fstat(handle.fileno()).st_mtime)
            return handle.read(), datetime.fromtimestamp(seconds, UTC)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise HTTPException(404, _UNPUBLISHED) from None


def _parameters(request: Request) -> tuple[tuple[str, str], ...]:
    """The query as it was asked, in one order: what is known and said of it, but the page's number."""
    asked = {name: request.query_params.get(name, "") for name in _KNOWN}
    return tuple((name, value) for name, value in asked.items() if value)


def _day(word: str, moment: datetime | None) -> list[str]:
    return [f"{word} {moment:%d/%m/%Y}"] if moment else []
