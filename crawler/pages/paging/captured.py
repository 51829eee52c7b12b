"""Captured pages -> articles with their further parts, without the network."""

from collections.abc import Callable, Iterator, Sequence

from pipeline.clean.parts import firsts
from pipeline.gathering import with_parts
from pipeline.model import PageRules, RawPage, WarcLocation
from pipeline.normalise.urls import normalise_url

Read = Callable[[RawPage], RawPage | None]
"""A capture's answer, body included; None where it cannot be read."""


def gathered(pages: Sequence[RawPage], rules: PageRules, read: Read) -> Iterator[RawPage]:
    """Each page's answer with the parts behind it, and none of those alone.

    Pages: in the order of capture, with their places in the archive, their bodies unused. What may be
    another captured page's part waits for that one; of several captures of a part the next one behind the
    first page's counts, as a crawl asks.
    """
    captures: dict[str, list[RawPage]] = {}
    for page in pages:
        for url in dict.fromkeys(map(normalise_url, (page.url, page.final_url))):
            captures.setdefault(url, []).append(page)
    taken: set[WarcLocation | None] = set()
    parts = {id(p) for p in pages if any(normalise_url(f) in captures for f in firsts(p.final_url))}
    for page in sorted(pages, key=lambda page: id(page) in parts):
        if page.warc in taken or (raw := read(page)) is None:
            continue

        def part(url: str, first: RawPage = page) -> RawPage | None:
            found = _nearest(captures.get(url, []), first)
            return read(found) if found else None

        whole = with_parts(raw, rules, part)
        taken |= {one.warc for one in whole.parts}
        yield whole


def _nearest(captures: Sequence[RawPage], first: RawPage) -> RawPage | None:
    later = [page for page in captures if page.fetched_at >= first.fetched_at]
    return later[0] if later else captures[-1] if captures else None
