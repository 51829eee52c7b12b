"""Workers on machines of their own share one queue: some are killed; nothing is lost, doubled or rude."""

import random
import signal
import time
from functools import partial

import pytest
from commands import Running, eventually
from live_portals import NukeViet, WebForms, WordPress
from live_portals.visiting import overlapping
from working import NOW, fleet

from crawler.jobs.machine import machine_of
from pipeline.archive import Damage, read_file
from pipeline.config import Config

pytestmark = pytest.mark.postgresql

HOSTS_HELD = """
SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND application_name = 'congtin ' || current_schema()
"""


def portals(size=8):
    """Four portals of three kinds."""
    webforms = WebForms(NOW, size=size)
    webforms.twice = webforms.sessions = False
    kinds = (
        NukeViet(NOW, size=size),
        NukeViet(NOW, size=size),
        WordPress(NOW, size=size),
        webforms,
    )
    return {f"p{number}": portal for number, portal in enumerate(kinds)}


def endless():
    """A portal that no crawl of a test comes to the end of."""
    return {"slow": NukeViet(NOW, size=400)}


def nobody_is_at_a_host(here) -> bool:
    return not here.rows(HOSTS_HELD)


def assert_whole_and_polite(here):
    for name, portal in here.portals.items():
        assert here.articles(name) == sorted(portal.canonical(url) for url in portal.truth())
        assert overlapping(portal.log) == []


def amid_a_crawl(here, worker, requests):
    """Wait until a worker crawls a portal that was asked more often than that."""
    eventually(lambda: here.source_of(worker))
    portal = here.portals[here.source_of(worker) or "p0"]
    eventually(lambda: len(portal.log) > requests)


@pytest.mark.parametrize(("workers", "size"), [(2, 4), (4, 8)])
def test_of_workers_that_are_killed_ended_or_cut_off_the_others_take_up_the_jobs(
    tmp_path, workers, size
):
    dice = random.Random(workers)
    with fleet(tmp_path, portals(size), latency=0.1) as here:
        running = [here.worker(number, jobs=1) for number in range(workers)]
        try:
            amid_a_crawl(here, running[-1], dice.randint(0, 6))
            running[-1].kill()
            if workers == 2:  # nobody is left but the first
                running[-1].__exit__()
                running[-1] = here.worker(1, jobs=1)
            amid_a_crawl(here, running[1], dice.randint(0, 6))
            assert running[1].end(signal.SIGTERM).code == 0
            running[1] = here.worker(1)
            assert here.cut_off() > 1
            eventually(lambda: here.finished() == set(here.portals))
            eventually(lambda: "doing" not in here.states("crawl").values())
            assert running[0].end(signal.SIGTERM).code == 0
        finally:
            for one in running:
                one.__exit__()
        assert_whole_and_polite(here)
        files = list(tmp_path.rglob("*.warc.gz"))
        assert len({file.name for file in files}) == len(files)
        assert [one for file in files for one in read_file(file) if isinstance(one, Damage)] == []
        named = {name for (name,) in here.rows("SELECT DISTINCT warc_file FROM pages") if name}
        assert named <= {file.relative_to(file.parents[1]).as_posix() for file in files}
        again = "SELECT count(*) FROM procrastinate_events WHERE type = 'deferred_for_retry'"
        assert here.rows(again)[0][0] > 0


def test_a_host_is_one_machines_until_its_job_is_cancelled_or_its_worker_dies(tmp_path):
    with fleet(tmp_path, endless(), latency=0.3) as here:
        here.data(1).mkdir()
        (here.data(1) / "sources.toml").write_text((here.data(0) / "sources.toml").read_text())
        with here.worker(0) as worker:
            eventually(lambda: here.asked() > 3)
            (job,) = [job for job in here.jobs() if job["task"] == "crawl"]
            assert (job["state"], job["about"]) == ("running", {"source": "slow"})
            assert job["worker"].startswith(machine_of(Config(data=here.data(0))).name)
            by_hand = here.congtin("crawl", "slow", number=1)
            assert "another crawl is busy at that host" in by_hand.err
            of_a_worker = here.congtin("crawl", "--mirrored", "slow", number=1)
            assert (by_hand.code, of_a_worker.code) == (1, 75)
            assert here.congtin("jobs", "cancel", job["id"]).code == 0
            eventually(lambda: here.states("crawl")[job["id"]] == "aborted")
            asked = here.asked()
            eventually(lambda: here.asked() > asked)  # it is due still, and gets another
            worker.kill()
        eventually(partial(nobody_is_at_a_host, here))
        asked = here.asked()
        time.sleep(1)
        assert here.asked() == asked
        assert overlapping(here.portals["slow"].log) == []


def test_what_lies_on_one_machine_is_done_there_and_feeds_where_they_are(tmp_path):
    one = {"p": NukeViet(NOW, size=4)}
    with (
        fleet(tmp_path, one) as here,
        here.worker(0, "--publish"),
        here.worker(1, "--jobs", 1) as other,
    ):
        eventually(lambda: here.finished() == {"p"})
        eventually((here.data(0) / "feeds" / "sources" / "p.atom").exists)
        (held,) = tmp_path.rglob("*.warc.gz")
        elsewhere = 1 if here.data(0) in held.parents else 0
        eventually(lambda: len(here.rows("SELECT FROM job_machines")) == 2)
        added = here.congtin("jobs", "add", "reprocess", "p")
        assert (added.code, len(added.out.splitlines())) == (0, 2)
        assert here.congtin("jobs", "add", "import", held, number=1).code == 0
        succeeded = ["succeeded"]
        eventually(lambda: [*here.states("reprocess").values()] == 2 * succeeded)
        eventually(lambda: [*here.states("import").values()] == succeeded)
        assert not (here.data(1) / "feeds").exists()
        told = here.congtin("reprocess", "p", number=elsewhere)
        assert held.name in told.err
        assert "Another machine may hold it" in told.err
        assert other.end(signal.SIGTERM).code == 0
        assert len(here.articles("p")) == len(one["p"].truth())


def test_who_loses_the_locks_of_its_hosts_leaves_them(tmp_path):
    slow = endless()
    with (
        fleet(tmp_path, slow, latency=0.2) as here,
        Running("crawl", "slow", data=here.data(0), env=here.env) as crawl,
    ):
        eventually(lambda: here.asked() > 3)
        ((holder,),) = here.rows(HOSTS_HELD)
        here.rows("SELECT pg_terminate_backend(%s)", holder)
        left = crawl.end()
        assert left.code == 4
        assert "keeps hosts from other machines" in left.err
        assert len(here.articles("slow")) < len(slow["slow"].truth())
