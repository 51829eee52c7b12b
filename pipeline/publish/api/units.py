"""The JSON API's administrative units, present and former, whether anything is stored of them or not."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response

from pipeline.geography import Unit, gazetteer
from pipeline.geography.facts import brief, facts
from pipeline.model import EntryFilter
from pipeline.publish.api.openapi import answers
from pipeline.publish.api.queries import Key, Words
from pipeline.publish.api.replies import reply
from pipeline.publish.api.shapes_units import UnitNear, UnitOut, UnitsOut, UnitWhole
from pipeline.publish.unit_feeds import unit_feed
from pipeline.publish.website import Here, Site

router = APIRouter()


@router.get("/units", response_model=UnitsOut)
def units(
    request: Request,
    site: Here,
    q: Annotated[
        Words,
        Query(
            description="A code, or a name in any spelling, with units above it where others share it",
            examples=["huyện Lý Nhân", "Châu Thành, Tiền Giang", "353"],
        ),
    ],
    day: Annotated[date | None, Query(description="Only units that stood on that day")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="So many at most")] = 20,
) -> Response:
    """Units of a name or code; where there are none, those whose names begin so, of before and of now."""
    found = gazetteer().search(q, day, limit=limit)
    near = () if found else gazetteer().near(q)
    shape = UnitsOut(
        items=[UnitOut.model_validate(_told(site, unit)) for unit in found],
        near=[UnitNear.model_validate(_named(unit)) for unit in near],
    )
    return reply(request, shape)


@router.get("/units/{unit_id}", responses=answers(404), response_model=UnitWhole)
def unit(request: Request, site: Here, unit_id: Key) -> Response:
    """One unit by its id; a code alone is the id of the unit of before that had it, else today's unit."""
    found = unit_of(unit_id)
    if found is None:
        raise HTTPException(404, f"There is no unit {unit_id!r}. Ask /api/units?q= for its id.")
    stored = {
        "within": [brief(below) for below in gazetteer().within(found)],
        "sources": sorted(site.places().of(found).sources),
        "articles": site.store.count(EntryFilter(unit=found.id)),
    }
    return reply(request, UnitWhole.model_validate(_told(site, found) | stored))


def unit_of(text: str) -> Unit | None:
    """The unit of that id, else of that code: 353 and 13573 are ids of units of before, 11948 is none."""
    return gazetteer().unit(text) or gazetteer().with_code(text)


def _named(unit: Unit) -> dict[str, str]:
    return brief(unit) | {"full_name": gazetteer().full_name(unit)}


def _told(site: Site, unit: Unit) -> dict[str, Any]:
    feed, base = unit_feed(unit), site.config.base_url
    return facts(unit) | {
        "page": site.absolute(feed.page),
        "rss": feed.address("rss", base),
        "atom": feed.address("atom", base),
        "json_feed": feed.address("json", base),
    }
