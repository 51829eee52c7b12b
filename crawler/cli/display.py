"""What the terminal shows: tables on stdout, progress on stderr."""

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pipeline.model import VIETNAM, RunReport

UNBOUNDED = 10_000
"""Columns of a table that goes to a file or pipe: a line of it is a line, whatever it holds."""


def print_json(value: Any) -> None:
    """One JSON document on stdout, Vietnamese as it is written."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on stdout."""
    console = Console()
    if console.is_terminal:
        console.print(_table(headers, rows))
        return
    with (plain := Console(width=UNBOUNDED)).capture() as captured:
        plain.print(_table(headers, rows))
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def note(message: str) -> None:
    """A line for the person at the terminal, on stderr."""
    typer.echo(message, err=True)


def local(when: datetime | None) -> str:
    """A time as Vietnam's clocks show it; "-" for none."""
    return when.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M") if when else "-"


RUN_HEADERS = (
    "source",
    "status",
    "pages",
    "new",
    "changed",
    "rejected",
    "errors",
    "seconds",
    "detail",
)


def run_row(run: RunReport) -> tuple[object, ...]:
    """A run as a line of a table."""
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0.0
    return (
        run.source_id,
        run.status,
        run.requests,
        run.new,
        run.changed,
        sum(run.rejected.values()),
        run.errors,
        f"{seconds:.1f}",
        run.detail,
    )


def run_json(run: RunReport) -> dict[str, Any]:
    """A run as JSON: times in ISO 8601."""
    times = {"started_at": run.started_at, "finished_at": run.finished_at}
    return asdict(run) | {name: when and when.isoformat() for name, when in times.items()}


class Progress:
    """Per source: pages, new articles, errors, while a crawl runs. Quiet when stderr is no terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._runs: dict[str, RunReport] = {}
        self._lock = threading.Lock()
        self._live = Live(console=console, get_renderable=self._render, refresh_per_second=5)
        self._shown = console.is_terminal

    def __enter__(self) -> "Progress":
        if self._shown:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._live.stop()

    def report(self, run: RunReport) -> None:
        """Take a run's counts so far."""
        with self._lock:
            self._runs[run.source_id] = run

    def _render(self) -> Table:
        with self._lock:
            runs = list(self._runs.values())
        rows = ((r.source_id, r.status, r.requests, r.new, r.errors) for r in runs)
        return _table(("source", "status", "pages", "new articles", "errors"), rows)


def _table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    return table
