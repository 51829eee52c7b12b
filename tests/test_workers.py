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


def portals(size=12):
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


def nobody_is_at_a_host(here) -> bool:
    return not here.rows(HOSTS_HELD)


def assert_whole_and_polite(here):
    for name, portal in here.portals.items():
        assert here.articles(name) == sorted(portal.canonical(url) for url in portal.truth())
        assert overlapping(portal.log) == []


@pytest.mark.parametrize("workers", [2, 4])
def test_of_workers_that_are_killed_the_others_take_up_the_jobs(workers, tmp_path):
    dice = random.Random(workers)
    with fleet(tmp_path, portals()) as here:
        running = [here.worker(number) for number in range(workers)]
        try:
            asked = dice.randint(5, 20)
            eventually(lambda: here.asked() > asked)
            running[-1].kill()
            eventually(lambda: here.asked() > asked + 15)
            assert running[-2].end(signal.SIGTERM, within=60).code == 0
            running[-2] = here.worker(workers - 2)
            eventually(lambda: here.finished() == set(here.portals))
            eventually(lambda: "doing" not in here.states("crawl").values())
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


def test_a_database_that_restarts_costs_nothing_but_time(tmp_path):
    with fleet(tmp_path, portals()) as here, here.worker(0) as one, here.worker(1) as two:
        eventually(lambda: here.asked() > 20)
        assert here.cut_off() > 2
        eventually(lambda: here.finished() == set(here.portals))
        for worker in (one, two):
            assert worker.end(signal.SIGTERM).code == 0
        assert_whole_and_polite(here)


def test_a_job_is_cancelled_while_it_runs_and_a_child_dies_with_its_worker(tmp_path):
    slow = {"slow": NukeViet(NOW, size=60)}
    with fleet(tmp_path, slow, latency=0.3) as here:
        with here.worker(0) as worker:
            eventually(lambda: here.asked() > 5)
            (job,) = [job for job in here.jobs() if job["task"] == "crawl"]
            assert (job["state"], job["about"]) == ("running", {"source": "slow"})
            assert job["worker"].startswith(machine_of(Config(data=here.data(0))).name)
            assert here.congtin("jobs", "cancel", job["id"]).code == 0
            eventually(lambda: here.states("crawl")[job["id"]] == "aborted")
            asked = here.asked()
            eventually(lambda: here.asked() > asked)  # it is due still, and gets another
            worker.kill()
        eventually(partial(nobody_is_at_a_host, here))
        asked = here.asked()
        time.sleep(1)
        assert here.asked() == asked


def test_what_lies_on_one_machine_is_done_there_and_feeds_where_they_are(tmp_path):
    one = {"p": NukeViet(NOW, size=8)}
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


def test_a_crawl_by_hand_leaves_out_a_host_that_another_machine_is_at(tmp_path):
    slow = {"slow": NukeViet(NOW, size=40)}
    with fleet(tmp_path, slow, latency=0.2) as here, here.worker(0):
        eventually(lambda: here.asked() > 3)
        here.data(1).mkdir()
        (here.data(1) / "sources.toml").write_text((here.data(0) / "sources.toml").read_text())
        by_hand = here.congtin("crawl", "slow", number=1)
        assert by_hand.code == 1
        assert "another crawl is busy at that host" in by_hand.err
        assert overlapping(slow["slow"].log) == []


def test_who_loses_the_locks_of_its_hosts_leaves_them(tmp_path):
    slow = {"slow": NukeViet(NOW, size=60)}
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
