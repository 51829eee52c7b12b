"""Every verb that writes, injured once in every way that fits it, from seeds that never change.

`benchmarks/kills.py` does the same by the thousand, from any seed.
"""

import tempfile
from pathlib import Path

import pytest
from kills.injuries import DISKS, EVERYWHERE, LINES
from kills.servers import NoServer, server
from kills.trials import WORLDS, Trials, fitting
from kills.worlds import Ground

TURNS = (
    ("crawl", ("SIGKILL half written", "SIGTERM", "disk full: archive", "network: cut")),
    ("crawl", ("SIGKILL", "database fails", "clock jumps", "network: reset", "network: hole")),
    ("due", ("SIGKILL anywhere", "SIGINT", "clock was wrong", "disk full: database")),
    ("import-warc", ("SIGKILL half written", "SIGTERM anywhere")),
    ("import-jsonl", ("SIGKILL", "disk full: database")),
    ("reprocess", ("SIGKILL", "SIGTERM", "database fails")),
    ("publish", ("SIGKILL", "SIGKILL half written", "SIGTERM anywhere", "disk full: feeds")),
    ("upgrade", ("SIGKILL", "SIGTERM", "disk full: database")),
    ("backup", ("SIGKILL anywhere", "SIGTERM")),
    ("copy", ("SIGKILL", "database fails")),
    ("run", ("SIGKILL, all processes", "SIGKILL, service alone")),
)
ON_POSTGRESQL = (
    ("crawl", ("database restart", "SIGKILL")),
    ("publish", ("database restart",)),
    ("upgrade", ("database restart", "SIGKILL")),
)


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    return Ground(tmp_path_factory.mktemp("kills"))


@pytest.fixture(scope="module")
def ground_on_postgresql():
    with tempfile.TemporaryDirectory(prefix="congtin-kills-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs as another user where we are root
        try:
            with server(folder) as running:
                yield Ground(folder, running)
        except NoServer as error:
            pytest.skip(f"no PostgreSQL server can be started here: {error}")


def tried(ground, verb, names):
    trials = Trials(ground, WORLDS[verb])
    try:
        most = 1 if verb == "run" else 2  # a service needs seconds to begin
        return [trials.run(name, f"the same always/{verb}/{name}", most=most) for name in names]
    finally:
        trials.close()


def check(results):
    assert [one for one in results if one.wrong] == []
    assert any(blow.dealt for one in results for blow in one.blows)


@pytest.mark.parametrize(("verb", "names"), TURNS, ids=[f"{v}: {n[0]}" for v, n in TURNS])
def test_after_an_injury_one_restart_makes_everything_well(ground, verb, names):
    check(tried(ground, verb, names))


@pytest.mark.postgresql
@pytest.mark.parametrize(("verb", "names"), ON_POSTGRESQL, ids=[v for v, _ in ON_POSTGRESQL])
def test_so_it_is_on_a_server_that_is_restarted_in_the_middle(ground_on_postgresql, verb, names):
    check(tried(ground_on_postgresql, verb, names))


def test_every_verb_and_every_injury_is_among_them():
    assert {verb for verb, _ in TURNS} == set(WORLDS)
    dealt = {name for _, names in (*TURNS, *ON_POSTGRESQL) for name in names}
    assert (EVERYWHERE | DISKS | LINES).keys() - dealt <= {"network: broken"}
    for verb, names in (*TURNS, *ON_POSTGRESQL):
        assert set(names) <= fitting(WORLDS[verb]).keys()
