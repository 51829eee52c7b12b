"""One visit's requests: each address once, and no more of them than a visit may make."""

from collections.abc import Generator
from typing import TypeVar

from crawler.fetch import Fetched, Manners
from crawler.pages.links import read_page
from pipeline.clean.page import Page
from pipeline.errors import PipelineError
from pipeline.model import RawPage

MOST_REQUESTS = 14
FEWEST_REQUESTS = 4
WAITING = 60.0
"""Seconds that a visit spends on the pauses that robots.txt asks for."""
T = TypeVar("T")
Asking = Generator[str, Fetched, T]
"""A part of a walk (crawler.fetch) that ends in a T."""


class Asker:
    """Asks for addresses within bounds and remembers every answer."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.answers: dict[str, Fetched] = {}

    def get(self, url: str) -> Asking[Fetched | None]:
        """What comes from an address; None when the visit has asked for enough."""
        if url not in self.answers:
            if len(self.answers) >= self._most():
                return None
            self.answers[url] = yield url
        return self.answers[url]

    def page_at(self, url: str) -> Asking[tuple[RawPage, Page] | None]:
        """The readable page at an address, None for anything else."""
        answer = (yield from self.get(url)) if url else None
        if not isinstance(answer, RawPage) or answer.status != 200:
            return None
        page = readable(answer)
        return (answer, page) if page else None

    def _most(self) -> int:
        wished = self.manners.crawl_delay
        if not wished:
            return MOST_REQUESTS
        return min(MOST_REQUESTS, max(FEWEST_REQUESTS, int(WAITING / wished)))


def readable(raw: RawPage) -> Page | None:
    """The answer's tree; None where it is no readable HTML."""
    try:
        return read_page(raw)
    except PipelineError:
        return None
