"""Old captures go, articles never: what goes, what stays because it is needed, what readers say then."""

import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import congtin
from filelock import FileLock
from hostile.luring import bomb
from raw_pages import SITE, SOURCE, article, raw

from crawler.rebuild import rebuild
from pipeline import retention
from pipeline.archive import IMPORTED, Archive, Damage, read_file
from pipeline.archive import retention as rules
from pipeline.archive.checking import check
from pipeline.archive.members import MAX_MEMBER
from pipeline.archive.references import NAME, References
from pipeline.archive.retention import ArchiveFile, all_files, old_files
from pipeline.archive.storage import lock_of
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ArchiveError
from pipeline.ingest import ingest
from pipeline.model import VIETNAM, RawPage
from pipeline.reprocess import reprocess
from pipeline.store import Store, open_store

TODAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 12, tzinfo=VIETNAM)
DAY = timedelta(days=1)
KEEP = 10


def file(day: int, folder: str = "huyen", size: int = 100, month: int = 3) -> ArchiveFile:
    """A day's file."""
    when = date(2026, month, day)
    return ArchiveFile(f"{folder}/{folder}-{when:%Y%m%d}.warc.gz", size, when)


def days(found: Iterable[ArchiveFile]) -> list[int]:
    return [one.day.day for one in found]


# --- which files go ----------------------------------------------------------------------------

MONTH = [file(day) for day in (1, 5, 20, 21, 22, 29, 30, 31)]


@pytest.mark.parametrize(
    ("bounds", "going"),
    [
        ({}, []),
        ({"keep_days": 10}, [1, 5, 20]),
        ({"keep_days": 31}, []),
        ({"keep_days": 1}, [1, 5, 20, 21, 22, 29]),
        ({"max_size": 10_000}, []),
        ({"max_size": 800}, []),
        ({"max_size": 799}, [1]),
        ({"max_size": 600}, [1, 5]),
        ({"max_size": 1}, [1, 5, 20, 21, 22, 29]),
        ({"keep_days": 10, "max_size": 400}, [1, 5, 20, 21]),
    ],
)
def test_the_oldest_go_by_days_and_by_size(bounds: dict[str, int], going: list[int]) -> None:
    assert days(old_files(MONTH, TODAY, **bounds)) == going


def test_a_clock_gone_wrong_empties_no_archive() -> None:
    assert days(old_files(MONTH, date(2036, 1, 1), keep_days=10)) == [1, 5, 20]
    assert days(old_files(MONTH, date(1970, 1, 1), keep_days=10)) == []


def test_imported_files_go_only_when_it_is_said() -> None:
    found = [ArchiveFile("imported/abc.warc.gz", 500, date(2020, 1, 1)), *MONTH]
    assert days(old_files(found, TODAY, keep_days=10)) == [1, 5, 20]
    assert len(old_files(found, TODAY, keep_days=10, imported=True)) == 4
    assert days(old_files(found, TODAY, max_size=1200)) == [1]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("huyen-20250102.warc.gz", date(2025, 1, 2)),
        ("huyen-20250102-may-2.warc.gz", date(2025, 1, 2)),
        ("huyen-carried-20250102.warc.gz", date(2025, 1, 2)),
        ("huyen-captured-2019.warc.gz", date(2026, 3, 1)),
        ("huyen-99999999.warc.gz", date(2026, 3, 1)),
    ],
)
def test_a_file_is_of_its_day_or_else_of_its_last_change(
    name: str, day: date, tmp_path: Path
) -> None:
    (tmp_path / "huyen").mkdir()
    path = tmp_path / "huyen" / name
    path.write_bytes(b"x")
    changed = datetime(2026, 3, 1, 8, tzinfo=VIETNAM).timestamp()
    os.utime(path, (changed, changed))
    assert [one.day for one in all_files(tmp_path)] == [day]


# --- a source that was crawled for a month -------------------------------------------------------


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    return Config(data=tmp_path / "data", database_url=database_url, archive_keep_days=KEEP)


@pytest.fixture
def store(store: Store) -> Store:
    store.put_sources([SOURCE])
    return store


def on(day: int, number: int = 0, text: str = "", **fields: Any) -> RawPage:
    """An article's page, fetched on that day of March."""
    when = datetime(2026, 3, day, 8, tzinfo=VIETNAM)
    markup = article(
        f"Tin số {number or day} của huyện nhà", text or f"Sáng ngày {day}, huyện họp bàn."
    )
    return raw(markup, f"{SITE}/tin-{number or day}.html", fetched_at=when, **fields)


