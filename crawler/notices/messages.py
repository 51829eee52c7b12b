"""Which notices go together in one message, and what a message says; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.model import HealthState, Notice, RunReport, Source
from pipeline.publish.words.notices import (
    change,
    evidence,
    headline,
    is_recovery,
    minute,
    page,
    place,
    said,
)

TOGETHER = 5
"""More notices of one state than these go in one message: fifty say less than one that counts them."""
NAMED = 10
"""Sources that a chat's line names."""
LISTED = 200
"""Sources that a mail names."""
BEFORE = timedelta(hours=1)
"""How long before the first notice runs are looked at, for whether anything answers at all."""
SHOWN = 3
"""Symptoms in a chat's line."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its source; None where it is no source any more."""

    notice: Notice
    source: Source | None


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent at once: one source's change, or that of many to the same state."""

    items: tuple[Told, ...]
    remark: str = ""
    """Of many: what may be behind it."""
    is_test: bool = False

    @property
    def numbers(self) -> list[int]:
        """The notices'."""
        return [item.notice.number for item in self.items if item.notice.number is not None]

    @property
    def state(self) -> HealthState:
        """What they became."""
        return self.items[0].notice.state

    @property
    def is_one(self) -> bool:
        """Whether it is of one source's change."""
        return len(self.items) == 1


def gathered(
    notices: Sequence[Notice], sources: Mapping[str, Source], runs: Iterable[RunReport]
) -> list[Message]:
    """The messages that tell them, in the notices' order. `runs`: the last ones of all sources."""
    by_state: dict[HealthState, list[Told]] = defaultdict(list)
    for notice in notices:
        by_state[notice.state].append(Told(notice, sources.get(notice.source_id)))
    messages = []
    for state, items in by_state.items():
        if len(items) > TOGETHER:
            remark = why(items, runs) if state == "unreachable" else ""
            messages.append(Message(tuple(items), remark))
        else:
            messages += [Message((item,)) for item in items]
    return sorted(messages, key=lambda message: message.items[0].notice.number or 0)


def why(items: Sequence[Told], runs: Iterable[RunReport]) -> str:
    """Whether many are unreachable because nothing at all could be reached from here.

    What was answered before the trouble began proves nothing: only runs begun since then count.
    """
    runs = list(runs)
    since = _trouble_began(items, runs)
    recent = [run for run in runs if run.started_at >= since]
    answered = sum(bool(run.statuses) for run in recent)
    if recent and not answered:
        return (
            f"None of the last {len(recent)} crawls got an answer from anywhere: look at this machine's own "
            "connection and DNS first."
        )
    return f"{answered} of the last {len(recent)} crawls got answers: the connection here works."


def _trouble_began(items: Sequence[Told], runs: Sequence[RunReport]) -> datetime:
    """When the first of their runs without an answer began, of those not long before the first notice."""
    first = min(item.notice.at for item in items)
    noticed = {item.notice.source_id for item in items}
    failed = (
        run.started_at
        for run in runs
        if run.source_id in noticed and not run.statuses and run.started_at >= first - BEFORE
    )
    return min(failed, default=first - BEFORE)


def title(messages: Sequence[Message]) -> str:
    """One line for all of them: "12 sources: 10 unreachable, 2 healthy again"."""
    if len(messages) == 1 and messages[0].is_one:
        return headline(*_pair(messages[0].items[0]))
    counts: dict[str, int] = defaultdict(int)
    for item in (item for message in messages for item in message.items):
        counts[_became(item.notice)] += 1
    sources = {item.notice.source_id for message in messages for item in message.items}
    told = ", ".join(f"{count} {state}" for state, count in counts.items())
    return f"{len(sources)} source{'' if len(sources) == 1 else 's'}: {told}"


def chat_line(message: Message, base_url: str) -> str:
    """A few lines for a chat: what became of whom, why, what to do, where to look."""
    lines = [title([message])]
    if message.is_one:
        notice = message.items[0].notice
        lines += evidence(notice)[:SHOWN]
        lines += [f"Next: {said(notice.next_step)}"] if notice.next_step else []
    else:
        hosts = [place(*_pair(item)) for item in message.items]
        more = f" and {len(hosts) - NAMED} more" if len(hosts) > NAMED else ""
        lines += [*filter(None, [message.remark]), ", ".join(hosts[:NAMED]) + more]
    return "\n".join((*lines, where(message, base_url)))


def paragraph(message: Message, base_url: str) -> str:
    """The same at length, for a letter."""
    lines = [title([message])]
    if message.is_one:
        lines += _at_length(message.items[0])
    else:
        lines += filter(None, [message.remark])
        lines += [f"- {_briefly(item)}" for item in message.items[:LISTED]]
        if len(message.items) > LISTED:
            lines.append(f"- and {len(message.items) - LISTED} more")
    return "\n".join((*lines, f"Page: {where(message, base_url)}"))


def where(message: Message, base_url: str) -> str:
    """The page that shows more: the source's, or the list of those in that state."""
    if message.is_one:
        return page(message.items[0].notice, base_url)
    return f"{base_url.rstrip('/')}/sources?health={message.state}"


def _at_length(item: Told) -> list[str]:
    notice, source = item.notice, item.source
    lines = [said(source.name), said(source.url)] if source else []
    lines.append(f"Seen: {minute(notice.at)}")
    lines += [f"- {line}" for line in evidence(notice)]
    return lines + ([f"Next: {said(notice.next_step)}"] if notice.next_step else [])


def _briefly(item: Told) -> str:
    told = f"{place(*_pair(item))}: {change(item.notice)}, {minute(item.notice.at)}"
    first = next(iter(evidence(item.notice)), "")
    return f"{told}; {first}" if first else told


def _became(notice: Notice) -> str:
    return "healthy again" if is_recovery(notice) else notice.state


def _pair(item: Told) -> tuple[Notice, Source | None]:
    return item.notice, item.source
