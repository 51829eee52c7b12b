"""The feeds of units, before and since the merger: addresses that stay, and where a unit's news goes on."""

from dataclasses import replace

import pytest
from lxml import etree

from pipeline.geography import gazetteer
from pipeline.model import EntryFilter, Source
from pipeline.publish.catalog import FORMATS, catalog
from pipeline.publish.feeds import Links, document
from pipeline.publish.unit_feeds import feed_at, unit_feed

BASE = "https://tin.example.vn/goc/"
LY_NHAN = Source(
    id="ly-nhan",
    name="Cổng huyện Lý Nhân",
    url="https://lynhan.example.vn/",
    province="Ninh Bình",
    province_before="Hà Nam",
    district="Huyện Lý Nhân",
    unit_before="353",
)
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
LONG_THANH = Source(
    id="long-thanh",
    name="Cổng Long Thành",
    url="https://longthanh.example.vn/",
    province="Đồng Nai",
    commune="Phường Long Thành",
    unit="26368",
)


def feeds(*sources):
    return {feed.name: feed for feed in catalog(sources)}


def of_code(code, era):
    return unit_feed(gazetteer().with_code(code, era))


def test_a_portal_of_two_units_has_a_feed_of_each():
    found = feeds(LE_CHAN)
    district = found["districts/hai-phong/quan-le-chan"]
    commune = found["communes/hai-phong/phuong-le-chan"]
    assert (district.where, commune.where) == (
        EntryFilter(unit="305"),
        EntryFilter(unit="11383@2025"),
    )
    assert district.sources == commune.sources == ("le-chan",)


def test_a_portal_of_a_former_commune_is_in_the_feed_of_its_district():
    commune = replace(LY_NHAN, id="hop-ly", unit_before="13567")
    assert feeds(commune, LY_NHAN)["districts/ha-nam/huyen-ly-nhan"].sources == (
        "hop-ly",
        "ly-nhan",
    )


@pytest.mark.parametrize("name", ["Phường Long Thành", "Xã Long Thành", "P. Long Thành", ""])
def test_a_unit_keeps_its_address_whatever_it_is_called(name):
    found = feeds(replace(LONG_THANH, commune=name))
    feed = found["communes/dong-nai/xa-long-thanh"]
    assert feed.heading == "Phường Long Thành, Đồng Nai"
    assert "Đến hết ngày 29/4/2026 là xã Long Thành." in feed.description
    assert [name for name in found if name.startswith("communes")] == [feed.name]


def test_a_province_keeps_its_address_when_it_becomes_a_city():
    bac_ninh = gazetteer().with_code("24", "since")
    assert bac_ninh.name == "Thành phố Bắc Ninh"
    assert unit_feed(bac_ninh).name == "provinces/bac-ninh"
    assert unit_feed(bac_ninh).where == EntryFilter(province="Bắc Ninh")


def test_a_source_without_a_code_goes_by_its_name_beside_the_unit():
    nameless = replace(LY_NHAN, id="cu", unit_before="")
    found = feeds(LY_NHAN, nameless)
    assert found["districts/ha-nam/huyen-ly-nhan"].where == EntryFilter(unit="353")
    assert found["districts/ha-nam/huyen-ly-nhan-2"].where == EntryFilter(sources=("cu",))


def test_every_unit_has_a_feed_of_its_own():
    names = {unit_feed(unit).name for unit in gazetteer().units.values()}
    assert len(names) == len(gazetteer().units)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("districts/ha-nam/huyen-ly-nhan", "353"),
        ("communes-before/ha-nam/huyen-ly-nhan/xa-hop-ly", "13567"),
        ("communes/ninh-binh/xa-ly-nhan", "13573@2025"),
        ("communes/dong-nai/phuong-long-thanh", "26368@2025"),
        ("provinces-before/ha-nam", "35"),
    ],
)
def test_an_address_leads_to_the_feed_of_its_unit(name, unit):
    assert feed_at(name).where == EntryFilter(unit=unit)


@pytest.mark.parametrize("name", ["all", "sources/x", "districts/ha-nam", "districts/x/y", ""])
def test_an_address_of_no_unit_leads_nowhere(name):
    assert feed_at(name) is None


def test_the_feed_of_an_abolished_unit_says_until_when_it_was_and_who_has_its_land():
    told = of_code("353", "before").description
    assert told.startswith(
        "Huyện Lý Nhân, tỉnh Hà Nam, có đến hết ngày 30/6/2025; địa bàn nay thuộc"
    )
    assert "xã Lý Nhân, " in told
    assert "xã Nam Xang, " in told
    assert ", tỉnh Ninh Bình." in told


def test_the_feed_of_an_abolished_province_says_it_too():
    portals = feeds(LY_NHAN)["provinces-before/ha-nam"]
    assert portals.where == EntryFilter(sources=("ly-nhan",))
    for feed in (portals, of_code("35", "before")):
        assert feed.description.startswith(
            "Tỉnh Hà Nam có đến hết ngày 30/6/2025; địa bàn nay thuộc tỉnh Ninh Bình."
        )
        assert feed.heirs == (("Tỉnh Ninh Bình", "provinces/ninh-binh"),)


def test_the_feed_of_a_unit_of_today_does_not_end():
    feed = of_code("11383", "since")
    assert feed.heirs == ()
    assert "có đến hết" not in feed.description
    assert "Theo dõi tiếp" not in feed.channel(BASE).told("rss")


@pytest.mark.parametrize("form", FORMATS)
def test_an_abolished_unit_s_document_links_to_its_page_and_to_each_feed_that_goes_on(form):
    feed = of_code("353", "before")
    links = Links(self_=feed.address(form, BASE), styles="../../")
    body = document(form, feed.channel(BASE), links, (), None).decode()
    assert "https://tin.example.vn/goc/districts/ha-nam/huyen-ly-nhan" in body
    assert len(feed.heirs) == 7
    for _, name in feed.heirs:
        assert f"https://tin.example.vn/goc/feeds/{name}.{form}" in body


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_program_finds_the_feeds_that_go_on_as_related_links(form):
    feed = of_code("353", "before")
    body = document(form, feed.channel(BASE), Links(self_=feed.address(form, BASE)), (), None)
    links = etree.fromstring(body).iter("{http://www.w3.org/2005/Atom}link")
    related = [
        (link.get("title"), link.get("href")) for link in links if link.get("rel") == "related"
    ]
    assert related == [(name, f"{BASE}feeds/{to}.{form}") for name, to in feed.heirs]
