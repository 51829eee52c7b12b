"""The same pages from a WARC file instead of the network."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from crawler.pages.addresses import Shape, shape
from crawler.platforms import Platform
from pipeline.archive import Damage
from pipeline.model import RawPage
from pipeline.normalise.urls import normalise_url


def candidates(pages: Iterable[RawPage], platform: Platform | None) -> Iterator[RawPage]:
    """The captures that a crawl would have brought home: readable pages under their plain address.

    A variant of an address (a session id, a theme switch) counts only where the plain one was not
    captured. Pages: answers of one site, in capture order.
    """
    kept = [page for page in pages if _is_wanted(page, platform)]
    plain = {page.final_url for page in kept if normalise_url(page.final_url) == page.final_url}
    for page in kept:
        address = normalise_url(page.final_url)
        if address == page.final_url or address not in plain:
            yield page


def _is_wanted(page: RawPage, platform: Platform | None) -> bool:
    kind = page.header("content-type").lower()
    is_html = "html" in kind or not kind
    return page.status == 200 and is_html and shape(page.final_url, "", platform) is not Shape.SKIP


HOME = (("/", ""), ("", ""))
"""Path and query of a home page."""


def is_home(page: RawPage) -> bool:
    """Whether the page is a site's first."""
    return urlsplit(page.final_url)[2:4] in HOME


MOST_DAMAGES = 10_000
"""Damages of a file that are kept: one made of them alone has a million."""


def split_damage(records: Iterable[RawPage | Damage], damages: list[Damage]) -> Iterator[RawPage]:
    """The whole records; what is damaged goes into `damages`, up to MOST_DAMAGES."""
    for record in records:
        if not isinstance(record, Damage):
            yield record
        elif len(damages) < MOST_DAMAGES:
            damages.append(record)
