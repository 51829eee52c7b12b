"""Pages of places: the tree and the search over all units, and one page for each, present or former."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.geography import MERGER, Unit, address_of, gazetteer
from pipeline.geography.facts import last_day
from pipeline.publish.api.queries import Cursor, Key, PageNumber, Words
from pipeline.publish.api.units import unit_of
from pipeline.publish.pages.lists import listing
from pipeline.publish.pages.paging import numbers
from pipeline.publish.places import BEFORE, Place, Places
from pipeline.publish.website import Here, Site, speech_of
from pipeline.slug import slug
from pipeline.store.searching.query import All, Mark, Node
from pipeline.store.searching.query import Any as Either
from pipeline.store.searching.syntax import parse

_FOUND = 20
_UNKNOWN = 200
_PORTALS = 12
_OFFERED = 3
_MERGER_EVE = MERGER - timedelta(days=1)

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True)
class Told:
    """A unit in a list: where its page is, what it lay in, and whose land it is now."""

    unit: Unit
    page: str
    above: str
    heirs: tuple[tuple[str, str], ...]
    """(page, name) of its successors."""
    articles: int
    until: date | None
    """Its last day."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A province of today: itself, the provinces it was made of, and places in it with portals."""

    place: Place
    former: list[Place]
    below: list[Place]


@router.get("/places")
def places(request: Request, site: Here, q: Words = "", page: PageNumber = 1) -> HTMLResponse:
    """All 34 provinces with those they were made of; or the units of a name, whatever they are or were.

    Places that only sources name, in the units' absence, follow, as many pages as they need.
    """
    known = site.places()
    found = [_told(known, unit) for unit in gazetteer().search(q, limit=_FOUND)] if q else []
    others = known.unknown(q)
    nothing = q and not found and not others
    return site.page(
        request,
        "places.html",
        heading=speech_of(request)("Địa phương"),
        q=q,
        query={"q": q} if q else {},
        found=found,
        near=[_told(known, unit) for unit in gazetteer().near(q)] if nothing else [],
        branches=list(_branches(known)) if not q and page == 1 else [],
        others=others[(page - 1) * _UNKNOWN : page * _UNKNOWN],
        numbers=numbers(page, len(others), _UNKNOWN),
    )


@router.get("/units/{unit_id}")
def unit(site: Here, unit_id: Key) -> Response:
    """To the page of the unit with that id or code; of a code that several have had, to all of them."""
    if len(gazetteer().codes.get(unit_id, ())) > 1:
        return RedirectResponse(site.absolute(f"/places?q={unit_id}"), 302)
    found = unit_of(unit_id)
    if found is None:
        raise HTTPException(404, "Không có đơn vị này. / There is no such unit.")
    return RedirectResponse(site.absolute(page_of(found)), 302)


@router.get("/provinces/{slug}")
@router.get("/provinces-before/{slug}")
@router.get("/districts/{province}/{slug}")
@router.get("/communes/{province}/{slug}")
@router.get("/communes-before/{province}/{district}/{slug}")
def place(request: Request, site: Here, cursor: Cursor = "") -> Response:
    """One place: what it is or was, what became of it, its portals, its feeds and articles."""
    known, path = site.places(), site.path(request)
    found = known.at(path)
    if found is None:
        raise HTTPException(404, "Không có nơi này. / There is no such place.")
    if found.page != path:
        asked = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(site.absolute(found.page + asked), 301)
    if found.feed.where.unit:  # in a large store lists may lag behind; a page says what it shows
        found = replace(found, articles=site.store.count(found.feed.where))
    t = speech_of(request)
    words: dict[str, Any] = {
        "note": _note(found, t),
        "above": [
            ("/places", t("Địa phương"), True),
            *((upper.page, upper.name, False) for upper in known.above(found)),
        ],
        "within": [(below.page, below.name, below.articles) for below in known.within(found)],
    }
    if found.unit is None:
        return listing(request, site, found.feed, cursor, "listing.html", **words)
    words |= _became(found.unit) | _portals(site, found)
    return listing(request, site, found.feed, cursor, "unit.html", **words)


def page_of(unit: Unit) -> str:
    """The path of its page."""
    return "/" + "/".join(address_of(unit))


def links(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """(page, name) of each."""
    return [(page_of(unit), unit.name) for unit in units]


def offered(q: str, place: str) -> list[Told]:
    """The units that a search means, with what became of them: by its field, and by `place:` in its words."""
    asked = [*([place] if place else ()), *_asked(parse(q).root)]
    found = (unit for text in asked for unit in gazetteer().find(text)[:_OFFERED])
    nowhere = Places((), {}, {}, dict, {})
    return [_told(nowhere, unit) for unit in dict.fromkeys(found)]


def _asked(node: Node) -> Iterator[str]:
    if isinstance(node, Mark) and node.field == "place":
        yield from node.values
    below = (
        node.wanted if isinstance(node, All) else node.choices if isinstance(node, Either) else ()
    )
    for each in below:
        yield from _asked(each)


def _told(known: Places, unit: Unit) -> Told:
    above = ", ".join(upper.name for upper in gazetteer().above(unit))
    heirs = tuple(links(gazetteer().successors(unit)))
    return Told(unit, page_of(unit), above, heirs, known.of(unit).articles, last_day(unit))


def _branches(known: Places) -> Iterator[Branch]:
    below: dict[str, list[Place]] = {}
    for each in known.lowest():
        if each.unit is not None:
            below.setdefault(gazetteer().province_now(each.unit).id, []).append(each)
    for unit in sorted(
        (unit for unit in gazetteer().provinces() if unit.stands), key=lambda u: slug(u.bare)
    ):
        former = gazetteer().predecessors(unit)
        largest = sorted(below.get(unit.id, ()), key=lambda place: (-place.articles, place.page))
        yield Branch(known.of(unit), [known.of(old) for old in former], largest[:_PORTALS])


def _note(found: Place, t: Any) -> str:
    note = str(t("{n} bài", n=found.articles))
    if found.kind in BEFORE:
        last = last_day(found.unit) if found.unit else None
        day = t.date(last or _MERGER_EVE)
        if found.kind == "provinces-before":
            return str(
                t(
                    "Đơn vị này có đến hết {day}. {articles} của các cổng trên địa bàn đó, kể cả về sau.",
                    day=day,
                    articles=note,
                )
            )
        return str(t("Đơn vị này có đến hết {day}. {articles}", day=day, articles=note))
    return note


def _became(unit: Unit) -> dict[str, Any]:
    """What it was made of and what became of it, as links."""
    known = gazetteer()
    moved = not unit.stands and unit.level != "province"
    return {
        "unit": unit,
        "full_name": known.full_name(unit),
        "until": last_day(unit),
        "went_into": links(known.went_into(unit)),
        "successors": links(known.successors(unit)),
        "province_now": links([known.province_now(unit)]) if moved else [],
        "predecessors": links(known.predecessors(unit)),
        "districts_before": links(known.districts_before(unit)),
    }


def _portals(site: Site, found: Place) -> dict[str, Any]:
    """Its sources, those with most articles first."""
    sizes = site.store.sizes()
    own = [source for source in site.store.registered() if source.id in found.sources]
    own.sort(key=lambda source: (-sizes.get(source.id, 0), source.id))
    return {"portals": own[:_PORTALS], "more_portals": max(0, len(own) - _PORTALS)}
