"""What a save makes of an article: new, changed or unchanged, and which times move."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import FULL, SOURCE, article, at, fill, visit

from pipeline.errors import StoreError
from pipeline.model import Article, Entry, Image
from pipeline.store import Store

EDITED = replace(FULL, title="Cầu mới thông xe", content_hash="h2")


@pytest.fixture
def key(store: Store) -> str:
    """A store that saw FULL on 20 May."""
    return fill(store, FULL)[0]


def entry_of(store: Store, key: str) -> Entry:
    entry = store.entry(key)
    assert entry
    return entry


def test_every_field_comes_back_equal(store: Store, key: str) -> None:
    assert entry_of(store, key).article == FULL


def test_an_article_with_nothing_but_text_comes_back_equal(store: Store) -> None:
    (key,) = fill(store, article())
    assert entry_of(store, key).article == article()


def test_an_entry_knows_its_source(store: Store, key: str) -> None:
    entry = entry_of(store, key)
    assert (entry.source_id, entry.source_name, entry.province) == (
        "lynhan",
        "Huyện Lý Nhân",
        "Ninh Bình",
    )


def test_a_first_save_is_new(store: Store) -> None:
    store.put_sources([SOURCE])
    line = visit(FULL, at(20), url="http://lynhan.test/tin/cau-moi?ref=1")
    outcome = store.save(FULL, line)
    assert (outcome.change, outcome.url, outcome.reason) == ("new", line.url, "")


def test_saving_twice_changes_nothing(store: Store, key: str) -> None:
    before = entry_of(store, key)
    assert store.save(FULL, visit(FULL, at(20))).change == "unchanged"
    assert entry_of(store, key) == before
    assert store.count() == 1


def test_a_later_look_at_the_same_moves_last_seen_alone(store: Store, key: str) -> None:
    before = entry_of(store, key)
    assert store.save(FULL, visit(FULL, at(21))).change == "unchanged"
    assert entry_of(store, key) == replace(before, last_seen=at(21))


def test_updated_starts_at_the_edit_the_publisher_prints(store: Store, key: str) -> None:
    assert entry_of(store, key).updated == FULL.updated_at


def test_updated_starts_at_publication_where_no_edit_is_printed(store: Store) -> None:
    (key,) = fill(store, replace(FULL, updated_at=None))
    assert entry_of(store, key).updated == FULL.published_at


def test_updated_starts_at_the_first_look_where_no_time_is_printed(store: Store) -> None:
    (key,) = fill(store, article())
    assert entry_of(store, key).updated == at(20)


def test_new_content_moves_updated_to_the_fetch(store: Store, key: str) -> None:
    assert store.save(EDITED, visit(FULL, at(22))).change == "changed"
    entry = entry_of(store, key)
    assert (entry.article, entry.updated) == (EDITED, at(22))


def test_new_content_with_a_newer_printed_edit_moves_updated_there(store: Store, key: str) -> None:
    store.save(replace(EDITED, updated_at=at(21, 15)), visit(FULL, at(22)))
    assert entry_of(store, key).updated == at(21, 15)


def test_updated_never_moves_backwards(store: Store, key: str) -> None:
    store.save(replace(EDITED, updated_at=at(28)), visit(FULL, at(22)))
    store.save(replace(EDITED, content_hash="h3", updated_at=None), visit(FULL, at(23)))
    assert entry_of(store, key).updated == at(28)


def test_another_field_alone_is_a_change_that_leaves_updated(store: Store, key: str) -> None:
    pictured = replace(FULL, images=(Image("http://lynhan.test/c.jpg"),))
    assert store.save(pictured, visit(FULL, at(22))).change == "changed"
    entry = entry_of(store, key)
    assert (entry.article, entry.updated) == (pictured, FULL.updated_at)


def test_a_reextraction_replaces_content_and_leaves_updated(store: Store, key: str) -> None:
    assert store.save(EDITED, visit(FULL, at(20)), reextracted=True).change == "changed"
    entry = entry_of(store, key)
    assert (entry.article, entry.updated) == (EDITED, FULL.updated_at)


def test_an_older_capture_moves_first_seen_back_and_nothing_else(store: Store, key: str) -> None:
    before = entry_of(store, key)
    assert store.save(EDITED, visit(FULL, at(1))).change == "unchanged"
    assert entry_of(store, key) == replace(before, first_seen=at(1))


def test_an_older_capture_between_first_and_last_look_changes_nothing(
    store: Store, key: str
) -> None:
    store.save(FULL, visit(FULL, at(25)))
    before = entry_of(store, key)
    store.save(EDITED, visit(FULL, at(22)))
    assert entry_of(store, key) == before


def test_the_same_canonical_address_asked_for_otherwise_is_the_same_entry(
    store: Store, key: str
) -> None:
    outcome = store.save(FULL, visit(FULL, at(21), url=FULL.url + "?print"))
    assert (outcome.change, outcome.key) == ("unchanged", key)


def test_an_undated_article_stands_where_it_was_first_seen(store: Store) -> None:
    (key,) = fill(store, article())
    assert entry_of(store, key).sort_time == at(20)
    store.save(article(), visit(article(), at(2)))
    assert [e.sort_time for e in store.entries()[0]] == [at(2)]


def test_a_date_found_later_moves_the_article_in_the_order(store: Store) -> None:
    keys = fill(store, article(1, published_at=at(3)), article(2))
    assert [e.key for e in store.entries()[0]] == [keys[1], keys[0]]
    store.save(article(2, published_at=at(1)), visit(article(2), at(21)))
    assert [e.key for e in store.entries()[0]] == keys


def test_what_no_database_takes_is_left_out_once_and_for_all(store: Store) -> None:
    odd = article(text="a\x00b \ud800 c", tags=("x\x00",))
    (key,) = fill(store, odd)
    stored = entry_of(store, key).article
    assert (stored.text, stored.tags) == ("ab ? c", ("x",))
    assert store.save(odd, visit(odd, at(20))).change == "unchanged"


def test_an_unknown_source_is_refused_by_name_of_the_remedy(store: Store) -> None:
    with pytest.raises(StoreError, match="put_sources"):
        store.save(FULL, visit(FULL, at(20), "nobody"))
    assert list(store.visits()) == []


def test_a_naive_time_is_refused_and_nothing_is_stored(store: Store) -> None:
    store.put_sources([SOURCE])
    naive = replace(FULL, updated_at=at(1).replace(tzinfo=None))
    with pytest.raises(ValueError, match="without a zone"):
        store.save(naive, visit(FULL, at(20)))
    assert (store.count(), list(store.visits())) == (0, [])


def test_times_come_back_in_vietnam(store: Store, key: str) -> None:
    store.save(replace(FULL, updated_at=at(21) + timedelta(microseconds=7)), visit(FULL, at(22)))
    moved = entry_of(store, key).article.updated_at
    assert moved
    assert moved.isoformat() == "2024-05-21T08:00:00.000007+07:00"


def test_every_field_of_an_article_has_a_column(store: Store) -> None:
    from pipeline.store.tables import articles

    assert set(Article.__dataclass_fields__) <= set(articles.c.keys())


def test_a_second_address_of_an_article_is_no_second_entry(store: Store, key: str) -> None:
    twin = replace(FULL, url=f"{FULL.url}?muc=noi-bat")
    outcome = store.save(twin, visit(twin, at(21)))
    assert (outcome.change, outcome.key) == ("unchanged", key)
    assert store.count() == 1
    assert store.known("lynhan")[twin.url] == "article"


def test_the_same_words_at_another_time_are_another_entry(store: Store, key: str) -> None:
    assert FULL.published_at
    again = replace(
        FULL, url=f"{FULL.url}-2", published_at=FULL.published_at + timedelta(minutes=1)
    )
    assert store.save(again, visit(again, at(21))).change == "new"


def test_undated_pages_of_the_same_words_stand_apart(store: Store) -> None:
    undated = replace(FULL, published_at=None, published_precision=None)
    assert len(set(fill(store, undated, replace(undated, url=f"{FULL.url}-2")))) == 2
