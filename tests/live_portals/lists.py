"""Redirects, sitemaps and feeds, as the live portals answer them."""

from datetime import datetime
from email.utils import format_datetime

from live_portals.portal import Answer, Item, Portal


def redirect(to: str, status: int = 301) -> Answer:
    """A redirect."""
    return Answer(b"<p>Moved</p>", status, headers=(("Location", to),))


def sitemap(entries: list[tuple[str, datetime | None]], *, index: bool = False) -> Answer:
    """A sitemap, or an index of sitemaps."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    lines = "".join(
        f"<{inner}><loc>{url}</loc>{f'<lastmod>{when.isoformat()}</lastmod>' if when else ''}</{inner}>"
        for url, when in entries
    )
    text = f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</{outer}>'
    return Answer(text.encode(), content_type="application/xml")


def feed(portal: Portal, items: list[Item]) -> Answer:
    """An RSS feed."""
    lines = "".join(
        f"<item><title>{i.title}</title><link>{portal.url}{portal.path(i)}</link>"
        f"<guid>{portal.url}{portal.path(i)}</guid><pubDate>{format_datetime(i.when)}</pubDate></item>"
        for i in items
    )
    text = (
        '<?xml version="1.0"?><rss version="2.0"><channel>'
        f"<title>Mẫu</title><link>{portal.url}/</link>{lines}</channel></rss>"
    )
    return Answer(text.encode(), content_type="application/rss+xml")
