"""Search, and the page that makes a feed of a search."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pipeline.model import EntryFilter, Facets, Found, Hit, Source
from pipeline.publish.api.queries import PageNumber, understood
from pipeline.publish.catalog import ALL
from pipeline.publish.pages.asked import Asked, Question, feed_of
from pipeline.publish.pages.paging import numbers
from pipeline.publish.pages.places import offered
from pipeline.publish.website import Here, Site, speech_of
from pipeline.publish.words.speech import Speech
from pipeline.slug import slug

_ARTICLES = 20
_PREVIEW = 10
_LINKS = 12
_MONTHS = 24
_CHOICES = 150
"""Sources in a list to choose from; of more, those with the most articles are offered."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/search")
def search(request: Request, site: Here, asked: Asked, page: PageNumber = 1) -> HTMLResponse:
    """The form, and what was found with it. An empty form asks for nothing."""
    t = speech_of(request)
    where = asked.where()
    answer = _found(site, asked, where, page) if asked.asks else Found()
    found = answer if asked.asks and not answer.problems else None
    facets = site.store.facets(asked.q, where) if found else Facets()
    known = {source.id: source for source in site.store.registered()}
    return site.page(
        request,
        "search.html",
        status_code=422 if answer.problems else 200,
        problems=answer.problems,
        heading=t("Tìm “{words}”", words=asked.q) if asked.q else t("Tìm tin"),
        found=found,
        facets=_links(asked, facets, known, t),
        asked=asked,
        query=asked.query,
        kept=asked.narrowed(order=""),
        removable=_removable(asked, known, t),
        units=offered(asked.q, asked.place),
        numbers=numbers(page, found.total if found else 0, _ARTICLES),
        feeds=[feed_of(asked), ALL] if found else [ALL],
        **_choices(site, asked, known),
    )


@router.get("/subscribe")
def subscribe(request: Request, site: Here, asked: Asked) -> HTMLResponse:
    """The address of a feed of what is chosen, and what it would hold now."""
    known = {source.id: source for source in site.store.registered()}
    feed = feed_of(asked)
    preview = _preview(site, asked)
    return site.page(
        request,
        "subscribe.html",
        status_code=422 if preview.problems else 200,
        problems=preview.problems,
        heading=speech_of(request)("Theo dõi"),
        asked=asked,
        feed=feed,
        feeds=[feed, ALL] if asked.asks and not preview.problems else [ALL],
        units=offered(asked.q, asked.place),
        preview=[hit.entry for hit in preview.hits],
        **_choices(site, asked, known),
    )


def _found(site: Site, asked: Question, where: EntryFilter, page: int) -> Found:
    with understood("q"):
        return site.store.search(
            asked.q, where, order=asked.how, limit=_ARTICLES, offset=(page - 1) * _ARTICLES
        )


def _preview(site: Site, asked: Question) -> Found:
    where = replace(asked.where(), once=not asked.all)
    if not asked.q:
        newest, _ = site.store.entries(where, limit=_PREVIEW)
        return Found(tuple(Hit(entry, "") for entry in newest))
    with understood("q"):
        return site.store.search(asked.q, where, order="newest", limit=_PREVIEW, snippets=False)


@dataclass(frozen=True, slots=True)
class Link:
    """One count that narrows a search."""

    name: str
    count: int
    query: dict[str, str]
    current: bool


def _links(
    asked: Question, facets: Facets, known: Mapping[str, Source], t: Speech
) -> dict[str, object]:
    """The counts of a search as links, the largest first, months the latest first."""
    return {
        "provinces": [
            Link(name, count, asked.narrowed(place=name), name == asked.place)
            for name, count in facets.provinces[:_LINKS]
            if name
        ],
        "sources": [
            Link(_name(known, key), count, asked.narrowed(source=key), key == asked.source)
            for key, count in facets.sources[:_LINKS]
        ],
        "months": [
            Link(t.month(name), count, asked.narrowed(**days), asked.after == days["after"])
            for name, count in facets.months[:_MONTHS]
            if (days := _days(name))
        ],
        "counted": facets.counted,
        "more": facets.more,
    }


def _days(month: str) -> dict[str, str]:
    """The first and the last day of "2024-05"."""
    year, number = (int(part) for part in month.split("-"))
    last = monthrange(year, number)[1]
    return {"after": f"{month}-01", "before": f"{month}-{last:02}"}


def _removable(
    asked: Question, known: Mapping[str, Source], t: Speech
) -> list[tuple[str, dict[str, str]]]:
    """Each filter in words, with the query that goes without it."""
    said = {
        "source": _name(known, asked.source),
        "place": asked.place,
        "topic": asked.topic,
        "author": asked.author,
        "after": t("từ {day}", day=asked.after),
        "before": t("đến {day}", day=asked.before),
    }
    filled = ((name, words) for name, words in said.items() if getattr(asked, name))
    return [(words, asked.narrowed(**{name: ""})) for name, words in filled]


def _choices(site: Site, asked: Question, known: Mapping[str, Source]) -> dict[str, Any]:
    """What the form offers to choose from: sources, and names of provinces now and before."""
    sizes = site.store.sizes()
    largest = sorted(known, key=lambda key: -sizes.get(key, 0))[:_CHOICES]
    if asked.source in known and asked.source not in largest:
        largest.append(asked.source)
    offered = sorted(largest, key=lambda key: slug(known[key].name))
    units = {name for s in known.values() for name in (s.province, s.province_before) if name}
    return {
        "sources": [(key, known[key].name) for key in offered],
        "places": sorted(units, key=slug),
    }


def _name(known: Mapping[str, Source], key: str) -> str:
    return known[key].name if key in known else key
