"""What the outcome of a visit to a portal's home says of the portal, and what to do about it; pure.

One list of words for `congtin sources verify`, `congtin crawl` and `congtin doctor`.
"""

from collections.abc import Mapping
from datetime import date
from shlex import quote
from urllib.parse import urlsplit

from crawler.network.outcomes import next_step
from crawler.onboarding.owner import other_owner
from crawler.sources.status import verified_as
from pipeline.model import RunReport, Source, Verification, VerifiedAs
from pipeline.watch.steps import NAMED, reuse, succeed

MOVED = "moved"
"""The outcome's name where a home redirects to another site that may be the portal's new one."""
NOTHING_THERE = frozenset(("no-news", "empty", "script-shell", "not-html"))
"""Outcomes of a page that answers and publishes nothing that can be read."""
REDESIGNED = (
    "It was built anew, so it seems: no link there looks like news any more. Give the addresses of its"
    " news sections in its entry in sources.toml."
)
"""What to do about a portal that was one when it was added."""


def home_outcome(reason: str) -> str:
    """The name of a home's outcome: whoever redirects to another site has moved there."""
    return MOVED if reason == "offsite" else reason


def found_as(reason: str) -> VerifiedAs:
    """What an outcome's name says of the portal; "" is a home with news."""
    return verified_as(reason) if reason else "answers"


def host_of(url: str) -> str:
    """The host as `congtin import --captures` takes it: with its port where it is not a usual one."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""


def take_captures(source: Source, day: date) -> str:
    """The command that fetches what archives have of a portal. `day`: when it was found gone."""
    return (
        f"congtin import --captures {quote(host_of(source.url))} --to {source.active_until or day}"
    )


def what_to_do(source: Source, reason: str, detail: str, to: str, day: date) -> str:
    """What to do about the outcome of a visit to a home. `to`: where it redirects."""
    private = source.allow_private
    if reason == MOVED:
        if source.successor:
            return f"Its articles go on as those of {source.successor}."
        step = (
            f"It leads to {to} now. Open that in a browser; where it is the portal's new address: "
        )
        return f"{step}{succeed(source.id, to, private=private)}"
    if found_as(reason) == "gone":
        step = next_step(reason, detail)
        if named := NAMED.search(detail) if reason == "closed" else None:
            step += f" It may go on there ({succeed(source.id, named[1], private=private)})."
        return f"{step} What archives have of it: {take_captures(source, day)}"
    return REDESIGNED if reason == "no-news" else next_step(reason, detail)


def after_run(run: RunReport, sources: Mapping[str, Source]) -> str:
    """What to do about a run that its portal's home ended; "" where the home was well."""
    source = sources.get(run.source_id)
    if source is None or found_as(run.status) not in ("moved", "gone"):
        return ""
    day = (run.finished_at or run.started_at).date()
    return what_to_do(source, run.status, run.detail, run.detail, day)


def after_look(source: Source, seen: Verification, *, followed: bool) -> str:
    """What to do about what a look at a source's home found; "" where all is well."""
    if seen.found != "answers":
        return what_to_do(source, seen.reason, seen.detail, seen.final_url, seen.at.date())
    if owner := other_owner(source, seen.title):
        return (
            f"The page calls itself {owner.name}, which is no unit of this source. {reuse(source)}"
        )
    return "" if followed else f"congtin sources enable {source.id}"
