"""What machines ask of a server: is it alive, is it ready, how much of everything is there."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pipeline.clock import now
from pipeline.errors import CongtinError
from pipeline.model import VIETNAM
from pipeline.publish.metrics import Metrics
from pipeline.publish.website import Here

CRAWL_AGE = timedelta(days=1)
"""Without a crawl for so long, something is wrong with the crawls: every followed source is visited daily."""
_FORWARDED = ("forwarded", "via", "x-real-ip", "cf-connecting-ip", "true-client-ip")

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
async def alive() -> JSONResponse:
    """The process answers. Needs neither a thread nor the database."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz", include_in_schema=False)
def ready(
    site: Here,
    crawl: Annotated[int, Query(ge=0, le=10**9, description="Seconds; 503 after so many.")] = 0,
) -> JSONResponse:
    """200 while readers can be served: "ready", or "degraded" when the last crawl is long ago. 503 with the
    reason while the database does not answer or is of another version.

    An old crawl is no reason to turn readers away, so by itself it is no 503: `?crawl=SECONDS` makes it one,
    for those who watch the crawls by this address.
    """
    try:
        site.store.ping()
        last = site.store.last_crawl()
    except CongtinError as error:
        reason = str(error).replace(f"{site.config.data.resolve()}/", "")  # nobody's concern
        told = {"status": "unavailable", "database": "down", "reason": reason}
        return JSONResponse(told, 503, {"retry-after": "30"})
    limit = timedelta(seconds=crawl) if crawl else CRAWL_AGE
    told = {"status": "ready", "database": "up", **_crawl(last)}
    if reason := _stale(last, limit):
        told |= {"status": "degraded", "reason": reason}
    return JSONResponse(told, 503 if reason and crawl else 200)


def _crawl(last: datetime | None) -> dict[str, Any]:
    age = None if last is None else round(max(0.0, (now() - last).total_seconds()))
    at = None if last is None else last.astimezone(VIETNAM).isoformat(timespec="seconds")
    return {"last_crawl_at": at, "last_crawl_age_seconds": age}


def _stale(last: datetime | None, limit: timedelta) -> str:
    if last is None:
        return "Nothing has been crawled yet."
    seconds = limit.total_seconds()
    return f"The last crawl is more than {seconds:.0f} s ago." if now() - last > limit else ""


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, site: Here) -> Response:
    """What Prometheus reads. By default for those alone who come from this machine or a private network, and
    through no proxy: a proxy on this machine hands on the whole world from 127.0.0.1.
    """
    wanted = site.config.metrics
    if wanted == "off":
        raise HTTPException(404)
    if wanted == "private" and not is_private(request):
        raise HTTPException(
            403,
            "Metrics are for private addresses, asked directly. CONGTIN_METRICS=public opens them.",
        )
    measured: Metrics = request.app.state.metrics
    text, media_type = measured.exposition(request.headers.get("accept", ""))
    return Response(text, media_type=media_type)


def is_private(request: Request) -> bool:
    """Whether the asker's address is a loopback or private one, and nothing says that a proxy asks for it."""
    if any(name in _FORWARDED or name.startswith("x-forwarded-") for name in request.headers):
        return False
    if request.client is None:  # a UNIX socket
        return True
    try:
        address = ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_private
