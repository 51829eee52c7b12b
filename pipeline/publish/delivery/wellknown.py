"""What browsers and search engines ask of any site: /robots.txt and /favicon.ico."""

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from pipeline.publish.website import Here

ENDLESS = ("/search", "/api/")
"""Paths with any number of answers, all of them of articles that have pages of their own."""

router = APIRouter(include_in_schema=False)


@router.get("/robots.txt")
async def robots(site: Here) -> Response:
    """Everything but the endless may be kept by search engines (RFC 9309). A site under a path of another
    one has no robots.txt of its own: its rules belong into that one's.
    """
    rules = "".join(f"Disallow: {site.base_path}{path}\n" for path in ENDLESS)
    return PlainTextResponse(f"User-agent: *\n{rules}")


@router.get("/favicon.ico")
async def favicon(site: Here) -> Response:
    """For those who ask without having read a page, which names it."""
    return RedirectResponse(f"{site.base_path}/static/icon.svg", 301)
