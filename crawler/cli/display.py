"""What the terminal shows: tables and JSON on stdout, notes on stderr."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from crawler.cli import logs
from crawler.cli.terminal import harmless, harmless_json
from pipeline.model import VIETNAM, Explanation, RunReport

UNBOUNDED = 10_000
"""Columns of a table that goes to a file or pipe: a line of it is a line, whatever it holds."""


def print_json(value: Any) -> None:
    """One JSON document on stdout, Vietnamese as it is written."""
    typer.echo(harmless_json(json.dumps(value, ensure_ascii=False, indent=2)))


def print_table(
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    spare: int = 0,
    fold: int = UNBOUNDED,
) -> None:
    """A table on stdout. On a narrow terminal, as many of the last `spare` columns as fit.

    Cells longer than `fold` letters may be broken over several lines before a column is given up.
    """
    lines = list(rows)
    console = Console()
    if console.is_terminal:
        console.print(fitting(console, headers, lines, spare, fold))
        return
    with (plain := Console(width=UNBOUNDED)).capture() as captured:
        plain.print(_table(headers, lines))
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def fitting(
    console: Console,
    headers: Sequence[str],
    rows: Sequence[Sequence[object]],
    spare: int,
    fold: int = UNBOUNDED,
) -> Table:
    """The table without as many of its last `spare` columns as do not fit the terminal."""
    natural = console.options.update(max_width=UNBOUNDED)
    for dropped in range(spare + 1):
        last = len(headers) - dropped
        shown = [row[:last] for row in rows]
        folded = [[_cut(cell, fold) for cell in row] for row in shown]
        measured = Measurement.get(console, natural, _table(headers[:last], folded))
        if measured.maximum <= console.width:
            break
    return _table(headers[:last], shown)


def _cut(cell: object, fold: int) -> object:
    return cell[:fold] if isinstance(cell, str) else cell


def note(message: str, **known: Any) -> None:
    """A line for the person at the terminal, on stderr; where that is JSON, with what else is known.

    What begins with "congtin:" is a warning.
    """
    words = message.removeprefix("congtin: ")
    level = "info" if words == message else "warning"
    if out := logs.lines():
        out.say(level, words, **known)
    else:
        typer.echo(logs.marked(level, harmless(message)), err=True)


def say(text: str, *, end: str = "\n") -> None:
    """Text on stdout that others may have written: it steers no terminal."""
    typer.echo(harmless(text) + end, nl=False)


def on_stderr() -> Console:
    """Stderr as a terminal, if it is one."""
    return Console(stderr=True, force_terminal=False if logs.lines() else None)


def print_explanation(found: Explanation) -> None:
    """What was found by which rule, the dates considered, and what was cut, on stdout."""
    values = found.article.to_dict()
    fields = [
        (f.field, _short(values.get(f.field)), f.rule, f"{f.confidence:.2f}")
        for f in found.article.provenance
    ]
    print_table(("field", "value", "rule", "sure"), fields)
    say(f"\ncontainer  {found.container}\n")
    if found.dates:
        dates = [(d.evidence.text[:60], d.evidence.source, local(d.at)) for d in found.dates]
        print_table(("date as printed", "where", "read as"), dates)
    if places := found.article.places:
        typer.echo()
        print_table(
            ("place as named", "unit", "id", "times"),
            [(place.form, place.name, place.unit, place.count) for place in places],
        )
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
    "requests",
    "new",
    "errors",
    "changed",
    "gone",
    "rejected",
    "seconds",
    "detail",
)
RUN_SPARE = 7


def run_row(run: RunReport) -> tuple[object, ...]:
    """A run as a line of a table."""
    return (
        run.source_id,
        run.status,
        run.requests,
        run.new,
        run.errors,
        run.changed,
        run.gone,
        sum(run.rejected.values()),
        round(run.duration or 0.0, 1),
        run.detail,
    )


def run_json(run: RunReport) -> dict[str, Any]:
    """A run as JSON: times in ISO 8601, and how many seconds it took."""
    times = {"started_at": run.started_at, "finished_at": run.finished_at}
    shown = {name: when and when.isoformat() for name, when in times.items()}
    return asdict(run) | shown | {"duration": run.duration}


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
        table.add_row(*(Text(harmless(str(cell))) for cell in row))
    return table


def _holds_something(cells: Sequence[object]) -> bool:
    return not cells or any(cell != "" for cell in cells)
