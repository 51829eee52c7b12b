"""Links of a page: articles, listings, feeds, menus."""

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler.farm import FARM_NOW
from crawler.pages.links import anchors, feeds, read_links, read_page, resolve, sections
from pipeline.clean.page import Page
from pipeline.errors import EmptyPage, NotHtml
from pipeline.model import RawPage
from pipeline.normalise.urls import normalise_url, same_site

PAGES = Path(__file__).parent.parent.parent / "shared" / "pages"
URL = "https://huyen.example.vn/tin-tuc/"
SLUG = "huyen-to-chuc-hoi-nghi-tong-ket-cong-tac-nam"


def raw(body: bytes, url: str = URL, kind: str = "text/html", when: datetime = FARM_NOW) -> RawPage:
    return RawPage("s", url, url, 200, (("Content-Type", kind),), body, when)


def page(markup: str, url: str = URL) -> Page:
    return read_page(raw(f"<html><body>{markup}</body></html>".encode(), url))


def urls(markup: str) -> list[str]:
    return [link.url for link in anchors(page(markup))]


def test_each_address_comes_once_with_its_longest_text() -> None:
    markup = '<a href="/a-1.html"><img alt="Ảnh"></a><a href="/a-1.html#x">Một tin  dài</a>'
    assert [(link.url, link.text) for link in anchors(page(markup))] == [
        ("https://huyen.example.vn/a-1.html", "Một tin dài")
    ]


def test_a_picture_link_is_named_by_its_title_or_alt_text() -> None:
    assert anchors(page('<a href="/a"><img alt=" Lễ hội "></a>'))[0].text == "Lễ hội"
    assert anchors(page('<a href="/a" title="Hội làng"><img></a>'))[0].text == "Hội làng"


def test_links_to_other_sites_are_left_out_and_www_is_no_other_site() -> None:
    assert urls(
        '<a href="https://bao.example.vn/a">x</a><a href="//www.huyen.example.vn/b">y</a>'
    ) == ["https://www.huyen.example.vn/b"]


@pytest.mark.parametrize(
    "href", ["", "#top", "javascript:void(0)", "mailto:a@b.vn", "tel:1", "data:,x", "http://[bad/"]
)
def test_what_is_no_web_address_leads_nowhere(href: str) -> None:
    assert resolve(URL, href) == ""


def test_relative_links_count_from_the_base_element() -> None:
    assert urls('<base href="/cms/"><a href="a-1.html">x</a>') == [
        "https://huyen.example.vn/cms/a-1.html"
    ]


def test_session_ids_and_theme_switches_are_taken_off() -> None:
    assert urls(f'<a href="/a;jsessionid={"9" * 32}?nvvithemever=m">x</a>') == [
        "https://huyen.example.vn/a"
    ]


def test_links_are_sorted_into_articles_and_listings() -> None:
    links = read_links(
        page(
            f'<a href="/{SLUG}-1.html">{SLUG}</a><a href="/van-hoa">Văn hóa</a><a href="/login">x</a>'
        )
    )
    assert [link.url for link in links.articles] == [f"https://huyen.example.vn/{SLUG}-1.html"]
    assert [link.text for link in links.listings] == ["Văn hóa"]


MENU_ITEM = '<a href="/cai-cach-hanh-chinh-va-chuyen-doi-so-45.html">Cải cách hành chính và chuyển đổi số</a>'


def test_a_menus_long_section_name_is_a_listing() -> None:
    inside = read_links(page(f'<ul class="main-menu">{MENU_ITEM}</ul><a href="/x">Tin khác</a>'))
    assert not inside.articles
    assert "Cải cách hành chính và chuyển đổi số" in [link.text for link in inside.listings]


def test_the_same_link_outside_a_menu_is_an_article() -> None:
    both = page(f'<nav>{MENU_ITEM}</nav><div class="news">{MENU_ITEM}</div><a href="/x">Tin</a>')
    assert len(read_links(both).articles) == 1


