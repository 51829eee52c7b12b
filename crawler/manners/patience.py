"""One request at a time and host, at the host's pace; left alone for as long as it asks; within a budget."""

import asyncio
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.manners.hosts import MOST_ASKED, Memory, asked_until, host_key
from crawler.manners.pace import Pace, back_off, remembered_pace
from crawler.network.connections import TooLargeError
from crawler.network.outcomes import name_failure
from crawler.pages.refusals import HEADERS
from crawler.visitor import RunEndingError, end_early, end_run, is_ending, visitor
from pipeline.clock import now
from pipeline.errors import StoreError
from pipeline.model import VIETNAM, Host

DELAY = "DOWNLOAD_DELAY"
"""Scrapy setting: seconds between an answer and the next request, at least."""
PATIENCE = "CONGTIN_PATIENCE"
"""Scrapy setting: seconds a run waits for a host that asks for time; longer, and the run ends."""
BUDGET = "CONGTIN_BUDGET"
"""Scrapy setting: requests of a run; 0: as many as it takes."""
BUDGET_HOURS = "CONGTIN_BUDGET_HOURS"
"""Scrapy setting: hours of a run; 0: as long as it takes."""

BUSY = frozenset((429, 503))
DEFAULT_WAIT = 60.0
"""Seconds that a host is left alone which does not say for how long; then twice as long."""
LONGEST_WISH = MOST_ASKED.total_seconds()
"""Of a Retry-After."""
MAX_DOUBLED = 60.0
"""Seconds up to which a wait is doubled that a host asked for and that was too short all the same."""
MAX_WAITS = 8
ENOUGH_ANSWERS = 10
"""Answers before a 503 that make it a matter of pace, and not of a server that is down."""
UNWELL = frozenset((502, 504, 520, 521, 522, 523, 524))
"""Answers of what stands before a server that does not answer itself."""
MAX_UNWELL = 10
"""Time-outs, broken connections and the like in a row that end a run."""
MAX_ERRORS = 40
"""The same for answers like 500, which may be the fault of single pages."""
TICK = 0.5
"""Seconds between two looks at whether the run is to end, while waiting."""
SENT = "congtin_sent"


