"""`--log-format json`, verb by verb: all that each of them writes to stderr is objects, however it ends."""

import json
import signal
import socket
import subprocess
import sys

import pytest
import typer.main
from commands import Running, _environment, congtin, eventually, free_ports, page, portal, register
from databases import postgresql_schema
from test_logs import JSON, lines
from test_told import Site, answers

from crawler.cli import app

NOWHERE = "postgresql://nobody@127.0.0.1:9/none"
"""A database that does not answer."""
NEEDING = (
    *("notices", "publish", "runs", "reprocess", "crawl", "serve", "run", "worker"),
    *("jobs", "search x", "db upgrade", "db reindex"),
)
"""Of the verbs that take a database those that can say nothing without it."""
OFFLINE = [
    ("notices",), ("notices", "--send"), ("notices", "--test"),
    ("publish",), ("publish", "--anew"),
    ("runs",), ("runs", "khong-co"),
    ("reprocess",), ("reprocess", "--dry-run"),
    ("doctor", "--offline"),
    ("export", "--format", "jsonl"), ("export", "(", "--format", "csv"),
    ("extract", "{warc}"), ("extract", "{folder}/nowhere.html"), ("extract", "{folder}/home.html"),
    ("places", "huyện Lý Nhân"), ("places", "không đâu"),
    ("search", "cầu"), ("search", '"'), ("search", "x", "--after", "nie"),
    ("units", "{folder}/units"), ("units", "{folder}/home.html"),
    ("worker",), ("worker", "--queues", "x"),
    ("captures",), ("import", "{warc}"), ("import", "{folder}/nowhere.warc"),
    ("import", "{folder}/home.html"),
    ("archive",), ("archive", "prune"), ("archive", "prune", "--keep-days", "9"), ("archive", "check"),
    ("db", "upgrade"), ("db", "schema"), ("db", "datasette"), ("db", "reindex"),
    ("db", "copy", "--to", "sqlite:///{folder}/copy.db"), ("db", "copy", "--to", NOWHERE),
    ("db", "backup", "{folder}/backup.db"), ("db", "backup", "{folder}/nowhere/b.db"),
    ("db", "restore", "{folder}/backup.db", "--replace"), ("db", "restore", "{folder}/home.html"),
    ("sources",), ("sources", "--all"), ("sources", "enable", "khong-co"),
    ("sources", "enable", "kimson.ninhbinh.gov.vn"), ("sources", "disable", "kimson.ninhbinh.gov.vn"),
    ("sources", "export"), ("sources", "import", "{folder}/home.html"),
    ("jobs",), ("jobs", "cancel", "1"), ("jobs", "retry", "1"), ("jobs", "forget", "x"),
    ("jobs", "add", "publish"),
]  # fmt: skip
ONLINE = [("add", "crawl"), ("sources", "verify"), ("doctor",), ("extract",)]
STAYING = [("serve",), ("run",), ("worker",), ("demo",)]
"""run stands in test_logs; demo is add's, crawl's, publish's and serve's doing, tried by test_demo."""
DRIVER = """
import json, os, sys
from crawler.cli import main
for number, words in enumerate(json.load(sys.stdin)):
    file = os.open(f"{sys.argv[1]}/{number}.err", os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 2)
    sys.stderr, sys.argv[1:] = open(2, "w", closefd=False), [sys.argv[1], *words]
    folder = sys.argv.pop(1)
    try:
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    sys.argv[1:] = [folder]
    with open(f"{folder}/{number}.code", "w") as told:
        told.write(str(code))
"""
"""Many verbs in one process, each with a stderr of its own: starting them one by one takes a minute."""


def verbs(command=None, named=()):
    """The words of each verb that there is."""
    command = command or typer.main.get_command(app)
    if getattr(command, "commands", None) is None or command.invoke_without_command:
        yield named
    for name, below in (getattr(command, "commands", None) or {}).items():
        yield from verbs(below, (*named, name))


