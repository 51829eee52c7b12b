"""Which articles are a unit's: its portals' in their time, by every name, and those that name it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from store_samples import article, fill

from pipeline.model import VIETNAM, Entry, EntryFilter, NamedPlace, Source
from pipeline.store import Store

SOURCES = (
    Source(
        "ly-nhan", "Lý Nhân", "http://a.test/", "district", "Ninh Bình", "Hà Nam", "Huyện Lý Nhân"
    ),
    Source(
        "le-chan", "Lê Chân", "http://b.test/", "commune", "Hải Phòng", commune="Phường Lê Chân"
    ),
    Source(
        "ct-tg",
        "Châu Thành",
        "http://c.test/",
        "district",
        "Đồng Tháp",
        "Tiền Giang",
        "Huyện Châu Thành",
    ),
    Source(
        "ct-bt",
        "Châu Thành",
        "http://d.test/",
        "district",
        "Vĩnh Long",
        "Bến Tre",
        "Huyện Châu Thành",
    ),
    Source("q1", "Quận 1", "http://e.test/", "district", "TP. Hồ Chí Minh", district="Quận 1"),
)


@pytest.fixture
def placed(store: Store) -> Store:
    for number, source in enumerate(SOURCES):
        fill(store, article(number), source=source)
    return store


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("Ninh Bình", ["ly-nhan"]),
        ("Hà Nam", ["ly-nhan"]),
        ("huyện Lý Nhân", ["ly-nhan"]),
        ("ly-nhan", ["ly-nhan"]),
        ("quận Lê Chân", []),
        ("Lê Chân", ["le-chan"]),
        ("Châu Thành", ["ct-bt", "ct-tg"]),
        ("tien-giang/huyen-chau-thanh", ["ct-tg"]),
        ("Bến Tre/Châu Thành", ["ct-bt"]),
        ("1", []),
        ("Quận 1", ["q1"]),
        ("Hồ Chí Minh", ["q1"]),
        ("…", []),
    ],
)
def test_a_place_is_found_by_each_of_its_names(placed: Store, place: str, found: list[str]) -> None:
    entries, _ = placed.entries(EntryFilter(place=place))
    assert sorted(entry.source_id for entry in entries) == found


LY_NHAN = Source(
    "lynhan", "Lý Nhân", "http://f.test/", "district", "Ninh Bình", "Hà Nam", "Huyện Lý Nhân",
    "Xã Lý Nhân", unit="13573", unit_before="353",
)  # fmt: skip
"""The district's portal, since the merger its successor's."""
HOP_LY = Source("hoply", "Hợp Lý", "http://g.test/", "commune", "Ninh Bình", unit_before="13567")
"""A commune of that district, whose portal nobody took over."""
NAM_XANG = Source("namxang", "Nam Xang", "http://h.test/", "commune", "Ninh Bình", unit="13591")
"""A commune that began with the merger, of three of that district's."""
NINH_BINH = Source(
    "ninhbinh", "Ninh Bình", "http://i.test/", "province", "Ninh Bình", unit="37", unit_before="37"
)
FAR = Source("camau", "Cà Mau", "http://j.test/", "province", "Cà Mau", unit="96")

LAST_BEFORE = datetime(2025, 6, 30, 23, 59, 59, tzinfo=VIETNAM)
FIRST_SINCE = datetime(2025, 7, 1, tzinfo=VIETNAM)


def named(*units: str) -> tuple[NamedPlace, ...]:
    return tuple(NamedPlace(unit, "Xã Một", "commune", "xã Một") for unit in units)


@pytest.fixture
def merged(store: Store) -> Store:
    """Of each source an article of the last second before the merger and one of the first since.

    Their titles tell which; one of them, far off, names a commune of before and the district.
    """
    for number, source in enumerate((LY_NHAN, HOP_LY, NAM_XANG, NINH_BINH, FAR)):
        for since, moment in enumerate((LAST_BEFORE, FIRST_SINCE)):
            title = f"{source.id} {('before', 'since')[since]}"
            places = named("13570", "353") if title == "camau since" else ()
            made = article(10 * number + since, title, published_at=moment, places=places)
            fill(store, made, source=source)
    return store


def titles(entries: Iterable[Entry]) -> list[str]:
    return sorted(entry.article.title for entry in entries)


ON_ITS_LAND = ("hoply", "lynhan", "namxang", "ninhbinh")
IN_TIME = [
    ("353", ["camau since", "hoply before", "hoply since", "lynhan before"]),
    ("13573@2025", ["lynhan since"]),
    ("13567", ["hoply before", "hoply since"]),
    ("13570", ["camau since"]),
    ("13591@2025", ["namxang before", "namxang since"]),
    ("35", [f"{s} {era}" for s in ("hoply", "lynhan", "namxang") for era in ("before", "since")]),
    ("37@2025", [f"{s} {era}" for s in ON_ITS_LAND for era in ("before", "since")]),
    ("37", ["ninhbinh before", "ninhbinh since"]),
    ("96@2025", ["camau before", "camau since"]),
    ("13573", []),
    ("36", []),
    ("nobody's", []),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "found"), IN_TIME)
def test_a_source_is_of_its_unit_in_time(merged: Store, unit: str, found: list[str]) -> None:
    where = EntryFilter(unit=unit)
    assert titles(merged.entries(where)[0]) == found
    assert titles(hit.entry for hit in merged.search("", where).hits) == found
    assert titles(merged.iter_entries(where)) == found
    assert merged.count(where) == len(found)
    assert sorted(one.key for one in merged.iter_standings(where)) == sorted(
        entry.key for entry in merged.entries(where)[0]
    )


