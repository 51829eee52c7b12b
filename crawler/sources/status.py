"""What is known of a source: whether its portal answers, from its last runs and the last look at it; pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, get_args

from pipeline.model import RunReport, Source, Verification, VerifiedAs

Status = Literal["unverified", "verified", "moved", "gone", "refused", "no-news"]
"""Nobody has looked yet; a crawl brought or confirmed articles, or its home answers; it is at another
address; nobody answers there any more; it turns visitors away, or something was wrong; it has no news.
"""
STATUSES: tuple[Status, ...] = get_args(Status)

_FOUND: dict[str, VerifiedAs] = {
    "offsite": "moved",
    "moved": "moved",
    "gone": "gone",
    "failed-dns-gone": "gone",
    "failed-refused": "gone",
    "hijacked": "gone",
    "parked": "gone",
    "suspended": "gone",
    "closed": "gone",
    "default-page": "gone",
    "no-news": "no-news",
    "empty": "no-news",
    "script-shell": "no-news",
    "not-html": "no-news",
}
"""What the names of crawler.network.outcomes say of a portal; every other says that it refused."""
_OURS = frozenset(("running", "killed", "stopped", "broken", "busy", "private"))
"""Ends of runs that say nothing of the portal."""


def status_of(
    source: Source,
    runs: Iterable[RunReport] = (),
    verification: Verification | None = None,
    *,
    articles: int = 0,
) -> Status:
    """The source's status: the newest run that says something against the last look, the newer counts.

    `runs`: the latest first. `articles`: how many are stored; with some, a run that ended well and met
    nothing new confirms them. A look at another address than the source's own counts no longer.
    """
    crawled = next((told for run in runs if (told := _told(run, articles))), None)
    if verification is None or verification.url != source.url:
        return crawled[1] if crawled else "unverified"
    if crawled and crawled[0] > verification.at:
        return crawled[1]
    return "verified" if verification.found == "answers" else verification.found


def _told(run: RunReport, articles: int) -> tuple[datetime, Status] | None:
    """When a run ended and what it says of the portal; None where it says nothing."""
    when = run.finished_at or run.started_at
    met = run.new + run.changed + run.unchanged
    if run.requests and (met or (run.status == "finished" and articles)):
        return when, "verified"
    if run.status == "finished":
        return (when, "no-news") if run.requests and not run.errors else None
    if run.status in _OURS:
        return None
    found = verified_as(run.status)
    return when, "verified" if found == "answers" else found


def verified_as(reason: str) -> VerifiedAs:
    """What an outcome's name (crawler.network.outcomes) says of a portal."""
    return _FOUND.get(reason, "refused")
