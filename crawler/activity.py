"""What a run is at in this moment: the kind of page, the pace, and what it waits for."""

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the terminal's display needs no Scrapy, which takes its time to load
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

CALLBACK = "parse_"
"""How the spider's callbacks begin; the rest of the name is the kind of page."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What a run is at in this moment, beside its counts."""

    doing: str = ""
    """The kind of page that came last: "home", "listing", "article", "feed", "sitemap"."""
    delay: float = 0.0
    """Seconds between two requests, as they are now."""
    waiting: float = 0.0
    """Seconds until the next request may go out."""
    reason: str = ""
    """Why it is left alone for longer than usual: "Retry-After", "HTTP 503"; "" while it is not."""


IDLE = Activity()


class Watch:
    """Follows a crawler's answers, and asks its middleware when the next request may go."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self._doing = ""
        self._reason = ""

    def answered(self, response: "Response", request: "Request") -> None:
        """Take an answer."""
        name = getattr(request.callback, "__name__", "")
        if name.startswith(CALLBACK):  # robots.txt has no callback of ours
            self._doing = name.removeprefix(CALLBACK)
        self._reason = _wish(response)

    def activity(self) -> Activity:
        """As it is now."""
        from crawler.manners.patience import Patience  # late: it needs Scrapy

        patience = self.crawler.get_downloader_middleware(Patience)
        if patience is None:
            return Activity(self._doing, reason=self._reason)
        pace = patience.pace
        return Activity(self._doing, pace.delay, pace.wait(monotonic()), self._reason)

    def under_way(self) -> int:
        """Requests that were sent and are not answered yet."""
        engine = self.crawler.engine
        slots = engine.downloader.slots.values() if engine else ()
        return sum(len(slot.transferring) for slot in slots)


def _wish(response: "Response") -> str:
    """What an answer asks for time with; "" where it does not."""
    if response.status not in (429, 503):
        return ""
    return "Retry-After" if "Retry-After" in response.headers else f"HTTP {response.status}"