@pytest.mark.parametrize(("unit", "found"), IN_TIME)
def test_an_article_asked_for_by_its_key_tells_its_units(
    merged: Store, unit: str, found: list[str]
) -> None:
    by_key = {entry.key: entry.article.title for entry in merged.iter_entries()}
    standings = merged.standings(list(by_key))
    assert sorted(by_key[one.key] for one in standings if unit in one.units) == found


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("353", "353"),
        ("huyện Lý Nhân", "353"),
        ("H. Lý Nhân, Hà Nam", "353"),
        ("ha-nam/huyen-ly-nhan", "353"),
        ("xa ly nhan", "13573@2025"),
        ("13573@2025", "13573@2025"),
        ("xã Hợp Lý, Lý Nhân", "13567"),
        ("tỉnh Hà Nam", "35"),
    ],
)
def test_a_place_by_name_or_code_is_that_unit(merged: Store, place: str, unit: str) -> None:
    of_unit = titles(merged.entries(EntryFilter(unit=unit))[0])
    assert titles(merged.entries(EntryFilter(place=place))[0]) == of_unit != []
    assert titles(hit.entry for hit in merged.search(f'place:"{place}"').hits) == of_unit


def test_a_name_of_several_units_is_all_of_them(merged: Store) -> None:
    found = titles(merged.entries(EntryFilter(place="Lý Nhân"))[0])
    assert found == ["camau since", "hoply before", "hoply since", "lynhan before", "lynhan since"]


@pytest.mark.parametrize(
    ("province", "found"),
    [
        ("Ninh Bình", ["hoply", "lynhan", "namxang", "ninhbinh"]),
        ("tinh ninh binh", ["hoply", "lynhan", "namxang", "ninhbinh"]),
        ("37", ["hoply", "lynhan", "namxang", "ninhbinh"]),
        ("Ca Mau", ["camau"]),
        ("Hà Nam", []),
        ("Lý Nhân", []),
    ],
)
def test_a_province_of_today_has_the_portals_on_its_land(
    merged: Store, province: str, found: list[str]
) -> None:
    where = EntryFilter(province=province)
    entries = merged.entries(where, limit=100)[0]
    assert sorted({entry.source_id for entry in entries}) == found
    assert {hit.entry.key for hit in merged.search("", where).hits} == {e.key for e in entries}


def test_another_unit_in_sources_toml_counts_at_once(merged: Store) -> None:
    merged.put_sources([replace(LY_NHAN, unit="13591")])
    assert titles(merged.entries(EntryFilter(unit="13573@2025"))[0]) == []
    for where in (EntryFilter(unit="13591@2025"), EntryFilter(place="xã Nam Xang")):
        expected = ["lynhan since", "namxang before", "namxang since"]
        assert titles(merged.entries(where)[0]) == expected
        assert titles(hit.entry for hit in merged.search("", where).hits) == expected


def test_what_names_a_unit_leaves_its_lists_with_the_name(merged: Store) -> None:
    fill(merged, article(41, "camau since", published_at=FIRST_SINCE), source=FAR)
    where = EntryFilter(unit="13570")
    assert merged.entries(where)[0] == []
    assert merged.search("", where).hits == ()
    assert merged.indexed().whole


def test_places_that_are_read_anew_are_no_edit(merged: Store) -> None:
    before = merged.last_change()
    (key,) = fill(
        merged,
        article(40, "camau before", published_at=LAST_BEFORE, places=named("353")),
        source=FAR,
    )
    assert [change.kind for change in merged.changes(before)] == ["re-extracted"]
    assert merged.revisions(key) == []
    assert "camau before" in titles(merged.entries(EntryFilter(unit="353"))[0])


@pytest.mark.parametrize("oldest", [False, True])
def test_pages_of_a_unit_hold_each_article_once(merged: Store, oldest: bool) -> None:
    whole = [e.key for e in merged.entries(EntryFilter(unit="353"), oldest=oldest)[0]]
    paged, cursor = [], ""
    while cursor or not paged:
        page, cursor = merged.entries(
            EntryFilter(unit="353"), limit=1, cursor=cursor, oldest=oldest
        )
        paged += [entry.key for entry in page]
    assert paged == whole


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"after": FIRST_SINCE}, ["camau since", "hoply since"]),
        ({"before": FIRST_SINCE}, ["hoply before", "lynhan before"]),
        ({"source_id": "hoply"}, ["hoply before", "hoply since"]),
        ({"province": "Cà Mau"}, ["camau since"]),
        ({"place": "Cà Mau"}, ["camau since"]),
        ({"once": True}, ["camau since", "hoply before", "hoply since", "lynhan before"]),
    ],
)
def test_a_unit_narrows_with_other_filters(
    merged: Store, more: dict[str, Any], found: list[str]
) -> None:
    where = replace(EntryFilter(unit="353"), **more)
    assert titles(merged.entries(where)[0]) == found
    assert titles(hit.entry for hit in merged.search("", where).hits) == found


def test_the_counts_of_a_search_by_place_are_of_the_portals(merged: Store) -> None:
    facets = merged.facets('place:"huyện Lý Nhân"')
    assert facets.sources == (("hoply", 2), ("camau", 1), ("lynhan", 1))
    assert facets.provinces == (("Ninh Bình", 3), ("Cà Mau", 1))
