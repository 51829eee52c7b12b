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
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from pipeline.model import VIETNAM, Explanation, RunReport

UNBOUNDED = 10_000
"""Columns of a table that goes to a file or pipe: a line of it is a line, whatever it holds."""


def print_json(value: Any) -> None:
    """One JSON document on stdout, Vietnamese as it is written."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(
    headers: Sequence[str], rows: Iterable[Sequence[object]], *, spare: int = 0
) -> None:
    """A table on stdout. On a narrow terminal, as many of the last `spare` columns as fit."""
    lines = list(rows)
    console = Console()
    if console.is_terminal:
        console.print(_fitting(console, headers, lines, spare))
        return
    with (plain := Console(width=UNBOUNDED)).capture() as captured:
        plain.print(_table(headers, lines))
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _fitting(
    console: Console, headers: Sequence[str], rows: Sequence[Sequence[object]], spare: int
) -> Table:
    natural = console.options.update(max_width=UNBOUNDED)
    for dropped in range(spare + 1):
        last = len(headers) - dropped
        table = _table(headers[:last], [row[:last] for row in rows])
        if Measurement.get(console, natural, table).maximum <= console.width:
            break
    return table


def note(message: str) -> None:
    """A line for the person at the terminal, on stderr."""
    typer.echo(message, err=True)


def print_explanation(found: Explanation) -> None:
    """What was found by which rule, the dates considered, and what was cut, on stdout."""
    values = found.article.to_dict()
    fields = [
        (f.field, _short(values.get(f.field)), f.rule, f"{f.confidence:.2f}")
        for f in found.article.provenance
    ]
    print_table(("field", "value", "rule", "sure"), fields)
    typer.echo(f"\ncontainer  {found.container}\n")
    if found.dates:
        dates = [(d.evidence.text[:60], d.evidence.source, local(d.at)) for d in found.dates]
        print_table(("date as printed", "where", "read as"), dates)
    if found.cuts:
        typer.echo()
        print_table(("cut because", "what"), [(cut.reason, cut.text) for cut in found.cuts])


def _short(value: Any) -> str:
    return " ".join(str(value or "").split())[:SHOWN]


SHOWN = 70


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
        round(seconds, 1),
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
        self._live = Live(
            console=console, get_renderable=self._render, refresh_per_second=5, transient=True
        )
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
    """Numbers to the right; columns that hold nothing are left out; the first one is never broken."""
    columns = list(zip(*rows, strict=True)) or [()] * len(headers)
    shown = [pair for pair in zip(headers, columns, strict=True) if _holds_something(pair[1])]
    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, (header, cells) in enumerate(shown):
        numeric = all(isinstance(cell, int | float) for cell in cells)
        table.add_column(
            header,
            overflow="fold",
            no_wrap=number == 0,
            justify="right" if cells and numeric else "left",
        )
    for row in zip(*(cells for _, cells in shown), strict=True):
        table.add_row(*(Text(str(cell)) for cell in row))
    return table


def _holds_something(cells: Sequence[object]) -> bool:
    return not cells or any(cell != "" for cell in cells)
