"""Search that narrows and is followed, and the page that makes the address of a feed."""

import pytest
from many_pages import WARD, fill
from sample_entries import DAK_LAK, HA_NAM
from web_client import page_of, save, words


@pytest.fixture
def filled(store, config):
    return fill(store, config)


def codes(page):
    return page.xpath("//section[@aria-labelledby='dia-chi']//code/text()")


def test_no_filter_is_the_feed_of_everything_in_every_format(client, filled):
    assert codes(page_of(client.get("/subscribe"))) == [
        f"https://tin.example.vn/feeds/all.{form}" for form in ("rss", "atom", "json")
    ]


def test_filters_become_the_address_of_a_feed_and_show_what_it_holds(client, filled):
    asked = {
        "q": "cầu",
        "source": HA_NAM.id,
        "after": "2024-05-01",
        "topic": "văn hóa",
        "summary": "1",
    }
    page = page_of(client.get("/subscribe", params=asked))
    assert codes(page)[0] == (
        "https://tin.example.vn/feeds/search.rss?q=c%E1%BA%A7u&source=ha-nam-ly-nhan"
        "&topic=v%C4%83n+h%C3%B3a&after=2024-05-01&summary=1"
    )
    preview = page.xpath("//section[@aria-labelledby='hien-co']//a/@href")
    assert preview == [f"/articles/{filled.first}"]
    assert page.xpath("//option[@selected]/@value") == [HA_NAM.id]
    assert page.xpath("//input[@name='summary']/@checked")


def test_the_feed_it_shows_is_served(client, filled):
    page = page_of(client.get("/subscribe?q=cầu"))
    for link in page.xpath("//section[@aria-labelledby='dia-chi']//a/@href"):
        response = client.get(link)
        assert response.status_code == 200
        assert filled.first in response.text


def test_a_story_stands_once_unless_every_copy_is_asked_for(client, filled):
    def held(query):
        page = page_of(client.get(f"/subscribe?q=cầu{query}"))
        return page.xpath("//section[@aria-labelledby='hien-co']//a/@href")

    assert held("") == [f"/articles/{filled.first}"]
    assert held("&all=1") == [f"/articles/{filled.reprint}", f"/articles/{filled.first}"]


def test_nothing_found_is_said(client, filled):
    shown = words(page_of(client.get("/subscribe?q=khongcotunaonhuvay")))
    assert "Chưa có bài nào như vậy" in shown


def test_a_search_has_its_feeds_in_the_head(client, filled):
    page = page_of(client.get("/search?q=cầu&order=newest"))
    types = page.xpath("//link[@rel='alternate']/@type")
    assert types[:3] == ["application/rss+xml", "application/atom+xml", "application/feed+json"]
    (first, *_) = page.xpath("//link[@rel='alternate']/@href")
    assert first == "/feeds/search.rss?q=c%E1%BA%A7u"


def test_counts_are_links_that_narrow_the_search(client, filled):
    page = page_of(client.get("/search?q=khánh+thành"))
    for name, expected in (("theo-nguon", HA_NAM.name), ("theo-tinh", "Ninh Bình")):
        links = page.xpath(f"//ul[@aria-labelledby='{name}']/li")
        said = {" ".join(item.text_content().split()): item.xpath("./a/@href")[0] for item in links}
        (address,) = [href for words, href in said.items() if words.startswith(expected)]
        count = int(next(words for words in said if words.startswith(expected)).split()[-1])
        narrowed = page_of(client.get("/search" + address))
        assert len(narrowed.xpath("//article")) == count
        assert narrowed.xpath("//p[@class='chips']/a")
    months = page.xpath("//ul[@aria-labelledby='theo-thang']/li/a")
    assert "Tháng 5/2024" in [" ".join(link.text_content().split()) for link in months]


def test_a_filter_is_taken_away_by_its_chip(client, filled):
    page = page_of(client.get(f"/search?q=cầu&source={WARD.id}"))
    (chip,) = page.xpath("//p[@class='chips']/a/@href")
    assert len(page_of(client.get("/search" + chip)).xpath("//article")) == 2


def test_a_filter_alone_lists_what_it_holds(client, filled):
    page = page_of(client.get(f"/search?source={WARD.id}"))
    assert page.xpath("//article//h2/a/@href") == [f"/articles/{filled.reprint}"]


@pytest.mark.parametrize("query", ["after=2024-13-01", "order=best", "all=2", "q=" + "a" * 301])
def test_what_cannot_be_meant_is_422(client, filled, query):
    assert client.get(f"/subscribe?{query}").status_code == 422


def test_the_former_name_of_the_place_field_still_works(client, store):
    store.put_sources([HA_NAM, DAK_LAK])
    save(store)
    page = page_of(client.get("/search?q=khánh&province=Ninh+Bình"))
    assert page.xpath("//input[@name='place']/@value") == ["Ninh Bình"]
    assert len(page.xpath("//article")) == 1
