"""What random kills found once: each hole stays closed."""

import os
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from sample_entries import HA_NAM, NOON

from crawler.manners.hosts import host_key
from crawler.manners.patience import Patience
from crawler.planning.rota import Rota, planned
from pipeline.archive import Archive, Damage, read_file
from pipeline.errors import StoreError
from pipeline.leftovers import clear
from pipeline.model import Host, RawPage, RunReport
from pipeline.publish.publishing import writing
from pipeline.store import open_store


@pytest.fixture
def dead():
    """The number of a process that is no more."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_a_backup_that_was_killed_leaves_nothing_once_another_is_made(tmp_path, dead):
    for end in ("", "-wal", "-shm"):
        (tmp_path / f".one.db.{dead}.partial{end}").write_bytes(b"half")
    with open_store(f"sqlite:///{tmp_path / 'congtin.db'}") as store:
        store.backup(tmp_path / "one.db", replace=False)
    assert [file.name for file in tmp_path.glob(".*")] == []


def test_an_import_that_was_killed_leaves_no_half_copy_once_the_file_is_imported(tmp_path, dead):
    archive = Archive(tmp_path / "other")
    archive.write(answer(NOON))
    (file,) = (tmp_path / "other").rglob("*.warc.gz")
    name = archive.adopt(file)
    kept = archive.root / name
    half = kept.with_name(f"{kept.name.partition('.')[0]}.{dead}.partial")
    half.write_bytes(b"half")
    kept.unlink()
    assert archive.adopt(file) == name
    assert not half.exists()
    assert kept.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("number", "stays"), [(os.getppid(), True), (os.getpid(), False)], ids=["another", "our own"]
)
def test_what_another_living_process_is_at_work_on_stays(tmp_path, number, stays):
    folder = tmp_path / f"wacz-{number}-abc"
    folder.mkdir()
    (folder / "0.warc.gz").write_bytes(b"")
    clear(tmp_path, "wacz-", "-")
    assert folder.exists() is stays


def test_only_unfinished_files_are_cleared(tmp_path, dead):
    names = [".one.db.123x.partial", f".two.db.{dead}.partial", f".one.db.{dead}", "one.db"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    clear(tmp_path, ".one.db.", ".partial")
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names)


def answer(when):
    return RawPage(
        source_id=HA_NAM.id,
        url=HA_NAM.url,
        final_url=HA_NAM.url,
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=f"<p>{when}</p>".encode(),
        fetched_at=when,
    )


def test_a_record_torn_before_midnight_is_cut_off_by_the_next_day_s_writer(tmp_path):
    Archive(tmp_path).write(answer(NOON))
    (yesterday,) = tmp_path.rglob("*.warc.gz")
    whole = yesterday.read_bytes()
    yesterday.write_bytes(whole + whole[: len(whole) // 3])
    Archive(tmp_path).write(answer(NOON + timedelta(days=1)))
    assert yesterday.read_bytes() == whole
    found = [one for file in tmp_path.rglob("*.warc.gz") for one in read_file(file)]
    assert not [one for one in found if isinstance(one, Damage)]


def test_a_file_that_others_put_there_is_never_cut(tmp_path):
    other = tmp_path / HA_NAM.id / "from-elsewhere.warc"
    other.parent.mkdir()
    other.write_bytes(b"WARC/1.0\r\nhalf")
    Archive(tmp_path).write(answer(NOON))
    assert other.read_bytes() == b"WARC/1.0\r\nhalf"


YEARS = timedelta(days=400)


@pytest.fixture
def run_in_the_future(store):
    """A run of a year ahead, when the clock was wrong."""
    store.put_sources([HA_NAM])
    ended = NOON + YEARS
    return store.save_run(
        RunReport(HA_NAM.id, ended, finished_at=ended + timedelta(minutes=1), status="finished")
    )


@pytest.mark.usefixtures("run_in_the_future")
def test_a_run_of_when_the_clock_was_wrong_keeps_no_source_from_its_next_visit(store):
    assert planned(store, HA_NAM, NOON).is_due(NOON)
    ended = NOON + timedelta(minutes=2)
    store.save_run(RunReport(HA_NAM.id, NOON, finished_at=ended, status="finished"))
    following = planned(store, HA_NAM, ended).at
    assert following
    assert ended < following < ended + timedelta(days=2)


def test_a_service_whose_clock_was_set_right_sees_who_is_due(store, run_in_the_future):
    rota = Rota(lambda: [HA_NAM], store)
    assert not rota.due(run_in_the_future.started_at + timedelta(minutes=2))
    assert [turn.source for turn in rota.due(NOON)] == [HA_NAM]


@pytest.mark.parametrize(("ahead", "waits"), [(timedelta(hours=3), True), (YEARS, False)])
def test_a_host_s_wish_written_down_while_the_clock_was_wrong_is_not_waited_for(
    store, ahead, waits
):
    store.put_sources([HA_NAM])
    until: datetime = NOON + ahead
    host = replace(Host(host_key(HA_NAM.url)), resume_at=until, reason="failed-busy")
    store.save_host(host)
    assert planned(store, HA_NAM, NOON).is_due(NOON) is not waits


def test_a_publishing_told_to_end_in_the_middle_of_a_file_leaves_the_former_one_alone(
    tmp_path, monkeypatch
):
    def told_to_end(_):
        raise KeyboardInterrupt

    feed = tmp_path / "all.atom"
    writing.write(feed, b"<feed/>")
    monkeypatch.setattr("os.fsync", told_to_end)
    with pytest.raises(KeyboardInterrupt):
        writing.write(feed, b"<feed><entry/></feed>")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"all.atom": b"<feed/>"}


def test_a_database_that_fails_at_the_very_end_of_a_crawl_is_said_and_not_thrown():
    def fails(*_, **__):
        raise StoreError("the disk failed")

    spider = SimpleNamespace(source=HA_NAM, ending=("", ""), fatal=None)
    patience = Patience.__new__(Patience)
    patience.crawler = SimpleNamespace(spider=spider)
    patience.pace = SimpleNamespace(answers=1)
    patience._memory = SimpleNamespace(note=fails)
    patience.closed()
    assert str(spider.fatal) == "the disk failed"