def crawl(config: Config, store: Store, *pages: RawPage) -> None:
    archive = Archive(config.archive)
    for one in pages:
        ingest(replace(one, warc=archive.write(one)), SOURCE, store, archive=archive)


def names(config: Config) -> list[str]:
    return [one.name.rpartition("/")[2] for one in all_files(config.archive)]


def test_old_files_go_and_articles_stay(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(2), on(30), on(31))
    before = [entry.to_dict() for entry in store.iter_entries()]
    (done,) = retention.prune(config, store, NOW)
    assert names(config) == ["huyen-20260330.warc.gz", "huyen-20260331.warc.gz"]
    assert (len(done.files), done.carried, done.addresses) == (2, 0, 2)
    assert [entry.to_dict() for entry in store.iter_entries()] == before
    gone = {visit.url for visit in store.visits("huyen") if visit.dropped_at}
    assert gone == {f"{SITE}/tin-1.html", f"{SITE}/tin-2.html"}
    assert all((visit.warc is None) == (visit.url in gone) for visit in store.visits("huyen"))


def test_a_second_time_there_is_nothing_to_do(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(31))
    retention.prune(config, store, NOW)
    assert retention.prune(config, store, NOW) == []


def test_what_a_later_answer_needs_is_carried_on(config: Config, store: Store) -> None:
    """The page of day 1 came again, byte for byte, on day 30: that record holds no payload of its own."""
    again = replace(on(1), fetched_at=NOW - DAY)
    crawl(config, store, on(1), on(2), on(31), again)
    (done,) = retention.prune(config, store, NOW)
    assert (done.carried, done.addresses) == (1, 1)
    assert names(config) == [
        "huyen-20260330.warc.gz",
        "huyen-20260331.warc.gz",
        "huyen-carried-20260331.warc.gz",
    ]
    archive = Archive(config.archive)
    kept = store.visit("huyen", again.url)
    assert kept
    assert kept.warc
    assert archive.read(kept.warc, "huyen").body == again.body
    for name in archive.files("huyen"):
        assert not [one for one in archive.answers(name) if isinstance(one, Damage)]
        assert check(config.archive, name).problems == ()


def test_it_is_found_without_the_index_too(config: Config, store: Store) -> None:
    again = replace(on(1), fetched_at=NOW - DAY)
    crawl(config, store, on(1), on(31), again)
    retention.prune(config, store, NOW)
    (config.archive / "digests.db").unlink()
    kept = store.visit("huyen", again.url)
    assert kept
    assert kept.warc
    assert Archive(config.archive).read(kept.warc, "huyen").body == again.body


def test_a_page_whose_record_was_carried_keeps_its_capture(config: Config, store: Store) -> None:
    """Two addresses gave the same bytes: the first one's record is the original of the other's."""
    twin = replace(on(1), url=f"{SITE}/ban-sao.html", final_url=f"{SITE}/ban-sao.html")
    crawl(config, store, on(1), on(31), replace(twin, fetched_at=NOW))
    retention.prune(config, store, NOW)
    first = store.visit("huyen", on(1).url)
    assert first
    assert first.warc
    assert "carried" in first.warc.file
    assert Archive(config.archive).read(first.warc, "huyen").body == on(1).body


def test_what_was_carried_grows_old_too(config: Config, store: Store) -> None:
    again = replace(on(1), fetched_at=NOW - DAY)
    crawl(config, store, on(1), on(31), again)
    retention.prune(config, store, NOW)
    later = NOW + 30 * DAY
    crawl(config, store, replace(on(31, 99), fetched_at=later))
    retention.prune(config, store, later)
    assert names(config) == ["huyen-20260430.warc.gz"]


def test_a_new_answer_refers_to_what_was_carried(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(31), replace(on(1), fetched_at=NOW - DAY))
    retention.prune(config, store, NOW)
    size = sum(one.size for one in all_files(config.archive))
    crawl(config, store, replace(on(1), fetched_at=NOW + DAY))
    assert sum(one.size for one in all_files(config.archive)) - size < 900
    name = "huyen/huyen-20260401.warc.gz"
    assert check(config.archive, name).problems == ()


