"""Verbs that read the store: search, export."""

import csv
import json
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, date_of, settings, stored
from crawler.cli.display import local, note, print_json
from pipeline.errors import ConfigError
from pipeline.model import Entry, EntryFilter

After = Annotated[
    str | None, typer.Option("--after", metavar="DATE", help="Published on or after, 2025-07-01.")
]
Before = Annotated[str | None, typer.Option("--before", metavar="DATE", help="Published before.")]
InSource = Annotated[str, typer.Option("--source", metavar="ID", help="Of this source.")]
InProvince = Annotated[
    str, typer.Option("--province", metavar="NAME", help="Of this present province.")
]

CSV_FIELDS = (
    "id key source_id source_name province url title published_at published_precision updated_at"
    " author source_credit section lead text tags language first_seen last_seen updated"
).split()


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='Words; "a phrase"; -word; one OR other.')],
    source: InSource = "",
    province: InProvince = "",
    after: After = None,
    before: Before = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Search the stored articles. Without accents everything matches; with accents only those.

    Example: `congtin search "xây dựng nông thôn mới" --after 2025-01-01`
    """
    where = filter_of(source, province, after, before)
    with stored(settings(data, database_url)) as store:
        hits, total = store.search(query, where, limit=limit)
    if as_json:
        found = [{**hit.entry.to_dict(), "snippet": hit.snippet} for hit in hits]
        print_json({"query": query, "total": total, "hits": found})
        return
    for hit in hits:
        article = hit.entry.article
        typer.echo(f"{local(article.published_at)}  {article.title}")
        typer.echo(f"  {hit.entry.source_name or hit.entry.source_id}  {article.url}")
        typer.echo(f"  {' '.join(hit.snippet.split())}\n")
    note(f"{len(hits)} of {total} shown." if total else "Nothing found.")


@app.command()
def export(
    format: Annotated[str, typer.Option("--format", help="jsonl or csv.")] = "jsonl",  # noqa: A002 - contract
    source: InSource = "",
    province: InProvince = "",
    after: After = None,
    before: Before = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write every stored article to stdout, oldest first.

    Example: `congtin export --format csv > tin.csv`
    """
    writers = {"jsonl": _write_jsonl, "csv": _write_csv}
    if format not in writers:
        raise ConfigError(f"--format {format!r}: choose jsonl or csv.")
    where = filter_of(source, province, after, before)
    with stored(settings(data, database_url)) as store:
        writers[format](store.iter_entries(where))


def filter_of(source: str, province: str, after: str | None, before: str | None) -> EntryFilter:
    """The filter that these options say. Raises ConfigError for a date that is none."""
    return EntryFilter(
        source_id=source,
        province=province,
        after=date_of("--after", after),
        before=date_of("--before", before),
    )


def _write_jsonl(entries: Iterable[Entry]) -> None:
    for entry in entries:
        sys.stdout.write(json.dumps(entry.to_dict(), ensure_ascii=False) + "\n")


def _write_csv(entries: Iterable[Entry]) -> None:
    writer = csv.DictWriter(sys.stdout, CSV_FIELDS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for entry in entries:
        row = entry.to_dict() | {"tags": "; ".join(entry.article.tags)}
        writer.writerow({name: _cell(row[name]) for name in CSV_FIELDS})


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets a quote before it (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


FORMULA = ("=", "+", "-", "@", "\t", "\r")
