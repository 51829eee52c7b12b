"""Verbs of more than one machine: worker, jobs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, store_of
from crawler.cli.display import local, note, print_json, print_table
from crawler.sources import find_source, load_sources
from crawler.sources.periods import has_ended
from pipeline.clock import today
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.model import Source
from pipeline.publish.publishing.state import published_for

if TYPE_CHECKING:
    from crawler.jobs.board import Board, Job, Wanted
    from crawler.jobs.worker import Duties

QUEUES = ("crawl", "publish", "import", "reprocess")
"""What a worker can take upon itself; the last two of its own data folder, and together."""

jobs = typer.Typer(help="The queue of all workers.")
app.add_typer(jobs, name="jobs")

Number = Annotated[int, typer.Argument(metavar="ID", help="A job's number: congtin jobs.")]


@app.command()
def worker(
    at_once: Annotated[
        int, typer.Option("--jobs", min=1, max=64, help="Crawls at once, each a process.")
    ] = 4,
    queues: Annotated[
        str,
        typer.Option(
            metavar="NAME,…", help="Take these jobs alone: crawl, publish, import, reprocess."
        ),
    ] = "",
    publish: Annotated[
        bool | None,
        typer.Option(
            "--publish/--no-publish",
            help="Write the feeds here.",
            show_default="where sources.toml is, or feeds are",
        ),
    ] = None,
    every: Annotated[
        int, typer.Option(min=5, max=3540, help="Seconds between looks at who is due.")
    ] = 60,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Do the jobs of a shared PostgreSQL database, beside any number of workers on other machines.

    Each crawls whoever is due, so that one machine after the other can be added, stopped or lost. The
    machine with sources.toml says what is crawled. Until Ctrl-C.

    Example: `CONGTIN_DATABASE_URL=postgresql://congtin@db/congtin congtin worker --jobs 8`
    """
    from crawler.jobs.board import refuse_alone

    config = settings(data, database_url)
    refuse_alone(config)
    try:
        from crawler.jobs.worker import work
    except ImportError as error:
        raise ConfigError(
            f"Workers need Procrastinate ({error}). Run: pip install 'congtin[workers]'"
        ) from error
    store_of(config).close()
    duties = _duties(config, at_once, queues, every, publish=publish)
    note(f"Working for {config.data}: {_told(duties)}, until Ctrl-C.")
    work(config, duties, say=note)


def _duties(
    config: Config, at_once: int, queues: str, every: int, *, publish: bool | None
) -> "Duties":
    """Raises ConfigError for a queue that is none."""
    from crawler.jobs.worker import Duties

    wanted = {name.strip() for name in queues.split(",") if name.strip()}
    if strangers := sorted(wanted - set(QUEUES)):
        raise ConfigError(f"--queues: {strangers[0]!r} is none of {', '.join(QUEUES)}.")
    here = config.sources_file.is_file() or bool(published_for(config.feeds))
    default = "publish" in wanted if wanted else here
    return Duties(
        crawls=at_once if not wanted or "crawl" in wanted else 0,
        publishes=default if publish is None else publish,
        local=not wanted or bool(wanted & {"import", "reprocess"}),
        every=every,
    )


def _told(duties: "Duties") -> str:
    crawls = [f"{duties.crawls} crawls at once" if duties.crawls else "no crawls"]
    local_jobs = ["imports and reprocessings"] if duties.local else []
    return ", ".join([*crawls, *local_jobs, "the feeds" if duties.publishes else "no feeds"])


