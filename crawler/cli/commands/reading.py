"""Verbs that read: extract, search, export."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, stored
from crawler.cli.display import local, note, print_json
from pipeline.config import Config
from pipeline.errors import ConfigError, CongtinError, PipelineError
from pipeline.extract import extract as extract_page
from pipeline.model import VIETNAM, Article, Entry, EntryFilter, Source

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
        after=_date("--after", after),
        before=_date("--before", before),
    )


def _date(option: str, text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{option} {text!r}: write a date like 2025-07-01.") from None
    return when if when.tzinfo else when.replace(tzinfo=VIETNAM)


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


@app.command()
def extract(
    page: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|URL…", help="HTML files or addresses.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read lines {id, url, path | html} from stdin.")
    ] = False,
    text: Annotated[bool, typer.Option("--text", help="Print only the text.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Print only the sanitised html.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Allow private addresses.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON (the default).")] = False,
) -> None:
    """Extract the article of a page, without storing it.

    Examples: `congtin extract page.html --text` · `congtin extract --jsonl < pages.jsonl`
    """
    del as_json
    config = settings(data, database_url)
    if jsonl:
        _extract_lines(sys.stdin.buffer)
        return
    if not page:
        raise ConfigError("extract: name a FILE or URL, or give --jsonl and lines on stdin.")
    failed = False
    for name, result in _results(page, config, allow_private):
        if isinstance(result, Article):
            _print_article(result, text=text, html=html)
        else:
            note(f"congtin: {name}: {result}")
            failed = True
    if failed:
        raise typer.Exit(1)


Result = Article | str
"""An article, or why there is none."""


def _results(pages: list[str], config: Config, allow_private: bool) -> Iterator[tuple[str, Result]]:
    urls = [name for name in pages if "://" in name]
    fetched = _fetch(urls, config, allow_private) if urls else {}
    for name in pages:
        yield name, fetched[name] if name in fetched else _from_file(Path(name))


def _from_file(path: Path) -> Result:
    try:
        return extract_page(path.read_bytes())
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except PipelineError as error:
        return str(error)


def _fetch(urls: list[str], config: Config, allow_private: bool) -> dict[str, Result]:
    from crawler.cli.commands.sources import check_address
    from crawler.discover import bare_source
    from crawler.fetch import fetch
    from crawler.guard import refuse_private

    sources = {
        url: bare_source(check_address(url), allow_private=allow_private)
        for url in dict.fromkeys(urls)
    }
    for source in sources.values():
        if not allow_private:
            refuse_private(urlsplit(source.url).hostname or "")
    fetches = fetch(config, [(source, [source.url]) for source in sources.values()])
    answers = (one.answers[0] if one.answers else None for one in fetches)
    pairs = zip(sources.items(), answers, strict=True)
    return {url: _read_answer(answer, source) for (url, source), answer in pairs}


def _read_answer(answer: Any, source: Source) -> Result:
    """What a fetched page holds, or why there is no article in it."""
    from crawler.fetch import Refusal
    from crawler.outcomes import NEXT_STEPS, name_status
    from pipeline.ingest import read_article

    if answer is None or isinstance(answer, Refusal):
        reason = answer.reason if answer else "failed-connection"
        detail = answer.detail if answer else "no answer"
        return f"{reason} ({detail}). {NEXT_STEPS.get(reason, '')}".rstrip()
    if answer.status != 200:
        reason, detail = name_status(answer.status, answer.final_url)
        return f"{reason} ({detail}). {NEXT_STEPS.get(reason, '')}".rstrip()
    try:
        return read_article(answer, source, documents=True)
    except PipelineError as error:
        return str(error)


def _print_article(article: Article, *, text: bool, html: bool) -> None:
    if text:
        typer.echo(article.text)
    elif html:
        typer.echo(article.html)
    else:
        print_json(article.to_dict())


def _extract_lines(lines: Iterable[bytes]) -> None:
    for line in lines:
        if line.strip():
            sys.stdout.write(json.dumps(_extract_line(line), ensure_ascii=False) + "\n")
            sys.stdout.flush()


def _extract_line(line: bytes) -> dict[str, Any]:
    """The answer to one line: {"id", "article"} or {"id", "error"}, whatever the line holds."""
    identity = None
    try:
        asked = json.loads(line)
        identity = asked.get("id")
        page = asked["html"] if "html" in asked else Path(asked["path"]).read_bytes()
        article = extract_page(page, asked.get("url") or "")
    except CongtinError as error:
        return {"id": identity, "error": str(error)}
    except KeyError:
        return {"id": identity, "error": "bad line: neither path nor html is given"}
    except (ValueError, AttributeError, TypeError, OSError, RecursionError) as error:
        return {"id": identity, "error": f"bad line: {type(error).__name__}: {error}"}
    return {"id": identity, "article": article.to_dict()}
