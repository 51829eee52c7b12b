"""The search index follows what is stored, and is what a new one would be."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from store_samples import OTHER, SOURCE, article, at, visit

from pipeline.model import Facets
from pipeline.store import Store
from pipeline.store.searching import index

BEFORE = article(
    1,
    "Khánh thành cầu",
    "Cầu dài 120 mét.",
    section="Kinh tế",
    author="Minh Hà",
    tags=("Giao thông",),
    published_at=at(5),
)


@pytest.fixture
def stored(store: Store) -> Store:
    """One article."""
    store.put_sources([SOURCE, OTHER])
    store.save(BEFORE, visit(BEFORE, at(20)))
    return store


def count(store: Store, line: str) -> int:
    return store.search(line).total


@pytest.mark.parametrize(
    ("change", "former", "present"),
    [
        ({"title": "Khánh thành đò"}, '"thành cầu"', '"thành đò"'),
        ({"text": "Cầu rộng."}, "dài", "rộng"),
        ({"section": "Xã hội"}, 'section:"Kinh tế"', "section:xa-hoi"),
        ({"section": "Xã hội"}, "topic:kinh-te", "topic:xa-hoi"),
        ({"tags": ("Nhân dân",)}, "topic:giao-thong", "topic:nhan-dan"),
        ({"author": "Thu Hà"}, "author:minh-ha", "author:thu-ha"),
        ({"author": None}, "author:minh-ha", "cầu"),
        ({"published_at": at(9)}, "cầu before:2024-05-09", "cầu after:2024-05-09"),
    ],
)
def test_a_change_is_found_as_it_is_and_no_more_as_it_was(
    stored: Store, change: dict, former: str, present: str
) -> None:
    assert (count(stored, former), count(stored, "cầu")) == (1, 1)
    after = replace(BEFORE, content_hash="other", **change)
    stored.save(after, visit(after, at(25)))
    assert (count(stored, former), count(stored, present)) == (0, 1)


def test_after_many_changes_it_is_what_a_new_index_would_be(stored: Store) -> None:
    for number in range(1, 30):
        made = article(
            number % 7,
            f"Tin số {number}",
            "nông thôn mới " * (number % 3) + "nhân dân",
            section=("Kinh tế", None, "Xã hội")[number % 3],
            author=("Minh Hà", None)[number % 2],
            published_at=(at(number % 9 + 1), None)[number % 5 == 0],
        )
        stored.save(
            made, visit(made, at(21, month=5 + number // 10), ("lynhan", "kimbang")[number % 2])
        )
    kept = contents(stored)
    with stored._writing() as connection:
        index.rebuild(connection)
    assert contents(stored) == kept
    assert len(kept) > 30


def contents(store: Store) -> list[tuple]:
    """All that the index holds."""
    with store._reading() as connection:
        if connection.dialect.name == "postgresql":
            rows = connection.execute(text("SELECT * FROM article_search ORDER BY timeline")).all()
            return [
                (row.timeline, column, word)
                for row in rows
                for column in row
                for word in str(column).split()
            ]
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.held"
                " USING fts5vocab('main', 'article_search', 'instance')"
            )
        )
        rows = connection.execute(text("SELECT * FROM temp.held ORDER BY term, doc, col, offset"))
        return [tuple(row) for row in rows]


def test_counts_by_source_province_and_month(stored: Store) -> None:
    stored.put_sources([replace(OTHER, province="Hà Nội")])
    for number, (source, day) in enumerate(
        [("lynhan", at(30)), ("kimbang", at(31, 23)), ("kimbang", at(1, 0, 6)), ("kimbang", None)],
        2,
    ):
        made = article(number, "Cầu", "mới", published_at=day)
        stored.save(made, visit(made, at(15, month=7), source))
    assert stored.facets("cau") == Facets(
        sources=(("kimbang", 3), ("lynhan", 2)),
        provinces=(("Hà Nội", 3), ("Ninh Bình", 2)),
        months=(("2024-07", 1), ("2024-06", 1), ("2024-05", 3)),
        counted=5,
    )
    assert stored.facets("mới source:kimbang before:2024-06").months == (("2024-05", 1),)


def test_counts_say_how_far_they_reach(stored: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2, 6):
        made = article(number, "Cầu", "mới", published_at=at(number))
        stored.save(made, visit(made, at(15)))
    monkeypatch.setattr("pipeline.store.searching.search.SPREAD", 3)
    spread = stored.facets("cau")
    assert (spread.counted, spread.more, sum(n for _, n in spread.months)) == (3, True, 3)


@pytest.mark.parametrize("line", ["", "***", "after:2025-13"])
def test_nothing_asked_counts_nothing(stored: Store, line: str) -> None:
    assert stored.facets(line) == Facets()


def test_a_date_that_is_none_is_told_and_nothing_is_found(stored: Store) -> None:
    found = stored.search("cầu after:2024-13 before:mai")
    assert (found.hits, found.total, found.problems) == ((), 0, ("after:2024-13", "before:mai"))
