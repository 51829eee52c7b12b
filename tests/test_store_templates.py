"""A source's template is kept with it."""

from datetime import datetime

import pytest
from store_samples import OTHER, SOURCE

from pipeline.errors import StoreError
from pipeline.model import VIETNAM, Template
from pipeline.store import Store
from pipeline.store.templates import from_json, to_json

WHEN = datetime(2024, 3, 6, 7, 0, tzinfo=VIETNAM)
LEARNED = Template(
    pages=12,
    slots=frozenset({((1 << 63) - 1, 340), (7, 0)}),
    lines=frozenset({5, 3, 1 << 62}),
    images=frozenset({11}),
)


def test_a_source_has_none_before_it_is_learned(store: Store) -> None:
    store.put_sources([SOURCE])
    assert (store.template(SOURCE.id), store.learned_from(SOURCE.id)) == (Template(), 0)


def test_what_was_kept_comes_back_and_is_that_sources_alone(store: Store) -> None:
    store.put_sources([SOURCE, OTHER])
    store.save_template(SOURCE.id, LEARNED, articles=31, learned_at=WHEN)
    assert (store.template(SOURCE.id), store.learned_from(SOURCE.id)) == (LEARNED, 31)
    assert store.template(OTHER.id) == Template()


def test_the_last_one_learned_counts(store: Store) -> None:
    store.put_sources([SOURCE])
    store.save_template(SOURCE.id, LEARNED, articles=31, learned_at=WHEN)
    store.save_template(SOURCE.id, Template(pages=40), articles=80, learned_at=WHEN)
    assert (store.template(SOURCE.id), store.learned_from(SOURCE.id)) == (Template(pages=40), 80)


def test_a_source_that_is_not_known_has_no_place_for_one(store: Store) -> None:
    with pytest.raises(StoreError):
        store.save_template("unknown", LEARNED, articles=1, learned_at=WHEN)


def test_json_is_the_same_bytes_for_the_same_template() -> None:
    again = Template(12, frozenset(sorted(LEARNED.slots)), LEARNED.lines, LEARNED.images)
    assert to_json(again) == to_json(LEARNED)
    assert from_json(to_json(LEARNED)) == LEARNED
