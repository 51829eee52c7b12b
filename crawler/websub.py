"""WebSub pings: a hub is told which feeds changed. What it could not be told, it is told the next time."""

from collections.abc import Sequence
from http.client import HTTPException
from threading import Thread
from time import monotonic
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipeline.config import Config
from pipeline.publish.publishing.websub import Ping, owed, settle

BATCH = 50
"""Addresses in one request: hubs take `hub.url` several times, and cut off bodies that are long."""
TIMEOUT = 10.0
"""Seconds for one answer."""
BUDGET = 60.0
"""Seconds for all of them: publishing goes on, the rest is told next time."""


class _Stay(HTTPRedirectHandler):
    """A hub that has moved is a setting to mend: a POST must not end up elsewhere as a GET."""

    def redirect_request(self, *_args: object, **_fields: object) -> None:
        """Nowhere."""


def ping(config: Config, *, budget: float = BUDGET) -> tuple[int, str]:
    """Tell the hub of all that changed: of how many addresses it was told, and what went wrong or ""."""
    due, until = owed(config), monotonic() + budget
    told: list[Ping] = []
    problem = ""
    for start in range(0, len(due), BATCH):
        batch = due[start : start + BATCH]
        problem = _within(until - monotonic(), _request(config, [address for address, _ in batch]))
        if problem:
            break
        told += batch
    if told:
        settle(config, told)
    return len(told), problem


def _request(config: Config, addresses: Sequence[str]) -> Request:
    fields = [("hub.mode", "publish"), *(("hub.url", address) for address in addresses)]
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "user-agent": config.user_agent,
    }
    return Request(config.hub, urlencode(fields).encode(), headers, method="POST")  # noqa: S310


def _within(seconds: float, request: Request) -> str:
    """What went wrong, "" where the hub took it. In a thread, which ends the wait for a hub that drips."""
    answers = ["no answer in time"]
    thread = Thread(target=lambda: answers.append(_post(request)), daemon=True)
    thread.start()
    thread.join(max(0.0, min(TIMEOUT, seconds)))
    return answers[-1]


def _post(request: Request) -> str:
    """What went wrong, "" where the hub took it (any 2xx)."""
    try:
        with build_opener(_Stay).open(request, timeout=TIMEOUT):
            return ""
    except (HTTPException, OSError, ValueError) as error:  # URLError is an OSError
        return str(error)
