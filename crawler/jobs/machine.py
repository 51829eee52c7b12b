"""Which machine this is, as jobs and the archive know it: its name, and the mark of its data folder."""

import os
import re
import secrets
import socket
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.config import Config
from pipeline.errors import ConfigError

MARK = "machine-id"
"""The file of a data folder that tells it from all others, however often its machine is made anew."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine with a data folder."""

    name: str
    """It stands in the names of files: the setting `worker_name`, else the host's name with the mark."""
    folder: str
    """The mark of its data folder: eight hex digits, minted once. Machines that share a folder share it."""


def machine_of(config: Config) -> Machine:
    """Who we are; the data folder is marked where it is not yet. Raises ConfigError."""
    folder = _mark(config.data / MARK)
    host = re.sub(r"[^A-Za-z0-9-]+", "-", socket.gethostname().partition(".")[0]).strip("-")
    return Machine(config.worker_name or f"{host[:40] or 'machine'}-{folder[:4]}", folder)


def named(config: Config, machine: Machine) -> Config:
    """The settings of verbs that write the archive in that machine's name."""
    return replace(config, worker_name=machine.name)


def _mark(file: Path) -> str:
    try:
        if not file.exists():
            _write_whole(file, f"{secrets.token_hex(4)}\n")
        found = file.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}. Choose another --data.") from error
    if not re.fullmatch("[0-9a-f]{8}", found):
        raise ConfigError(f"{file}: eight hex digits belong there. Remove it, and it is made anew.")
    return found


def _write_whole(file: Path, text: str) -> None:
    """The file with that text, unless another one made it first: never half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}-{secrets.token_hex(4)}")
    draft.write_text(text, encoding="ascii")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
