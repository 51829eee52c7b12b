"""Settings: flags > CONGTIN_* > congtin.toml > defaults, read once into a Config and passed down.

CONGTIN_NAME_FILE names a file that holds the value of CONGTIN_NAME, as Docker and systemd hand out secrets.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib.metadata import version
from math import inf
from pathlib import Path
from typing import Any

from pipeline import telling
from pipeline.errors import ConfigError

VERSION = version("congtin")
FEED_ARCHIVES = ("summary", "full", "none")
LOG_FORMATS = ("text", "json")
METRICS = ("private", "public", "off")
CHOICES = {"feed_archives": FEED_ARCHIVES, "log_format": LOG_FORMATS, "metrics": METRICS}
SECRETS = ("webhook", "smtp_url")
"""Settings whose values no message shows."""
LARGEST_FILE = 16_384
"""Bytes of a file that holds a setting: a file of more holds something else."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set. Field names are the keys of congtin.toml and, in capitals, of CONGTIN_*."""

    data: Path = Path("congtin-data")
    """Where everything is kept: congtin.db, sources.toml, archive/, feeds/."""
    database_url: str = ""
    """SQLAlchemy URL; empty: SQLite in `data`."""
    contact: str = ""
    """Web address or e-mail printed in the user agent, so that a portal's operator can reach you."""
    base_url: str = "http://127.0.0.1:8000"
    """Where readers reach the feeds and pages; printed in them. Follows host and port where not set."""
    host: str = "127.0.0.1"
    port: int = 8000
    feed_size: int = 100
    """Articles in one feed: at least so many where there are so many, and fewer than twice as many."""
    feed_archives: str = "summary"
    """What archive pages of feeds hold: each article's "summary", the "full" article, or "none": no pages.

    In each feed that an article stands in, and there are half a dozen, a summary takes 2 kB and a full
    article of 2,600 letters takes 9 kB."""
    hub: str = ""
    """The address of a WebSub hub, printed in the feeds and told of every change; empty: none."""
    budget: int = 10_000
    """Requests to one portal in one run; the next run goes on. 0: as many as it takes."""
    budget_hours: int = 12
    """Hours of one run; 0: as long as it takes."""
    archive_keep_days: int = 0
    """Days that captures are kept in the archive; 0: for ever. Articles are kept for ever anyway."""
    archive_max_gb: float = 0.0
    """Gigabytes (10^9 bytes) beyond which the oldest captures go; 0: no limit."""
    worker_name: str = ""
    """Who writes the archive, where several machines do: stands in the names of its files. Empty: nobody's
    name; `congtin worker` then takes the machine's, with a mark of its data folder."""
    log_format: str = "text"
    """What stands on stderr: "text" for people, or "json", one object a line."""
    metrics: str = "private"
    """Who may read /metrics: "private" (loopback and private addresses, through no proxy), "public", or
    nobody ("off")."""

    webhook: str = ""
    """The address that is told, as JSON, when a source's state changes; empty: none. A secret."""
    smtp_url: str = ""
    """Where mail about sources' states is handed in: smtp://user:password@host:587, smtps://…; a secret."""
    mail_from: str = ""
    """From whom it is: congtin@example.org, or a name with it in <>; empty: from the first of `mail_to`."""
    mail_to: str = ""
    """To whom it goes: addresses with commas between."""

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'congtin.db'}"

    @property
    def sources_file(self) -> Path:
        """The user's registry of portals."""
        return self.data / "sources.toml"

    @property
    def archive(self) -> Path:
        """Raw answers as WARC."""
        return self.data / "archive"

    @property
    def backups(self) -> Path:
        """Dated copies of the database."""
        return self.data / "backups"

    @property
    def feeds(self) -> Path:
        """Published feed files."""
        return self.data / "feeds"

    @property
    def user_agent(self) -> str:
        """An honest name with a way to reach whoever runs it."""
        return f"Congtin/{VERSION} (+{self.contact})" if self.contact else f"Congtin/{VERSION}"