class Patience:
    """Scrapy's last middleware before the network: every request passes here, robots.txt and retries too."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.pace = Pace(settings.getfloat(DELAY))
        self._patience = settings.getfloat(PATIENCE)
        self._budget = settings.getint(BUDGET)
        self._hours = settings.getfloat(BUDGET_HOURS)
        self._begun = monotonic()
        self._requests = 0
        self._waits: list[float] = []
        self._unwell = self._errors = 0
        self._memory = Memory(getattr(crawler.spider, "store", None))
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Patience":
        """Scrapy's constructor."""
        return cls(crawler)

    def opened(self) -> None:
        """Remember the pace that earlier runs learned, and a wish that a killed run did not wait for."""
        try:
            host = self._host()
        except StoreError as error:  # Scrapy would print where it came from
            end_run(self.crawler, error)
            return
        self.pace.learned = remembered_pace(host, now())
        if until := asked_until(host, now()):
            self.pace.hold(monotonic() + (until - now()).total_seconds())

    def closed(self) -> None:
        """A run that the host let come to its end makes good for the failures before."""
        spider = visitor(self.crawler)
        if self.pace.answers and not spider.ending[0].startswith("failed"):
            try:
                self._memory.note(self._key(), failures=0, reason="")
            except StoreError as error:  # Scrapy would print where it came from
                spider.fatal = spider.fatal or error

    async def process_request(self, request: Request) -> None:
        """Return when the request may go out. Raises RunEndingError when none may any more."""
        self._spend()
        while (wait := self.pace.wait(monotonic())) > 0:
            await asyncio.sleep(min(wait, TICK))
            self._spend()
        self._requests += 1
        request.meta[SENT] = True
        self.pace.sent(monotonic())

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The answer; for one that asks for time, the same request again."""
        if not request.meta.pop(SENT, False):
            return response
        if response.status in BUSY:
            return self._wait_for(request, response)
        if response.status >= 500:
            self._failed(unwell=response.status in UNWELL)
            self._give_up("failed-server-error", f"HTTP {response.status} at {response.url}")
            return response
        self._answered()
        if 300 <= response.status < 400 and (wish := retry_after(response, now())):
            self.pace.hold(monotonic() + wish)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A request that was sent and had no answer."""
        if not request.meta.pop(SENT, False):
            return
        if isinstance(exception, (DownloadCancelledError, TooLargeError)):
            self._answered()  # too much came: the host is well
            return
        self._failed(unwell=True)
        failure = Failure(exception)  # type: ignore[no-untyped-call]
        self._give_up(*name_failure(failure))

    def _spend(self) -> None:
        """End the run where its budget is spent. Raises RunEndingError where it ends, whatever for."""
        hours = (monotonic() - self._begun) / 3600
        if self._budget and self._requests >= self._budget:
            end_early(self.crawler, "stopped", f"budget of {self._budget} requests reached")
        elif self._hours and hours >= self._hours:
            end_early(self.crawler, "stopped", f"budget of {self._hours:g} hours reached")
        if is_ending(self.crawler):
            raise RunEndingError

    def _answered(self) -> None:
        self.pace.answered(monotonic())
        self._waits.clear()
        self._unwell = self._errors = 0

    def _failed(self, *, unwell: bool) -> None:
        self.pace.failed(monotonic())
        self._errors += 1
        self._unwell = self._unwell + 1 if unwell else 0

    def _give_up(self, status: str, detail: str) -> None:
        """End the run early where failure follows on failure: the next one goes on."""
        if self._unwell >= MAX_UNWELL or self._errors >= MAX_ERRORS:
            words = f"{self._errors} failures in a row, the last: {detail}"
            end_early(self.crawler, status, words)

    def _wait_for(self, request: Request, response: Response) -> Response | Request:
        wish = retry_after(response, now())
        wait = self._wait(wish)
        learn = response.status == 429 or self.pace.answers >= ENOUGH_ANSWERS
        self.pace.refused(monotonic(), wait, learn=learn)
        self._waits.append(wait)
        changes = {"delay": self.pace.learned or None, "resume_at": _later(wait)}
        self._memory.note(self._key(), **changes)
        if len(self._waits) > MAX_WAITS or sum(self._waits) > self._patience:
            self._leave_alone(response, wait, said=wish is not None)
            return response
        self.crawler.stats.inc_value("congtin/waited")
        return request.replace(dont_filter=True, priority=request.priority + 100)

    def _wait(self, wish: float | None) -> float:
        """Seconds to wait: what was asked for, more where that was too short before."""
        last = self._waits[-1] if self._waits else 0.0
        if wish is None:
            return max(DEFAULT_WAIT, 2 * last)
        return max(wish, min(2 * last, MAX_DOUBLED), 1.0)

    def _leave_alone(self, response: Response, wait: float, *, said: bool) -> None:
        """End the run; later ones keep away until the host's time is over."""
        failures = self._host().failures + 1
        if not said or wait <= self._patience:
            wait = max(wait, back_off(failures).total_seconds())
        until = _later(wait)
        reason = f"HTTP {response.status}"
        self._memory.note(self._key(), resume_at=until, failures=failures, reason=reason)
        when = f"{until.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}"
        words = f"{reason} at {response.url}: left alone until {when}"
        door = next((name for name in HEADERS if name in response.headers), "")
        if door:  # a firewall's challenge comes as 503, too, and before robots.txt
            end_early(self.crawler, "challenge", f"{HEADERS[door]}: {door}; {words}")
        else:
            end_early(self.crawler, "failed-busy", words)

    def _host(self) -> Host:
        return self._memory.get(self._key())

    def _key(self) -> str:
        return host_key(visitor(self.crawler).source.url)


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3); None where it says nothing.

    A date is counted from the answer's own Date, so that a clock that is wrong does no harm.
    """
    value = _header(response, "Retry-After")
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_WISH)
    until = _date(value)
    if until is None:
        return None
    wait = (until - (_date(_header(response, "Date")) or now)).total_seconds()
    return min(max(0.0, wait), LONGEST_WISH)


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else None


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def _later(seconds: float) -> datetime:
    return now() + timedelta(seconds=seconds)
