"""What stands around the settings: names that are none, secrets that others on the machine can read."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path

from crawler.doctor import Check
from pipeline.config import SECRETS, Config

PREFIX, OF_FILE = "CONGTIN_", "_FILE"
SECRET = ("database_url", *SECRETS)
HANDED_OUT = Path("/run/secrets")
"""Where Docker puts secrets into a container, in which nobody else is."""


def look_around(environment: Mapping[str, str], file: Path) -> list[Check]:
    """What `congtin doctor` says of the environment and of congtin.toml; nothing where all is well."""
    return [*_unknown(environment), *_readable(environment, file)]


def _unknown(environment: Mapping[str, str]) -> Iterator[Check]:
    """A slip in a name is silent else: what it was to set stays as it is."""
    known = {field.name.upper() for field in fields(Config)}
    for name in sorted(environment):
        meant = name.removeprefix(PREFIX).removesuffix(OF_FILE)
        if name.startswith(PREFIX) and meant not in known:
            near = get_close_matches(meant, known, 1)
            step = f"Did you mean {PREFIX}{near[0]}?" if near else "The README names all settings."
            yield Check("settings", "warning", f"{name} is no setting of Congtin's", step)


def _readable(environment: Mapping[str, str], file: Path) -> Iterator[Check]:
    named = (environment.get(f"{PREFIX}{name.upper()}{OF_FILE}") for name in SECRET)
    secret = [Path(each).expanduser() for each in named if each]
    for one in [*secret, *([file] if _holds_secret(file) else [])]:
        with suppress(OSError):
            if one.stat().st_mode & 0o004 and one.resolve().parent != HANDED_OUT:
                found = f"{one} holds a secret, and everybody on this machine can read it"
                yield Check("secrets", "warning", found, f"chmod o-rwx {one}")


def _holds_secret(file: Path) -> bool:
    """A database's address is none where no password stands in it."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    password = ":" in str(told.get("database_url", "")).partition("://")[2].rpartition("@")[0]
    return password or any(told.get(name) for name in SECRETS)
