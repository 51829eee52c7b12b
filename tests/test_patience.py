"""The last gate before the network: a host's wishes for time, failures in a row, a run's budget."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from raw_pages import SITE, SOURCE
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from crawler import visitor
from crawler.manners import patience as module
from crawler.manners.hosts import host_key
from crawler.manners.patience import (
    BUDGET,
    BUDGET_HOURS,
    DEFAULT_WAIT,
    DELAY,
    LONGEST_WISH,
    MAX_ERRORS,
    MAX_UNWELL,
    MAX_WAITS,
    PATIENCE,
    SENT,
    Patience,
    retry_after,
)
from crawler.network.connections import TooLargeError
from crawler.visitor import RunEndingError
from pipeline.errors import StoreError
from pipeline.model import Host

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
KEY = host_key(SITE)


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class Stats(dict[str, int]):
    def inc_value(self, key: str) -> None:
        self[key] = self.get(key, 0) + 1


class Store:
    """As much of the store as hosts need."""

    def __init__(self, *hosts: Host) -> None:
        self.hosts = {host.host: host for host in hosts}

    def host(self, name: str) -> Host:
        return self.hosts.get(name, Host(name))

    def save_host(self, host: Host) -> None:
        self.hosts[host.host] = host


class Crawler:
    """As much of Scrapy's crawler as Patience looks at."""

    def __init__(self, store: Store | None = None, **settings: Any) -> None:
        self.stats = Stats()
        self.engine = None
        self.signals = SignalManager()
        usual = {DELAY: 1.0, PATIENCE: 300.0, BUDGET: 0, BUDGET_HOURS: 0}
        self.settings = Settings(usual | settings)
        self.spider = SimpleNamespace(
            source=SOURCE, store=store or Store(), ending=("", ""), fatal=None
        )


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "monotonic", clock.monotonic)
    monkeypatch.setattr(module, "now", clock.now)
    monkeypatch.setattr(module.asyncio, "sleep", clock.sleep)
    monkeypatch.setattr(visitor, "close_soon", lambda *_: None)
    return clock


def made(store: Store | None = None, **settings: Any) -> Patience:
    patience = Patience(Crawler(store, **settings))  # type: ignore[arg-type]
    patience.opened()
    return patience


