"""Verbs that work with captured pages: import, captures, reprocess."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.activity import Activity
from crawler.captures import Asker, Query, captures
from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, store_of, stored
from crawler.cli.commands.crawling import Names
from crawler.cli.commands.runs import print_runs
from crawler.cli.display import local, note, print_json, print_table, say
from crawler.cli.progress import Progress
from crawler.sources import find_source, load_sources
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ArchiveError, ConfigError
from pipeline.model import VIETNAM, RunReport, Source
from pipeline.reprocess import Reprocessed, Told
from pipeline.store import Store

if TYPE_CHECKING:
    from crawler.imports import Imported

First = Annotated[
    str,
    typer.Option("--from", metavar="DATE", help="Captures since DATE: 2019, 2019-05, 2019-05-31."),
]
Last = Annotated[
    str, typer.Option("--to", metavar="DATE", help="Captures up to the end of DATE (in UTC).")
]
Index = Annotated[
    str,
    typer.Option(
        metavar="ia|cc|URL",
        help="Wayback, Common Crawl, or the address of a CDX server or collinfo.json.",
    ),
]
Replay = Annotated[
    str, typer.Option(metavar="URL", help="Where that index's captures are shown (Wayback).")
]
Files = Annotated[str, typer.Option(metavar="URL", help="Where that index's WARC files lie.")]
Delay = Annotated[
    float | None,
    typer.Option(min=0, help="Seconds between two requests.", show_default="2, or as asked for"),
]


@app.command("import")
def import_(
    file: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]…",
            help="WARC files, gzipped or not, WACZ files, or exports (.jsonl, .jsonl.gz).",
        ),
    ] = None,
    host: Annotated[
        str, typer.Option("--captures", metavar="HOST", help="Fetch public captures of HOST.")
    ] = "",
    first: First = "",
    last: Last = "",
    index: Index = "ia",
    replay: Replay = "",
    files: Files = "",
    delay: Delay = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Fetch at most N more captures; 0: no limit.")
    ] = 0,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Take the articles of WARC and WACZ files, or of public captures, as if they were crawled.

    What is taken is kept in the archive. Of a damaged file every whole record is taken. A host that is no
    source yet becomes one if it has an article; it is not followed until you say so. Of an export each
    entry comes in under its own id, and none twice. Examples: `congtin import portal.warc.gz` ·
    `congtin import all.jsonl.gz` · `congtin import --captures lynhan.hanam.gov.vn --to 2025-06-30`
    """
    if bool(file) == bool(host):
        raise ConfigError("Name files, or a host with --captures: congtin import portal.warc.gz.")
    config = settings(data, database_url)
    with store_of(config) as store, Progress() as progress:
        if file:
            done = _taken(config, file, store, progress)
        else:
            from crawler.captures.taking import import_captures

            query = _query(config, host, first, last, index, replay, files)
            asker = Asker(config.user_agent, delay=delay)
            done = import_captures(config, query, store, asker, limit=limit, observer=progress)
    print_runs(done.runs, as_json=as_json)
    if done.registered:
        names = " ".join(done.registered)
        note(
            f"congtin: new in {config.sources_file}, not followed until: congtin sources enable {names}"
        )
    for problem in (*done.problems, *done.refusals):
        note(f"congtin: {problem}")
    if done.refusals or done.problems:
        raise typer.Exit(ArchiveError.exit_code if done.refusals else 1)


def _taken(config: Config, files: list[Path], store: Store, progress: Progress) -> "Imported":
    """Captures, then exports."""
    from crawler.exports import import_exports, is_export
    from crawler.imports import Imported, import_files

    exports = [file for file in files if is_export(file)]
    captured = [file for file in files if not is_export(file)]
    done = import_files(config, captured, store, observer=progress) if captured else Imported()
    if not exports:
        return done
    more = import_exports(config, exports, store, observer=progress)
    return replace(done, runs=done.runs + more.runs, problems=done.problems + more.problems)