def test_every_verb_is_tried():
    tried = {words[:size] for words in (*OFFLINE, *ONLINE, *STAYING) for size in (1, 2)}
    assert set(verbs()) - {()} <= tried | {("crawl",)}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A portal that was added and crawled, in a folder of its own; what those verbs wrote to stderr."""
    folder = tmp_path_factory.mktemp("verbs")
    site = Site()
    with portal(site) as url:
        data = folder / "data"
        told = [
            congtin("add", url, "--allow-private", "--yes", data=data, env=JSON),
            congtin("crawl", data=data, env=JSON),
            congtin("sources", "verify", data=data, env=JSON),
            congtin("doctor", data=data, env=JSON),
            congtin("extract", "--allow-private", url + site.address(14), data=data, env=JSON),
            congtin("extract", "--allow-private", url + "/khong-co.html", data=data, env=JSON),
        ]
    (folder / "home.html").write_bytes(site["/"][2])
    (warc,) = (data / "archive").rglob("*.warc.gz")
    return folder, warc, told


def driven(folder, commands):
    """(exit code, stderr) of each of the commands, in their order."""
    subprocess.run(
        [sys.executable, "-c", DRIVER, str(folder)],
        input=json.dumps(commands),
        text=True,
        stdout=subprocess.DEVNULL,
        env=_environment(JSON, None),
        cwd=folder,
        check=True,
    )
    files = zip(range(len(commands)), commands, strict=True)
    return [
        (words, int((folder / f"{n}.code").read_text()), (folder / f"{n}.err").read_text())
        for n, words in files
    ]


def test_verbs_that_ask_portals_speak_in_objects(world):
    *_, told = world
    assert [done.code for done in told] == [0, 0, 0, 0, 0, 1]
    spoken = [lines(done.err) for done in told]
    assert "run ended" in {one["message"] for one in spoken[1]}
    assert spoken[-1][-1]["level"] == "warning"


def test_every_verb_speaks_in_objects_however_it_ends(world, tmp_path_factory):
    folder, warc, _ = world
    commands = [
        [
            word.format(folder=folder, warc=warc)
            for word in (*words, *(("--data", "{folder}/data") if words[0] != "units" else ()))
        ]
        for words in OFFLINE
    ]
    ended = driven(tmp_path_factory.mktemp("ended"), commands)
    for words, code, err in ended:
        found = lines(err)
        assert code in (0, 1, 2, 4, 5), (words, code, err)
        assert "stderr" not in {one["logger"] for one in found}, err  # each is said as what it is
        if code >= 2:
            assert found[-1]["level"] in ("warning", "error"), (words, err)
            assert found[-1].get("exit_code", code) == code
    assert {code for _, code, _ in ended} == {0, 1, 2, 4, 5}


@pytest.mark.parametrize("verb", [f"{name}" for name in NEEDING])
def test_without_its_database_a_verb_says_so_in_one_object(verb, down):
    code, err = down[verb]
    last = lines(err)[-1]
    assert (code, last["exit_code"], last["level"]) == (4, 4, "error")


@pytest.fixture(scope="module")
def down(world, tmp_path_factory):
    """{verb: (exit code, stderr)} where the database does not answer."""
    flags = ["--data", f"{world[0]}/data", "--database-url", NOWHERE]
    commands = [[*verb.split(), *flags] for verb in NEEDING]
    ended = driven(tmp_path_factory.mktemp("down"), commands)
    return {verb: rest for verb, (_, *rest) in zip(NEEDING, ended, strict=True)}


@pytest.fixture
def systemd(tmp_path):
    """(a socket, the variables that name it to a verb)."""
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(path)
        listener.settimeout(120)
        yield listener, {"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "8000000"}


def until(word, listener, words):
    """Hear until that is said."""
    while word not in words:
        words.append(listener.recv(4096).decode())


def told_to_end(verb, listener, words):
    """How a verb ends that is ready, alive, and then told to."""
    until("READY=1", listener, words)
    until("WATCHDOG=1", listener, words)
    done = verb.end(signal.SIGTERM, within=60)
    until("STOPPING=1", listener, words)
    assert words.index("READY=1") < words.index("STOPPING=1")
    return done


def test_serve_speaks_in_objects_and_tells_systemd_from_its_start_to_its_end(world, systemd):
    folder, *_ = world
    listener, env = systemd
    port, words = free_ports(), []
    with Running("serve", "--port", port, data=folder / "data", env={**JSON, **env}) as server:
        until("READY=1", listener, words)
        assert answers(f"http://127.0.0.1:{port}/healthz")  # ready is when it answers
        done = told_to_end(server, listener, words)
    assert done.code == 0
    assert "congtin.access" in {one["logger"] for one in lines(done.err)}


@pytest.mark.postgresql
def test_worker_speaks_in_objects_and_tells_systemd_from_its_start_to_its_end(tmp_path, systemd):
    listener, env = systemd
    words = []
    with postgresql_schema() as url, portal({"/": page("<h1>Cổng thông tin</h1>")}) as address:
        data = register(tmp_path / "data", ("mau", address))
        env |= {**JSON, "CONGTIN_DATABASE_URL": url}
        with Running("worker", "--every", 5, data=data, env=env) as worker:
            eventually((data / "feeds" / "subscriptions.opml").exists)
            done = told_to_end(worker, listener, words)
    assert done.code == 0
    assert lines(done.err)
