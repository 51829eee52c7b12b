"""Pages that say what there is: sources with their health, topics, feeds."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pipeline.publish.api.queries import Name, PageNumber, Words
from pipeline.publish.catalog import ALL, province_feeds, source_feed
from pipeline.publish.feeds.notices import PATH
from pipeline.publish.pages.paging import numbers
from pipeline.publish.roster import counted, counted_states, narrowed, provinces
from pipeline.publish.website import Here, speech_of

_ROWS = 100
_FEEDS = 50
_TOPICS = 400

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


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
    known = site.store.sources(brief=True)
    judged = site.store.health()
    placed = narrowed(known, q=q, province=province)
    found = narrowed(placed, health=health, judged=judged)
    asked = {"q": q, "province": province, "health": health}
    return site.page(
        request,
        "sources.html",
        heading=speech_of(request)("Nguồn tin"),
        statuses=found[(page - 1) * _ROWS : page * _ROWS],
        total=len(found),
        known=len(known),
        judged=judged,
        healths={"": len(placed)} | counted(placed),
        states=counted_states(placed, judged),
        operators=PATH,
        asked=asked,
        query={name: value for name, value in asked.items() if value},
        provinces=provinces(known),
        numbers=numbers(page, len(found), _ROWS),
    )


@router.get("/topics")
def topics(request: Request, site: Here, page: PageNumber = 1) -> HTMLResponse:
    """The topics of the most articles."""
    known = site.topics()
    return site.page(
        request,
        "topics.html",
        heading=speech_of(request)("Chủ đề"),
        topics=known[(page - 1) * _TOPICS : page * _TOPICS],
        numbers=numbers(page, len(known), _TOPICS),
    )


@router.get("/feeds")
@router.get("/feeds/")
def feeds(request: Request, site: Here, page: PageNumber = 1) -> HTMLResponse:
    """Every feed with its address to copy."""
    known = site.store.registered()
    shown = known[(page - 1) * _FEEDS : page * _FEEDS]
    return site.page(
        request,
        "feeds.html",
        heading=speech_of(request)("Mọi bản tin"),
        everything=ALL,
        provinces=province_feeds(site.store.provinces()) if page == 1 else [],
        sources=[source_feed(source) for source in shown],
        numbers=numbers(page, len(known), _FEEDS),
    )
