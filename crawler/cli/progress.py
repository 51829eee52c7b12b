"""What a crawl is at, on the terminal while it runs: a line for each source under way, and the sum."""

import threading
from math import ceil

from rich.console import Group
from rich.live import Live
from rich.text import Text

from crawler.activity import IDLE, Activity
from crawler.cli import logs
from crawler.cli.display import fitting, on_stderr, run_json
from pipeline.clock import now
from pipeline.model import RunReport

MOST_LINES = 16
"""Sources shown at once; those under way go before those that have ended."""
WORDS = {"home": "home page", "listing": "listings", "article": "articles"}
HEADERS = ("source", "now", "requests", "new", "errors", "changed", "rejected", "a minute", "delay")
SPARE = 7
"""How many of the last columns a narrow terminal does without."""
_LEFT_OUT = ("source_id", "id", "listings")
"""Of a run, in the line of a log that tells of its end."""
OTHERS = 53
"""Columns that the words and counts beside a source's id take."""


class Progress:
    """Shows the runs of a crawl while they go on. Quiet when stderr is no terminal."""

    def __init__(self, expected: int = 0) -> None:
        self.expected = expected
        """How many sources are to be crawled, where that is known."""
        self._console = on_stderr()
        self._runs: dict[str, tuple[RunReport, Activity]] = {}
        self._lock = threading.Lock()
        self._live = Live(
            console=self._console,
            get_renderable=self._render,
            refresh_per_second=4,
            transient=True,
        )

    def __enter__(self) -> "Progress":
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def report(self, run: RunReport, activity: Activity = IDLE) -> None:
        """Take a run's counts so far."""
        with self._lock:
            self._runs.pop(run.source_id, None)  # the one that reported last stands last
            self._runs[run.source_id] = (run, activity)
        if run.finished_at:
            counts = {name: value for name, value in run_json(run).items() if name not in _LEFT_OUT}
            logs.record("run ended", source=run.source_id, run=run.id, **counts)

    def _render(self) -> Group:
        with self._lock:
            reports = list(self._runs.values())
        room = max(1, min(MOST_LINES, self._console.height - 4))
        width = max(12, self._console.width - OTHERS)
        rows = [_row(run, activity, width) for run, activity in _shown(reports, room)]
        parts = [fitting(self._console, HEADERS, rows, SPARE)] if rows else []
        total = Text(self._total([run for run, _ in reports]), no_wrap=True, overflow="ellipsis")
        return Group(*parts, total)

    def _total(self, runs: list[RunReport]) -> str:
        done = [run for run in runs if run.finished_at]
        of = f" of {self.expected}" if self.expected else ""
        return f"{len(done)}{of} done · {total(runs)}"


def total(runs: list[RunReport]) -> str:
    """The sum of some runs in one line."""
    changed, gone = sum(run.changed for run in runs), sum(run.gone for run in runs)
    errors = sum(run.errors for run in runs)
    bad = sum(not went_well(run) for run in runs if run.finished_at)
    parts = [_many(sum(run.requests for run in runs), "request")]
    parts.append(f"{sum(run.new for run in runs)} new")
    parts += [f"{count} {word}" for count, word in ((changed, "changed"), (gone, "gone")) if count]
    parts += [_many(errors, "error")] if errors else []
    parts += [f"{_many(bad, 'source')} in trouble"] if bad else []
    return " · ".join(parts)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def went_well(run: RunReport) -> bool:
    """Whether a run did what it was to do, all of it that it was allowed to."""
    return run.status in ("finished", "stopped") and not run.errors


def _shown(
    reports: list[tuple[RunReport, Activity]], room: int
) -> list[tuple[RunReport, Activity]]:
    """The runs under way in the order of their start, then the last ones that ended."""
    ended = [report for report in reports if report[0].finished_at]
    under_way = [report for report in reports if not report[0].finished_at]
    under_way.sort(key=lambda report: (report[0].started_at, report[0].source_id))
    return [*under_way, *reversed(ended)][:room]


def _row(run: RunReport, activity: Activity, width: int) -> tuple[object, ...]:
    name = run.source_id
    return (
        name if len(name) <= width else f"{name[: width - 1]}…",
        run.status if run.finished_at else _doing(activity),
        run.requests,
        run.new,
        run.errors,
        run.changed,
        sum(run.rejected.values()),
        _rate(run),
        f"{activity.delay:.1f} s" if activity.delay and not run.finished_at else "",
    )


def _doing(activity: Activity) -> str:
    if activity.waiting >= 1 and (activity.reason or activity.waiting > activity.delay + 1):
        why = f" ({activity.reason})" if activity.reason else ""
        return f"waiting {ceil(activity.waiting)} s{why}"
    return WORDS.get(activity.doing, activity.doing or "starting")


def _rate(run: RunReport) -> int:
    """Requests a minute, from its start until now or its end."""
    seconds = ((run.finished_at or now()) - run.started_at).total_seconds()
    return round(60 * run.requests / max(seconds, 1.0))
