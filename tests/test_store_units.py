"""Units as one finds them in SQL: whose portal it was then, what an article names, what a unit is."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from store_samples import SOURCE, article, fill

from pipeline.exported import parse_entry
from pipeline.geography import gazetteer
from pipeline.model import VIETNAM, EntryFilter, NamedPlace, Source
from pipeline.store import Store, open_store, sizes
from pipeline.store.sizes import UnitSize
from pipeline.store.tables import units

LE_CHAN = Source(
    "lechan", "Lê Chân", "http://a.test/", "district", "Hải Phòng", unit="11383", unit_before="305"
)
LY_NHAN = Source("xalynhan", "Lý Nhân", "http://c.test/", "commune", "Ninh Bình", unit="13573")
DAU_GIAY = Source("daugiay", "Dầu Giây", "http://b.test/", "commune", "Đồng Nai", unit="26326")
"""Xã until 2026-04-29, phường since."""
PLACES = (
    NamedPlace("353", "Huyện Lý Nhân", "district", "H. Lý Nhân", 3),
    NamedPlace("11383@2025", "Phường Lê Chân", "commune", "phường Lê Chân"),
)


def on(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=VIETNAM)


MOMENTS = {
    "lechan": (on(2024, 5, 1), on(2025, 6, 30, 23), on(2025, 7, 1), None),
    "daugiay": (on(2025, 8, 1), on(2026, 4, 29, 23), on(2026, 4, 30)),
    "lynhan": (on(2024, 5, 1),),
}


@pytest.fixture
def placed(store: Store) -> Store:
    """Articles around the merger and around a new name; the last one's portal has no code."""
    for number, source in enumerate((LE_CHAN, DAU_GIAY, SOURCE)):
        for nth, moment in enumerate(MOMENTS[source.id]):
            places = PLACES if source == DAU_GIAY and nth == 0 else ()
            made = article(10 * number + nth, published_at=moment, places=places)
            fill(store, made, source=source)
    return store


def rows(store: Store, query: str, **given: Any) -> list[tuple[Any, ...]]:
    with store._reading() as connection:
        return [tuple(row) for row in connection.execute(text(query), given)]


def test_the_view_of_news_tells_whose_portal_it_was_then(placed: Store) -> None:
    told = rows(placed, "SELECT key, unit, unit_name FROM news ORDER BY timeline")
    assert told == [
        (entry.key, entry.unit or None, entry.unit_name or None) for entry in placed.iter_entries()
    ]
    assert {name for _, _, name in told} == {
        "Quận Lê Chân", "Phường Lê Chân", "Xã Dầu Giây", "Phường Dầu Giây", None,
    }  # fmt: skip


def test_named_units_have_a_view(placed: Store) -> None:
    found = rows(
        placed,
        "SELECT position, unit, name, level, form, count, source_id, province, title, published"
        " FROM news_places ORDER BY position",
    )
    rest = ("Tin", "2025-08-01 00:00")
    assert found == [
        (1, "353", "Huyện Lý Nhân", "district", "H. Lý Nhân", 3, "daugiay", "Ninh Bình", *rest),
        (2, "11383@2025", "Phường Lê Chân", "commune", "phường Lê Chân", 1, "daugiay", "Hải Phòng", *rest),
    ]  # fmt: skip


def test_the_table_of_units_holds_those_that_are_spoken_of_and_what_they_lie_in(
    placed: Store,
) -> None:
    found = rows(placed, "SELECT id, name, parent, province, since, until FROM units ORDER BY id")
    begun, ended = "2025-07-01", "2025-06-30"
    assert found == [
        ("11383@2025", "Phường Lê Chân", "31@2025", "Hải Phòng", begun, None),
        ("26326@2025", "Phường Dầu Giây", "75@2025", "Đồng Nai", begun, None),
        ("305", "Quận Lê Chân", "31", "Hải Phòng", None, ended),
        ("31", "Thành phố Hải Phòng", None, "Hải Phòng", None, ended),
        ("31@2025", "Thành phố Hải Phòng", None, "Hải Phòng", begun, None),
        ("35", "Tỉnh Hà Nam", None, "Ninh Bình", None, ended),
        ("353", "Huyện Lý Nhân", "35", "Ninh Bình", None, ended),
        ("37@2025", "Tỉnh Ninh Bình", None, "Ninh Bình", begun, None),
        ("75@2025", "Thành phố Đồng Nai", None, "Đồng Nai", begun, None),
    ]


def test_what_a_newer_program_knows_otherwise_is_written_with_the_sources(placed: Store) -> None:
    before = rows(placed, "SELECT * FROM units ORDER BY id")
    with placed._writing() as connection:
        connection.execute(update(units).values(name="Tên khác", renamed=None, former_name="x"))
    placed.put_sources([LE_CHAN])
    assert rows(placed, "SELECT * FROM units ORDER BY id") == before


