"""The identity of an entry: minted once, whatever happens later."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import FULL, SOURCE, article, at, fill, visit

from pipeline.model import Source
from pipeline.store import Store, open_store
from pipeline.store.identity.minting import mint

_sources = count()
_edits = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text(),
        "text": st.text(),
        "html": st.text(),
        "content_hash": st.text(),
        "section": st.none() | st.text(),
        "published_at": st.none() | st.datetimes(timezones=st.just(at(1).tzinfo)),
        "tags": st.lists(st.text()).map(tuple),
    },
)
_saves = st.lists(
    st.tuples(_edits, st.integers(-500, 500), st.booleans(), st.text()), min_size=1, max_size=6
)


def test_the_key_is_base32_of_source_and_address() -> None:
    assert mint("lynhan", "http://lynhan.test/1") == (
        "pnbibvl6h2cw4o4m",
        "tag:congtin,2025:lynhan/pnbibvl6h2cw4o4m",
    )


def test_two_sources_never_share_an_entry(store: Store) -> None:
    store.put_sources([SOURCE, Source("other", "Khác", "http://other.test/")])
    keys = {store.save(FULL, visit(FULL, at(1), source)).key for source in ("lynhan", "other")}
    assert len(keys) == 2
    assert store.count() == 2


def test_the_authority_stands_in_the_tag(database_url: str) -> None:
    with open_store(database_url, authority="tin.example,2026") as store:
        (key,) = fill(store, FULL)
        entry = store.entry(key)
    assert entry
    assert entry.id == f"tag:tin.example,2026:lynhan/{key}"


def test_another_authority_later_leaves_stored_identities_alone(database_url: str) -> None:
    with open_store(database_url) as store:
        (key,) = fill(store, FULL)
    with open_store(database_url, authority="tin.example,2026") as store:
        store.save(replace(FULL, content_hash="h2"), visit(FULL, at(25)))
        entry = store.entry(key)
    assert entry
    assert entry.id == f"tag:congtin,2025:lynhan/{key}"


@given(saves=_saves)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_edit_and_no_order_of_captures_changes_an_identity(store: Store, saves: list) -> None:
    source = Source(f"s{next(_sources)}", "Nguồn", "http://nguon.test/")
    store.put_sources([source])
    first = article()
    key = store.save(first, visit(first, at(20), source.id)).key
    minted = store.entry(key)
    assert minted
    for edits, hours, reextracted, query in saves:
        again = visit(first, at(20) + timedelta(hours=hours), source.id, url=f"{first.url}?{query}")
        outcome = store.save(replace(first, **edits), again, reextracted=reextracted)
        assert outcome.key == key
    entry = store.entry(key)
    assert entry
    assert (entry.id, entry.article.url) == (minted.id, first.url)
    assert len(store.entries()[0]) == store.count()
    assert [e.key for e in store.iter_entries() if e.source_id == source.id] == [key]
