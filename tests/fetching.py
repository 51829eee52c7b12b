"""Fetch addresses in a process of its own, as `add` and `doctor` do: Scrapy's reactor runs but once."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = """
import json, sys
from dataclasses import replace
from pathlib import Path
import crawler.network.connections, crawler.settings
from crawler.fetch import FetchSpider, Refusal, fetch
from pipeline.config import Config
from pipeline.model import Source
{patch}
asked = json.loads(sys.stdin.read())
wanted = [(Source(**source), urls) for source, urls in asked]
fetched = fetch(Config(data=Path(sys.argv[1])), wanted)
def told(answer):
    if isinstance(answer, Refusal):
        return [answer.url, answer.reason, answer.detail]
    return [answer.url, str(answer.status), answer.body.decode("latin-1")[:200]]
print(json.dumps([[told(answer) for answer in fetches.answers] for fetches in fetched]))
"""
SMALL = """
crawler.settings.DOWNLOAD_MAXSIZE = 1 << 20
"""
"""The bound on size cut down, to see it met."""
SHORT = (
    SMALL
    + """
FetchSpider.custom_settings["DOWNLOAD_TIMEOUT"] = 2
crawler.network.connections.AGAIN = 1
"""
)
"""Patience as well."""


@dataclass(frozen=True)
class Came:
    """What an address gave: the name of its failure, or its status; evidence, or the body."""

    url: str
    name: str
    detail: str


@dataclass(frozen=True)
class Asked:
    """A source's address and keys, and what to ask it for."""

    url: str
    paths: tuple[str, ...] = ("/",)
    keys: tuple[tuple[str, object], ...] = (("allow_private", True),)


def fetch(*asked: Asked, patch: str = SHORT, env: dict[str, str] | None = None) -> list[list[Came]]:
    """What each source's addresses gave, in order. Robots.txt is asked for first, as always."""
    wanted = [
        (
            {"id": f"source-{number}", "name": "", "url": one.url} | dict(one.keys),
            [path if path.startswith("http") else one.url.rstrip("/") + path for path in one.paths],
        )
        for number, one in enumerate(asked)
    ]
    with TemporaryDirectory() as data:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM.replace("{patch}", patch), data],
            input=json.dumps(wanted).encode(),
            capture_output=True,
            env=os.environ | (env or {}),
            cwd=Path(__file__).parent.parent,
            timeout=120,
        )
    assert "Traceback" not in done.stderr.decode(), done.stderr.decode()
    return [[Came(*came) for came in answers] for answers in json.loads(done.stdout)]


def one(asked: Asked, **more: object) -> Came:
    """What the one address of a source gave."""
    return fetch(asked, **more)[0][0]  # type: ignore[arg-type]