def answer(status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(f"{SITE}/a", status, headers=named)


def send(patience: Patience, path: str = "/a") -> Request:
    request = Request(SITE + path)
    asyncio.run(patience.process_request(request))
    return request


def ask(patience: Patience, status: int = 200, **headers: str) -> Response | Request:
    return patience.process_response(send(patience), answer(status, **headers))


def ending(patience: Patience) -> tuple[str, str]:
    return patience.crawler.spider.ending  # type: ignore[union-attr, no-any-return]


def fail(patience: Patience, error: Exception) -> None:
    patience.process_exception(send(patience), error)


# --- Retry-After ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("17", 17.0),
        (" 120 ", 120.0),
        ("9" * 400, LONGEST_WISH),
        ("Thu, 05 Mar 2026 08:00:45 GMT", 45.0),
        ("Thursday, 05-Mar-26 08:01:00 GMT", 60.0),
        ("Thu, 05 Mar 2026 15:00:30 +0700", 30.0),
        ("Thu, 05 Mar 2026 07:00:00 GMT", 0.0),
        ("Thu, 05 Mar 2099 07:00:00 GMT", LONGEST_WISH),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("Thu, 05 Mar 2026 08:00:45 -0000", None),
        ("Thu, 99 Mar 2026 08:00:45 GMT", None),
        ("Thu, 05 Mar 99999999999999999999 08:00:45 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_of_its_forms(value: str, seconds: float | None) -> None:
    assert retry_after(answer(429, Retry_After=value), NOW) == seconds


def test_a_date_is_counted_from_the_servers_own_clock() -> None:
    late = answer(
        429, Retry_After="Thu, 05 Mar 2020 00:00:30 GMT", Date="Thu, 05 Mar 2020 00:00:00 GMT"
    )
    assert retry_after(late, NOW) == 30.0


def test_digits_that_are_no_number_say_nothing() -> None:
    assert retry_after(Response(SITE, 429, headers={"Retry-After": b"\xb2"}), NOW) is None


# --- a host that asks for time -------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_it_gets_it_to_the_second_and_is_asked_the_same_again(status: int, clock: Clock) -> None:
    patience = made()
    asked = send(patience)
    again = patience.process_response(asked, answer(status, Retry_After="17"))
    assert isinstance(again, Request)
    assert (again.url, again.dont_filter) == (asked.url, True)
    assert again.priority > asked.priority
    asyncio.run(patience.process_request(again))
    assert clock.seconds == pytest.approx(17.0)


def test_no_other_request_goes_there_meanwhile(clock: Clock) -> None:
    patience = made()
    ask(patience, 429, Retry_After="17")
    send(patience, "/robots.txt")
    assert clock.seconds >= 17.0


def test_a_redirect_may_ask_for_time_too(clock: Clock) -> None:
    patience = made()
    ask(patience, 301, Location="/b", Retry_After="17")
    send(patience)
    assert clock.seconds >= 17.0


def test_one_that_does_not_say_gets_a_minute_then_two(clock: Clock) -> None:
    patience = made()
    ask(patience, 429)
    send(patience)
    assert clock.seconds == pytest.approx(DEFAULT_WAIT)
    patience.process_response(Request(SITE, meta={SENT: True}), answer(429))
    send(patience)
    assert clock.seconds == pytest.approx(3 * DEFAULT_WAIT)


def test_what_was_too_short_is_doubled() -> None:
    patience, waits = made(), []
    for _ in range(5):
        ask(patience, 429, Retry_After="5")
        waits.append(round(patience.pace.wait(module.monotonic())))
    assert waits == [5, 10, 20, 40, 60]


def test_an_answer_ends_the_doubling() -> None:
    patience = made()
    ask(patience, 429, Retry_After="5")
    ask(patience, 429, Retry_After="5")
    good = ask(patience)
    assert isinstance(good, Response)
    ask(patience, 429, Retry_After="5")
    assert patience.pace.wait(module.monotonic()) == pytest.approx(5.0)


def test_a_wish_beyond_the_runs_patience_ends_it_and_later_runs_keep_to_it() -> None:
    store = Store()
    patience = made(store)
    long = ask(patience, 429, Retry_After="301")
    assert isinstance(long, Response)
    status, detail = ending(patience)
    assert status == "failed-busy"
    assert "15:05:01" in detail
    host = store.hosts[KEY]
    assert host.resume_at == NOW + timedelta(seconds=301)
    assert (host.failures, host.reason) == (1, "HTTP 429")


def test_a_firewall_that_challenges_is_told_from_a_busy_host() -> None:
    patience = made()
    ask(patience, 503, Retry_After="301", cf_mitigated="challenge")
    status, detail = ending(patience)
    assert status == "challenge"
    assert detail.startswith("Cloudflare: cf-mitigated; HTTP 503 at ")


def test_after_that_nothing_more_is_sent() -> None:
    patience = made()
    ask(patience, 429, Retry_After="301")
    with pytest.raises(RunEndingError):
        send(patience)


def test_patience_ends_when_the_waits_have_used_it_up() -> None:
    patience, asked = made(), 0
    while isinstance(ask(patience, 503), Request):
        asked += 1
    assert asked == 2
    assert ending(patience)[0] == "failed-busy"


def test_patience_ends_after_some_waits_however_short() -> None:
    patience = made(**{PATIENCE: 10_000.0})
    for _ in range(MAX_WAITS):
        assert isinstance(ask(patience, 503, Retry_After="1"), Request)
    assert isinstance(ask(patience, 503, Retry_After="1"), Response)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 5), (1, 10), (2, 20)])
def test_a_host_that_never_says_how_long_is_left_alone_twice_as_long_each_run(
    failures: int, minutes: int
) -> None:
    store = Store(Host(KEY, failures=failures))
    patience = made(store, **{PATIENCE: 1.0})
    ask(patience, 503)
    assert store.hosts[KEY].resume_at == NOW + timedelta(minutes=minutes)


def test_a_good_run_makes_good_for_the_failures_before() -> None:
    store = Store(Host(KEY, failures=3, reason="HTTP 503", resume_at=NOW - timedelta(hours=1)))
    patience = made(store)
    ask(patience)
    patience.closed()
    assert (store.hosts[KEY].failures, store.hosts[KEY].reason) == (0, "")


def test_a_run_that_was_refused_does_not() -> None:
    store = Store(Host(KEY, failures=3))
    patience = made(store)
    ask(patience)
    ask(patience, 429, Retry_After="301")
    patience.closed()
    assert store.hosts[KEY].failures == 4


