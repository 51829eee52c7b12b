"""The queue: who is in it, who is due, how a job ends, and what `congtin jobs` says of it all."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import psycopg
import pytest
from commands import congtin, register
from databases import postgresql_schema
from sqlalchemy import text

from crawler.cli.commands.working import _duties
from crawler.jobs import kinds, tables
from crawler.jobs.board import Board, Wanted, _put
from crawler.jobs.machine import Machine, machine_of, named
from crawler.jobs.outcomes import MOST, TRIES, Ended, HostBusy, wait_after
from crawler.jobs.queue import Backoff, _cron
from crawler.jobs.scheduling import Scheduler
from crawler.jobs.worker import keep_brief
from crawler.manners.hosts import Locks, host_locks
from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.errors import ArchiveError, ConfigError
from pipeline.model import VIETNAM, RawPage, RunReport, Source, WarcLocation
from pipeline.store import open_store


@pytest.mark.parametrize("name", ["worker", "worker.vm-95de", "utils"])
def test_a_database_that_is_away_is_a_line_of_the_log_and_a_mistake_keeps_its_traceback(
    name, caplog
):
    log = logging.getLogger("procrastinate").getChild(name)  # as Procrastinate makes it
    keep_brief("vm-95de")
    for error in (psycopg.OperationalError("gone"), KeyError("mistake")):
        log.error("poll_jobs_to_abort error", exc_info=error)
    away, mistake = caplog.records
    assert (away.levelname, away.exc_info) == ("WARNING", None)
    assert away.getMessage() == "poll_jobs_to_abort error: gone; it is tried again."
    assert (mistake.levelname, mistake.getMessage()) == ("ERROR", "poll_jobs_to_abort error")
    assert mistake.exc_info


NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
SOURCE = Source("lynhan", "Lý Nhân", "https://lynhan.example.vn/")
HERE = Machine("here", "0000aaaa")


@pytest.fixture
def config(tmp_path):
    """Settings over an empty PostgreSQL database."""
    with postgresql_schema() as url:
        open_store(url).close()
        yield Config(data=tmp_path / "data", database_url=url)


@pytest.fixture
def board(config):
    """The queue of that database."""
    with Board(config) as made:
        made.make()
        yield made


def doing(board, number, *, silent_for, attempts=0):
    """A job as a worker left it that was last heard of so many seconds ago."""
    script = (
        "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat) "
        "VALUES (now() - make_interval(secs => :silent)) RETURNING id) UPDATE procrastinate_jobs "
        "SET status = 'doing', attempts = :attempts, worker_id = w.id FROM w "
        "WHERE procrastinate_jobs.id = :number"
    )
    with board._begun() as connection:
        values = {"silent": silent_for, "number": number, "attempts": attempts}
        connection.execute(text(script), values)


def fail(board, number):
    with board._begun() as connection:
        query = text("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = :number")
        connection.execute(query, {"number": number})


def state(board, number):
    return board.jobs(number=number)[0].state


@pytest.mark.parametrize(
    ("ended", "failure"),
    [
        (Ended(0), ""),
        (Ended(1, "lynhan: refused (captcha)"), ""),
        (Ended(70, "KeyError: 'x'"), "exit code 70 (a mistake of Congtin's own): KeyError: 'x'"),
        (
            Ended(2, "no such source"),
            "exit code 2 (a setting or an argument is wrong there): no such source",
        ),
        (Ended(4), "exit code 4 (the database)"),
        (Ended(-9), "killed by signal 9"),
    ],
)
def test_a_portals_refusal_is_no_failure_of_a_job_but_ours_are(ended, failure):
    assert ended.failure() == failure


def test_a_failed_job_rests_twice_as_long_each_time_and_at_last_for_good():
    waits = [wait_after(attempts) for attempts in range(TRIES)]
    assert waits[0] == timedelta(seconds=15)
    assert all(b in (2 * a, MOST) for a, b in pairwise(waits[:-1]))
    assert waits[-1] is None


def test_a_job_whose_host_is_busy_waits_until_it_is_free_and_never_gives_up():
    waits = [
        Backoff().get_retry_decision(exception=HostBusy(), job=SimpleNamespace(attempts=attempts))
        for attempts in (0, 1, TRIES, 10_000)
    ]
    rests = [(wait.retry_at - datetime.now(UTC)).total_seconds() for wait in waits]
    assert [round(rest / 15) for rest in rests] == [1, 2, 8, 8]
    assert Ended(75).busy


@pytest.mark.parametrize(
    ("every", "cron"), [(5, "* * * * * */5"), (60, "*/1 * * * *"), (3540, "*/59 * * * *")]
)
def test_a_look_comes_as_often_as_asked(every, cron):
    assert _cron(every) == cron


@pytest.mark.parametrize(
    ("wanted", "verb"),
    [
        (kinds.crawling(SOURCE), ("crawl", "--mirrored", "lynhan")),
        (kinds.importing("/x/y.warc.gz", "0000aaaa"), ("import", "/x/y.warc.gz")),
        (kinds.reprocessing("lynhan", "0000aaaa"), ("reprocess", "lynhan")),
        (kinds.publishing("7"), ("publish",)),
    ],
)
def test_a_job_is_a_verb_of_ours(wanted, verb):
    assert kinds.verb_of(wanted.task, wanted.about) == verb


def test_a_visit_goes_before_a_first_crawl_and_two_sources_of_a_host_wait_for_each_other():
    visit, walk = kinds.crawling(SOURCE), kinds.crawling(SOURCE, walk=True)
    other = kinds.crawling(Source("other", "Other", "http://www.lynhan.example.vn/xa"))
    assert visit.priority > walk.priority
    assert (visit.once, visit.alone) == ("crawl lynhan", "host lynhan.example.vn")
    assert (other.once, other.alone) == ("crawl other", "host lynhan.example.vn")


def test_a_data_folder_is_marked_once_whoever_comes_first(tmp_path):
    found: list[Machine] = []
    racing = [
        threading.Thread(target=lambda: found.append(machine_of(Config(data=tmp_path / "new"))))
        for _ in range(8)
    ]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert found[0].name.endswith(f"-{found[0].folder[:4]}")
    assert machine_of(Config(data=tmp_path / "other")).folder != found[0].folder


def test_a_machine_may_be_named_and_a_damaged_mark_is_told(tmp_path):
    assert machine_of(Config(data=tmp_path, worker_name="vm2")).name == "vm2"
    (tmp_path / "machine-id").write_text("../../etc")
    with pytest.raises(ConfigError, match="machine-id"):
        machine_of(Config(data=tmp_path))


def test_machines_that_share_or_merge_an_archive_write_no_file_of_one_name(tmp_path):
    page = RawPage("lynhan", "https://x.vn/1", "https://x.vn/1", 200, (), b"<p>1", fetched_at=NOW)
    files = []
    for name in ("", "vm1", "vm2"):
        config = named(Config(data=tmp_path), Machine(name, "0000aaaa"))
        files.append(Archive.of(config).write(page).file)
    assert files == [
        "lynhan/lynhan-20261120.warc.gz",
        "lynhan/lynhan-20261120-vm1.warc.gz",
        "lynhan/lynhan-20261120-vm2.warc.gz",
    ]


def test_a_file_that_another_machine_holds_is_named(tmp_path):
    place = WarcLocation("lynhan/lynhan-20261120-vm2.warc.gz", 0, 10)
    with pytest.raises(ArchiveError, match=r"20261120-vm2\.warc\.gz.*Another machine may hold it"):
        Archive(tmp_path).read(place, "lynhan")


@pytest.mark.postgresql
def test_machines_that_begin_together_make_the_tables_once(config):
    problems: list[Exception] = []

    def begin() -> None:
        try:
            with Board(config) as board:
                board.make()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            problems.append(error)

    racing = [threading.Thread(target=begin) for _ in range(4)]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert problems == []
    with open_store(config.database) as store, Board(config) as board:
        assert board.jobs() == []
        assert store.last_change() == 0


@pytest.mark.postgresql
def test_the_queues_tables_are_in_no_copy_and_no_backups_way(config, board, tmp_path):
    board.put([kinds.publishing()])
    copied = congtin("db", "copy", "--to", f"sqlite:///{tmp_path / 'copy.db'}", env=env(config))
    assert (copied.code, "procrastinate" in copied.out) == (0, False)
    assert congtin("db", "backup", tmp_path / "backup.db", env=env(config)).code == 0
    assert congtin("db", "upgrade", data=config.data, env=env(config)).code == 0
    assert len(board.jobs()) == 1


@pytest.mark.postgresql
def test_an_upgrade_brings_the_queue_along_where_there_is_one_and_makes_none(config):
    def upgrade():
        done = congtin("db", "upgrade", data=config.data, env=env(config))
        return done.code, "queue" in done.err

    def known(connection):
        return connection.execute(text("SELECT count(*) FROM job_schema")).scalar()

    assert upgrade() == (0, False)
    with Board(config) as board:
        with board._begun() as connection:
            assert not tables.are_made(connection)
        board.make()
        with board._begun() as connection:
            before = known(connection)
            connection.execute(text("DROP TABLE job_notes"))
        assert upgrade() == (0, True)
        with board._begun() as connection:
            assert known(connection) == before > 0
            connection.execute(text("SELECT FROM job_notes"))


@pytest.mark.postgresql
def test_the_same_job_is_put_in_once_while_it_waits_or_runs(board):
    (number,) = board.put([kinds.crawling(SOURCE)])
    assert board.put([kinds.crawling(SOURCE)]) == [None]
    doing(board, number, silent_for=0)
    assert board.put([kinds.crawling(SOURCE), kinds.crawling(SOURCE)]) == [None, None]
    fail(board, number)
    again, twin = board.put([kinds.crawling(SOURCE), kinds.crawling(SOURCE)])
    assert (again is not None, twin) == (True, None)
    assert not board.retry(number), "its like waits already"


@pytest.mark.postgresql
def test_jobs_of_a_dead_worker_are_taken_up_once_and_of_a_living_one_never(board):
    dead, alive, cancelled, worn = board.put(
        [kinds.reprocessing(name, "0000aaaa") for name in ("a", "b", "c", "d")]
    )
    doing(board, dead, silent_for=60)
    doing(board, alive, silent_for=5)
    doing(board, cancelled, silent_for=60)
    assert board.cancel(cancelled)
    doing(board, worn, silent_for=60, attempts=TRIES - 1)
    assert sorted(board.take_up(45.0)) == [dead, cancelled, worn]
    assert board.take_up(45.0) == []
    states = [state(board, number) for number in (dead, alive, cancelled, worn)]
    assert states == ["waiting", "running", "cancelled", "failed"]


@pytest.mark.postgresql
def test_what_a_dead_worker_did_is_taken_up_although_the_next_look_waits_already(board):
    look = Wanted("look", "look", once="look", alone="look")
    first, crawl = board.put([look, kinds.crawling(SOURCE)])
    doing(board, first, silent_for=60)
    doing(board, crawl, silent_for=60)
    with board._begun() as connection:
        _put(connection, look)  # as Procrastinate's periodic deferrer does, whatever runs
    assert sorted(board.take_up(45.0)) == [first, crawl]
    assert [state(board, number) for number in (first, crawl)] == ["failed", "waiting"]


@pytest.mark.postgresql
def test_a_job_that_failed_or_was_cancelled_can_be_tried_again(board):
    failed, cancelled = board.put([kinds.publishing(), kinds.crawling(SOURCE)])
    board.note(failed, worker="vm1:7", said="exit code 4 (the database)")
    fail(board, failed)
    assert board.jobs(number=failed)[0].said == "exit code 4 (the database)"
    assert board.cancel(cancelled)
    assert not board.cancel(cancelled)
    assert [state(board, number) for number in (failed, cancelled)] == ["failed", "cancelled"]
    assert board.retry(failed)
    assert board.retry(cancelled)
    assert [state(board, number) for number in (failed, cancelled)] == ["waiting", "waiting"]


@pytest.mark.postgresql
def test_whoever_is_due_gets_a_job_wherever_it_is_followed(config, board, tmp_path):
    register(config.data, ("a", "http://a.example.vn/"), ("b", "http://b.example.vn/"))
    elsewhere = Config(data=tmp_path / "elsewhere", database_url=config.database_url)
    with open_store(config.database) as store:
        Scheduler(config, HERE, store, board).tell()
        other = Scheduler(elsewhere, Machine("there", "0000bbbb"), store, board)
        other.tell()
        assert other.look() == 3
        assert other.look() == 0
        crawls = [job for job in board.jobs() if job.task == "crawl"]
        assert [job.about for job in crawls] == [{"source": "a"}, {"source": "b"}]
        register(config.data, ("a", "http://a.example.vn/"))
        Scheduler(config, HERE, store, board).tell()
        assert board.followed() == {"a"}
        assert board.forget("here")
        assert board.followed() == frozenset()


@pytest.mark.postgresql
def test_feeds_are_published_again_only_when_something_changed(config, board):
    with open_store(config.database) as store:
        store.put_sources([SOURCE])
        scheduler = Scheduler(config, HERE, store, board)
        assert scheduler.look() == 1
        (first,) = board.jobs()
        board.cancel(first.id)
        with board._begun() as connection:
            connection.execute(text("UPDATE procrastinate_jobs SET status = 'succeeded'"))
        assert scheduler.look() == 0
        store.save_run(RunReport("lynhan", NOW, finished_at=NOW, status="finished"))
        assert scheduler.look() == 0
        store.put_sources([Source("lynhan", "Huyện Lý Nhân", "https://lynhan.example.vn/")])
        assert scheduler.look() == 1


@pytest.mark.postgresql
def test_a_host_is_one_machines_at_a_time(config, tmp_path):
    url = config.database_url
    with host_locks(tmp_path / "a", url) as ours, host_locks(tmp_path / "b", url) as others:
        assert ours.take("lynhan.example.vn")
        assert ours.take("lynhan.example.vn")
        assert not others.take("lynhan.example.vn")
        assert others.take("another.example.vn")
        ours.free("lynhan.example.vn")
        assert others.take("lynhan.example.vn")
    last = Locks(tmp_path / "c", url)
    assert last.take("lynhan.example.vn")
    last.free_all()


@pytest.mark.parametrize(
    "words", [("worker",), ("jobs",), ("jobs", "add", "publish"), ("jobs", "cancel", 1)]
)
def test_with_sqlite_it_is_said_what_to_do(words, tmp_path):
    done = congtin(
        *words, data=tmp_path, env={"CONGTIN_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"}
    )
    assert done.code == 2
    assert "CONGTIN_DATABASE_URL" in done.err
    assert "congtin run" in done.err


@pytest.mark.postgresql
def test_the_verb_shows_puts_in_cancels_and_tries_again(config, board):
    register(config.data, ("a", "http://a.example.vn/"))

    def jobs(*words):
        return congtin("jobs", *words, data=config.data, env=env(config))

    assert jobs("--json").json == {"jobs": [], "machines": []}
    board.register(machine_of(config), ["a"])
    assert jobs("add", "crawl", "a").out == "1  crawl a\n"
    assert jobs("add", "crawl", "a").out == "-  crawl a  (waits or runs already)\n"
    assert jobs("add", "reprocess").out == "2  reprocess a\n"
    assert jobs("cancel", 1).out == "Job 1 cancelled.\n"
    assert jobs("cancel", 1).code == 2
    assert jobs("retry", 1).out == "Job 1 waits for a worker.\n"
    shown = jobs("--json").json
    assert [(job["id"], job["task"], job["state"]) for job in shown["jobs"]] == [
        (1, "crawl", "waiting"),
        (2, "reprocess", "waiting"),
    ]
    assert [(m["folder"], m["follows"]) for m in shown["machines"]] == [
        (machine_of(config).folder, 1)
    ]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "crawl", "nobody"), "nobody"),
        (("add", "import", "/none.warc.gz"), "no such file on this machine"),
        (("add", "dance"), "crawl SOURCE"),
        (("cancel", 77), "No job 77"),
        (("forget", "vm9"), "No machine 'vm9'"),
    ],
)
def test_what_cannot_be_done_is_said(config, board, words, said):
    done = congtin("jobs", *words, data=config.data, env=env(config))
    assert done.code == 2
    assert said in done.err


def test_a_worker_takes_what_it_is_told_to_and_publishes_where_the_registry_is(tmp_path):
    config = Config(data=tmp_path, database_url="postgresql://x/y")
    assert _duties(config, 4, "", 60, publish=None).publishes is False
    register(tmp_path, ("a", "http://a.example.vn/"))
    assert _duties(config, 4, "", 60, publish=None).publishes is True
    assert _duties(config, 4, "crawl", 60, publish=None).lanes("0000aaaa") == [
        (["look"], 1),
        (["crawl"], 4),
    ]
    with pytest.raises(ConfigError, match="'dance' is none of"):
        _duties(config, 4, "crawl,dance", 60, publish=None)


def env(config):
    return {"CONGTIN_DATABASE_URL": config.database_url}
