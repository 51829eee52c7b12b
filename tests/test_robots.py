"""What a robots.txt says to us, as RFC 9309 has it; and what no answer means instead."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.manners.robots import (
    ALLOWED,
    GIVEN_UP,
    KEPT,
    MAX_BYTES,
    MAX_WISH,
    UNREACHABLE,
    decode_robots,
    is_fresh,
    read_robots,
    without_answer,
)

SITE = "https://huyen.example.vn"
NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


def allows(text: str, path: str) -> bool:
    return read_robots(text).allows(SITE + path)


# --- whose rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agents", "ours"),
    [
        ("congtin", True),
        ("Congtin", True),
        ("CONGTIN/0.9", True),
        ("congtin # the news gate", True),
        ("*", True),
        ("cong", False),
        ("congtinbot", False),
        ("con*", False),
        ("tin", False),
        ("Googlebot", False),
        ("Googlebot\nUser-agent: congtin", True),
        ("congtin\nUser-agent: Googlebot", True),
        ("Googlebot\nUser-agent: bingbot", False),
    ],
)
def test_a_group_is_ours_by_our_products_name_alone(agents: str, ours: bool) -> None:
    assert allows(f"User-agent: {agents}\nDisallow: /", "/tin-tuc") is not ours


def test_our_own_group_takes_the_place_of_everyones() -> None:
    text = "User-agent: *\nDisallow: /\nCrawl-delay: 9\n\nUser-agent: congtin\nDisallow: /rieng"
    assert allows(text, "/tin-tuc")
    assert not allows(text, "/rieng/1")
    assert read_robots(text).delay(NOW) == 0.0


def test_an_own_group_without_a_rule_allows_everything() -> None:
    assert allows("User-agent: *\nDisallow: /\n\nUser-agent: congtin\nDisallow:", "/tin-tuc")


def test_several_groups_of_ours_count_as_one() -> None:
    text = "User-agent: congtin\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\n"
    text += "User-agent: Congtin/1\nDisallow: /b"
    assert [allows(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


# --- what is forbidden ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /tin", "/tin-tuc", False),
        ("Disallow: /tin/", "/tin", True),
        ("Disallow: /Tin", "/tin", True),
        ("Disallow: /\nAllow: /tin", "/tin/1", True),
        ("Allow: /tin\nDisallow: /tin/rieng", "/tin/rieng/1", False),
        ("Disallow: /tin\nAllow: /tin", "/tin", True),
        ("Disallow: /*.pdf$", "/tep/a.pdf", False),
        ("Disallow: /*.pdf$", "/tep/a.pdf?tai=1", True),
        ("Disallow: /*?sort=", "/tin?sort=moi", False),
        ("Disallow: /a*b*c", "/axxbyyc1", False),
        ("Disallow: /tin-t%E1%BB%A9c", "/tin-tức/1", False),
        ("Disallow: /tin-tức", "/tin-t%e1%bb%a9c/1", False),
        ("Disallow: /a%7eb", "/a~b", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /x # nobody's business", "/x", False),
        ("disallow : /x", "/x", False),
        ("Disallow:", "/x", True),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_the_longest_rule_that_matches_decides(rules: str, path: str, allowed: bool) -> None:
    assert allows(f"User-agent: *\n{rules}", path) is allowed


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    assert not allows(end.join(("User-agent: *", "Disallow: /a", "Disallow: /b")), "/a")


def test_rules_before_any_group_are_nobodys() -> None:
    assert allows("Disallow: /\nUser-agent: x\nDisallow: /", "/a")


# --- wishes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("Crawl-delay: 7", 7.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 999999", MAX_WISH),
        ("Crawl-delay: soon", 0.0),
        ("Crawl-delay: -3", 0.0),
        ("Request-rate: 1/10", 10.0),
        ("Request-rate: 2/1m", 30.0),
        ("Request-rate: 1/10\nCrawl-delay: 20", 20.0),
        ("Request-rate: 1/10 0600-0900", 10.0),
        ("Request-rate: 1/10 1200-1400", 0.0),
        ("Disallow: /x", 0.0),
    ],
)
def test_the_wish_for_a_delay_is_read(wish: str, seconds: float) -> None:
    assert read_robots(f"User-agent: *\n{wish}").delay(NOW) == seconds


@pytest.mark.parametrize(
    ("hours", "opens"),
    [
        ("0600-0845", None),
        ("0900-1000", datetime(2026, 3, 5, 9, 0, tzinfo=UTC)),
        ("0100-0300", datetime(2026, 3, 6, 1, 0, tzinfo=UTC)),
        ("2200-0900", None),
        ("2200-0500", datetime(2026, 3, 5, 22, 0, tzinfo=UTC)),
        ("whenever", None),
    ],
)
def test_visit_time_says_when_we_may_come(hours: str, opens: datetime | None) -> None:
    assert read_robots(f"User-agent: *\nVisit-time: {hours}").opens_at(NOW) == opens


def test_sitemaps_are_everyones_absolute_and_named_once() -> None:
    text = (
        "Sitemap: /s.xml\nUser-agent: x\nDisallow: /\nSitemap: https://a.vn/s.xml\nsitemap: /s.xml"
    )
    found = read_robots(text).sitemaps(f"{SITE}/robots.txt")
    assert found == (f"{SITE}/s.xml", "https://a.vn/s.xml")


def test_a_sitemap_that_is_no_web_address_is_left_out() -> None:
    text = "Sitemap: http://[broken\nSitemap: ftp://a.vn/s.xml\nSitemap: javascript:1"
    assert read_robots(text).sitemaps(f"{SITE}/robots.txt") == ()


# --- bytes ---------------------------------------------------------------------------------------


def test_a_byte_order_mark_hides_no_group() -> None:
    assert not allows(decode_robots(b"\xef\xbb\xbfUser-agent: *\nDisallow: /"), "/a")


def test_bytes_that_are_no_utf_8_harm_no_other_line() -> None:
    assert not allows(decode_robots(b"User-agent: *\nDisallow: /\xf5\xff\nDisallow: /a"), "/a")


@pytest.mark.parametrize("page", [b"<!doctype html>", b"\n <html>", b"\xef\xbb\xbf<HTML>"])
def test_a_web_page_in_its_place_says_nothing(page: bytes) -> None:
    assert decode_robots(page + b"\nUser-agent: *\nDisallow: /\nSitemap: /s.xml") == ""


def test_what_is_beyond_500_kib_is_not_read() -> None:
    line = b"Disallow: /x\n"
    body = b"User-agent: *\n" + line * (MAX_BYTES // len(line)) + b"Disallow: /\n"
    text = decode_robots(body)
    assert len(text) <= MAX_BYTES
    assert text.endswith("/x\n")
    assert allows(text, "/a")


def test_a_cut_line_does_not_forbid_more_than_it_did() -> None:
    body = b"User-agent: *\n#" + b"." * (MAX_BYTES - 27) + b"\nDisallow: /rieng"
    assert body[:MAX_BYTES].endswith(b"Disallow: /")
    assert allows(decode_robots(body), "/tin")


# --- no answer -----------------------------------------------------------------------------------


def test_no_robots_txt_allows_everything() -> None:
    assert ALLOWED.allows(SITE)


def test_a_server_that_cannot_say_forbids_everything() -> None:
    assert not UNREACHABLE.allows(SITE)
    assert without_answer(None, NOW, NOW) is UNREACHABLE
    assert without_answer(None, None, NOW) is UNREACHABLE


def test_after_30_days_of_that_everything_is_allowed() -> None:
    assert not without_answer(None, NOW - GIVEN_UP + timedelta(minutes=1), NOW).allows(SITE)
    assert without_answer(None, NOW - GIVEN_UP, NOW).allows(SITE)


def test_the_last_one_read_counts_while_no_other_can_be_had() -> None:
    robots = without_answer("User-agent: *\nDisallow: /a", NOW - timedelta(days=90), NOW)
    assert robots.allows(f"{SITE}/b")
    assert not robots.allows(f"{SITE}/a")


@pytest.mark.parametrize(
    ("text", "age", "fresh"),
    [
        ("", timedelta(), True),
        ("", KEPT - timedelta(seconds=1), True),
        ("", KEPT, False),
        ("", timedelta(hours=-1), False),
        (None, timedelta(hours=1), False),
        ("", None, False),
    ],
)
def test_one_of_an_earlier_run_counts_for_a_day(
    text: str | None, age: timedelta | None, fresh: bool
) -> None:
    assert is_fresh(text, None if age is None else NOW - age, NOW) is fresh