@jobs.callback(invoke_without_command=True)
def listed(
    context: typer.Context,
    ended: Annotated[int, typer.Option(min=0, help="Show the last N that ended.")] = 20,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """Show what waits, runs (where, since when), failed (why), and what was done last.

    Examples: `congtin jobs` · `congtin jobs --json` · `congtin jobs cancel 17` · `congtin jobs add publish`
    """
    if context.invoked_subcommand:
        return
    with _board(settings(data, database_url)) as board:
        found, machines = board.jobs(ended=ended), board.machines()
    if as_json:
        known = [
            {"name": m.name, "folder": m.folder, "seen": m.seen.isoformat(), "follows": m.follows}
            for m in machines
        ]
        print_json({"jobs": [job.to_dict() for job in found], "machines": known})
        return
    print_table(("id", "job", "state", "since", "worker", "tries", "why"), map(_row, found))
    for machine in machines:
        name = f"{machine.name} ({machine.folder})"
        note(f"{name}: seen {local(machine.seen)}, follows {machine.follows} sources.")


def _row(job: "Job") -> tuple[object, ...]:
    from crawler.jobs.kinds import told

    state = "ending" if job.cancelling else job.state
    again = f"again at {local(job.not_before)}" if job.not_before else ""
    why = " ".join(part for part in (again, job.said) if part)
    return (
        job.id,
        told(job.task, job.about),
        state,
        local(job.since),
        job.worker or "-",
        job.attempts,
        why,
    )


@jobs.command()
def cancel(number: Number, data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Take a job out of the queue; one that runs finishes its page and ends.

    A source whose crawl was cancelled is still due, and gets another: `congtin sources disable ID` stops it.

    Example: `congtin jobs cancel 17`
    """
    with _board(settings(data, database_url)) as board:
        job = _known(board, number)
        if not board.cancel(number):
            raise ConfigError(
                f"Job {number}: {job.state} already; only one that waits or runs can be cancelled."
            )
    typer.echo(f"Job {number} {'is told to end' if job.state == 'running' else 'cancelled'}.")


@jobs.command()
def retry(number: Number, data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Run a job again that failed or was cancelled, or at once that waits for its next try.

    Example: `congtin jobs retry 17`
    """
    with _board(settings(data, database_url)) as board:
        job = _known(board, number)
        if not board.retry(number):
            raise ConfigError(
                f"Job {number}: {job.state}, or the same waits or runs already. See: congtin jobs"
            )
    typer.echo(f"Job {number} waits for a worker.")


@jobs.command()
def add(
    task: Annotated[str, typer.Argument(metavar="crawl|import|reprocess|publish")],
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE|FILE]…", help="Sources, or files to import."),
    ] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Put jobs into the queue: for any worker, or for those at this data folder (import).

    `reprocess` is one job a source and machine: each reads what lies in its own archive.

    Examples: `congtin jobs add crawl lynhan-hanam-gov-vn` · `congtin jobs add import /data/old.warc.gz` ·
    `congtin jobs add reprocess` · `congtin jobs add publish`
    """
    config = settings(data, database_url)
    with _board(config) as board:
        wanted = _wanted(config, board, task, what or [])
        put = board.put(wanted)
    for job, number in zip(wanted, put, strict=True):
        name = " ".join([job.task, *map(str, job.about.values())]).strip()
        typer.echo(f"{number or '-'}  {name}{'' if number else '  (waits or runs already)'}")


@jobs.command()
def forget(
    machine: Annotated[str, typer.Argument(help="Its name or mark: congtin jobs.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Follow no sources any more for the sake of a machine that is gone for good.

    Example: `congtin jobs forget vm2-3f9a`
    """
    with _board(settings(data, database_url)) as board:
        if not board.forget(machine):
            raise ConfigError(f"No machine {machine!r} is known. See: congtin jobs")
    typer.echo(f"{machine} is forgotten.")


def _wanted(config: Config, board: "Board", task: str, what: Sequence[str]) -> "list[Wanted]":
    """Raises ConfigError for a job that is none, a source that is not known, a file that is not there."""
    from crawler.jobs import kinds

    if task == "publish" and not what:
        return [kinds.publishing()]
    if task == "crawl" and what:
        return [kinds.crawling(source) for source in _sources(config, what)]
    if task == "reprocess":
        folders = [machine.folder for machine in board.machines()]
        return [kinds.reprocessing(s.id, f) for s in _sources(config, what) for f in folders]
    if task == "import" and what:
        return _imports(config, board, what)
    raise ConfigError("Write one of: crawl SOURCE…, import FILE…, reprocess [SOURCE…], publish.")


def _imports(config: Config, board: "Board", files: Sequence[str]) -> "list[Wanted]":
    from crawler.jobs.kinds import importing
    from crawler.jobs.machine import machine_of

    for file in files:
        if not Path(file).is_file():
            raise ConfigError(f"{file}: no such file on this machine.")
    folder = machine_of(config).folder
    if folder not in {machine.folder for machine in board.machines()}:
        note(f"{config.data}: no worker was there yet; start one there, since the files lie here.")
    return [importing(str(Path(file).resolve()), folder) for file in files]


def _sources(config: Config, wanted: Sequence[str]) -> list[Source]:
    """The sources named, as the registry here has them or the database mirrors them; all without a name."""
    with store_of(config) as store:
        here = load_sources(config.sources_file)
        store.put_sources(here.values())
        known = {status.source.id: status.source for status in store.sources()} | here
    found = [find_source(known, name) for name in wanted] if wanted else list(known.values())
    for source in found:
        if wanted and has_ended(source, today()):
            raise ConfigError(f"{source.id}: its time is over ({source.active_until}).")
    return found


def _known(board: "Board", number: int) -> "Job":
    found = board.jobs(number=number)
    if not found:
        raise ConfigError(f"No job {number}. See: congtin jobs")
    return found[0]


def _board(config: Config) -> "Board":
    from crawler.jobs.board import board_of

    return board_of(config)