def test_a_code_that_is_no_units_is_passed_over(store: Store) -> None:
    fill(store, article(1), source=replace(LE_CHAN, unit="99999", unit_before="999"))
    assert rows(store, "SELECT unit, unit_name FROM news") == [(None, None)]
    assert rows(store, "SELECT id FROM units") == []


def test_the_table_has_room_for_a_units_last_two_names_and_no_more_were_given_lately() -> None:
    several = [unit for unit in gazetteer().units.values() if len(unit.former_names) > 1]
    assert {unit.id for unit in several} == {"172", "205", "754"}
    assert all(unit.former_names[-2][0] < date(2018, 5, 1) for unit in several)


def test_a_district_that_ended_sooner_is_its_portals_unit_and_its_last_day_is_told(
    store: Store,
) -> None:
    portal = replace(LE_CHAN, id="quan2", unit="", unit_before="769-2020", province="Hồ Chí Minh")
    fill(store, article(1, published_at=on(2019, 5, 1)), source=portal)
    assert rows(store, "SELECT unit, unit_name FROM news") == [("769-2020", "Quận 2")]
    assert rows(store, "SELECT until FROM units WHERE id = '769-2020'") == [("2020-12-31",)]
    assert store.count(EntryFilter(unit="769-2020")) == store.count(EntryFilter(unit="79")) == 1
    assert store.count(EntryFilter(place="quận 2")) == 1
    assert store.count(EntryFilter(unit="769")) == store.count(EntryFilter(unit="763")) == 0


@pytest.fixture
def sized(placed: Store) -> Store:
    placed.unit_sizes()
    fill(placed, article(50, published_at=on(2024, 5, 2), places=PLACES[:1]), source=LE_CHAN)
    own = replace(PLACES[1], unit="13573@2025")
    for number, source in ((51, LY_NHAN), (52, LY_NHAN), (53, LE_CHAN)):
        made = article(
            number, published_at=on(2025, 8, number - 50), places=(own,) * (number != 51)
        )
        fill(placed, made, source=source)
    return placed


@pytest.mark.parametrize(
    ("unit", "size"),
    [
        ("305", UnitSize(own=4)),  # one without a date was first seen in 2024
        ("11383@2025", UnitSize(own=2, named=1)),
        ("31@2025", UnitSize(own=6)),
        ("353", UnitSize(named=2)),
        ("13573@2025", UnitSize(own=2, named=1)),  # one that names its own unit counts once
    ],
)
def test_articles_are_counted_by_unit(sized: Store, unit: str, size: UnitSize) -> None:
    assert sized.unit_sizes()[unit] == size
    assert sized.count(EntryFilter(unit=unit)) == size.all


def test_a_source_whose_unit_changes_is_counted_anew(sized: Store) -> None:
    assert sized.unit_sizes()["305"].own == 4
    sized.put_sources([replace(LE_CHAN, unit_before="304")])
    assert sized.unit_sizes()["304"].own == 4
    assert "305" not in sized.unit_sizes()


def test_where_counting_takes_long_it_rests_twenty_times_as_long(
    sized: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((10.0, 10.5, 19.9, 20.1, 20.2))
    monkeypatch.setattr(sizes, "monotonic", lambda: next(clock))
    counted = []
    for number in (70, 71, 72):
        fill(sized, article(number, published_at=on(2024, 6, number - 60)), source=LE_CHAN)
        counted.append(sized.unit_sizes()["305"].own)
    assert counted == [5, 5, 7]


def test_a_unit_without_articles_has_no_size(sized: Store) -> None:
    assert "13591@2025" not in sized.unit_sizes()


def test_an_export_takes_the_units_that_are_named_along(placed: Store, tmp_path: Path) -> None:
    made_up = replace(PLACES[0], unit="x" * 9000)
    fill(
        placed, article(60, published_at=on(2025, 8, 2), places=(*PLACES, made_up)), source=LE_CHAN
    )
    lines = [json.dumps(entry.to_dict()) for entry in placed.iter_entries()]
    with open_store(f"sqlite:///{tmp_path}/other.db") as other:
        other.put_sources(status.source for status in placed.sources())
        for line in lines:
            assert other.adopt(parse_entry(json.loads(line))).change == "new"
        for unit in ("353", "11383@2025", "305"):
            where = EntryFilter(unit=unit)
            assert list(other.iter_entries(where)) == list(placed.iter_entries(where)) != []
            assert other.search("", where).total == placed.count(where)
        assert rows(other, "SELECT * FROM units ORDER BY id") == rows(
            placed, "SELECT * FROM units ORDER BY id"
        )