def test_an_article_stays_one_even_in_a_menu_when_nothing_speaks_against_it() -> None:
    teaser = f'<a href="/{SLUG}-vua-qua-20240122095125.htm">{SLUG.replace("-", " ")}</a>'
    assert read_links(page(f'<nav>{teaser}</nav><a href="/x">Tin</a>')).articles


def test_a_menu_class_around_the_whole_page_says_nothing() -> None:
    assert read_links(page(f'<div class="menu-open">{MENU_ITEM}</div>')).articles


def test_sections_have_names_of_words_and_are_no_numbered_pages() -> None:
    links = anchors(
        page(
            '<a href="/van-hoa">Văn hóa</a><a href="/x">12</a><a href="/tin/page/16/">Page 16</a>'
            '<a href="/tin/page/2/">Next page</a>'
        )
    )
    assert [section.name for section in sections(links)] == ["Văn hóa"]


def test_feeds_are_those_declared_and_those_linked_but_not_the_comments() -> None:
    head = (
        '<link type="application/rss+xml" href="/feed/">'
        '<link type="application/rss+xml" href="/comments/feed/">'
        '<link type="application/atom+xml" href="https://other.example.vn/feed/">'
    )
    assert list(feeds(page(head + '<a href="/rss/tin-tuc.rss">RSS</a><a href="/feed/">f</a>'))) == [
        "https://huyen.example.vn/feed/",
        "https://huyen.example.vn/rss/tin-tuc.rss",
    ]


def test_a_legacy_encoding_is_read_as_declared() -> None:
    found = read_page(raw('<p><a href="/a">Tin m\u1edbi</a>'.encode("utf-16"), kind="text/html"))
    assert anchors(found)[0].text == "Tin mới"


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"%PDF-1.4", "text/html", NotHtml),
        (b"{}", "application/json", NotHtml),
        (b"", "text/html", EmptyPage),
    ],
)
def test_what_is_no_page_is_named(body: bytes, kind: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_page(raw(body, kind=kind))


def listing_pages() -> list[str]:
    if not PAGES.exists():
        return []
    index = json.loads((PAGES / "index.json").read_text(encoding="utf-8"))
    wanted = [entry for entry in index if entry["kind"] in ("home", "listing") and entry["url"]]
    return [entry["slug"] for entry in wanted if entry["url"].startswith("http")]


@pytest.mark.shared
@pytest.mark.parametrize("slug", listing_pages() or [""])
def test_real_homes_and_listings_give_their_articles(slug: str) -> None:
    if not slug:
        pytest.skip("../shared is not there")
    index = json.loads((PAGES / "index.json").read_text(encoding="utf-8"))
    url = next(entry["url"] for entry in index if entry["slug"] == slug)
    gold = json.loads((PAGES / "gold" / f"{slug}.json").read_text(encoding="utf-8"))
    found = read_page(raw((PAGES / "html" / f"{slug}.html").read_bytes(), url))
    wanted = {normalise_url(urljoin(found.base, link)) for link in gold["article_links"]}
    wanted = {link for link in wanted if same_site(link, url)}
    got = {link.url for link in read_links(found).articles}
    assert len(wanted & got) >= 0.97 * len(wanted)
    assert len(got & wanted) >= 0.9 * len(got)


LONG = "".join(
    f'<a href="/xem.aspx?cm=2&id={n}">Xã Lam Kiều khánh thành cây cầu dân sinh thứ {n} trong năm</a>'
    for n in (11, 12, 13)
)


def test_a_short_title_is_known_by_the_form_of_the_addresses_around_it() -> None:
    markup = f'{LONG}<a href="/xem.aspx?cm=2&id=14">Cầu mới thông xe</a>'
    found = read_links(page(markup))
    assert [link.url.rpartition("=")[2] for link in found.articles] == ["11", "12", "13", "14"]


def test_a_section_of_another_form_stays_a_listing() -> None:
    markup = f'{LONG}<a href="/muc.aspx?cm=3">Giáo dục và đào tạo</a>'
    assert "muc.aspx" in read_links(page(markup)).listings[0].url
