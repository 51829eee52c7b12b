"""A home page -> a draft of its source."""

import pytest

from crawler.farm import FARM_NOW
from crawler.onboarding.discover import (
    MAX_ID,
    bare_source,
    draft_source,
    level_of,
    portal_name,
    source_id,
)
from crawler.pages.links import read_page
from crawler.sources.checking import ID
from pipeline.errors import EmptyPage
from pipeline.model import RawPage, Section

URL = "https://huyen.example.vn/"


def home(markup: str, url: str = URL, final_url: str = "") -> RawPage:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return RawPage("s", url, final_url or url, 200, headers, markup.encode(), FARM_NOW)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Cổng thông tin điện tử huyện Lý Nhân", "district"),
        ("CỔNG THÔNG TIN ĐIỆN TỬ QUẬN LÊ CHÂN - THÀNH PHỐ HẢI PHÒNG", "district"),
        ("Trang thông tin điện tử thị xã Duy Tiên", "district"),
        ("Thành phố Phủ Lý, tỉnh Hà Nam", "district"),
        ("Cổng TTĐT Thành phố Thủ Đức - Thành phố Hồ Chí Minh", "district"),
        ("Trang tin xã Nhân Khang, huyện Lý Nhân", "commune"),
        ("UBND phường Lê Chân - thành phố Hải Phòng", "commune"),
        ("Thị trấn Vĩnh Trụ, huyện Lý Nhân", "commune"),
        ("Đặc khu Phú Quốc", "commune"),
        ("Cổng thông tin điện tử tỉnh Ninh Bình", "province"),
        ("Cổng thông tin điện tử Thành phố Cần Thơ", "province"),
        ("Sở Văn hóa, Thể thao và Du lịch tỉnh Hà Nam", "department"),
        ("Phòng Giáo dục và Đào tạo huyện Lý Nhân", "department"),
        ("Trang thông tin điện tử Huyện ủy Lý Nhân", "party"),
        ("Tỉnh uỷ Hà Nam", "party"),
        ("Đảng bộ huyện Lý Nhân", "party"),
        ("Báo Hà Nam điện tử", "newspaper"),
        ("Đài Phát thanh và Truyền hình tỉnh Hà Nam", "newspaper"),
        ("Văn hóa - xã hội", "unknown"),
        ("Ủy ban nhân dân", "unknown"),
        ("", "unknown"),
        ("Huye\u0323\u0302n Lý Nhân", "district"),
    ],
)
def test_the_level_is_that_of_the_unit_that_the_name_speaks_of(name: str, level: str) -> None:
    assert level_of(name) == level


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<title>Trang chủ - Cổng thông tin huyện Lý Nhân</title>", "Cổng thông tin huyện Lý Nhân"),
        ("<title> Huyện  Lý Nhân | Trang chủ </title>", "Huyện Lý Nhân"),
        ('<meta property="og:site_name" content="Huyện A"><title>Tin</title>', "Huyện A"),
        ("<title></title>", "huyen.example.vn"),
        ("<title>Trang chủ - </title>", "huyen.example.vn"),
        ("<title>Huye\u0323\u0302n A</title>", "Huyện A"),
    ],
)
def test_a_portal_is_named_as_it_names_itself(head: str, name: str) -> None:
    assert portal_name(read_page(home(f"<head>{head}</head><p>x</p>"))) == name


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.lynhan.hanam.gov.vn/trang-chu", "lynhan-hanam-gov-vn"),
        ("http://127.0.0.1:8086/", "127-0-0-1-8086"),
        ("http://user:secret@a.vn/", "a-vn"),
        ("https://A_B.vn/", "a-b-vn"),
        ("https://cổng.vn/", "xn-cng-qmz-vn"),
        ("http://[2001:db8::1]:81/", "2001-db8-1-81"),
    ],
)
def test_an_id_is_the_host_in_letters_fit_for_a_file_name(url: str, expected: str) -> None:
    found = source_id(url)
    assert ID.fullmatch(found)
    assert found == expected


def test_a_long_host_gives_an_id_that_can_be_read_back() -> None:
    found = source_id(f"https://{'a' * 60}.{'b' * 60}.vn/")
    assert len(found) <= MAX_ID
    assert ID.fullmatch(found)


HOME = """<html><head><title>Trang chủ - Huyện Lý Nhân</title><meta name="generator" content="NukeViet v4.5">
<link rel="alternate" type="application/rss+xml" href="/rss/"></head><body>
<nav><a href="/">Trang chủ</a><a href="/tin-tuc/">Tin tức</a><a href="/tin-tuc/page-2/">2</a>
<a href="/login/">Đăng nhập</a><a href="https://khac.vn/tin/">Nơi khác</a></nav>
<a href="/tin-tuc/khanh-thanh-cau-moi-qua-song-chau-215.html">Khánh thành cầu mới qua sông Châu Giang</a>
</body></html>"""


def test_a_home_page_gives_a_whole_draft() -> None:
    draft = draft_source(home(HOME), sitemaps=[f"{URL}sitemap.xml"], allow_private=True)
    source = draft.source
    assert (source.id, source.name, source.level) == (
        "huyen-example-vn",
        "Huyện Lý Nhân",
        "district",
    )
    assert source.platform == "nukeviet"
    assert draft.evidence == ('name="generator" content="NukeViet v4.5',)
    assert source.sections == (Section("Tin tức", f"{URL}tin-tuc/"),)
    assert source.feeds == (f"{URL}rss/",)
    assert source.sitemaps == (f"{URL}sitemap.xml",)
    assert source.allow_private
    assert [link.url for link in draft.articles] == [
        f"{URL}tin-tuc/khanh-thanh-cau-moi-qua-song-chau-215.html"
    ]


def test_the_home_page_is_no_section_under_any_of_its_addresses() -> None:
    moved = home('<a href="/trang-chu">Trang chủ</a><a href="/">Về đầu</a>', URL, f"{URL}trang-chu")
    assert draft_source(moved).source.sections == ()


def test_a_page_of_no_platform_gives_a_draft_without_one() -> None:
    draft = draft_source(home("<p>Xã Nhân Khang</p>"))
    assert (draft.source.platform, draft.evidence) == ("", ())


def test_an_unreadable_home_is_named() -> None:
    with pytest.raises(EmptyPage):
        draft_source(home(""))


def test_a_bare_source_is_its_address() -> None:
    source = bare_source("https://www.a.vn:8443/x")
    assert (source.id, source.name) == ("a-vn-8443", "www.a.vn:8443")
