"""What every table, view and column holds is said, and said of nothing that is not there."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import inspect, text
from store_samples import FULL, SOURCE, article, fill

from pipeline.store import Store
from pipeline.store.database import views
from pipeline.store.database.datasette import metadata as datasette
from pipeline.store.database.descriptions import Description, descriptions
from pipeline.store.tables import metadata

BY_NAME = {each.name: each for each in descriptions()}


def columns_of(store: Store, name: str) -> set[str]:
    with store._reading() as connection:
        return {column["name"] for column in inspect(connection).get_columns(name)}


def test_every_table_and_view_of_the_database_is_described(store: Store) -> None:
    with store._reading() as connection:
        found = inspect(connection)
        names = {*found.get_table_names(), *found.get_view_names()}
    ours = {name for name in names if not re.match(r"article_search_|alembic_version", name)}
    assert ours == set(BY_NAME)


@pytest.mark.parametrize("name", [*views.NAMES, *metadata.tables])
def test_every_column_is_described(store: Store, name: str) -> None:
    assert columns_of(store, name) == set(BY_NAME[name].columns)


@pytest.mark.parametrize("each", descriptions(), ids=lambda each: each.name)
def test_a_description_is_a_sentence(each: Description) -> None:
    for about in (each.about, *each.columns.values()):
        assert len(about) > 3
        assert about.endswith(".")


def test_what_is_made_for_reading_stands_first() -> None:
    assert tuple(BY_NAME)[: len(views.NAMES)] == views.NAMES


@pytest.mark.postgresql
def test_psql_shows_the_descriptions(store: Store) -> None:
    with store._reading() as connection:
        if connection.dialect.name != "postgresql":
            pytest.skip("SQLite keeps no comments")
        query = text(
            "SELECT obj_description(CAST(:name AS regclass)), col_description(CAST(:name AS regclass), 1)"
        )
        told = connection.execute(query, {"name": "articles"}).one()
    assert tuple(told) == (BY_NAME["articles"].about, BY_NAME["articles"].columns["number"])


def test_datasette_is_told_of_what_there_is_and_of_nothing_else(store: Store) -> None:
    content = datasette("congtin")["databases"]["congtin"]
    assert set(BY_NAME) <= content["tables"].keys() <= {*BY_NAME, "alembic_version"}
    for name, table in content["tables"].items():
        named = {*table.get("facets", ()), *table.get("units", ())}
        named |= {table[key] for key in ("sort", "sort_desc", "label_column") if key in table}
        assert named <= columns_of(store, name)


@pytest.mark.parametrize("name", datasette("congtin")["databases"]["congtin"]["queries"])
def test_the_queries_for_datasette_run(tmp_path: object, name: str) -> None:
    from pipeline.store import open_store

    with open_store(f"sqlite:///{tmp_path}/congtin.db") as store:
        ly_nhan = replace(SOURCE, unit_before="353")
        fill(store, FULL, article(2, "Xây dựng nông thôn mới"), source=ly_nhan)
        query = datasette("congtin")["databases"]["congtin"]["queries"][name]["sql"]
        given = {"province": "Ninh Bình", "words": '"nong thon moi"', "unit": "Huyện Lý Nhân"}
        with store._reading() as connection:
            rows = connection.execute(text(query), given).mappings().all()
    expected = {"search": 1, "newest_of_a_province": 2, "silent_portals": 1, "articles_by_month": 1}
    expected["news_of_a_unit"] = 2
    assert len(rows) == expected.get(name, 0)


def test_the_search_for_datasette_opens_without_words(tmp_path: object) -> None:
    """Datasette runs a query with empty parameters to show its form: FTS5 takes "()" for an error."""
    from pipeline.store import open_store

    with open_store(f"sqlite:///{tmp_path}/congtin.db") as store:
        fill(store, FULL)
        query = datasette("congtin")["databases"]["congtin"]["queries"]["search"]["sql"]
        with store._reading() as connection:
            assert connection.execute(text(query), {"words": ""}).all() == []
