"""Between spider and network: stay on the portal, follow redirects once."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from raw_pages import SITE, SOURCE
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from crawler.manners.wishes import RobotsAwayError, RobotsRules
from crawler.middlewares import (
    AGAIN,
    PART,
    CopyError,
    FollowOnce,
    KeepSession,
    KnownAddressError,
    OffsiteError,
    SkipCopies,
    StayHome,
)
from crawler.network.guard import PrivateAddressError
from crawler.visitor import ROBOTS


@dataclass
class Spider:
    source: Any = SOURCE
    archive: Any = None
    known: set[str] = field(default_factory=set)

    copies: dict[str, str] = field(default_factory=dict)

    def knows(self, url: str) -> bool:
        return url in self.known

    past: set[str] = field(default_factory=set)

    def is_spent(self, url: str) -> bool:
        return url in self.past

    def original(self, url: str) -> str:
        return self.copies.get(url, "")


class Crawler:
    """As much of Scrapy's crawler as these look at."""

    def __init__(self, *known: str) -> None:
        self.spider = Spider(known=set(known))
        self.settings = Settings()
        self.signals = SignalManager()


def request(path: str = "/a", **meta: Any) -> Request:
    return Request(SITE + path, meta=meta)


def answer(status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(f"{SITE}/a", status, headers=named)


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


def test_a_robots_txt_may_have_moved_to_another_site() -> None:
    moved = Request("https://tinh.example.vn/robots.txt", meta={ROBOTS: True})
    StayHome(Crawler()).process_request(moved)


# --- FollowOnce --------------------------------------------------------------------------------


INSIDE = PrivateAddressError("x leads to the private address 10.0.0.8")
ROBOTS_HOP = {ROBOTS: True, "redirect_times": 1}


def wrapped() -> Exception:
    error = CannotResolveHostError("x")
    error.__cause__ = INSIDE
    return error


@pytest.mark.parametrize("error", [INSIDE, wrapped()])
def test_a_robots_txt_that_was_redirected_inside_is_none(error: Exception) -> None:
    with pytest.raises(RobotsAwayError):
        RobotsRules(Crawler()).process_exception(request("/robots.txt", **ROBOTS_HOP), error)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("meta", "error"),
    [
        ({ROBOTS: True}, INSIDE),
        ({"redirect_times": 1}, INSIDE),
        (ROBOTS_HOP, CannotResolveHostError("x")),
    ],
    ids=["the host itself is inside", "a page", "another failure"],
)
def test_any_other_failure_stays_what_it_is(meta: dict[str, Any], error: Exception) -> None:
    rules = RobotsRules(Crawler())  # type: ignore[arg-type]
    assert rules.process_exception(request("/robots.txt", **meta), error) is None  # type: ignore[func-returns-value]


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


def test_a_robots_txt_is_followed_even_to_a_known_page() -> None:
    middleware = FollowOnce.from_crawler(Crawler(f"{SITE}/"))  # type: ignore[arg-type]
    asked = request("/robots.txt", **{ROBOTS: True})
    following = middleware.process_response(asked, answer(302, Location="/"))
    assert isinstance(following, Request)


def test_redirects_end_after_a_handful() -> None:
    middleware = FollowOnce.from_crawler(Crawler())  # type: ignore[arg-type]
    tired = request("/cu", redirect_times=middleware.max_redirect_times)
    with pytest.raises(IgnoreRequest):
        middleware.process_response(tired, answer(301, Location="/moi"))


def test_an_answer_that_is_no_redirect_is_handed_on() -> None:
    middleware = FollowOnce.from_crawler(Crawler(f"{SITE}/a"))  # type: ignore[arg-type]
    good = answer()
    assert middleware.process_response(request(), good) is good


def test_a_stored_article_that_has_moved_is_followed_to_a_known_page() -> None:
    middleware = FollowOnce.from_crawler(Crawler(f"{SITE}/moi"))  # type: ignore[arg-type]
    following = middleware.process_response(
        request("/cu", **{AGAIN: True}), answer(301, Location="/moi")
    )
    assert isinstance(following, Request)


# --- SkipCopies --------------------------------------------------------------------------------

SESSION = "/(S(abcdefghij0123456789abcd))"


def skipping() -> SkipCopies:
    """A portal where /hai is a second address of /mot."""
    crawler = Crawler()
    crawler.spider.copies = {f"{SITE}/hai": f"{SITE}/mot"}
    return SkipCopies(crawler)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/hai", f"{SESSION}/hai"])
def test_a_second_address_of_an_article_is_not_asked_for(path: str) -> None:
    with pytest.raises(CopyError) as caught:
        skipping().process_request(request(path))
    assert caught.value.url == f"{SITE}/mot"


@pytest.mark.parametrize("asked", [request("/mot"), request("/hai", redirect_times=1)])
def test_first_addresses_and_what_second_ones_lead_to_pass(asked: Request) -> None:
    skipping().process_request(asked)


def test_a_further_page_is_never_taken_for_a_copy() -> None:
    skipping().process_request(request("/hai", **{PART: True}))


# --- KeepSession -------------------------------------------------------------------------------


def in_session() -> KeepSession:
    """A portal that has begun a session."""
    middleware = KeepSession(Crawler())  # type: ignore[arg-type]
    middleware.process_response(request("/"), answer(302, Location=f"{SESSION}/"))
    return middleware


def test_before_a_session_begins_requests_are_left_alone() -> None:
    middleware = KeepSession(Crawler())  # type: ignore[arg-type]
    middleware.process_response(request("/"), answer(302, Location="/trang-chu"))
    assert middleware.process_request(request("/a")) is None


def test_a_session_once_begun_stands_in_every_address() -> None:
    inside = in_session().process_request(request("/tin.aspx?id=5"))
    assert inside is not None
    assert inside.url == f"{SITE}{SESSION}/tin.aspx?id=5"
    assert inside.dont_filter


def test_a_request_remembers_the_address_it_was_made_for() -> None:
    inside = in_session().process_request(request("/a", depth=2))
    assert inside is not None
    assert inside.meta == {"depth": 2, "redirect_urls": [f"{SITE}/a"]}
    followed = in_session().process_request(request("/b", redirect_urls=[f"{SITE}/a"]))
    assert followed is not None
    assert followed.meta["redirect_urls"] == [f"{SITE}/a"]


@pytest.mark.parametrize(
    "asked", [request(f"{SESSION}/a"), request("/robots.txt", **{ROBOTS: True})]
)
def test_an_address_in_the_session_and_a_robots_txt_are_left_alone(asked: Request) -> None:
    assert in_session().process_request(asked) is None


def test_a_session_that_ended_gives_way_to_the_next() -> None:
    middleware, later = in_session(), SESSION.replace("abcd", "wxyz")
    middleware.process_response(request("/a"), answer(302, Location=f"{later}/a"))
    inside = middleware.process_request(request("/b"))
    assert inside is not None
    assert inside.url == f"{SITE}{later}/b"
