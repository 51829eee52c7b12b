"""Between spider and network: stay on the portal, wait when asked to, follow once, keep what came."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from raw_pages import SITE, SOURCE
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from crawler import middlewares
from crawler.middlewares import (
    DEFAULT_PATIENCE,
    MAX_PATIENCE,
    MAX_WAITS,
    FollowOnce,
    KnownAddressError,
    OffsiteError,
    Patience,
    StayHome,
    retry_after,
)

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


@dataclass
class Slot:
    delay: float = 1.0
    jitter: float = 0.25


class Stats(dict[str, int]):
    def inc_value(self, key: str) -> None:
        self[key] = self.get(key, 0) + 1


@dataclass
class Spider:
    source: Any = SOURCE
    archive: Any = None
    known: set[str] = field(default_factory=set)

    def knows(self, url: str) -> bool:
        return url in self.known


class Crawler:
    """As much of Scrapy's crawler as these look at."""

    def __init__(self, *known: str) -> None:
        self.slot = Slot()
        self.stats = Stats()
        self.spider = Spider(known=set(known))
        self.settings = Settings()
        self.signals = SignalManager()
        self.engine = SimpleNamespace(downloader=SimpleNamespace(slots={"huyen": self.slot}))


def request(path: str = "/a", **meta: Any) -> Request:
    return Request(SITE + path, meta={"download_slot": "huyen", **meta})


def answer(status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(f"{SITE}/a", status, headers=named)


# --- Retry-After -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("17", 17.0),
        (" 120 ", 120.0),
        ("Thu, 05 Mar 2026 08:00:45 GMT", 45.0),
        ("Thursday, 05-Mar-26 08:01:00 GMT", 60.0),
        ("Thu, 05 Mar 2026 15:00:30 +0700", 30.0),
        ("Thu, 05 Mar 2026 07:00:00 GMT", 0.0),
        ("", DEFAULT_PATIENCE),
        ("soon", DEFAULT_PATIENCE),
        ("-5", DEFAULT_PATIENCE),
        ("1.5", DEFAULT_PATIENCE),
        ("Thu, 05 Mar 2026 08:00:45 -0000", DEFAULT_PATIENCE),
        ("Thu, 99 Mar 2026 08:00:45 GMT", DEFAULT_PATIENCE),
    ],
)
def test_retry_after_is_read_in_both_of_its_forms(value: str, seconds: float) -> None:
    assert retry_after(answer(429, Retry_After=value), NOW) == seconds


def test_no_retry_after_is_the_usual_wait() -> None:
    assert retry_after(answer(503), NOW) == DEFAULT_PATIENCE


def test_digits_that_are_no_number_are_the_usual_wait() -> None:
    strange = Response(SITE, 429, headers={"Retry-After": b"\xb2"})
    assert retry_after(strange, NOW) == DEFAULT_PATIENCE


# --- Patience ----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middlewares, "now", lambda: NOW)


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_time_gets_it_and_is_asked_again_first(status: int) -> None:
    crawler = Crawler()
    asked = request(depth=3)
    again = Patience(crawler).process_response(asked, answer(status, Retry_After="17"))
    assert isinstance(again, Request)
    assert (again.url, again.dont_filter, again.meta["depth"]) == (asked.url, True, 3)
    assert again.priority > asked.priority
    assert crawler.slot == Slot(17.0, 0.0)
    assert crawler.stats == {"congtin/waited": 1}


def test_a_date_is_waited_for_to_the_second() -> None:
    crawler = Crawler()
    date = (NOW + timedelta(seconds=42)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    Patience(crawler).process_response(request(), answer(429, Retry_After=date))
    assert crawler.slot.delay == 42.0


def test_after_the_wait_the_usual_delay_holds_again() -> None:
    crawler = Crawler()
    patience = Patience(crawler)
    patience.process_response(request(), answer(429, Retry_After="17"))
    patience.process_response(request(), answer(429, Retry_After="30"))
    assert crawler.slot == Slot(30.0, 0.0)
    good = answer()
    assert patience.process_response(request(), good) is good
    assert crawler.slot == Slot(1.0, 0.25)


def test_other_answers_change_no_delay() -> None:
    crawler = Crawler()
    for status in (200, 404, 500):
        Patience(crawler).process_response(request(), answer(status))
    assert crawler.slot == Slot(1.0, 0.25)


def test_patience_ends_after_some_waits() -> None:
    patience, asked = Patience(Crawler()), request()
    for _ in range(MAX_WAITS):
        asked = patience.process_response(asked, answer(429, Retry_After="1"))  # type: ignore[assignment]
        assert isinstance(asked, Request)
    last = answer(429, Retry_After="1")
    assert patience.process_response(asked, last) is last


def test_a_wish_for_too_much_time_ends_it_at_once() -> None:
    crawler = Crawler()
    long = answer(429, Retry_After=str(int(MAX_PATIENCE) + 1))
    assert Patience(crawler).process_response(request(), long) is long
    assert crawler.slot == Slot(1.0, 0.25)


def test_without_a_slot_to_wait_in_the_answer_is_handed_on() -> None:
    busy = answer(429, Retry_After="1")
    assert Patience(Crawler()).process_response(request(download_slot="gone"), busy) is busy


# --- StayHome ----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [f"{SITE}/a", "http://www.huyen.example.vn/a", f"{SITE}:443/a"])
def test_the_portals_own_addresses_pass(url: str) -> None:
    StayHome(Crawler()).process_request(Request(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://bao.example.vn/a",
        "https://example.vn/a",
        "https://x.huyen.example.vn/a",
        "https://huyen.example.vn.evil.vn/a",
        "https://huyen.example.vn@evil.vn/a",
        f"{SITE}:8443/a",
        "http://127.0.0.1/a",
    ],
)
def test_every_other_site_is_refused(url: str) -> None:
    with pytest.raises(OffsiteError):
        StayHome(Crawler()).process_request(Request(url))


# --- FollowOnce --------------------------------------------------------------------------------


def test_a_redirect_is_followed_and_remembers_where_it_came_from() -> None:
    middleware = FollowOnce.from_crawler(Crawler())  # type: ignore[arg-type]
    following = middleware.process_response(request("/cu"), answer(301, Location="/moi"))
    assert isinstance(following, Request)
    assert following.url == f"{SITE}/moi"
    assert following.meta["redirect_urls"] == [f"{SITE}/cu"]


def test_a_redirect_to_a_known_page_is_not_followed() -> None:
    middleware = FollowOnce.from_crawler(Crawler(f"{SITE}/moi"))  # type: ignore[arg-type]
    with pytest.raises(KnownAddressError) as caught:
        middleware.process_response(request("/cu"), answer(302, Location="/moi"))
    assert caught.value.url == f"{SITE}/moi"


def test_redirects_end_after_a_handful() -> None:
    middleware = FollowOnce.from_crawler(Crawler())  # type: ignore[arg-type]
    tired = request("/cu", redirect_times=middleware.max_redirect_times)
    with pytest.raises(IgnoreRequest):
        middleware.process_response(tired, answer(301, Location="/moi"))


def test_an_answer_that_is_no_redirect_is_handed_on() -> None:
    middleware = FollowOnce.from_crawler(Crawler(f"{SITE}/a"))  # type: ignore[arg-type]
    good = answer()
    assert middleware.process_response(request(), good) is good
