"""The verb for those who let systemd do it: units."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.app import app
from crawler.systemd import units as unit_files
from pipeline.errors import ConfigError


@app.command()
def units(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them.")],
) -> None:
    """Write the systemd units: congtin.service, or timers for `crawl --due` and `publish`.

    Example: `sudo congtin units /etc/systemd/system`
    """
    program = Path(sys.argv[0]).resolve()
    if program.name != "congtin":
        program = Path(sys.executable).with_name("congtin")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in unit_files(str(program)).items():
            (folder / name).write_text(text, encoding="utf-8")
            typer.echo(str(folder / name))
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written ({error.strerror}).") from error
