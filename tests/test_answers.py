"""Scrapy's answers become raw pages."""

from raw_pages import SITE, WHEN
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler.network.answers import raw_page
from pipeline.model import WarcLocation


def request(url: str = f"{SITE}/a", **meta: object) -> Request:
    return Request(url, meta={"fetched_at": WHEN, **meta})


def test_an_answer_is_taken_as_it_came() -> None:
    body = "<p>Tin mới</p>".encode("utf-16")
    answer = Response(f"{SITE}/a", 203, body=body, request=request())
    page = raw_page(answer, "huyen")
    assert (page.source_id, page.url, page.final_url) == ("huyen", f"{SITE}/a", f"{SITE}/a")
    assert (page.status, page.body, page.fetched_at, page.warc) == (203, body, WHEN, None)


def test_every_header_is_kept_also_the_repeated_and_the_non_ascii_ones() -> None:
    headers = {"Set-Cookie": ["a=1", "b=2"], "Server": b"m\xe1y"}
    page = raw_page(Response(SITE, headers=headers, request=request()), "huyen")
    assert sorted(page.headers) == [("Server", "máy"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    assert page.header("set-cookie") == "a=1"


def test_the_address_is_the_one_first_asked_for() -> None:
    asked = request(f"{SITE}/c", redirect_urls=[f"{SITE}/a", f"{SITE}/b"])
    page = raw_page(HtmlResponse(f"{SITE}/c", request=asked), "huyen")
    assert (page.url, page.final_url) == (f"{SITE}/a", f"{SITE}/c")


def test_the_place_in_the_archive_comes_along() -> None:
    place = WarcLocation("huyen/x.warc.gz", 1, 2)
    assert raw_page(Response(SITE, request=request(warc=place)), "huyen").warc == place


def test_a_request_may_be_given_where_the_answer_has_none_yet() -> None:
    assert raw_page(Response(f"{SITE}/a"), "huyen", request()).fetched_at == WHEN