def test_two_machines_carry_into_files_of_their_own(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(31), replace(on(1), fetched_at=NOW - DAY))
    retention.prune(replace(config, worker_name="may-2"), store, NOW)
    assert "huyen-carried-20260331-may-2.warc.gz" in names(config)


def test_imported_files_stay_and_so_does_what_they_name(config: Config, store: Store) -> None:
    again = replace(on(1), fetched_at=NOW)
    crawl(config, store, on(1), on(31), again)
    archive = Archive(config.archive)
    archive.adopt(config.archive / "huyen/huyen-20260331.warc.gz")
    (config.archive / "huyen/huyen-20260331.warc.gz").unlink()
    crawl(config, store, on(31, 77))
    (done,) = retention.prune(config, store, NOW)
    assert done.needed == ("huyen/huyen-20260301.warc.gz",)
    assert done.files == ()
    assert archive.files(IMPORTED)


def test_imported_files_go_when_it_is_said_but_for_what_others_need(
    config: Config, store: Store
) -> None:
    crawl(config, store, on(31))
    other = Archive(config.data / "other")
    for page in (on(1), replace(on(1), fetched_at=NOW)):
        other.write(page)
    archive = Archive(config.archive)
    old, new = (archive.adopt(other.root / name) for name in other.files("huyen"))
    for name, age in ((old, 60), (new, 0)):
        when = (NOW - age * DAY).timestamp()
        os.utime(config.archive / name, (when, when))
    (done,) = retention.prune(config, store, NOW, imported=True)
    assert done.needed == (old,)
    (config.archive / new).unlink()
    (done,) = retention.prune(config, store, NOW, imported=True)
    assert done.files == (old,)


