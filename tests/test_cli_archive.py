"""The verbs of the archive and of the way back: archive, archive prune, archive check, db restore, --keep."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from raw_pages import SITE, SOURCE, article, raw
from store_samples import FULL, fill
from typer.testing import CliRunner, Result
from web_client import TestClient

from crawler.cli import app
from pipeline.archive import Archive
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ConfigError, StoreError
from pipeline.ingest import ingest
from pipeline.publish.web import create_app
from pipeline.store import Store, open_store

Run = Callable[..., Result]
OLD, NEW = "tin-cu", "tin-moi"


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    """Run `congtin` on the test's data."""

    def run(*words: object) -> Result:
        takes_database = words[:2] not in [
            ("archive",),
            ("archive", "check"),
            ("archive", "--json"),
        ]
        flags = ["--data", str(tmp_path)]
        flags += ["--database-url", database_url] if takes_database else []
        return CliRunner().invoke(app, [*map(str, words), *flags])

    return run


@pytest.fixture
def crawled(store: Store, database_url: str, tmp_path: Path) -> Config:
    """Two articles: one archived forty days ago, one today."""
    config = Config(data=tmp_path, database_url=database_url)
    store.put_sources([SOURCE])
    archive = Archive(config.archive)
    for name, age in ((OLD, 40), (NEW, 0)):
        page = raw(
            article(f"Bài viết {name} của huyện nhà", f"Sáng nay, huyện họp bàn việc {name}."),
            f"{SITE}/{name}.html",
            fetched_at=now() - timedelta(days=age),
        )
        ingest(replace(page, warc=archive.write(page)), SOURCE, store, archive=archive)
    return config


def test_archive_tells_sizes_and_days(crawled: Config, run: Run) -> None:
    done = run("archive")
    assert done.exit_code == 0, done.output
    assert "huyen" in done.stdout
    assert "kept for ever" in done.stderr
    told = json.loads(run("archive", "--json").stdout)
    (source,) = told["sources"]
    assert (source["source"], source["files"], told["files"]) == ("huyen", 2, 2)
    assert source["oldest"] < source["newest"]
    assert (
        told["bytes"]
        == source["bytes"]
        == sum(file.stat().st_size for file in crawled.archive.rglob("*.warc.gz"))
    )


def test_an_archive_that_is_not_there_is_an_empty_one(run: Run) -> None:
    assert json.loads(run("archive", "--json").stdout)["files"] == 0


def test_prune_asks_for_a_bound(crawled: Config, run: Run) -> None:
    refused = run("archive", "prune").exception
    assert isinstance(refused, ConfigError)
    assert "CONGTIN_ARCHIVE_KEEP_DAYS" in str(refused)


def test_a_rehearsal_names_what_would_go_and_drops_nothing(crawled: Config, run: Run) -> None:
    told = json.loads(run("archive", "prune", "--keep-days", 30, "--dry-run", "--json").stdout)
    assert len(told["files"]) == 1
    assert "1 files" in run("archive", "prune", "--keep-days", 30, "--dry-run").stderr
    assert len(list(crawled.archive.rglob("*.warc.gz"))) == 2


def test_prune_tells_what_went_and_the_page_says_so(
    crawled: Config, store: Store, run: Run
) -> None:
    (done,) = json.loads(run("archive", "prune", "--keep-days", 30, "--json").stdout)
    assert (done["folder"], len(done["files"]), done["addresses"]) == ("huyen", 1, 1)
    assert store.count() == 2
    with TestClient(create_app(crawled)) as reader:
        for entry in store.iter_entries():
            answer = reader.get(f"/articles/{entry.key}/archived")
            assert reader.get(f"/articles/{entry.key}").status_code == 200
            if OLD in entry.article.url:
                assert answer.status_code == 410
                assert "hết hạn lưu trữ" in answer.text
            else:
                assert answer.status_code == 200


def test_check_ends_with_0_where_all_is_sound_and_says_what_is_not(
    crawled: Config, run: Run
) -> None:
    assert run("archive", "check").exit_code == 0
    file = min(crawled.archive.rglob("*.warc.gz"))
    file.write_bytes(file.read_bytes()[:-30])
    done = run("archive", "check")
    assert done.exit_code == 1
    assert file.name in done.stdout
    assert isinstance(run("archive", "check", "nobody").exception, ConfigError)


def test_reprocess_says_how_many_pages_it_cannot_read_again(crawled: Config, run: Run) -> None:
    run("archive", "prune", "--keep-days", 30)
    done = run("reprocess", "huyen")
    assert done.exit_code == 0, done.output
    assert "1 pages stay as they were read" in done.stderr


# --- db restore, db backup --keep -------------------------------------------------------------------


@pytest.fixture
def backed_up(database_url: str, run: Run, tmp_path: Path) -> Path:
    """A backup of one article; nobody has the database open."""
    with open_store(database_url) as store:
        fill(store, FULL)
        store.backup(tmp_path / "b.db")
    return tmp_path / "b.db"


def test_restore_tells_what_came_back_and_what_is_next(backed_up: Path, run: Run) -> None:
    refused = run("db", "restore", backed_up).exception
    assert isinstance(refused, StoreError)
    assert "--replace" in str(refused)
    done = run("db", "restore", backed_up, "--replace")
    assert done.exit_code == 0, done.output
    assert "Restored 1 articles of 1 sources" in done.stdout
    for said in ("were not touched", "congtin publish", "archive files that it names are not in"):
        assert said in done.stderr


def test_restore_speaks_json(backed_up: Path, run: Run) -> None:
    told = json.loads(run("db", "restore", backed_up, "--replace", "--json").stdout)
    assert (told["restored"], told["articles"], told["upgraded"]) == (True, 1, False)
    assert told["archive_missing"] == ["a.warc.gz"]


def test_a_backup_keeps_the_last_few_of_its_own(backed_up: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = ("mine.db", "congtin-2020.db", "congtin-2020-01-01T000000.db.gz")
    dated = [f"congtin-20{year}-01-01T000000.db" for year in (20, 21, 22)]
    for name in (*others, *dated):
        (folder / name).touch()
    told = json.loads(run("db", "backup", "--keep", 2, "--json").stdout)
    assert sorted(Path(each).name for each in told["removed"]) == dated[:2]
    left = {file.name for file in folder.iterdir()}
    assert left == {*others, dated[2], Path(told["file"]).name}
    assert isinstance(run("db", "backup", tmp_path / "x.db", "--keep", 2).exception, ConfigError)
