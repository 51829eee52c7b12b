"""The verbs of the database: copy, backup, schema, datasette."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import another_database
from store_samples import FULL, article, fill
from typer.testing import CliRunner, Result

from crawler.cli import app
from pipeline.errors import ConfigError, StoreError
from pipeline.store import Store, open_store
from pipeline.store.database import views
from pipeline.store.tables import metadata

Run = Callable[..., Result]


@pytest.fixture
def db(database_url: str, tmp_path: Path) -> Run:
    """Run `congtin db` on the test's database."""

    def run(*words: object) -> Result:
        flags = ["--database-url", database_url, "--data", str(tmp_path)]
        return CliRunner().invoke(app, ["db", *map(str, words), *flags])

    return run


def test_copy_prints_every_table_with_its_rows(store: Store, db: Run, tmp_path: Path) -> None:
    fill(store, FULL, article(2))
    done = db("copy", "--to", f"sqlite:///{tmp_path}/other.db")
    assert done.exit_code == 0, done.output
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()[1:]}
    assert set(lines) == set(metadata.tables)
    assert lines["articles"][0] == "2"
    assert "equal" in done.stderr
    with open_store(f"sqlite:///{tmp_path}/other.db") as other:
        assert [e.to_dict() for e in other.iter_entries()] == [
            e.to_dict() for e in store.iter_entries()
        ]


@pytest.mark.postgresql
def test_copy_brings_a_database_to_postgresql_and_its_backup_back(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/congtin.db") as store:
        fill(store, FULL)
        stored = list(store.iter_entries())
    for url in another_database("postgresql", tmp_path):
        run = CliRunner().invoke(
            app, ["db", "copy", "--to", url, "--data", str(tmp_path), "--json"]
        )
        told = json.loads(run.stdout)
        assert told["equal"] is True
        assert {table["name"] for table in told["tables"]} == set(metadata.tables)
        file = tmp_path / "back.db"
        CliRunner().invoke(app, ["db", "backup", str(file), "--database-url", url])
        with open_store(f"sqlite:///{file}") as back:
            assert list(back.iter_entries()) == stored


def test_copy_says_why_it_does_not(store: Store, db: Run, database_url: str) -> None:
    fill(store, FULL)
    assert isinstance(db("copy", "--to", "nonsense").exception, ConfigError)
    refused = db("copy", "--to", database_url).exception
    assert isinstance(refused, StoreError)
    assert "not empty" in str(refused)


def test_backup_writes_a_dated_file_below_the_data(store: Store, db: Run, tmp_path: Path) -> None:
    fill(store, FULL)
    done = db("backup", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    file = Path(told["file"])
    assert file.parent == tmp_path / "backups"
    assert told == {"file": str(file), "bytes": file.stat().st_size, "checked": True}
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT title FROM news").fetchall() == [(FULL.title,)]


def test_backup_says_what_it_wrote(store: Store, db: Run, tmp_path: Path) -> None:
    fill(store, FULL)
    file = tmp_path / "b.db"
    assert db("backup", file).stdout.startswith(f"{file}: ")
    assert isinstance(db("backup", file).exception, StoreError)
    assert db("backup", file, "--replace").exit_code == 0


@pytest.mark.parametrize("verb", [["copy", "--to", "sqlite:////tmp/nowhere.db"], ["backup"]])
def test_where_nothing_is_stored_nothing_is_made(tmp_path: Path, verb: list[str]) -> None:
    done = CliRunner().invoke(app, ["db", *verb, "--data", str(tmp_path / "none")])
    assert isinstance(done.exception, ConfigError)
    assert list(tmp_path.iterdir()) == []


def test_schema_tells_what_every_column_holds() -> None:
    done = CliRunner().invoke(app, ["db", "schema"])
    assert done.exit_code == 0
    told = done.stdout
    names = [line.partition(":")[0] for line in told.splitlines() if line[:1].strip()]
    assert names[: len(views.NAMES)] == list(views.NAMES)
    assert set(metadata.tables) <= set(names)
    (news, *_) = json.loads(CliRunner().invoke(app, ["db", "schema", "--json"]).stdout)
    assert news["name"] == "news"
    assert news["columns"]["title"] == "Its title."


def test_schema_takes_the_options_of_every_verb(db: Run) -> None:
    assert db("schema").stdout == CliRunner().invoke(app, ["db", "schema"]).stdout


def test_datasette_gets_the_name_of_the_file(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["db", "datasette", "--data", str(tmp_path)]).stdout
    assert list(json.loads(told)["databases"]) == ["congtin"]
    url = "sqlite:////srv/news/tin.db"
    told = CliRunner().invoke(app, ["db", "datasette", "--database-url", url]).stdout
    assert list(json.loads(told)["databases"]) == ["tin"]


def test_reindex_says_how_many_articles_it_indexed(store: Store, db: Run) -> None:
    fill(store, FULL)
    assert db("reindex").stdout == "1 articles indexed.\n"
    assert json.loads(db("reindex", "--json").stdout) == {"articles": 1}
    assert store.search("cầu").total == 1
