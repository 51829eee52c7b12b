"""The search index looked after: what it lacks is told, and it is made anew."""

import pytest
from sqlalchemy import text
from store_samples import article, at, fill, visit

from pipeline.store import Store
from pipeline.store.searching import index
from pipeline.store.searching.upkeep import Indexed
from pipeline.store.tables import articles


@pytest.fixture
def filled(store: Store) -> Store:
    """Three articles."""
    fill(store, *(article(n, f"Cầu số {n}", published_at=at(n)) for n in (1, 2, 3)))
    return store


def lose(store: Store, title: str) -> None:
    """Take an article out of the index behind the store's back."""
    with store._writing() as connection:
        query = articles.select().where(articles.c.title == title)
        index.take(connection, connection.execute(query).mappings().one())


def test_a_whole_index_is_told(filled: Store) -> None:
    assert filled.indexed() == Indexed(3, 0, 0)
    made = article(1, "Đò số 1", published_at=at(9))
    filled.save(made, visit(made, at(25)))
    assert filled.indexed().whole


def test_an_empty_store_has_a_whole_index(store: Store) -> None:
    assert store.indexed() == Indexed(0, 0, 0)
    assert store.reindex() == 0


def test_what_it_lacks_and_what_is_no_article_is_told_and_mended(filled: Store) -> None:
    lose(filled, "Cầu số 1")
    with filled._writing() as connection:
        connection.execute(
            text("UPDATE articles SET timeline = timeline + 1 WHERE title = 'Cầu số 2'")
        )
    assert filled.indexed() == Indexed(3, 2, 1)
    assert filled.search("cầu").total < 3
    assert filled.reindex() == 3
    assert filled.indexed() == Indexed(3, 0, 0)
    assert filled.search("cầu").total == 3
