"""Scrapy's Response -> RawPage."""

from scrapy import Request
from scrapy.http import Response

from pipeline.model import RawPage
from pipeline.normalise.urls import without_session


def raw_page(response: Response, source_id: str, request: Request | None = None) -> RawPage:
    """The answer as bytes, with the address first asked for before any redirect."""
    asked = request or response.request
    assert asked is not None  # Scrapy sets it on every response that it downloads
    return RawPage(
        source_id=source_id,
        url=(asked.meta.get("redirect_urls") or [asked.url])[0],
        final_url=without_session(response.url),
        status=response.status,
        headers=tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ),
        body=response.body,
        fetched_at=asked.meta["fetched_at"],
        warc=asked.meta.get("warc"),
        ip=str(response.ip_address or ""),
    )
