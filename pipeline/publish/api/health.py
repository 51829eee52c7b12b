"""How sources are, for operators' programs."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query, Request, Response

from pipeline.model import HealthState
from pipeline.publish.api.openapi import answers
from pipeline.publish.api.queries import Key
from pipeline.publish.api.replies import reply
from pipeline.publish.api.shapes_health import HealthOut, HealthsOut, HealthWhole, notice_out
from pipeline.publish.website import Here, Site

NOTICES = 50

router = APIRouter()


@router.get("/health", response_model=HealthsOut)
def health(
    request: Request,
    site: Here,
    state: Annotated[HealthState | None, Query(description="Only sources in this state")] = None,
) -> Response:
    """How each source is, since when, what is not as it was, what to do, and its last run."""
    known = site.store.health()
    items = [
        HealthOut.of(status, known.get(status.source.id), _page(site, status.source.id))
        for status in site.store.sources()
    ]
    shown = [item for item in items if state is None or item.state == state]
    return reply(request, HealthsOut(items=shown))


@router.get("/health/{source_id}", responses=answers(404), response_model=HealthWhole)
def health_of_source(request: Request, site: Here, source_id: Key) -> Response:
    """How one source is, and the history of its states."""
    status = site.source_status(source_id)
    if status is None:
        raise HTTPException(404, f"There is no source {source_id!r}.")
    known = HealthOut.of(status, site.store.health_of(source_id), _page(site, source_id))
    notices = [notice_out(notice) for notice in site.store.notices(source_id, NOTICES)]
    return reply(request, HealthWhole(**dict(known), notices=notices))


def _page(site: Site, source_id: str) -> str:
    return site.absolute(f"/sources/{quote(source_id, safe='')}")
