"""Run the real command line in processes of their own, with free ports and data of their own.

No run may end in a traceback: `congtin` and `Running.end` fail the test that sees one.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import databases
from databases import rows

from crawler.farm import PORTALS

PROGRAM = str(Path(sys.executable).with_name("congtin"))
PATIENCE = 300.0
"""Seconds after which a command counts as hung."""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


def congtin(
    *arguments, data=None, patch="", stdin=b"", env=None, preexec=None, cwd=None, terminal=None
):
    """Run a verb to its end. `patch`: Python run first in its process, to shorten a patience.

    `terminal`: a terminal's descriptor to read from instead of `stdin`.
    """
    ran = subprocess.run(
        _command(arguments, data, patch),
        **({"input": stdin} if terminal is None else {"stdin": terminal}),
        capture_output=True,
        env=_environment(env, data),
        cwd=cwd or "/",
        preexec_fn=preexec,
        timeout=PATIENCE,
    )
    return _no_traceback(Done(ran.returncode, ran.stdout.decode(), ran.stderr.decode()))


class Running:
    """A verb that runs beside the test; killed at the end of the `with` block if it still does."""

    def __init__(self, *arguments, data=None, env=None, patch=""):
        self.process = subprocess.Popen(
            _command(arguments, data, patch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(env, data),
            cwd="/",
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait()

    def end(self, signum=None, within=PATIENCE):
        """Send a signal, if any, and wait for the end."""
        if signum is not None:
            self.process.send_signal(signum)
        out, err = self.process.communicate(timeout=within)
        return _no_traceback(Done(self.process.returncode, out.decode(), err.decode()))

    def kill(self):
        """kill -9: no chance to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def _command(arguments, data, patch):
    flags = ["--data", str(data)] if data is not None else []
    words = [*map(str, arguments)]
    end = words.index("--") if "--" in words else len(words)  # after -- nothing is an option
    words[end:end] = flags
    if patch:
        return [sys.executable, "-c", f"{patch}\nfrom crawler.cli import main\nmain()", *words]
    return [PROGRAM, *words]


def _environment(more, data):
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CONGTIN_")}
    return ours | databases.settings(data) | (more or {})


def _no_traceback(done):
    assert "Traceback" not in done.err, done.err
    assert "Exception ignored" not in done.err, done.err
    return done


def eventually(holds, within=PATIENCE):
    """Wait until something holds; fail when it never does."""
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


def free_ports(count=1):
    """The first of so many consecutive ports that are free; none is given twice."""
    while True:
        base = _next_port[0]
        _next_port[0] += count
        if _are_free(range(base, base + count)):
            return base


WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_next_port = [20_000 + WORKER % 6 * 2_000 + os.getpid() % 1_000]
"""Workers of one test run have neighbouring numbers as processes: each has its own two thousand ports."""


def _are_free(ports):
    with contextlib.ExitStack() as held:
        try:
            for port in ports:
                listener = held.enter_context(socket.socket())
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def stored(data):
    """The addresses of all stored articles, in order; one that is there twice shows twice."""
    return [url for (url,) in rows(data, "SELECT url FROM articles ORDER BY url")]


@dataclass(frozen=True)
class DemoRun:
    """One `congtin demo --once`: how it ended, and what stood in its folder then."""

    done: Done
    data: Path
    base_port: int
    articles: list[str]
    feeds: dict[str, bytes]

    def copy(self, name="copy"):
        """The folder once more, for a test that changes it."""
        return databases.copy(self.data, self.data.with_name(f"{name}-{uuid.uuid4().hex[:8]}"))


def demo_three_times(data):
    """The demo run three times in a row into one folder: twice as the default folder, then by its path.

    The default is congtin-data in the working directory, so that has to be the folder's name.
    """
    assert data.name == "congtin-data"
    base = free_ports(len(PORTALS))
    by_default, whole = (
        ("demo", "--once", "--farm-port", base, "--data", data)[:n] for n in (4, 6)
    )
    return [_demo(data, base, words) for words in (by_default, by_default, whole)]


def _demo(data, base, words):
    done = congtin(*words, env=databases.settings(data), cwd=data.parent)
    files = (path for path in (data / "feeds").rglob("*.*") if path.is_file())
    feeds = {str(path.relative_to(data)): path.read_bytes() for path in files}
    return DemoRun(done, data, base, stored(data), feeds)


def register(data, *entries, **keys):
    """Write sources.toml: one private source for each (id, url), with further keys for all."""
    data.mkdir(parents=True, exist_ok=True)
    more = "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
    texts = (
        f'[[source]]\nid = "{name}"\nname = "{name}"\nurl = "{url}"\nallow_private = true\n{more}'
        for name, url in entries
    )
    (data / "sources.toml").write_text("\n".join(texts))
    return data


@contextlib.contextmanager
def portal(answers):
    """Serve {path: (status, headers, body)} on loopback and give its address; else 404.

    An answer may be a function of the request's headers.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            missing = (404, {"Content-Type": "text/html"}, b"<title>404</title>")
            found = answers.get(self.path, missing)
            status, headers, body = found(self.headers) if callable(found) else found
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def silent():
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def page(body, title="Cổng thông tin điện tử huyện Mẫu"):
    """An HTML answer."""
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    html = f"<!doctype html><html>{head}<body>{body}</body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode()