def test_the_pace_that_was_learned_is_kept_for_the_next_run() -> None:
    store = Store()
    patience = made(store, **{DELAY: 0.0})
    for _ in range(30):
        ask(patience)
    ask(patience, 429, Retry_After="60")
    learned = made(store).pace.learned
    assert learned == pytest.approx(2.2)
    assert store.hosts[KEY].delay == learned


def test_a_run_killed_while_it_waited_is_followed_by_one_that_waits(clock: Clock) -> None:
    store = Store()
    ask(made(store), 429, Retry_After="60")
    send(made(store))
    assert clock.seconds == pytest.approx(60.0)


def test_a_503_before_ten_answers_says_nothing_of_pace() -> None:
    patience = made()
    ask(patience)
    ask(patience, 503, Retry_After="100")
    assert patience.pace.learned == 0.0


# --- failures in a row ---------------------------------------------------------------------------


def test_failures_slow_it_down_and_an_answer_speeds_it_up(clock: Clock) -> None:
    patience = made()
    ask(patience, 500)
    assert patience.pace.delay == 2.0
    fail(patience, DownloadTimeoutError("no"))
    assert patience.pace.delay == 4.0
    ask(patience)
    assert patience.pace.delay < 4.0


def test_a_host_that_does_not_answer_ends_the_run() -> None:
    patience = made()
    for _ in range(MAX_UNWELL - 1):
        fail(patience, DownloadTimeoutError("no"))
    assert ending(patience) == ("", "")
    fail(patience, DownloadTimeoutError("no"))
    status, detail = ending(patience)
    assert status == "failed-timeout"
    assert detail.startswith("10 failures in a row")


def test_a_broken_gateway_ends_the_run() -> None:
    patience = made()
    for _ in range(MAX_UNWELL):
        ask(patience, 502)
    assert ending(patience)[0] == "failed-server-error"


def test_broken_pages_end_it_only_when_there_are_many() -> None:
    patience = made()
    for _ in range(MAX_ERRORS - 1):
        ask(patience, 500)
    assert ending(patience) == ("", "")
    ask(patience, 500)
    assert ending(patience)[0] == "failed-server-error"


def test_one_answer_between_failures_keeps_the_run_going() -> None:
    patience = made()
    for _ in range(3 * MAX_UNWELL):
        fail(patience, DownloadTimeoutError("no"))
        ask(patience, 404)
        ask(patience)
    assert ending(patience) == ("", "")


def test_an_answer_that_is_too_large_is_no_failure_of_the_host() -> None:
    patience = made()
    for _ in range(MAX_UNWELL):
        fail(patience, TooLargeError("too much"))
    assert ending(patience) == ("", "")


def test_what_was_never_sent_counts_for_nothing() -> None:
    patience = made()
    for _ in range(MAX_UNWELL):
        patience.process_exception(Request(SITE), DownloadTimeoutError("no"))
    assert ending(patience) == ("", "")


# --- budgets -------------------------------------------------------------------------------------


def test_a_run_ends_when_its_requests_are_spent() -> None:
    patience = made(**{BUDGET: 3})
    for _ in range(3):
        ask(patience)
    with pytest.raises(RunEndingError):
        send(patience)
    assert ending(patience) == ("stopped", "budget of 3 requests reached")


def test_a_run_ends_when_its_hours_are_spent(clock: Clock) -> None:
    patience = made(**{BUDGET_HOURS: 2})
    ask(patience)
    clock.seconds += 7200
    with pytest.raises(RunEndingError):
        send(patience)
    assert ending(patience) == ("stopped", "budget of 2 hours reached")


def test_a_run_that_is_told_to_end_waits_no_longer(clock: Clock) -> None:
    patience = made()
    ask(patience, 429, Retry_After="200")
    patience.crawler.spider.fatal = RuntimeError()  # type: ignore[union-attr]
    with pytest.raises(RunEndingError):
        send(patience)
    assert clock.seconds < 200


def test_a_store_that_is_away_when_a_run_opens_ends_it_by_its_name() -> None:
    class Away(Store):
        def host(self, name: str) -> Host:
            raise StoreError(f"{name}: it cannot be reached")

    patience = made(Away())
    assert isinstance(patience.crawler.spider.fatal, StoreError)  # type: ignore[attr-defined]
    with pytest.raises(RunEndingError):
        send(patience)
