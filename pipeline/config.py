"""Settings: flags > CONGTIN_* > congtin.toml > defaults, read once into a Config and passed down."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError

VERSION = version("congtin")
FEED_ARCHIVES = ("summary", "full", "none")


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
        if environment.get(variable):
            values[name] = _convert(name, environment[variable], f"environment variable {variable}")
    for key, value in (flags or {}).items():
        if value is not None:
            values[key] = _convert(key, value, f"option --{key.replace('_', '-')}")
    return _with_base_url(Config(**values), given="base_url" in values)


def _with_base_url(config: Config, *, given: bool) -> Config:
    """Where nothing says how readers come in, they come in where it listens."""
    if given:
        return config
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::") else config.host  # noqa: S104
    return replace(config, base_url=f"http://{host}:{config.port}")


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{file}: {error}. Mend the file or remove it.") from error


def _convert(key: str, value: Any, where: str) -> Any:
    kinds = {f.name: f.type for f in fields(Config)}
    if key not in kinds:
        raise ConfigError(f"{where}: no such setting. Known: {', '.join(kinds)}.")
    kind: Any = kinds[key]
    try:
        converted = Path(value).expanduser() if kind is Path else kind(value)
    except (TypeError, ValueError, RuntimeError):
        raise ConfigError(f"{where}: {value!r} is no {kind.__name__}.") from None
    if isinstance(value, (bool, float)) or (kind is str and not isinstance(value, str)):
        raise ConfigError(f"{where}: {value!r} is no {kind.__name__}.")
    problem = _problem(key, converted)
    if problem:
        raise ConfigError(f"{where}: {value!r} {problem}.")
    return converted


def _problem(key: str, value: Any) -> str:
    """What is wrong with a value of the right kind; "" for nothing."""
    if key == "port" and not 0 <= value <= 65535:
        return "is no port: use 0 to 65535"
    if key == "feed_size" and value < 1:
        return "is no size of a feed: use 1 or more"
    if key in ("budget", "budget_hours") and value < 0:
        return "is no budget: use 0 (none) or more"
    if key == "base_url" and not value.startswith(("http://", "https://")):
        return "is no http(s) address"
    if key == "hub" and value and not value.startswith(("http://", "https://")):
        return "is no http(s) address of a hub"
    if key == "feed_archives" and value not in FEED_ARCHIVES:
        return f"is none of {', '.join(FEED_ARCHIVES)}"
    return ""
