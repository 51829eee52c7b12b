"""A menu's entries: names as printed, and what they stand under."""

import pytest

from crawler.farm import FARM_NOW
from crawler.onboarding.menus import menu_entries, names_something, plain_name, site_map
from crawler.pages.links import read_page
from pipeline.model import RawPage

URL = "https://xa.example.vn/"


def page(markup: str):
    raw = RawPage("s", URL, URL, 200, (("Content-Type", "text/html"),), markup.encode(), FARM_NOW)
    return read_page(raw)


def entries(markup: str, articles=()):
    return menu_entries(page(markup), [f"{URL}{path}" for path in articles])


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("» Tin tức", "Tin tức"),
        ("Tin tức (125)", "Tin tức"),
        ("• TIN TRONG HUYỆN ▼", "TIN TRONG HUYỆN"),
        ("  Văn hóa \n - Xã hội ", "Văn hóa - Xã hội"),
        ("Gương sáng (Bác Hồ)", "Gương sáng (Bác Hồ)"),
        ("Tin tu\u031b\u0301c", "Tin tứ" + "c"),
        ("»»", ""),
    ],
)
def test_a_name_is_kept_as_printed_without_what_stands_around_it(printed, name):
    assert plain_name(printed) == name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Tin tức", True),
        ("Xem tất cả", False),
        ("Xem thêm", False),
        ("Các tin khác", False),
        ("Read more", False),
        ("12", False),
        ("Thứ bảy, 7/3/2026", False),
        ("tin-tuc/bai-viet-dau-tien-7.html", False),
        ("anh_bia.jpg", False),
        ("Tin xem nhiều", True),
    ],
)
def test_some_texts_name_nothing(name, says):
    assert names_something(name) is says


def test_an_address_is_named_by_its_first_link_that_names_something():
    (entry,) = entries('<a href="/a/">Xem tất cả</a><a href="/a/">Văn xã</a><a href="/a/">Văn</a>')
    assert entry.name == "Văn xã"


def test_a_picture_names_by_its_alternative_text():
    (entry,) = entries('<a href="/a/"><img src="/1.jpg" alt="Nông thôn mới"></a>')
    assert entry.name == "Nông thôn mới"


BLOCK = (
    "<div><h3>Nội chính</h3><ul>"
    '<li><a href="/x/1.html">Công an xã tuyên truyền phòng cháy cho tiểu thương chợ</a></li>'
    '<li><a href="/x/2.html">Tổ hòa giải thôn Một giải quyết xong hai vụ việc</a></li></ul>'
    '<a href="/noi-chinh">Xem tất cả</a></div>'
)


def test_a_link_that_ends_a_block_is_named_by_the_blocks_heading():
    (entry,) = [e for e in entries(BLOCK, ("x/1.html", "x/2.html")) if e.url.endswith("noi-chinh")]
    assert (entry.name, entry.heads) == ("Nội chính", 2)


def test_the_first_article_of_a_list_heads_nothing():
    found = {e.url: e for e in entries(BLOCK, ("x/1.html", "x/2.html"))}
    assert all(entry.heads == 0 for url, entry in found.items() if "/x/" in url)


@pytest.mark.parametrize(
    "markup",
    [
        '<ul><li><a href="/g">Giới thiệu</a><ul><li><a href="/b">Bộ máy</a></li></ul></li></ul>',
        '<div><a href="#">Giới thiệu</a><div><a href="/b">Bộ máy</a><a href="/c">Địa lý</a></div></div>',
        '<h3>Giới thiệu</h3><table><tr><td><a href="/b">Bộ máy</a></td></tr></table>',
        '<dl><dt>Giới thiệu</dt><dd><a href="/b">Bộ máy</a></dd></dl>',
        '<div><span>Giới thiệu</span><i></i><ul><li><a href="/b">Bộ máy</a></li></ul></div>',
    ],
)
def test_an_entry_stands_under_the_item_or_heading_above_it(markup):
    (entry,) = [e for e in entries(markup) if e.url.endswith("/b")]
    assert entry.under[0] == "Giới thiệu"


@pytest.mark.parametrize(
    "markup",
    [
        "".join(
            f'<div><a href="/{n}">Mục số {w}</a></div>'
            for n, w in enumerate("một hai ba bốn".split())
        )
        + '<div class="d"><a href="/b">Tin tức</a></div>',
        "<table>"
        + "".join(f'<tr><td><a href="/{n}">Giới thiệu</a></td></tr>' for n in range(5))
        + '<tr><td><a href="/b">Tin tức</a></td></tr></table>',
    ],
)
def test_a_neighbour_in_the_same_menu_is_no_heading(markup):
    (entry,) = [e for e in entries(markup) if e.url.endswith("/b")]
    assert entry.under == ()


def test_titles_pagers_files_and_other_sites_are_no_entries():
    found = entries(
        '<a href="/t/">Xã tổ chức lễ ra quân làm đường giao thông nông thôn năm nay</a>'
        '<a href="/tin/page-2/">2</a><a href="/a.pdf">Tệp</a><a href="/login">Đăng nhập</a>'
        '<a href="https://khac.vn/tin">Tin</a><a href="/tin/">Tin</a>'
    )
    assert [entry.url for entry in found] == [f"{URL}tin/"]


def test_the_site_map_is_found_by_its_name():
    assert site_map(page('<a href="/sodo">Sơ đồ cổng</a>')) == f"{URL}sodo"
    assert site_map(page('<a href="/tin">Tin</a>')) == ""
