"""Source -> sources.toml, as a person would write it."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from textwrap import fill, indent
from typing import Any

from filelock import FileLock

from crawler.sources.periods import has_ended
from crawler.sources.reading import load_sources, shipped
from pipeline.clock import today
from pipeline.errors import ConfigError
from pipeline.model import Source

MARK = "\ufeff"
"""What Windows' editor begins a file with."""
HEADER = f"""\
# The portals that Congtin crawls: one [[source]] each. `congtin add URL` writes them, you may edit.
# A portal that comes with the program (congtin sources --all) needs its id alone: congtin sources enable.
{indent(fill(f"Keys: {', '.join(field.name for field in fields(Source))}.", 98), "# ")}
"""


@dataclass(slots=True)
class Edit:
    """A file while it is changed."""

    text: str
    """With the line ends it has, without the mark that some begin with."""
    followed: dict[str, Source]
    """What it holds, by id."""

    def append(self, entry: str) -> None:
        """Add an entry below an empty line."""
        end = "\r\n" if "\r\n" in self.text else "\n"
        before = self.text.rstrip()
        self.text = f"{before}{end}{end}" if before else ""
        self.text += entry.replace("\n", end)


@contextmanager
def changing(file: Path, *, dry_run: bool = False) -> Iterator[Edit]:
    """Change the file under its lock: what `text` is at the end is written, whole or not at all.

    Raises ConfigError where it cannot be read, no longer could be, or cannot be written.
    """
    if dry_run:
        yield _begun(file)[0]
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock"):
            edit, mark = _begun(file)
            before = edit.text
            yield edit
            if edit.text != before:
                _check(file, edit.text)
                _replace(file, (mark + edit.text).encode())
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written ({error.strerror}).") from error


def _begun(file: Path) -> tuple[Edit, str]:
    followed = load_sources(file)
    text = file.read_bytes().decode() if file.exists() else HEADER
    bare = text.removeprefix(MARK)
    return Edit(bare, followed), text[: len(text) - len(bare)]


def _check(file: Path, text: str) -> None:
    """Nobody must find a file that cannot be read where one was that can."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{file}: a [[source]] cannot be added to it ({error}). Write each source there as a table "
            "headed [[source]]; nothing was changed."
        ) from error


def _replace(file: Path, content: bytes) -> None:
    """In one step, where a link leads if it is one, as readable for others as it was."""
    target = file.resolve()
    partial = target.with_suffix(".partial")
    partial.write_bytes(content)
    if target.exists():
        partial.chmod(target.stat().st_mode & 0o777)
    partial.replace(target)


def add_source(file: Path, source: Source, remarks: Iterable[str] = ()) -> None:
    """Append a source to the file, whole or not at all; what stands there stays as it is.

    Of a shipped portal only what differs from it is written, so that later corrections of it are taken.
    `remarks` become comments above it.

    Raises ConfigError when the id or the address is there already, or the file cannot be written.
    """
    with changing(file) as edit:
        day = today()
        same = [
            s.id
            for s in edit.followed.values()
            if s.id == source.id or (s.url == source.url and not has_ended(s, day))
        ]
        if same:
            raise ConfigError(f"{file}: {source.url} is there already, as {same[0]!r}.")
        edit.append(format_source(source, remarks))


def format_source(source: Source, remarks: Iterable[str] = ()) -> str:
    """A [[source]] entry: what differs from the shipped portal of its id, else from the defaults.

    One key a line, below its remarks.
    """
    lines = [f"# {comment(remark)}".rstrip() for remark in remarks]
    lines.append("[[source]]")
    lines += [f"{key} = {_toml(value)}" for key, value in _differing(source)]
    return "\n".join(lines) + "\n"


def _differing(source: Source) -> Iterator[tuple[str, Any]]:
    base = shipped().get(source.id)
    followed_on = base and base.active_until and source.active_until is None and source.enabled
    for field in fields(source):
        value = getattr(source, field.name)
        usual = getattr(base, field.name) if base and field.name != "id" else field.default
        if field.name == "enabled" and followed_on:
            yield field.name, True  # TOML has no word for "no last day"
        elif value != usual and value is not None:
            yield field.name, value


def described(source: Source) -> str:
    """The comment above an entry that is an id alone."""
    return f"{source.name}: {source.url}"


def comment(remark: str) -> str:
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
