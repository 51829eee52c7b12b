"""Feeds of units over HTTP: published where a source is followed, on demand for every other unit."""

from dataclasses import replace
from datetime import datetime, timedelta

import feedparser
import pytest
from sample_entries import make_article, make_visit

from pipeline.model import VIETNAM, NamedPlace, Source
from pipeline.publish.catalog import FORMATS
from pipeline.publish.publishing.files import OPML, publish
from pipeline.publish.unit_feeds import feed_at

LE_CHAN = Source(
    id="le-chan",
    name="Cổng Lê Chân",
    url="https://lechan.example.vn/",
    province="Hải Phòng",
    district="Quận Lê Chân",
    commune="Phường Lê Chân",
    unit="11383",
    unit_before="305",
)
DISTRICT, COMMUNE = "districts/hai-phong/quan-le-chan", "communes/hai-phong/phuong-le-chan"
LY_NHAN = NamedPlace("353", "Huyện Lý Nhân", "district", "huyện Lý Nhân")
LONG_THANH = NamedPlace("26368@2025", "Xã Long Thành", "commune", "xã Long Thành")


@pytest.fixture
def store(store):
    store.put_sources([LE_CHAN])
    put(store, 1, "Tin năm 2024", 2024)
    put(store, 2, "Tin năm 2026", 2026)
    put(store, 3, "Nói về Lý Nhân", 2026, LY_NHAN)
    put(store, 4, "Nói về Long Thành", 2026, LONG_THANH)
    return store


def put(store, number, title, year, *places):
    article = make_article(
        number,
        url=f"{LE_CHAN.url}tin/{number}",
        title=title,
        content_hash=title,
        published_at=datetime(year, 1, 1, tzinfo=VIETNAM) + timedelta(days=number),
        places=places,
    )
    store.save(article, make_visit(article, LE_CHAN))


def titles(answer):
    assert answer.status_code == 200, answer.text
    if "json" in answer.headers["content-type"]:
        return [item["title"] for item in answer.json()["items"]]
    return [entry.title for entry in feedparser.parse(answer.content).entries]


@pytest.mark.parametrize("form", FORMATS)
def test_a_portal_s_articles_stand_in_the_feed_of_the_unit_whose_it_was_then(
    client, store, config, form
):
    for published in (False, True):
        if published:
            publish(store, config)
        assert (config.feeds / f"{DISTRICT}.{form}").is_file() is published
        assert titles(client.get(f"/feeds/{DISTRICT}.{form}")) == ["Tin năm 2024"]
        assert "Tin năm 2024" not in titles(client.get(f"/feeds/{COMMUNE}.{form}"))
        assert "Tin năm 2026" in titles(client.get(f"/feeds/{COMMUNE}.{form}"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("query", ["", "?all=1", "?summary=1"])
def test_a_unit_that_nobody_follows_has_a_feed_of_what_names_it(client, store, config, form, query):
    publish(store, config)
    answer = client.get(f"/feeds/districts/ha-nam/huyen-ly-nhan.{form}{query}")
    assert titles(answer) == ["Nói về Lý Nhân"]
    assert "có đến hết ngày 30/6/2025" in answer.text
    assert f"/feeds/communes/ninh-binh/xa-ly-nhan.{form}" in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "communes-before/ha-nam/huyen-ly-nhan/xa-hop-ly",
        "communes/ninh-binh/xa-ly-nhan",
        "provinces/ninh-binh",
        "provinces-before/ha-nam",
    ],
)
def test_every_unit_has_a_feed_though_it_is_empty(client, store, name):
    answer = client.get(f"/feeds/{name}.rss")
    assert titles(answer) == []
    assert feedparser.parse(answer.content).feed.title == feed_at(name).title


def test_a_former_name_leads_to_the_feed_for_good(client, store):
    answer = client.get(
        "/feeds/communes/dong-nai/phuong-long-thanh.atom?page=2", follow_redirects=False
    )
    assert answer.status_code == 301
    assert answer.headers["location"].endswith("/communes/dong-nai/xa-long-thanh.atom?page=2")
    assert titles(client.get("/feeds/communes/dong-nai/phuong-long-thanh.atom")) == [
        "Nói về Long Thành"
    ]


@pytest.mark.parametrize("name", ["districts/ha-nam/huyen-khong-co", "districts/ha-nam", "x/y"])
def test_no_unit_has_no_feed(client, store, name):
    assert client.get(f"/feeds/{name}.rss").status_code == 404


