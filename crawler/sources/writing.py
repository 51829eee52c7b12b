"""Source -> sources.toml, as a person would write it."""

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock

from crawler.sources.reading import load_sources
from pipeline.errors import ConfigError
from pipeline.model import Source

HEADER = """\
# The portals that Congtin crawls: one [[source]] each. `congtin add URL` writes them, you may edit.
# Keys: id, name, url, level, province, province_before, district, platform, sections, feeds, sitemaps,
# delay, page, allow_private, tls, certificate, enabled, active_from, active_until, successor.
"""


def add_source(file: Path, source: Source, remarks: Iterable[str] = ()) -> None:
    """Append a source to the file, whole or not at all; what stands there stays as it is.

    `remarks` become comments above it.

    Raises ConfigError when the id or the address is there already, or the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock"):
            known = load_sources(file)
            same = [s.id for s in known.values() if s.id == source.id or s.url == source.url]
            if same:
                raise ConfigError(f"{file}: {source.url} is there already, as {same[0]!r}.")
            before = file.read_text(encoding="utf-8") if file.exists() else HEADER
            partial = file.with_suffix(".partial")
            partial.write_text(
                f"{before.rstrip()}\n\n{format_source(source, remarks)}", encoding="utf-8"
            )
            partial.replace(file)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written ({error.strerror}).") from error


def format_source(source: Source, remarks: Iterable[str] = ()) -> str:
    """A [[source]] entry: what differs from the defaults, one key a line, below its remarks."""
    lines = [f"# {_comment(remark)}".rstrip() for remark in remarks]
    lines.append("[[source]]")
    for field in fields(source):
        value = getattr(source, field.name)
        if value != field.default:
            lines.append(f"{field.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _comment(remark: str) -> str:
    """One line without the control characters that TOML forbids in comments."""
    return "".join(c for c in " ".join(remark.split()) if c.isprintable())


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # JSON's strings are TOML's basic strings, but for DEL, which only JSON takes as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        items = "".join(f"  {_toml(item)},\n" for item in value)
        return f"[\n{items}]"
    if is_dataclass(value):
        pairs = ((f.name, getattr(value, f.name), f.default) for f in fields(value))
        inside = ", ".join(f"{name} = {_toml(v)}" for name, v, default in pairs if v != default)
        return f"{{ {inside} }}"
    raise TypeError(f"no TOML for {value!r}")
