"""What a "more" button brings, read as a page."""

import json

import pytest

from crawler.farm import FARM_NOW
from crawler.pages.links import anchors
from crawler.pages.paging.fragments import read_partial
from pipeline.errors import NotHtml
from pipeline.model import RawPage

LISTING = "https://huyen.example.vn/tin-tuc/"
MARKUP = '<li><a href="cau-moi-thong-xe-5.html">Cầu mới thông xe</a></li>'


def read(body: str, kind: str = "text/html") -> list[tuple[str, str]]:
    url = "https://huyen.example.vn/ajax/phan?page=2"
    raw = RawPage("s", url, url, 200, (("Content-Type", kind),), body.encode(), FARM_NOW)
    page = read_partial(raw, LISTING)
    return [
        (link.url.removeprefix("https://huyen.example.vn"), link.text) for link in anchors(page)
    ]


WANTED = [("/tin-tuc/cau-moi-thong-xe-5.html", "Cầu mới thông xe")]


def test_a_piece_of_markup_counts_from_the_listing_it_belongs_to() -> None:
    assert read(MARKUP) == WANTED


@pytest.mark.parametrize(
    "value",
    [{"success": True, "data": MARKUP}, {"d": {"html": MARKUP, "next": 3}}, [MARKUP], MARKUP],
)
def test_markup_is_found_in_json_wherever_it_stands(value: object) -> None:
    assert read(json.dumps(value), "application/json") == WANTED


def test_a_callback_around_json_is_taken_off() -> None:
    assert read(f"show({json.dumps({'html': MARKUP})});", "text/javascript") == WANTED


@pytest.mark.parametrize(
    "item",
    [
        {"title": "Cầu mới thông xe", "url": "/tin/cau-5.html", "sapo": "Sáng 5/3"},
        {"TieuDe": "Cầu mới thông xe", "Link": "tin/cau-5.html"},
        {
            "title": {"rendered": "Cầu mới thông xe"},
            "link": "https://huyen.example.vn/tin/cau-5.html",
        },
        {"id": 5, "name": "Cầu mới thông xe", "slug": "tin/cau-5.html"},
    ],
)
def test_objects_with_an_address_and_a_title_become_links(item: dict[str, object]) -> None:
    assert read(json.dumps({"total": 9, "items": [item]}), "application/json") == [
        ("/tin/cau-5.html", "Cầu mới thông xe")
    ]


def test_what_json_says_of_other_things_is_no_link() -> None:
    assert read(json.dumps({"user": {"name": "a"}, "image": {"url": "/a.jpg"}})) == []


def test_broken_json_is_named() -> None:
    with pytest.raises(NotHtml):
        read('{"html": ')


def test_an_empty_answer_has_no_links() -> None:
    assert read("") == []
