"""All that a search finds, streamed; and what narrows a search: stories once, portals that took over."""

from dataclasses import replace

import pytest
from store_samples import FAR, OTHER, SOURCE, article, at, visit

from pipeline.model import EntryFilter, SearchOrder
from pipeline.store import Store

PRINTED = " ".join(
    f"Người thứ {n} góp {n * 7} ngày công làm cầu qua kênh số {n}." for n in range(40)
)
HEIR = replace(FAR, id="lynhan-moi", url="http://lynhan-moi.test/")


@pytest.fixture
def filled(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Twelve articles of two portals, stored out of order, read three at a time."""
    store.put_sources([SOURCE, OTHER])
    monkeypatch.setattr("pipeline.store.storage.BATCH", 3)
    for number in (5, 1, 9, 12, 3, 7, 2, 11, 4, 10, 6, 8):
        made = article(
            number,
            f"Tin {number}",
            "cầu mới" if number % 4 else "đò cũ",
            section=("Kinh tế", "Xã hội")[number % 2],
            published_at=at(number),
        )
        store.save(made, visit(made, at(20), ("lynhan", "kimbang")[number % 2]))
    return store


def numbers(store: Store, query: str, where: EntryFilter) -> list[int]:
    titles = (entry.article.title for entry in store.iter_found(query, where))
    return [int(title.removeprefix("Tin ")) for title in titles]


@pytest.mark.parametrize(
    ("query", "where", "expected"),
    [
        ("cau", EntryFilter(), [1, 2, 3, 5, 6, 7, 9, 10, 11]),
        ("cầu", EntryFilter(source_id="kimbang"), [1, 3, 5, 7, 9, 11]),
        ("cầu source:lynhan", EntryFilter(), [2, 6, 10]),
        ("mới", EntryFilter(section="Xã hội", after=at(3), before=at(9)), [3, 5, 7]),
        ("cau after:2024-05-10", EntryFilter(), [10, 11]),
        ("-cau place:ninh-binh", EntryFilter(), [4, 8, 12]),
        ("tàu", EntryFilter(), []),
        ("cau after:2024-13", EntryFilter(), []),
        ("", EntryFilter(topic="xa-hoi"), [1, 3, 5, 7, 9, 11]),
    ],
)
def test_a_stream_gives_all_oldest_first_and_is_what_a_search_finds(
    filled: Store, query: str, where: EntryFilter, expected: list[int]
) -> None:
    assert numbers(filled, query, where) == expected
    found = filled.search(query, where, order="oldest", limit=100)
    assert [hit.entry for hit in found.hits] == list(filled.iter_found(query, where))


def test_a_stream_goes_on_where_it_was_while_others_write(filled: Store) -> None:
    stream = filled.iter_found("cầu")
    first = next(stream)
    for number, day in ((21, 2), (22, 30)):
        made = article(number, f"Tin {number}", "cầu mới", published_at=at(day, 12))
        filled.save(made, visit(made, at(31)))
    titles = [entry.article.title for entry in (first, *stream)]
    assert titles[-1] == "Tin 22"
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest"])
def test_a_story_is_found_once_where_that_is_wanted(store: Store, order: SearchOrder) -> None:
    store.put_sources([SOURCE, OTHER, FAR])
    for day, source in enumerate((OTHER, SOURCE, FAR), 1):
        made = article(day, "Chung tay làm cầu", PRINTED, published_at=at(day))
        store.save(made, visit(made, at(20), source.id))
    alone = article(9, "Tin", "làm cầu", published_at=at(9))
    store.save(alone, visit(alone, at(20)))
    every = store.search("làm cầu", order=order)
    once = store.search("làm cầu", EntryFilter(once=True), order=order)
    assert (every.total, once.total) == (4, 2)
    assert {hit.entry.source_id for hit in once.hits} == {"kimbang", "lynhan"}
    assert store.facets("làm cầu", EntryFilter(once=True)).counted == 2
    assert len(list(store.iter_found("làm cầu", EntryFilter(once=True)))) == 2
    assert store.search("cầu", EntryFilter(once=True, source_id="taynam")).total == 0


def test_what_a_successor_takes_over_is_found_as_its_own(store: Store) -> None:
    store.put_sources([replace(SOURCE, successor=HEIR.id), HEIR])
    before = article(1, "Khánh thành cầu", PRINTED, published_at=at(5))
    key = store.save(before, visit(before, at(20))).key
    assert store.search("source:lynhan cầu").total == 1
    moved = replace(before, url=f"{HEIR.url}tin-1")
    assert store.save(moved, visit(moved, at(21), HEIR.id)).key == key
    found = [store.search(f"source:{name} cầu").total for name in (SOURCE.id, HEIR.id)]
    assert found == [0, 1]
    assert store.facets("cầu").sources == ((HEIR.id, 1),)
    assert store.facets("cầu").provinces == (("Cà Mau", 1),)
    assert store.search("cầu place:ninh-binh").total == 0
    assert store.indexed().whole


def test_hits_without_snippets_are_the_same(filled: Store) -> None:
    whole, bare = filled.search("cầu"), filled.search("cầu", snippets=False)
    assert [hit.entry for hit in bare.hits] == [hit.entry for hit in whole.hits]
    assert {hit.snippet for hit in bare.hits} == {""}
    assert "" not in {hit.snippet for hit in whole.hits}
