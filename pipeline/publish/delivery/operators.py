"""The operators' feed over HTTP. No page, feed or list for readers names it, no search engine keeps it."""

from fastapi import APIRouter, Request, Response

from pipeline.publish.api.queries import refuse_unknown
from pipeline.publish.delivery.validators import CURRENT, Document, deliver
from pipeline.publish.feeds.channel import MEDIA_TYPES
from pipeline.publish.feeds.notices import PATH, operators_feed
from pipeline.publish.uris import uri
from pipeline.publish.website import Here

NEWEST = 100
"""Notices in the feed."""

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def operators(request: Request, site: Here) -> Response:
    """The last changes of sources' states."""
    refuse_unknown(request.query_params, ())
    notices = site.store.notices(limit=NEWEST)
    sources = {source.id: source for source in site.store.registered()}
    body = operators_feed(notices, sources, site.config.base_url)
    links = (("self", uri(site.absolute(PATH))),)
    response = deliver(request, Document(body, MEDIA_TYPES["atom"], None, CURRENT, links))
    response.headers["x-robots-tag"] = "noindex"
    return response
