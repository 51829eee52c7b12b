"""The notice of a portal that is over and still shows its news."""

import pytest

from crawler.farm import FARM_NOW
from crawler.pages.farewell import farewell
from crawler.pages.links import read_page
from pipeline.model import RawPage

URL = "https://lamkieu.example.vn/"
NEW = "https://xalamkieu.example.vn/"
LINK = f'<a href="{NEW}">{NEW}</a>'
NEWS = "".join(
    f'<li><a href="/tin-tuc/ra-quan-lam-thuy-loi-mua-kho-nam-nay-{n}.html">Ra quân làm thủy lợi {n}</a>'
    for n in range(20)
)


def said(notice: str) -> tuple[str, str]:
    body = f"<html><body>{notice}<ul>{NEWS}</ul></body></html>".encode()
    return farewell(read_page(RawPage("s", URL, URL, 200, (), body, FARM_NOW)))


@pytest.mark.parametrize(
    "notice",
    [
        f"<div>Thông báo: Cổng này ngừng cập nhật từ 01/7/2025. Mời bạn đọc xem tại {LINK}</div>",
        f"<p><b>Trang thông tin này</b> đã được chuyển sang địa chỉ mới: {LINK}</p>",
        f"<marquee>Từ nay mời bà con truy cập trang mới {LINK} của xã</marquee>",
        f"<table><tr><td><font>Cổng thông tin huyện kết thúc hoạt động.</font> {LINK}</td></tr></table>",
        f"<div>This portal has permanently moved to {LINK}</div>",
    ],
)
def test_it_is_told_with_the_site_that_it_names(notice: str) -> None:
    words, elsewhere = said(notice)
    assert words
    assert elsewhere == NEW


def test_one_that_names_no_site_is_told_too() -> None:
    assert said("<p>Cổng thông tin này ngừng hoạt động từ ngày 01/7/2025.</p>") == (
        "Cổng thông tin này ngừng hoạt động từ ngày 01/7/2025.",
        "",
    )


@pytest.mark.parametrize(
    "notice",
    [
        "",
        '<a href="/tin/1.html">Cổng thông tin điện tử huyện chính thức ngừng hoạt động</a>',
        (
            '<div><a href="/tin/1.html">Từ 01/7</a>'
            "<p>Cổng thông tin điện tử huyện ngừng hoạt động, xã có cổng mới.</p></div>"
        ),
        "<p>Cổng thông tin này tạm ngừng hoạt động để nâng cấp.</p>",
        f"<p>Trạm bơm ngừng hoạt động. Liên kết: {LINK}</p>",
        f"<script>var notice = 'Cổng thông tin này ngừng hoạt động'</script>{LINK}",
        f"<p>Cổng thông tin này ngừng hoạt động. {'Tin khác của xã. ' * 40}</p>",
        f"<ul><li>Mời xem</li><li>{LINK}</li></ul>",
    ],
)
def test_what_is_none_says_nothing(notice: str) -> None:
    assert said(notice) == ("", "")