@app.command("captures")
def list_captures(
    host: Annotated[str, typer.Argument(help="A host, an address, or a source's id.")],
    first: First = "",
    last: Last = "",
    index: Index = "ia",
    delay: Delay = None,
    limit: Annotated[int, typer.Option(min=0, help="List at most N; 0: all.")] = 100,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """List what public archives captured of a host: Common Crawl, the Wayback Machine. Fetches no page.

    Example: `congtin captures lynhan.hanam.gov.vn --from 2019 --to 2020-06 --index cc`
    """
    config = settings(data, None)
    query = _query(config, host, first, last, index)
    found = list(islice(captures(query, Asker(config.user_agent, delay=delay)), limit or None))
    if as_json:
        print_json([capture.to_dict() for capture in found])
        return
    rows = [(local(c.at), c.status or "-", c.mime, c.length, c.url) for c in found]
    print_table(("captured", "status", "type", "bytes", "address"), rows)
    if limit and len(found) == limit:
        note(f"The first {limit} alone; --limit 0 lists all.")


def _query(
    config: Config, host: str, first: str, last: str, index: str, replay: str = "", files: str = ""
) -> Query:
    """What is asked of an index. Raises ConfigError for what is no date."""
    known = load_sources(config.sources_file)
    site = known[host].url if host in known else host
    bare = site.partition("://")[2] or site
    return Query(
        site=bare.partition("?")[0].partition("#")[0].rstrip("/"),
        first=_stamp("--from", first),
        last=_stamp("--to", last),
        index=index,
        replay=replay,
        files=files,
    )


def _stamp(option: str, date: str) -> str:
    """The beginning of a time stamp: "2019-05" -> "201905"."""
    digits = date.replace("-", "")
    whole = f"{digits}{'00000101'[len(digits) :]}"
    try:
        datetime.strptime(whole, "%Y%m%d").replace(tzinfo=VIETNAM)
    except ValueError:
        if date:
            raise ConfigError(f"option {option}: {date!r} is no date such as 2019-05-31.") from None
    return digits


@app.command()
def reprocess(
    source: Names = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; say what would change.")
    ] = False,
    from_archive: Annotated[
        bool,
        typer.Option("--from-archive", help="Make a lost database again from the archive alone."),
    ] = False,
    relearn: Annotated[
        bool, typer.Option("--learn", help="Learn afresh what a source's pages share.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Read every stored page again with this version's rules, offline, from the archive.

    Examples: `congtin reprocess lynhan-hanam-gov-vn` · `congtin reprocess --dry-run --json`
    """
    if from_archive and (dry_run or relearn):
        raise ConfigError(
            "--from-archive stands alone: it reads everything as if for the first time."
        )
    config = settings(data, database_url)
    if from_archive:
        done = _made_again(config, source or [])
    else:
        done = _read_again(config, source or [], dry_run=dry_run, relearn=relearn)
    if as_json:
        print_json([one.to_dict() for one in done])
    else:
        _print(done)
    for one in done:
        for problem in one.problems:
            note(f"congtin: {problem}")
        if one.dropped:
            note(
                f"congtin: {one.source_id}: {one.dropped} pages stay as they were read: the archive's "
                "retention dropped their captures."
            )
    if any(one.unreadable for one in done):
        raise typer.Exit(1)


def _read_again(
    config: Config, wanted: list[str], *, dry_run: bool, relearn: bool
) -> list[Reprocessed]:
    from pipeline.reprocess import reprocess as read

    with stored(config, read_only=dry_run) as store:
        mirrored = {status.source.id: status.source for status in store.sources()}
        chosen = _chosen(mirrored | load_sources(config.sources_file), wanted)
        how = {"relearn": relearn, "dry_run": dry_run}
        return _each(chosen, lambda one, told: read(config.archive, one, store, told=told, **how))


def _made_again(config: Config, wanted: list[str]) -> list[Reprocessed]:
    from crawler.rebuild import rebuild, strangers

    sources = load_sources(config.sources_file)
    for folder in strangers(config, sources.values()):
        note(f"congtin: {folder}: no source of that id in {config.sources_file}; left out.")
    with store_of(config) as store:
        chosen = _chosen(sources, wanted)
        succeed = {one.successor for one in chosen}
        chosen.sort(
            key=lambda one: one.id in succeed
        )  # ids are minted where an article first stood
        return _each(chosen, lambda one, told: rebuild(config, one, store, told=told))


def _chosen(known: dict[str, Source], wanted: Sequence[str]) -> list[Source]:
    return [find_source(known, name) for name in wanted] if wanted else list(known.values())


def _each(
    sources: Sequence[Source], read: Callable[[Source, Told], Reprocessed]
) -> list[Reprocessed]:
    """Read one source after the other, and show how far each is."""
    done = []
    with Progress(len(sources)) as progress:
        for source in sources:
            started = now()

            def told(so_far: Reprocessed, started: datetime = started) -> None:
                progress.report(_run(so_far, started), READING)

            done.append(read(source, told))
            ended = replace(_run(done[-1], started), status="finished", finished_at=now())
            progress.report(ended)
    return done


def _run(done: Reprocessed, started: datetime) -> RunReport:
    """The counts so far, as progress shows them."""
    return RunReport(
        done.source_id,
        started,
        requests=done.pages,
        new=done.new,
        changed=done.changed,
        unchanged=done.unchanged,
        errors=done.unreadable,
    )


READING = Activity(doing="archive")


def _print(done: Sequence[Reprocessed]) -> None:
    rows = [
        (d.source_id, d.pages, d.changed, d.new, d.unchanged, d.rejected, d.unreadable)
        for d in done
    ]
    print_table(("source", "pages", "changed", "new", "unchanged", "rejected", "unreadable"), rows)
    for one in done:
        for article in one.articles:
            fields = "; ".join(map(str, article.fields)) or article.title
            say(f"{article.kind}  {article.url}  {fields}".rstrip())
