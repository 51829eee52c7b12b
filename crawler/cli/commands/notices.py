"""The verb of what operators are told: notices; and the telling itself, at the end of a crawl."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.app import Data, DatabaseUrl, Json, app, settings, stored
from crawler.cli.display import local, note, print_json, print_table
from crawler.sources import find_source, load_registry
from pipeline import telling
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.model import Notice
from pipeline.store import Store

if TYPE_CHECKING:
    from crawler.notices import Messenger

HEADERS = ("when", "source", "state", "was", "told by", "what is not as it was", "what to do")
NO_CHANNEL = (
    "no channel is set up. Set CONGTIN_WEBHOOK, or CONGTIN_SMTP_URL and CONGTIN_MAIL_TO; "
    "without, /sources, congtin doctor and /operators/feed.atom tell the same."
)


@app.command()
def notices(
    source: Annotated[
        str, typer.Argument(metavar="[SOURCE]", help="Only of this id, address or host.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many at most.")] = 50,
    send: Annotated[
        bool, typer.Option("--send", help="Send what operators were not told yet.")
    ] = False,
    test: Annotated[
        bool, typer.Option("--test", help="Send a test by every channel that is set up.")
    ] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: Json = False,
) -> None:
    """List the notices of sources whose state changed, newest first, and by which channels they were told.

    Crawls send them by webhook and mail (settings `webhook`, `smtp_url`, `mail_to`); `--send` does it now,
    `--test` tries the channels. Exit code 1 where a channel took nothing.

    Examples: `congtin notices` · `congtin notices lynhan.hanam.gov.vn --json` · `congtin notices --test`
    """
    config = settings(data, database_url)
    if (send and test) or ((send or test) and source):
        raise ConfigError("--send and --test go alone: each is for all that is set up.")
    if test:
        _test(config, as_json=as_json)
    elif send:
        _send(config, as_json=as_json)
    else:
        _list(config, source, limit, as_json=as_json)


def _list(config: Config, source: str, limit: int, *, as_json: bool) -> None:
    with stored(config) as store:
        wanted = _id(config, store, source) if source else ""
        found = store.notices(wanted, limit)
    if as_json:
        print_json([notice_json(notice) for notice in found])
    elif found:
        print_table(HEADERS, map(_row, found), spare=2)
    else:
        note("No source's state has changed since it was first judged.")


def _id(config: Config, store: Store, wanted: str) -> str:
    known = load_registry(config.sources_file)
    return find_source({s.id: s for s in store.registered()} | known, wanted).id


def _row(notice: Notice) -> tuple[object, ...]:
    evidence = "; ".join(map(str, notice.symptoms))
    told = ", ".join(notice.told) or "-"
    state, former = notice.state, notice.former or "-"
    return local(notice.at), notice.source_id, state, former, told, evidence, notice.next_step


def notice_json(notice: Notice) -> dict[str, Any]:
    """A notice, JSON-ready: its time in ISO 8601."""
    return asdict(notice) | {"at": notice.at.isoformat()}


def _test(config: Config, *, as_json: bool) -> None:
    from crawler.notices import channels, send_test  # late: mail and HTTP take their time to load

    if not channels(config):
        raise ConfigError(NO_CHANNEL)
    done = send_test(config)
    _tell([(name, 0 if problem else 1, problem) for name, problem in done], as_json=as_json)


def _send(config: Config, *, as_json: bool) -> None:
    from crawler.notices import channels, deliver
    from crawler.notices.beside import PATIENCE

    if not channels(config):
        raise ConfigError(NO_CHANNEL)
    with stored(config) as store:
        done = deliver(config, store, patience=PATIENCE)
    counts = {**dict.fromkeys(channels(config), 0), **dict(done.taken)}
    rows = [(name, count, done.problem_of(name)) for name, count in counts.items()]
    _tell(rows, as_json=as_json)


def _tell(rows: list[tuple[str, int, str]], *, as_json: bool) -> None:
    """What each channel took, and what went wrong: exit code 1 where something did."""
    if as_json:
        keys = ("channel", "taken", "problem")
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        print_table(("channel", "taken", "what went wrong"), rows)
    if any(problem for _, _, problem in rows):
        raise typer.Exit(1)


def tell_operators(config: Config, store: Store) -> None:
    """At a crawl's end: send what operators were not told yet; what fails is said, and sent the next time."""
    if teller := messenger(config, store):
        teller.finish()


def messenger(config: Config, store: Store) -> "Messenger | None":
    """Who tells operators beside a crawl; None where no channel is set up."""
    if not telling.channels(config.webhook, config.smtp_url):
        return None
    from crawler.notices import Messenger

    return Messenger(config, store, note)