def test_an_archive_page_of_a_feed_on_demand_is_not_found(client, store):
    assert client.get("/feeds/districts/ha-nam/huyen-ly-nhan/archive/1.rss").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("unit=353", ["Nói về Lý Nhân"]),
        ("unit=305", ["Tin năm 2024"]),
        ("unit=26368@2025&q=Long", ["Nói về Long Thành"]),
        ("place=huyện Lý Nhân", ["Nói về Lý Nhân"]),
        ("place=quận Lê Chân", ["Tin năm 2024"]),
    ],
)
def test_a_search_by_unit_or_place_as_a_feed(client, store, query, expected):
    assert titles(client.get(f"/feeds/search.rss?{query}")) == expected


def test_a_unit_that_there_is_not_is_refused(client, store):
    answer = client.get("/feeds/search.rss?unit=999999")
    assert answer.status_code == 422
    assert "999999" in answer.text


def test_a_feed_on_demand_has_further_pages(client, store):
    for number in range(5, 40):
        put(store, number, f"Lại nói {number}", 2026, LY_NHAN)
    first = client.get("/feeds/districts/ha-nam/huyen-ly-nhan.rss?page=1")
    second = client.get("/feeds/districts/ha-nam/huyen-ly-nhan.rss?page=2")
    assert titles(first)
    assert not set(titles(first)) & set(titles(second))


NAMED = Source(
    id="long-thanh",
    name="Cổng Long Thành",
    url="https://longthanh.example.vn/",
    province="Đồng Nai",
    commune="Phường Long Thành",
)
BY_NAME, BY_UNIT = "communes/dong-nai/phuong-long-thanh", "communes/dong-nai/xa-long-thanh"


def test_a_feed_goes_on_at_the_address_under_which_it_was_published(client, store, config):
    store.put_sources([NAMED])  # as it was before sources had codes
    publish(store, config)
    former = client.get(f"/feeds/{BY_NAME}.rss")
    store.put_sources([replace(NAMED, unit="26368")])
    publish(store, config)
    put(store, 5, "Lại nói về Long Thành", 2026, LONG_THANH)
    publish(store, config)
    for name in (BY_NAME, BY_UNIT):
        assert "Lại nói về Long Thành" in titles(client.get(f"/feeds/{name}.rss"))
    now = client.get(f"/feeds/{BY_NAME}.atom")
    assert feedparser.parse(now.content).feed.id == f"tag:congtin,2025:feeds/{BY_NAME}"
    assert feedparser.parse(former.content).feed.title == feedparser.parse(now.content).feed.title
    listed = (config.feeds / OPML).read_text()
    assert f"{BY_UNIT}.rss" in listed
    assert f"{BY_NAME}.rss" not in listed


def test_a_published_feed_goes_on_when_its_source_turns_out_to_be_another_unit_s(
    client, store, config
):
    publish(store, config)
    store.put_sources([replace(LE_CHAN, unit="11386", commune="")])
    put(store, 5, "Nói về Lê Chân", 2026, NamedPlace("11383@2025", "Phường Lê Chân", "commune", ""))
    publish(store, config)
    assert titles(client.get(f"/feeds/{COMMUNE}.rss")) == ["Nói về Lê Chân"]


def test_a_story_stands_in_a_unit_s_feed_once(client, store, config):
    other = replace(
        LE_CHAN, id="bao", name="Báo", url="https://bao.example.vn/", unit="", unit_before=""
    )
    store.put_sources([other])
    text = "\n".join(
        f"Đoạn {n}: phường Lê Chân góp {n * 37} ngày công làm đường vào ngõ số {n}."
        for n in range(20)
    )
    for number, source in enumerate((LE_CHAN, other), 5):
        place = NamedPlace("11383@2025", "Phường Lê Chân", "commune", "phường Lê Chân")
        article = make_article(
            number,
            url=f"{source.url}tin/{number}",
            title="Làm đường",
            text=text,
            content_hash=f"{number}",
            published_at=datetime(2026, 2, number, tzinfo=VIETNAM),
            places=(place,),
        )
        store.save(article, make_visit(article, source))
    publish(store, config)
    assert titles(client.get(f"/feeds/{COMMUNE}.rss")).count("Làm đường") == 1
    assert titles(client.get(f"/feeds/{COMMUNE}.rss?all=1")).count("Làm đường") == 2