def load_config(
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] = os.environ,
    file: Path = Path("congtin.toml"),
) -> Config:
    """The settings in force. Raises ConfigError naming the file or variable, the key and what is accepted."""
    values: dict[str, Any] = {}
    for key, value in _from_file(file).items():
        values[key] = _convert(key, value, f"{file}, key {key}")
    for name in (f.name for f in fields(Config)):
        variable = f"CONGTIN_{name.upper()}"
        if file_named := environment.get(f"{variable}_FILE"):
            where = f"environment variable {variable}_FILE, file {file_named}"
            text = _secret(variable, file_named, where, environment)
            values[name] = _convert(name, text, where, shown="its content")
        elif environment.get(variable):
            values[name] = _convert(name, environment[variable], f"environment variable {variable}")
    for key, value in (flags or {}).items():
        if value is not None:
            values[key] = _convert(key, value, f"option --{key.replace('_', '-')}")
    config = _with_base_url(Config(**values), given="base_url" in values)
    if missing := telling.halved(config.smtp_url, config.mail_to):
        raise ConfigError(f"{missing}.")
    return config


def _with_base_url(config: Config, *, given: bool) -> Config:
    """Where nothing says how readers come in, they come in where it listens."""
    if given:
        return config
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::") else config.host  # nosec B104 # noqa: S104
    return replace(config, base_url=f"http://{host}:{config.port}")


def _secret(variable: str, file: str, where: str, environment: Mapping[str, str]) -> str:
    """What the file holds, without the end of its line. No error of it may tell what that is."""
    if environment.get(variable):
        raise ConfigError(f"{variable} and {variable}_FILE are both set. Set one of them.")
    try:
        with Path(file).expanduser().open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except (OSError, RuntimeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{where}: cannot be read ({why}). Name a file that can.") from None
    if len(content) > LARGEST_FILE:
        raise ConfigError(f"{where}: larger than {LARGEST_FILE} bytes, so it holds no setting.")
    try:
        text = content.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ConfigError(f"{where}: its content is no text in UTF-8.") from None
    if not text or set(text) & set("\r\n\0"):
        raise ConfigError(f"{where}: write the value into it, and nothing else, on one line.")
    return text


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        if isinstance(error, PermissionError) and _is_hidden(file):
            return {}
        raise ConfigError(f"{file}: {error}. Mend the file or remove it.") from error


def _is_hidden(file: Path) -> bool:
    """Whether its folder is closed to us: `sudo -u congtin` stands in the home of whoever typed it."""
    try:
        file.stat()
    except PermissionError:
        return True
    return False


def _convert(key: str, value: Any, where: str, shown: str = "") -> Any:
    """The value as its setting has it. `shown`: what errors say in its place, where it is a secret."""
    shown = shown or ("what it says" if key in SECRETS else repr(value))
    kinds = {f.name: f.type for f in fields(Config)}
    if key not in kinds:
        raise ConfigError(f"{where}: no such setting. Known: {', '.join(kinds)}.")
    kind: Any = kinds[key]
    try:
        converted = Path(value).expanduser() if kind is Path else kind(value)
    except (TypeError, ValueError, RuntimeError):
        raise ConfigError(f"{where}: {shown} is no {kind.__name__}.") from None
    wrong = (bool,) if kind is float else (bool, float)
    if isinstance(value, wrong) or (kind is str and not isinstance(value, str)):
        raise ConfigError(f"{where}: {shown} is no {kind.__name__}.")
    problem = _problem(key, converted)
    if problem:
        raise ConfigError(f"{where}: {shown} {problem}.")
    return converted


def _problem(key: str, value: Any) -> str:
    """What is wrong with a value of the right kind; "" for nothing."""
    if key == "port" and not 0 <= value <= 65535:
        return "is no port: use 0 to 65535"
    if key == "feed_size" and value < 1:
        return "is no size of a feed: use 1 or more"
    if key in ("archive_keep_days", "archive_max_gb") and not 0 <= value < inf:
        return "is no bound of the archive: use 0 (none) or more"
    if key in ("budget", "budget_hours") and value < 0:
        return "is no budget: use 0 (none) or more"
    if key == "base_url" and not value.startswith(("http://", "https://")):
        return "is no http(s) address"
    if key == "hub" and value and not value.startswith(("http://", "https://")):
        return "is no http(s) address of a hub"
    if key == "worker_name" and not re.fullmatch(r"[\w-][\w.-]{0,63}|", value, re.ASCII):
        return "is no name for files: use up to 64 letters a-z, digits, and . _ -"
    if key in CHOICES and value not in CHOICES[key]:
        return f"is none of {', '.join(CHOICES[key])}"
    return telling.problem(key, value) if isinstance(value, str) else ""
