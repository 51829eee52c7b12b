"""What the outcome of a run says of its source: crawler.network.outcomes' names, as data.

The pipeline imports nothing of the crawler; tests/test_watch_judging.py holds the two together.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.model import HealthState, RunReport

FINISHED, BROKEN, STOPPED = "finished", "broken", "stopped"
OURS = "an error in Congtin itself"
"""How the detail of a run begins that our own code broke; others of that status a full disk or a lock did."""
BUDGET = "budget"
"""In the detail of a run that was stopped because its requests or hours were spent."""

OTHER_OWNER = "other-owner"
"""What a run notices: its home page calls itself by another unit's name; which one stands in its detail."""
CLOSING = "closing"
"""Its home page says that the portal is over, though it still shows its news."""
ELSEWHERE = "entries-elsewhere"
"""Entries of listings that lead to other sites."""
NAMED = "named"
"""Articles at addresses that listings or feeds had named by a title before they were known."""
MISNAMED = "misnamed"
"""How many of those bear another title."""

_STATES: dict[HealthState, tuple[str, ...]] = {
    "retired": ("moved", "offsite", "hijacked", "parked", "suspended", "closed", "default-page"),
    "blocked": (
        "challenge",
        "script-challenge",
        "failed-challenge",
        "forbidden",
        "geo-blocked",
        "robots",
        "login",
        "members-only",
    ),
    "broken": (
        "no-news",
        "empty",
        "script-shell",
        "not-html",
        "too-large",
        "error-page",
        "gone",
        "broken",
        "not-an-article",
        "listing",
        "static",
        "search",
        "poll",
        "document",
    ),
    "unreachable": ("maintenance", "private"),
}
STATES: Mapping[str, HealthState] = MappingProxyType(
    {name: state for state, names in _STATES.items() for name in names}
)
"""Every other name is one of an address that does not answer."""

_SYMPTOMS = {
    "moved": ("moved", "offsite"),
    "captcha": ("challenge", "script-challenge", "failed-challenge"),
    "login-wall": ("login", "members-only"),
    "empty-pages": ("empty",),
    "not-found": ("gone",),
    "error-pages": ("error-page",),
    "own-error": ("broken",),
    "robots-forbid": ("robots",),
    "read-as-standing-pages": ("static",),
    "read-as-listings": ("listing",),
    "read-as-no-articles": ("not-an-article", "search", "poll"),
    "read-as-documents": ("document",),
    "not-found-by-name": ("failed-dns-gone",),
    "server-errors": ("failed-server-error",),
}
_NAMES = {name: symptom for symptom, names in _SYMPTOMS.items() for name in names}

OUT_OF_ORDER = "503"
"""The HTTP status of a host that cannot answer now. One that is asked too often says so with 429, or in words
on a page with any other status: one that never stops to say it has barred us."""


def state_of(name: str, run: RunReport | None = None) -> HealthState:
    """How a source is whose requests end so. `run`: tells "slow down" (429) from "out of order" (503)."""
    if name == "failed-busy" and _slows(run):
        return "blocked"
    return STATES.get(name, "unreachable")


def symptom_of(name: str, run: RunReport | None = None) -> str:
    """What that is called as a symptom: "captcha", "login-wall", "timeout"."""
    if name == "failed-busy":
        return "too-many-requests" if _slows(run) else "out-of-order"
    return _NAMES.get(name) or name.removeprefix("failed-")


def _slows(run: RunReport | None) -> bool:
    return run is not None and bool(run.statuses) and not run.statuses.get(OUT_OF_ORDER)


def is_judged(run: RunReport) -> bool:
    """Whether a run says anything of its source: not one that we cut off, or that our disk ended."""
    if run.finished_at is None or run.status in ("running", "killed", "busy"):
        return False
    if run.status == STOPPED:
        return BUDGET in run.detail
    return run.status != BROKEN or run.detail.startswith(OURS)
