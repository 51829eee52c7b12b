"""The Typer application, and the options that every verb takes."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.config import VERSION, Config, load_config
from pipeline.errors import ConfigError
from pipeline.model import VIETNAM
from pipeline.store import Store, open_store

EPILOG = """
Exit codes: 0 done; 1 done in part, or something to mend was found; 2 a wrong option, setting or sources.toml;
4 the database; 5 the archive; 6 the feed files; 70 a mistake of Congtin's own, with its traceback;
130 interrupted.

`--log-format json`, with any command, makes each line of stderr a JSON object.

Settings: flags, then CONGTIN_DATA, CONGTIN_DATABASE_URL, CONGTIN_CONTACT, CONGTIN_BASE_URL, CONGTIN_HOST,
CONGTIN_PORT, CONGTIN_FEED_SIZE, then ./congtin.toml, then defaults.
"""

app = typer.Typer(
    name="congtin",
    help="Cổng tin: news of Vietnam's district and provincial portals as one clean, permanent stream.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="Where everything is kept.", show_default="./congtin-data"
    ),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url", metavar="URL", help="PostgreSQL or SQLite; default: SQLite in DIR."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


def settings(data: Path | None, database_url: str | None, **more: object) -> Config:
    """The settings in force with these flags."""
    return load_config({"data": data, "database_url": database_url, **more})


def store_of(config: Config) -> Store:
    """The store of these settings; the data folder is made where there is none."""
    make_folder(config)
    return open_store(config.database)


def make_folder(config: Config) -> None:
    """The data folder. Raises ConfigError when there cannot be one."""
    try:
        config.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"{config.data}: cannot be made ({error.strerror}). Choose another --data."
        ) from error


def stored(config: Config, *, read_only: bool = False) -> Store:
    """The store, for verbs that only read it: nothing is made. Raises ConfigError where none is."""
    if not config.database_url and not (config.data / "congtin.db").is_file():
        raise ConfigError(
            f"{config.data}: nothing is stored there. Begin with congtin add URL or congtin demo, "
            "or name another --data."
        )
    return open_store(config.database, read_only=read_only)


def version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        typer.echo(f"congtin {VERSION}")
        raise typer.Exit


@app.callback()
def congtin(
    _: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Crawl portals, keep their articles for good, publish and query them."""


def date_of(option: str, text: str | None) -> datetime | None:
    """The moment that an option names, None without one. Raises ConfigError for what is no date."""
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{option} {text!r}: write a date like 2025-07-01.") from None
    return when if when.tzinfo else when.replace(tzinfo=VIETNAM)
