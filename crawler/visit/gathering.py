"""An article's further pages in a live crawl: which is next, and which came before their first."""

from collections.abc import Iterable

from crawler.pages.addresses import Shape, shape
from crawler.pages.links import Link
from crawler.platforms import Platform
from pipeline.archive import Archive
from pipeline.clean.page import Page
from pipeline.clean.parts import firsts, is_numbered_apart, is_part
from pipeline.errors import ArchiveError
from pipeline.gathering import add_part, next_address
from pipeline.model import RawPage, Source, WarcLocation
from pipeline.normalise.urls import normalise_url


class Gathering:
    """One run's further pages. What was met before its article is read again from the archive."""

    def __init__(self, source: Source, archive: Archive | None) -> None:
        self._source = source
        self._archive = archive
        self._met: dict[str, WarcLocation] = {}

    def meet(self, raw: RawPage) -> None:
        """A page came whose address may be a part's: its article may ask for it later."""
        if raw.warc and firsts(normalise_url(raw.final_url)):
            self._met[normalise_url(raw.url)] = raw.warc

    def follow(self, raw: RawPage, page: Page | None = None) -> tuple[RawPage, str]:
        """The article with the parts that are at hand, and the address to ask for next, "" at the end."""
        address = next_address(raw, self._source.page, page)
        while address and (part := self._at_hand(address)):
            grown = self.add(raw, part)
            if grown is None:
                return raw, ""
            raw = grown
            address = next_address(raw, self._source.page)
        return raw, address

    def add(self, raw: RawPage, part: RawPage) -> RawPage | None:
        """As `pipeline.gathering.add_part`."""
        return add_part(raw, part, self._source.page)

    def _at_hand(self, address: str) -> RawPage | None:
        place = self._met.get(address)
        if place is None or self._archive is None:
            return None
        try:
            return self._archive.read(place, self._source.id)
        except ArchiveError:
            return None  # it is asked for once more


def without_parts(
    links: Iterable[Link], article: str = "", platform: Platform | None = None
) -> list[Link]:
    """The links but for those to further pages of `article`, or of articles that are linked beside them."""
    links = list(links)
    beside = {link.url for link in links}

    def belongs(url: str) -> bool:
        if not is_numbered_apart(url):
            return False
        if article and is_part(url, article):
            return True
        near = (first for first in firsts(url) if first in beside)
        return any(shape(first, platform=platform) is Shape.ARTICLE for first in near)

    return [link for link in links if not belongs(link.url)]
