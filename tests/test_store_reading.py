"""Entries out of the store: order, filters, cursors, streams, counts."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import FAR, FULL, OTHER, article, at, fill, visit

from pipeline.model import VIETNAM, EntryFilter
from pipeline.store import Store, storage
from pipeline.store.reading import cursor, parse_cursor
from pipeline.store.timeline import timeline


def pages(store: Store, where: EntryFilter, limit: int) -> list[list[str]]:
    """Keys page by page, by cursor, to the end."""
    found, place = [], ""
    while True:
        entries, place = store.entries(where, limit=limit, cursor=place)
        found.append([entry.key for entry in entries])
        if not place:
            return found


@pytest.fixture
def keys(store: Store) -> list[str]:
    """Seven articles of one source, oldest first; the last three share a minute."""
    days = [1, 2, 3, 4, 5, 5, 5]
    return fill(store, *(article(n, published_at=at(day)) for n, day in enumerate(days)))


def test_pages_hold_every_entry_once_newest_first(store: Store, keys: list[str]) -> None:
    found = pages(store, EntryFilter(), 3)
    assert [len(page) for page in found] == [3, 3, 1]
    flat = [key for page in found for key in page]
    assert flat[3:] == keys[3::-1]
    assert sorted(flat[:3]) == sorted(keys[4:])


def test_a_last_page_that_is_just_full_has_no_cursor(store: Store, keys: list[str]) -> None:
    assert [len(page) for page in pages(store, EntryFilter(), 7)] == [7]


def test_an_article_stored_meanwhile_brings_no_entry_twice(store: Store, keys: list[str]) -> None:
    first, place = store.entries(limit=3)
    fill(store, article(99, published_at=at(9)))
    rest, _ = store.entries(limit=50, cursor=place)
    assert {e.key for e in first} | {e.key for e in rest} == set(keys)
    assert len(first) + len(rest) == 7


def test_no_entries_have_no_cursor(store: Store) -> None:
    assert store.entries() == ([], "")


def test_a_limit_of_nothing_gives_nothing(store: Store, keys: list[str]) -> None:
    assert store.entries(limit=0) == ([], "")
    assert store.entries(limit=-1) == ([], "")


@pytest.mark.parametrize(
    "made_up", ["x", "====", "MjAyNA", "é", "a b", "MjAyNC0wNS0wMSBhYmM", "0" * 5000]
)
def test_a_made_up_cursor_is_a_value_error(store: Store, made_up: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        store.entries(cursor=made_up)


@given(st.text())
def test_junk_is_never_a_cursor_nor_another_error(text: str) -> None:
    try:
        place = parse_cursor(text)
    except ValueError:
        return
    assert place is None
    assert text == ""


def test_a_cursor_reads_back_as_the_place() -> None:
    place = timeline(datetime(2024, 5, 1, 8, 0, 0, 5, tzinfo=VIETNAM), "abc234")
    assert parse_cursor(cursor(place)) == place


def test_the_stream_runs_oldest_first_over_any_batch(
    store: Store, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [entry.key for entry in store.iter_entries()]
    monkeypatch.setattr(storage, "BATCH", 2)
    assert [entry.key for entry in store.iter_entries()] == whole
    assert whole[:4] == keys[:4]
    assert len(whole) == 7


def test_the_stream_takes_the_filter(store: Store, keys: list[str]) -> None:
    where = EntryFilter(after=at(2), before=at(4))
    assert [entry.key for entry in store.iter_entries(where)] == keys[1:3]


def test_a_stream_left_halfway_keeps_no_writer_out(store: Store, keys: list[str]) -> None:
    stream = store.iter_entries()
    next(stream)
    fill(store, article(50, published_at=at(9)))
    assert len(list(stream)) >= 6
    assert store.count() == 8


@pytest.fixture
def three(store: Store) -> list[str]:
    """One article each of three sources, two of them in one province."""
    near = replace(FULL, section="Văn hóa", published_at=at(2))
    far = replace(FULL, section="Kinh tế", published_at=at(3))
    return [*fill(store, FULL), *fill(store, near, source=OTHER), *fill(store, far, source=FAR)]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (EntryFilter(), [2, 1, 0]),
        (EntryFilter(source_id="kimbang"), [1]),
        (EntryFilter(province="Ninh Bình"), [1, 0]),
        (EntryFilter(section="Kinh tế"), [2, 0]),
        (EntryFilter(province="Ninh Bình", section="Kinh tế"), [0]),
        (EntryFilter(province="ninh binh"), [1, 0]),
        (EntryFilter(province="ninh-bình", section="KINH TẾ"), [0]),
        (EntryFilter(province="Ninh"), []),
        (EntryFilter(province="***"), []),
        (EntryFilter(section="kinh-te"), [2, 0]),
        (EntryFilter(section="kinh te", source_id="lynhan", before=at(2)), [0]),
        (EntryFilter(section="kinh"), []),
        (EntryFilter(author="minh-ha"), [2, 1, 0]),
        (EntryFilter(after=at(2)), [2, 1]),
        (EntryFilter(before=at(3)), [1, 0]),
        (EntryFilter(after=at(2), before=at(3)), [1]),
        (EntryFilter(source_id="nobody"), []),
        (EntryFilter(source_id="' OR 1=1 --", section="\x00\ud800"), []),
        (EntryFilter(after=datetime.max.replace(tzinfo=VIETNAM)), []),
        (EntryFilter(after=datetime.min.replace(tzinfo=VIETNAM)), [2, 1, 0]),
    ],
)
def test_a_filter_holds_in_lists_and_counts(
    store: Store, three: list[str], where: EntryFilter, found: list[int]
) -> None:
    assert [entry.key for entry in store.entries(where)[0]] == [three[n] for n in found]
    assert store.count(where) == len(found)
    assert (store.last_changed(where) is None) == (not found)


def test_last_changed_is_the_newest_change_of_the_filtered(store: Store, three: list[str]) -> None:
    edited = replace(FULL, content_hash="h9")
    store.save(edited, visit(edited, at(25), "kimbang"))
    assert store.last_changed() == at(25)
    assert store.last_changed(EntryFilter(source_id="lynhan")) == FULL.updated_at


def test_an_unknown_key_gives_none(store: Store) -> None:
    assert store.entry("nothing") is None
    assert store.entry("\x00'\ud800") is None
