"""The command line run in this process: what `commands.congtin` gives, without a process for each run."""

from pathlib import Path

import databases
from commands import Done
from typer.testing import CliRunner

from crawler.cli import app
from pipeline.errors import CongtinError


def ran(*words: object, data: Path | None = None, stdin: str | None = None) -> Done:
    """Run a verb, its data in that folder if one is given; a user's mistake ends as `main` ends it."""
    flags = ["--data", str(data)] if data else []
    result = CliRunner().invoke(
        app, [*map(str, words), *flags], input=stdin, env=databases.settings(data)
    )
    if isinstance(result.exception, CongtinError):
        message = f"{result.stderr}congtin: {result.exception}\n"
        return Done(result.exception.exit_code, result.stdout, message)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)
