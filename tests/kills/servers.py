"""A PostgreSQL server of our own, which may be restarted in the middle of anything."""

import contextlib
import os
import pwd
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import databases
from commands import free_ports


class NoServer(Exception):
    """PostgreSQL's programs are not here, or cannot be run by this user."""


def _program(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(places[-1]) if places else "")
    if not found:
        raise NoServer(f"no {name} here")
    return found


class Server:
    """A cluster in a folder of its own, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "cluster"
        self.port = free_ports()
        self._as = _other_user()
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._as:
            shutil.chown(self.folder, **self._as)
        _run(
            [_program("initdb"), "-D", self.folder, "-U", "postgres", "-A", "trust", "-N"], self._as
        )
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def _control(self, *words: str) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        )
        more = ["-o", options, "-l", str(self.folder / "log")] if words[0] != "stop" else []
        _run([_program("pg_ctl"), "-D", self.folder, "-w", *more, *words], self._as)

    def start(self) -> None:
        self._control("start")

    def restart(self, down: float = 0.0) -> None:
        """As when its machine loses power: nobody is asked to end. `down`: seconds that it stays away."""
        self._control("stop", "-m", "immediate")
        time.sleep(down)
        self._control("start")

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")

    def take(self, data: Path) -> str:
        """From now on that folder's database stands here, in a schema of its own."""
        import psycopg

        name = f"kills_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE SCHEMA "{name}"')  # type: ignore[arg-type]
        url = f"{self.url}?options={quote(f'-csearch_path={name}')}"
        databases._elsewhere[data.resolve()] = url
        return url


@contextlib.contextmanager
def server(folder: Path) -> Iterator[Server]:
    """A server, gone afterwards. Raises NoServer."""
    try:
        made = Server(folder)
        made.start()
    except (subprocess.CalledProcessError, PermissionError) as error:
        raise NoServer(str(error)) from error
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.folder, ignore_errors=True)


def _other_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid}
    raise NoServer("no user but root here")


def _run(command: list[Any], other: dict[str, Any]) -> None:
    more = other | ({"extra_groups": []} if other else {})
    subprocess.run(
        list(map(str, command)), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL, cwd="/", **more,
    )  # fmt: skip
