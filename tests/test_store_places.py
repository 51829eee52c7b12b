"""Which sources are a unit's, by present and former names."""

import pytest
from store_samples import article, fill

from pipeline.model import EntryFilter, Source
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
