"""The commands of a page of docs/, run as they stand, in a world that ends at this machine.

`congtin` is the real program, but for this: no name outside leads anywhere, one that is said to be dead is
unknown to the DNS, and the public archives are a stand-in. The ports of a page are free ports here, nothing
is installed, and what Datasette is asked is left out where it is not there.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from commands import PATIENCE, free_ports

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PORTS = {"congtin serve": "8000", "datasette": "8001"}
"""How commands begin that run until they are stopped, and where a page says that they listen."""
HAS_DATASETTE = shutil.which("datasette") is not None
PROGRAM = """\
#!{python}
import os, socket
from urllib.parse import urlsplit

known, dead = socket.getaddrinfo, os.environ["STORY_DEAD"].split()
def look_up(host, *rest, **named):
    name = host.decode() if isinstance(host, bytes) else host
    if name in dead:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    ours = name in (None, "", "localhost") or name.startswith("127.")
    return known(name if ours else "127.0.0.1", *rest, **named)
socket.getaddrinfo = look_up

import crawler.captures.index as index
index.WAYBACK = os.environ["STORY_WAYBACK"]
from crawler.cli import main
main()
"""


@dataclass(frozen=True)
class Ran:
    """One command of a page: how it ended, and what it printed."""

    command: str
    code: int
    out: str
    err: str


@dataclass
class Story:
    """A page that was run: what each command gave."""

    folder: Path
    ran: list[Ran] = field(default_factory=list)

    def of(self, beginning: str) -> Ran:
        """The one command that begins so."""
        found = [one for one in self.ran if one.command.startswith(beginning)]
        assert len(found) == 1, f"{len(found)} commands begin with {beginning!r}"
        return found[0]

    @property
    def data(self) -> Path:
        """The folder where the page's commands keep everything."""
        return self.folder / "congtin-data"


def commands(page: str) -> list[str]:
    """The commands of the page's sh blocks, one a line, without their comments."""
    lines = "".join(BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))).splitlines()
    bare = (re.sub(r"\s+# .*", "", line) for line in lines if not line.startswith("#"))
    return [line for line in bare if line.strip()]


def run_page(
    page: str,
    folder: Path,
    *,
    wayback: str = "http://127.0.0.1:9",
    dead: Iterable[str] = (),
    instead: Mapping[str, str] | None = None,
) -> Story:
    """Run a page's commands in their order. `instead`: words of it that stand for something of the test."""
    free = {said: str(free_ports()) for said in PORTS.values()}
    words = {f"127.0.0.1:{said}": f"127.0.0.1:{port}" for said, port in free.items()}
    words |= {f"--port {said}": f"--port {port}" for said, port in free.items()} | dict(
        instead or {}
    )
    env = _environment(folder) | {
        "CONGTIN_PORT": free["8000"],
        "STORY_DEAD": " ".join(dead),
        "STORY_WAYBACK": wayback,
    }
    story, servers = Story(folder), []
    try:
        for command in filter(_is_to_be_had, commands(page)):
            said = command
            for old, new in words.items():
                said = said.replace(old, new)
            if server := next((name for name in PORTS if command.startswith(name)), ""):
                servers.append(_serve(said, folder, env))
                _until_it_answers(free[PORTS[server]], env)
            else:
                story.ran.append(_run(command, said, folder, env))
    finally:
        for server in servers:
            _stop(server)
    return story


def _is_to_be_had(command: str) -> bool:
    of_datasette = command.startswith("datasette") or f":{PORTS['datasette']}/" in command
    return not command.startswith("pip install") and (HAS_DATASETTE or not of_datasette)


def _environment(folder: Path) -> dict[str, str]:
    """The environment without our settings, with the page's own `congtin` before all others."""
    programs = folder / "programs"
    programs.mkdir()
    program = programs / "congtin"
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONGTIN_")}
    return kept | {"PATH": f"{programs}:{os.environ['PATH']}", "no_proxy": "*"}


def _run(command: str, said: str, folder: Path, env: Mapping[str, str]) -> Ran:
    done = subprocess.run(
        ["bash", "-c", said],
        cwd=folder,
        env=dict(env),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )
    ran = Ran(command, done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    return ran


def _serve(said: str, folder: Path, env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        ["bash", "-c", f"exec {said}"],
        cwd=folder,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _until_it_answers(port: str, env: Mapping[str, str]) -> None:
    deadline = time.monotonic() + PATIENCE
    asked = ["curl", "-s", "-o", "/dev/null", f"http://127.0.0.1:{port}/"]
    while subprocess.run(asked, env=dict(env), check=False).returncode:
        assert time.monotonic() < deadline, "nobody serves"
        time.sleep(0.1)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=PATIENCE)
