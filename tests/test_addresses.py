"""Addresses: what looks like an article, a listing, or neither."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.addresses import Shape, identity, is_paged, shape
from crawler.platforms import dnn, joomla, named, nukeviet, sharepoint, wordpress

REGISTRY = Path(__file__).parent.parent.parent / "shared" / "registry" / "portal_urls.tsv"
HOST = "https://huyen.example.vn"
TITLE = "Huyện tổ chức hội nghị tổng kết công tác năm"


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc/huyen-to-chuc-hoi-nghi-tong-ket-cong-tac-nam-215.html",
        "/portal/Pages/2024-3-5/Hoi-nghi-tong-ket-cong-tac-nam-x.aspx",
        "/web/guest/tin-tuc/-/asset_publisher/Ab12/content/hoi-nghi-tong-ket",
        "/2024/05/19/hoi-nghi-tong-ket-cong-tac/",
        "/tin-tuc/tabid/92/id/6861/Default.aspx",
        "/pages_tin-tuc/chi-tiet-tin?dDocName=PORTAL484982",
        "/tin/hoi-nghi-tong-ket/c/20968276.epi",
        "/dua-tay-len-hat-20240122095125973.htm",
        "/index.php?do=news&act=detail&id=215",
        "/index.php?option=com_content&task=view&id=215&Itemid=9",
        "/article?item=0123456789abcdef0123456789abcdef",
        "/tintuc?mucHienThi=1348",
    ],
)
def test_an_article_is_told_by_its_address_and_its_link_text(path: str) -> None:
    assert shape(HOST + path, TITLE) is Shape.ARTICLE


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/index.php",
        "/tin-tuc",
        "/tin-tuc-su-kien/van-hoa-xa-hoi.html",
        "/tin-tuc/page-2/",
        "/tin-tuc/trang-3.html",
        "/tin-tuc-p2.html",
        "/tin-tuc?page=31",
        "/tin-tuc?start=20",
        "/tin-tuc/currentpage/2",
        "/web/guest/tin-tuc?p_p_id=x_INSTANCE_y&_x_INSTANCE_y_cur=2",
        "/chuyen-muc/c12",
    ],
)
def test_a_listing_is_told_by_its_short_or_numbered_address(path: str) -> None:
    assert shape(HOST + path, "Tin tức") is Shape.LISTING


@pytest.mark.parametrize(
    "path",
    [
        "/login",
        "/users/register/",
        "/vi/tag/nong-thon-moi/",
        "/ho-can-ngheo-tag45307.html",
        "/tim-kiem?q=nong",
        "/?s=nong",
        "/print/huyen-to-chuc-hoi-nghi-tong-ket-cong-tac-nam-215.html",
        "/savefile/tin/huyen-to-chuc-hoi-nghi-tong-ket-215.html",
        "/van-ban-phap-luat/nghi-dinh-so-12-2024-nd-cp-ve-to-chuc-bo-may-99.html",
        "/uploads/2024/ke-hoach-so-12.pdf",
        "/lich-cong-tac/tuan-12",
        "/tin-tuc?sort=newest",
        "/tin-tuc?month=5&year=2024",
        "/index.php?do=login&return=215",
        "/tin-tuc/x-215.html?action=print",
        "/tin-tuc?lang=en",
    ],
)
def test_what_is_neither_is_never_asked_for(path: str) -> None:
    assert shape(HOST + path) is Shape.SKIP


@pytest.mark.parametrize("value", ["vi", "vn", "VN", "vi-VN", "1066", "0"])
def test_the_vietnamese_edition_is_never_taken_for_a_translation(value: str) -> None:
    assert shape(f"{HOST}/tin-tuc?lang={value}") is Shape.LISTING


@pytest.mark.parametrize("url", ["mailto:a@example.vn", "javascript:void(0)", "ftp://a.vn/b", ""])
def test_only_web_addresses_are_asked_for(url: str) -> None:
    assert shape(url, TITLE) is Shape.SKIP


@pytest.mark.parametrize(
    "path",
    [
        "/xoa-nha-cho-cho-tp-du-lich-nha-trang/723848.html",
        "/be-phao-tren-bien-nha-trang-20240226102804125.htm",
        "/khanh-thanh-cau-moi-tai-nha-trang-215.html",
    ],
)
def test_a_title_that_ends_in_trang_is_no_numbered_page(path: str) -> None:
    assert shape(HOST + path, TITLE) is Shape.ARTICLE


def test_an_album_section_is_skipped_but_an_article_under_it_is_not() -> None:
    assert shape(f"{HOST}/video") is Shape.SKIP
    assert shape(f"{HOST}/video/huyen-to-chuc-hoi-nghi-tong-ket-cong-tac-nam-215.html", TITLE) is (
        Shape.ARTICLE
    )


def test_a_short_link_text_makes_an_ambiguous_address_a_listing() -> None:
    url = f"{HOST}/news.aspx?id=7666"
    assert shape(url, "Văn hóa") is Shape.LISTING
    assert shape(url, TITLE) is Shape.ARTICLE


def test_the_number_of_a_category_is_no_article() -> None:
    assert shape(f"{HOST}/tin-tuc.aspx?catid=1348", "Kinh tế nông nghiệp nông thôn mới") is (
        Shape.LISTING
    )


def test_a_wordpress_post_without_pretty_address_is_an_article_where_the_platform_is_known() -> (
    None
):
    assert shape(f"{HOST}/?p=215", TITLE, wordpress.PLATFORM) is Shape.ARTICLE
    assert shape(f"{HOST}/?p=2") is Shape.LISTING


def test_nukeviets_numbered_pages_are_no_articles() -> None:
    assert shape(f"{HOST}/vi/news/tin-tuc/page-2/", "2", nukeviet.PLATFORM) is Shape.LISTING


@pytest.mark.parametrize(
    ("platform", "path"),
    [
        (nukeviet.PLATFORM, "/vi/news/rating/x-215/"),
        (nukeviet.PLATFORM, "/vi/tin/hoi-nghi-tong-ket-215.html?download=1"),
        (wordpress.PLATFORM, "/2024/05/"),
        (wordpress.PLATFORM, "/tin-tuc/?replytocom=7"),
        (sharepoint.PLATFORM, "/_layouts/15/viewlsts.aspx"),
        (dnn.PLATFORM, "/tin-tuc/ctl/Register"),
        (joomla.PLATFORM, "/index.php?option=com_users"),
        (joomla.PLATFORM, "/tin-tuc/itemlist/user/42-bien-tap"),
        (sharepoint.PLATFORM, "/Lists/TinTuc/AllItems.aspx"),
        (nukeviet.PLATFORM, "/index.php?language=vi&nv=users&op=login"),
    ],
)
def test_each_platforms_own_traps_are_skipped(platform: object, path: str) -> None:
    assert shape(HOST + path, "", platform) is Shape.SKIP  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("joomla", "/index.php/tin-tuc/item/45-cau-moi"),
        ("joomla", "/index.php?option=com_k2&view=item&id=45:cau-moi&Itemid=9"),
        ("drupal", "/node/215"),
        ("liferay", "/web/guest/w/cau-moi-thong-xe"),
        ("liferay", "/-/cau-moi-thong-xe-sau-hai-nam"),
        ("sharepoint", "/tintuc/Lists/TinTuc/View_Detail.aspx?ItemID=215"),
        ("sharepoint", "/portal/Pages/2024-3-5/cau-moi.aspx"),
        ("webcenter", "/webcenter/portal/x/pages_tin-tuc/chi-tiet?dDocName=PORTAL215"),
        ("websphere", "/wps/portal/tin/!ut/p/z1/a/?WCM_GLOBAL_CONTEXT=/wps/wcm/connect/tin/cau-moi-thong-xe"),
        ("typo3", "/tin-tuc?tx_news_pi1[action]=detail&tx_news_pi1[news]=215"),
        ("nukeviet", "/index.php?language=vi&nv=news&op=Tin-tuc/Cau-moi-thong-xe-215"),
        ("", "/vi/bai-viet/cau-moi-thong-xe"),
        ("", "/vi/post/cau-moi?id=1234"),
        ("", "/tin/215/cau-moi.html"),
        ("", "/article?item=0123456789abcdef0123456789abcdef"),
        ("", "/tin-tuc/cau-moi-thong-xe-c1234.html"),
    ],
)  # fmt: skip
def test_each_familys_articles_are_told_by_their_addresses(name: str, path: str) -> None:
    assert shape(HOST + path, "Cầu mới thông xe sau hai năm", named(name)) is Shape.ARTICLE


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("joomla", "/index.php/tin-tuc/itemlist/category/12-van-hoa-xa-hoi"),
        ("drupal", "/taxonomy/term/12"),
        ("drupal", "/tin-tuc?page=1"),
        ("typo3", "/tin-tuc?tx_news_pi1[@widget_0][currentPage]=2"),
        ("nukeviet", "/index.php?language=vi&nv=news&op=Tin-tuc/page-2"),
        ("", "/danh-muc/cai-cach-hanh-chinh-va-chuyen-doi-so-45.html"),
        ("", "/category/hoc-tap-va-lam-theo-tu-tuong-ho-chi-minh"),
    ],
)
def test_each_familys_listings_are_told_by_their_addresses(name: str, path: str) -> None:
    assert shape(HOST + path, "Cải cách hành chính", named(name)) is Shape.LISTING


def test_dnns_detail_control_is_no_trap() -> None:
    assert shape(f"{HOST}/tin/ctl/ViewDetails/mid/416/ItemID/8241/Default.aspx", TITLE) is (
        Shape.ARTICLE
    )
    assert shape(
        f"{HOST}/tin.aspx?ctl=details&mid=416&ItemID=8241", TITLE, dnn.PLATFORM
    ) is Shape.ARTICLE  # fmt: skip


@pytest.mark.parametrize(
    ("full", "paged"),
    [("/tin-tuc/page/2", True), ("/tin-tuc/2", False), ("/a?page=2", True), ("/a?id=2", False)],
)
def test_numbered_pages_are_told_from_numbers(full: str, paged: bool) -> None:
    assert is_paged(full) is paged


@given(st.text(max_size=80), st.text(max_size=30))
def test_no_path_or_text_makes_it_fail(path: str, text: str) -> None:
    assert isinstance(shape(f"{HOST}/{path}", text), Shape)


@pytest.mark.shared
def test_real_addresses_of_portals_are_told_apart() -> None:
    if not REGISTRY.exists():
        pytest.skip("../shared is not there")
    with REGISTRY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    seen = Counter((row["kind"], shape(row["url"])) for row in rows)
    articles = [count for (kind, _), count in seen.items() if kind == "article"]
    assert seen["article", Shape.ARTICLE] >= 0.88 * sum(articles)
    assert seen["home", Shape.LISTING] == sum(n for (kind, _), n in seen.items() if kind == "home")
    assert seen["listing", Shape.ARTICLE] <= 4
    assert seen["other", Shape.ARTICLE] <= 1


@pytest.mark.parametrize(
    "paths",
    [
        ("/tin-tuc/cau-moi-215.html", "/kinh-te/xa-hoi/cau-moi-215.html", "/Tin/Cau-Moi-215.html"),
        ("/a/khanh-thanh-cau-moi-thon-ha", "/b/khanh-thanh-cau-moi-thon-ha/"),
        ("/xem.aspx?id=215&menu=3", "/xem.aspx?menu=4&ID=215", "/xem.aspx?id=215"),
        ("/t?newsid=7&itemid=215", "/t?itemid=215&newsid=7&page=2"),
    ],
)
def test_an_article_is_named_alike_wherever_it_is_filed(paths: tuple[str, ...]) -> None:
    names = {identity(f"{HOST}{path}") for path in paths}
    assert len(names) == 1
    assert names != {""}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/tin/cau-moi-215.html", "/tin/cau-moi-216.html"),
        ("/xem.aspx?id=215", "/xem.aspx?id=216"),
        ("/tin.aspx?id=215", "/van-ban.aspx?id=215"),
    ],
)
def test_other_articles_have_other_names(one: str, other: str) -> None:
    assert identity(f"{HOST}{one}") != identity(f"{HOST}{other}")


@pytest.mark.parametrize("path", ["/", "", "/tin-tuc", "/tin-tuc/van-hoa/", "/tin-tuc?muc=xa-hoi"])
def test_menus_name_no_article(path: str) -> None:
    assert identity(f"{HOST}{path}") == ""
