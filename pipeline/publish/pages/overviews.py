"""Pages that say what there is: sources with their health, places, topics, feeds."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pipeline.publish.api.queries import Name, PageNumber, Words
from pipeline.publish.catalog import ALL, province_feeds, source_feed
from pipeline.publish.pages.paging import numbers
from pipeline.publish.places import Places
from pipeline.publish.roster import counted, narrowed, provinces
from pipeline.publish.website import Here, speech_of

_ROWS = 100
_FEEDS = 50
_TOPICS = 400
_UNITS = 300

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
    placed = narrowed(known, q=q, province=province)
    found = narrowed(placed, health=health)
    asked = {"q": q, "province": province, "health": health}
    return site.page(
        request,
        "sources.html",
        heading=speech_of(request)("Nguồn tin"),
        statuses=found[(page - 1) * _ROWS : page * _ROWS],
        total=len(found),
        known=len(known),
        healths={"": len(placed)} | counted(placed),
        asked=asked,
        query={name: value for name, value in asked.items() if value},
        provinces=provinces(known),
        numbers=numbers(page, len(found), _ROWS),
    )


@router.get("/places")
def places(request: Request, site: Here, q: Words = "", page: PageNumber = 1) -> HTMLResponse:
    """Every province, district and commune that a source belongs to, now and before, with its articles.

    All provinces stand on the first page; districts and communes fill as many as they need.
    """
    t = speech_of(request)
    known = site.places()
    found = known.named(q)
    lower = found.of_kind("communes") + found.of_kind("districts")
    shown = Places(lower[(page - 1) * _UNITS : page * _UNITS])
    upper = found if page == 1 else Places(())
    return site.page(
        request,
        "places.html",
        heading=t("Địa phương"),
        q=q,
        query={"q": q} if q else {},
        known=known.all,
        found=found.all,
        flat=[
            ("tinh", t("Tỉnh, thành phố"), upper.of_kind("provinces")),
            ("tinh-cu", t("Tỉnh, thành phố trước 01/7/2025"), upper.of_kind("provinces-before")),
        ],
        nested=[
            ("xa", t("Xã, phường, đặc khu"), shown.by_province("communes")),
            ("huyen", t("Huyện, quận, thị xã trước 01/7/2025"), shown.by_province("districts")),
        ],
        numbers=numbers(page, len(lower), _UNITS),
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