def test_while_a_run_writes_nothing_goes(
    config: Config, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(config, store, on(1), on(31))
    monkeypatch.setattr(rules, "PATIENCE", 0.05)
    with FileLock(lock_of(config.archive, "huyen")):
        (done,) = retention.prune(config, store, NOW)
    assert (done.busy, done.files) == (True, ())
    assert "huyen-20260301.warc.gz" in names(config)


@pytest.mark.parametrize("damage", ["lost", "damaged", "read-only"])
def test_the_memory_of_references_is_a_hint(damage: str, config: Config, store: Store) -> None:
    crawl(config, store, on(1), replace(on(1), fetched_at=NOW))
    References(config.archive).of(["huyen/huyen-20260331.warc.gz"])
    memory = config.archive / NAME
    assert memory.exists()
    if damage == "lost":
        memory.unlink()
    elif damage == "damaged":
        memory.write_bytes(b"nonsense" * 100)
    else:
        memory.chmod(0o400)
    (done,) = retention.prune(config, store, NOW)
    assert done.carried == 1


# --- killed at each step -------------------------------------------------------------------------

STEPS = {
    "carried": ("pipeline.archive.retention", "sync"),
    "before the ledger": ("pipeline.store.ledger", "drop_captures"),
    "before the file": ("pathlib.Path", "unlink"),
    "before the index": ("pipeline.archive.digests.Digests", "catch_up"),
}
KILLED = """\
import os, signal, sys
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pipeline import retention
from pipeline.config import Config
from pipeline.store import open_store
data, url, now, where, what = sys.argv[1:]
try:
    place = import_module(where)
except ModuleNotFoundError:
    module, _, name = where.rpartition(".")
    place = getattr(import_module(module), name)
config = Config(data=Path(data), database_url=url, archive_keep_days=10)
with open_store(url) as store:
    setattr(place, what, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    retention.prune(config, store, datetime.fromisoformat(now))
"""


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_nothing_that_is_needed_is_lost(
    step: str, config: Config, store: Store, database_url: str
) -> None:
    again = replace(on(1), fetched_at=NOW - DAY)
    crawl(config, store, on(1), on(2), on(3), on(31), again)
    arguments = (str(config.data), database_url, NOW.isoformat(), *STEPS[step])
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert_whole(config, store)
    retention.prune(config, store, NOW)
    assert_whole(config, store)
    kept = ["huyen-20260330.warc.gz", "huyen-20260331.warc.gz", "huyen-carried-20260331.warc.gz"]
    assert names(config) == kept
    answers = check(config.archive, "huyen/huyen-carried-20260331.warc.gz").answers
    assert answers == 1


def assert_whole(config: Config, store: Store) -> None:
    """Whatever the ledger names can be read, and no file holds a revisit without its payload."""
    archive = Archive(config.archive)
    for visit in store.visits("huyen"):
        if visit.warc:
            assert archive.read(visit.warc, "huyen").body
        else:
            assert visit.dropped_at
    for one in all_files(config.archive):
        assert check(config.archive, one.name).problems == ()


# --- what readers of the archive say then -----------------------------------------------------------


def test_reprocess_counts_what_it_cannot_read_again(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(2), on(31))
    retention.prune(config, store, NOW)
    done = reprocess(config.archive, SOURCE, store)
    assert (done.pages, done.unchanged, done.dropped, done.unreadable) == (1, 1, 2, 0)
    assert store.count() == 3


def test_what_comes_again_has_a_capture_again(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(31))
    retention.prune(config, store, NOW)
    crawl(config, store, replace(on(1), fetched_at=NOW + DAY))
    visit = store.visit("huyen", on(1).url)
    assert visit
    assert (visit.dropped_at, visit.warc is None) == (None, False)


def test_an_edit_of_a_page_whose_capture_is_gone_is_stored(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(31))
    retention.prune(config, store, NOW)
    edited = on(1, text="Sáng ngày 1, huyện họp bàn việc khác hẳn.")
    crawl(config, store, replace(edited, fetched_at=NOW + DAY))
    texts = [entry.article.text for entry in store.iter_entries()]
    assert any("việc khác hẳn" in text for text in texts)


def test_what_is_left_makes_a_database_again(config: Config, store: Store, tmp_path: Path) -> None:
    crawl(config, store, on(1), on(2), on(31), replace(on(1), fetched_at=NOW - DAY))
    retention.prune(config, store, NOW)
    with open_store(f"sqlite:///{tmp_path}/new.db") as empty:
        done = rebuild(config, SOURCE, empty)
        titles = {entry.article.title for entry in empty.iter_entries()}
    assert done.problems == ()
    assert titles == {"Tin số 1 của huyện nhà", "Tin số 31 của huyện nhà"}


# --- when ---------------------------------------------------------------------------------------


def test_it_is_due_once_a_day_where_it_is_set(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(31))
    assert not retention.is_due(replace(config, archive_keep_days=0), NOW)
    assert retention.is_due(config, NOW)
    retention.prune(config, store, NOW)
    stamp = config.archive / retention.STAMP
    os.utime(stamp, (NOW.timestamp(), NOW.timestamp()))
    assert not retention.is_due(config, NOW + timedelta(hours=22))
    assert retention.is_due(config, NOW + timedelta(hours=24))
    assert retention.is_due(config, NOW - timedelta(days=400))


# --- checking ------------------------------------------------------------------------------------


def test_a_check_names_what_is_damaged(config: Config, store: Store) -> None:
    crawl(config, store, on(1), on(2))
    archive = config.archive / "huyen"
    torn, altered = archive / "huyen-20260301.warc.gz", archive / "huyen-20260302.warc.gz"
    torn.write_bytes(torn.read_bytes()[:-20])
    plain = gzip.decompress(altered.read_bytes()).replace("họp bàn".encode(), "họp bán".encode())
    altered.write_bytes(plain)
    assert "damaged at byte" in check(config.archive, "huyen/huyen-20260301.warc.gz").problems[0]
    assert "digest" in check(config.archive, "huyen/huyen-20260302.warc.gz").problems[0]
    assert "No such file" in check(config.archive, "huyen/none.warc.gz").problems[0]


def test_an_answer_longer_than_a_page_may_be_is_no_damage(tmp_path: Path) -> None:
    """Its portal sent it so: nobody can mend it, and each night's check would tell of it for ever."""
    url, packed = "https://huyen.example.vn/bom.html", bomb("gzip", MAX_MEMBER + 1)
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    place = Archive(tmp_path / "archive").write(
        RawPage("huyen", url, url, 200, headers, packed, now())
    )
    checked = check(tmp_path / "archive", place.file)
    assert (checked.answers, checked.too_long, checked.problems) == (0, 1, ())
    done = congtin("archive", "check", data=tmp_path)
    assert done.code == 0
    assert "1 answers are longer than a page may be" in done.err
    with pytest.raises(ArchiveError, match="longer than a page may be"):
        Archive(tmp_path / "archive").read(place, "huyen")
    (told,) = read_file(tmp_path / "archive" / place.file)
    assert isinstance(told, Damage)
    assert "longer than a page may be at byte" in str(told)
