"""The NukeViet portal's feeds, sitemaps and robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from typing import TYPE_CHECKING

from crawler.farm.dates import gmt
from crawler.farm.slugs import slug
from crawler.farm.standing import ABOUT, DOCUMENTS
from crawler.farm.stories import Story

if TYPE_CHECKING:
    from crawler.farm.portals.nukeviet import NukeViet

_ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /users/
Disallow: /statistics/
Disallow: /savefile/
Crawl-delay: 0
Sitemap: {}
"""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>\n'


def add(site: NukeViet) -> None:
    """Serve /rss/ and one feed per section, the sitemap index with its parts, robots.txt."""
    _add_feed(site, "/rss/", site.stories)
    for kind, name in site.sections.items():
        _add_feed(site, f"/rss/{slug(name)}/", [s for s in site.stories if s.kind == kind])
    parts = {
        "about": [f"/about/{page.slug}.html" for page in ABOUT],
        "news": [site.path(story) for story in site.stories],
        "laws": [site.law_path(index) for index in range(1, len(DOCUMENTS) + 1)],
        "faq": ["/faq/"],
    }
    index = "".join(
        f"<sitemap><loc>{site.absolute(f'sitemap-vi.{p}.xml')}</loc></sitemap>" for p in parts
    )
    site.add_text("/sitemap.xml", _XML.format("sitemapindex", index), "text/xml")
    for part, targets in parts.items():
        locations = "".join(f"<url><loc>{site.absolute(target)}</loc></url>" for target in targets)
        site.add_text(f"/sitemap-vi.{part}.xml", _XML.format("urlset", locations), "text/xml")
    site.add_text("/robots.txt", _ROBOTS.format(site.absolute("sitemap.xml")), "text/plain")


def _add_feed(site: NukeViet, path: str, stories: Sequence[Story]) -> None:
    values = {"stories": stories[:20], "date": _date, "path": path}
    site.add(
        path, lambda: site.template("rss.html", **values), content_type="text/xml; charset=utf-8"
    )


def _date(story: Story) -> str:
    """A pubDate as older releases print it: the month stands where the minutes belong."""
    moment = gmt(story.published_at)
    return format_datetime(moment.replace(minute=moment.month), usegmt=True)
