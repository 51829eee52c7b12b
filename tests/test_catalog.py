"""Which feeds there are, and their list for readers."""

from urllib.parse import urlsplit

from lxml import etree
from sample_entries import DAK_LAK, HA_NAM

from pipeline.model import EntryFilter, Source
from pipeline.publish.catalog import catalog
from pipeline.publish.publishing.opml import opml


def source(name, **units):
    return Source(id=name, name=f"Cổng {name}", url=f"https://{name}.example.vn/", **units)


def names(*sources, topics=()):
    return [feed.name for feed in catalog(sources, topics)]


def wheres(*sources):
    return {feed.name: feed.where for feed in catalog(sources)}


def test_there_is_a_feed_of_everything_each_unit_each_topic_and_each_source():
    commune = source(
        "le-chan", province="Hải Phòng", district="Quận Lê Chân", commune="Phường Lê Chân"
    )
    assert names(HA_NAM, commune, topics=[("kinh-te", "Kinh tế")]) == [
        "all",
        "provinces/hai-phong",
        "provinces/ninh-binh",
        "provinces-before/ha-nam",
        "districts/ha-nam/huyen-ly-nhan",
        "districts/hai-phong/quan-le-chan",
        "communes/hai-phong/phuong-le-chan",
        "topics/kinh-te",
        "sources/ha-nam-ly-nhan",
        "sources/le-chan",
    ]


def test_districts_of_one_name_stand_apart_by_their_province():
    first = source(
        "a", province="Đồng Tháp", province_before="Tiền Giang", district="Huyện Châu Thành"
    )
    second = source("b", province="Đồng Tháp", district="Huyện Châu Thành")
    found = wheres(first, second)
    assert found["districts/tien-giang/huyen-chau-thanh"] == EntryFilter(sources=("a",))
    assert found["districts/dong-thap/huyen-chau-thanh"] == EntryFilter(sources=("b",))


def test_a_province_that_kept_its_name_in_a_merger_has_a_feed_of_what_it_was():
    kept = source("a", province="Ninh Bình")
    found = wheres(kept, HA_NAM)
    assert found["provinces/ninh-binh"] == EntryFilter(province="Ninh Bình")
    assert found["provinces-before/ninh-binh"] == EntryFilter(sources=("a",))
    assert found["provinces-before/ha-nam"] == EntryFilter(sources=(HA_NAM.id,))


def test_a_province_that_never_merged_has_no_second_feed():
    assert not [name for name in names(DAK_LAK) if name.startswith("provinces-before")]


def test_every_name_is_one_of_its_own_and_safe_as_a_path():
    hostile = [
        source("../../x", district="../..", province="Hòa Bình"),
        source("a/b", district="..", province="Hoà Bình", commune="\x00/etc/passwd"),
        source("c", district="…", province="…", commune="…"),
        source("d" * 300, district="Huyện " + "a" * 500, province="x"),
    ]
    found = names(*hostile)
    assert len(set(found)) == len(found)
    for name in found:
        assert all(part and not part.startswith(".") for part in name.split("/"))
        assert all(len(part) <= 100 for part in name.split("/"))
        assert name.isascii()


def test_the_opml_has_a_group_of_each_kind_and_whole_addresses():
    listed = catalog([HA_NAM, DAK_LAK], [("kinh-te", "Kinh <tế>")])
    root = etree.fromstring(opml(listed, "https://tin.example.vn/tin/"))
    groups = {group.get("text"): len(group) for group in root.find("body")}
    assert groups == {
        "Tất cả": 1,
        "Tỉnh, thành phố": 2,
        "Tỉnh, thành phố trước 1/7/2025": 1,
        "Huyện, quận, thị xã trước 1/7/2025": 1,
        "Chủ đề": 1,
        "Nguồn tin": 2,
    }
    for outline in root.iterfind(".//outline[@type='rss']"):
        for name in ("xmlUrl", "htmlUrl"):
            assert urlsplit(outline.get(name)).scheme == "https"
            assert urlsplit(outline.get(name)).path.startswith("/tin/")
        assert outline.get("text") == outline.get("title") != ""


def test_a_reader_imports_every_feed_of_the_opml_once_under_its_group():
    listed = catalog([HA_NAM, DAK_LAK], [("kinh-te", "Kinh <tế>")])
    body = etree.fromstring(opml(listed, "https://tin.example.vn")).find("body")
    imported = [(group.get("text"), feed.attrib) for group in body for feed in group]
    assert all(
        not len(feed) for group in body for feed in group
    )  # two levels: readers know no more
    assert [(name, feed["xmlUrl"]) for name, feed in imported] == [
        (group.name, feed.address("rss", "https://tin.example.vn"))
        for group in listed.groups
        for feed in group.feeds
    ]
    assert len({feed["xmlUrl"] for _, feed in imported}) == len(imported)
