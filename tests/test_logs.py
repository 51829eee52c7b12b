"""Stderr as JSON: every line of it an object, whoever wrote it and whatever went wrong."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import urllib.request
import warnings
from datetime import datetime

import pytest
from commands import (
    Running,
    _command,
    _environment,
    congtin,
    eventually,
    free_ports,
    page,
    portal,
    register,
)

from crawler.cli import logs
from pipeline.errors import ConfigError

JSON = {"CONGTIN_LOG_FORMAT": "json"}


def lines(err):
    """The objects; fails on a line that is none, or lacks what each has."""
    found = [json.loads(line) for line in err.splitlines()]
    for one in found:
        assert one["level"] in ("debug", "info", "warning", "error", "critical")
        assert one["message"]
        assert one["logger"]
        assert isinstance(one["process"], int)
        assert datetime.fromisoformat(one["time"]).utcoffset().total_seconds() == 7 * 3600
    return found


class Written:
    """Stderr as JSON, from `start` on: pytest puts in a stderr of its own between fixture and test."""

    def __init__(self, monkeypatch):
        self.held = io.StringIO()
        self._patch = monkeypatch

    def start(self):
        self._patch.setattr(sys, "stderr", sys.stderr)
        self._patch.setattr(threading, "excepthook", threading.excepthook)
        self._patch.setattr(logging.getLogger(), "handlers", [])
        logs.begin(self.held)

    def __call__(self):
        return lines(self.held.getvalue())


@pytest.fixture
def written():
    level = logging.getLogger(logs.OURS).level
    with pytest.MonkeyPatch.context() as patch:
        yield Written(patch)
    logging.captureWarnings(False)
    logging.getLogger(logs.OURS).setLevel(level)


@pytest.mark.parametrize(
    ("words", "asked", "rest"),
    [
        (["crawl"], "", ["crawl"]),
        (["--log-format", "json", "crawl"], "json", ["crawl"]),
        (["crawl", "--log-format", "json", "a"], "json", ["crawl", "a"]),
        (["crawl", "--log-format=text"], "text", ["crawl"]),
        (["search", "--", "--log-format", "json"], "", ["search", "--", "--log-format", "json"]),
        (["crawl", "--log-format"], "nothing", ["crawl"]),
        (["crawl", "--log-format="], "nothing", ["crawl"]),
    ],
)
def test_the_option_may_stand_before_and_after_the_verb(words, asked, rest):
    assert logs._asked(words) == (asked, rest)


@pytest.mark.parametrize("words", [["--log-format", "xml"], ["crawl", "--log-format"]])
def test_a_format_that_is_none_is_refused(words):
    with pytest.raises(ConfigError, match="none of text, json"):
        logs.prepare(words)


def test_whatever_is_printed_becomes_objects(written):
    written.start()
    sys.stderr.write("một\nhai")
    sys.stderr.write(" ba \x1b[31m\u202e\udc80\n")
    assert [one["message"] for one in written()] == ["một", "hai ba \x1b[31m\u202e\udc80"]


def test_a_child_s_object_is_handed_on_as_it_is_and_other_lines_become_objects(written):
    written.start()
    logs.lines().say("error", "the disk is full", exit_code=5)
    (one,) = written()
    assert logs.hand_on(json.dumps(one)) == "the disk is full"
    for line in ("plain words", '{"level": "error"}', "[" * 100_000):
        assert logs.hand_on(line) == line
    first, second, *strays = written()
    assert first == second == one
    assert [stray["level"] for stray in strays] == ["warning"] * 3


def test_for_people_a_child_s_line_is_printed(capsys):
    assert logs.hand_on("plain words") == "plain words"
    assert capsys.readouterr().err == "plain words\n"


def test_nothing_in_a_message_reaches_a_terminal_as_it_is(written):
    written.start()
    logs.lines().say("info", "\x9b31m\u2028\u202e")
    assert written()[0]["message"] == "\x9b31m\u2028\u202e"
    assert logs.lines()._stream.getvalue().isascii()


def test_records_of_libraries_carry_their_exception(written):
    written.start()
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    (one,) = written()
    assert (one["level"], one["logger"]) == ("error", "uvicorn.error")
    assert one["exception"]["type"] == "ZeroDivisionError"
    assert "test_logs.py" in one["exception"]["traceback"]


def test_a_crawl_s_record_names_its_source(written):
    written.start()

    class Spider:
        class source:  # noqa: N801
            id = "ly-nhan"

    logging.getLogger("scrapy.core.scraper").error("Spider error", extra={"spider": Spider})
    logging.getLogger("scrapy.core.scraper").warning("of a portal")
    (one,) = written()
    assert one["source"] == "ly-nhan"


def test_a_broken_thread_and_a_warning_are_objects_too(written):
    written.start()
    broken = threading.Thread(target=lambda: 1 / 0, name="congtin-crawl")
    broken.start()
    broken.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    critical, warning = written()
    assert critical["level"] == "critical"
    assert critical["exception"]["type"] == "ZeroDivisionError"
    assert warning["logger"] == "py.warnings"


def test_threads_do_not_mix_their_lines(written):
    written.start()

    def talk(number):
        for _ in range(200):
            sys.stderr.write(f"{number}" * 50 + "\n")

    threads = [threading.Thread(target=talk, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted({one["message"] for one in written()}) == [f"{n}" * 50 for n in range(4)]


MISTAKES = {
    "no such verb": (("nosuch",), 2),
    "no such option": (("search", "--nosuch"), 2),
    "a wrong value": (("serve", "--port", "x"), 2),
    "a wrong setting": (("serve", "--port", "70000"), 2),
    "nothing stored": (("search", "x"), 2),
    "an unknown source": (("crawl", "khong-co"), 2),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_user_s_mistake_is_one_object_with_its_exit_code(mistake, tmp_path):
    words, code = MISTAKES[mistake]
    done = congtin(*words, "--log-format", "json", data=tmp_path / "d", env={})
    assert done.code == code
    (one,) = lines(done.err)
    assert (one["level"], one["exit_code"]) == ("error", code)


def crashed(folder, env):
    patch = "import crawler.cli.commands.reading as r; r.settings = lambda *a, **k: 1 / 0"
    return subprocess.run(
        _command(("search", "x"), folder, patch),
        capture_output=True,
        env=_environment(env, None),
    )


def test_a_crash_has_an_exit_code_of_its_own_and_its_traceback(tmp_path):
    ran = crashed(tmp_path, {})
    assert ran.returncode == 70
    assert ran.stderr.decode().startswith("Traceback (most recent call last):")
    assert ran.stderr.decode().endswith("ZeroDivisionError: division by zero\n")


def test_a_crash_is_one_object_with_its_traceback(tmp_path):
    ran = crashed(tmp_path, JSON)
    assert ran.returncode == 70
    (one,) = lines(ran.stderr.decode())
    assert (one["level"], one["exit_code"]) == ("critical", 70)
    assert one["exception"]["type"] == "ZeroDivisionError"


def test_a_crawl_tells_each_run_s_end_with_its_counts(tmp_path):
    home = page("<h1>Cổng thông tin</h1>")
    with portal({"/": home}) as url:
        data = register(tmp_path / "data", ("mau", url))
        done = congtin("crawl", data=data, env={**JSON, "FORCE_COLOR": "1"})
    ended = next(one for one in lines(done.err) if one["message"] == "run ended")
    assert ended["source"] == "mau"
    assert isinstance(ended["run"], int)
    assert ended["requests"] >= 1
    assert "duration" in ended


def test_run_tells_everything_in_objects_and_answers_its_watchdog(tmp_path):
    """The server, the loops, their children: all of their lines; and what systemd hears meanwhile."""
    import socket

    port, heard = free_ports(), tmp_path / "notify"
    with (
        portal({"/": page("<h1>Cổng thông tin</h1>")}) as url,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener,
    ):
        listener.bind(str(heard))
        listener.settimeout(60)
        data = register(tmp_path / "data", ("mau", url))
        told = {**JSON, "NOTIFY_SOCKET": str(heard), "WATCHDOG_USEC": "20000000"}
        words = set()
        with Running("run", "--port", port, data=data, env=told) as service:
            while not {"READY=1", "WATCHDOG=1"} <= words:
                words.add(listener.recv(4096).decode())
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz?q=hunter2") as answer:
                assert answer.status == 200
            eventually((data / "feeds" / "subscriptions.opml").exists)
            done = service.end(signal.SIGTERM, within=30)
        while "STOPPING=1" not in words:
            words.add(listener.recv(4096).decode())
    assert done.code == 0
    found = lines(done.err)
    assert "STATUS=Crawling mau." in words
    assert {"run ended", "Crawling mau."} <= {one["message"] for one in found}
    access = next(one for one in found if one["logger"] == "congtin.access")
    assert (access["path"], access["route"], access["status"]) == ("/healthz", "/healthz", 200)
    assert "hunter2" not in done.err
    assert len({one["process"] for one in found}) > 1


def journaled(words, folder, **env):
    """The lines that systemd's journal would get of a verb."""
    file = folder / "journal"
    with file.open("w") as stderr:
        there = os.fstat(stderr.fileno())
        env |= {"JOURNAL_STREAM": f"{there.st_dev}:{there.st_ino}"}
        data = folder / "data"
        subprocess.run(_command(words, data, ""), stderr=stderr, env=_environment(env, data))
    return file.read_text().splitlines()


def test_the_journal_is_told_how_grave_each_line_is(tmp_path):
    assert journaled(["runs", "nobody"], tmp_path)[0].startswith("<3>congtin: ")
    (line,) = journaled(["runs", "nobody"], tmp_path, **JSON)
    assert line.startswith('<3>{"')
    assert json.loads(line[3:])["exit_code"] == 2


def test_nobody_else_is_told(tmp_path):
    ran = congtin("runs", "nobody", data=tmp_path / "data", env={"JOURNAL_STREAM": "1:2"})
    assert ran.err.startswith("congtin: ")


def test_without_it_stderr_is_for_people():
    done = congtin("search", env={})
    assert done.err.startswith("congtin: ")
