"""sources.toml edited in place: portals followed, enabled, disabled; comments and layout stay."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from crawler.sources.reading import shipped
from crawler.sources.writing import changing, comment, described, format_source
from pipeline.clock import today
from pipeline.errors import ConfigError
from pipeline.model import Source

Did = Literal["added", "enabled", "disabled", "unchanged", "ended"]
"""ended: its time is over (`active_until`), so that it is not enabled, and nothing was written."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a source in the file."""

    source: Source
    did: Did


@dataclass(frozen=True, slots=True)
class Addition:
    """A source of which nothing is in the file yet, with the comments that go above it."""

    source: Source
    remarks: tuple[str, ...]


def enable(
    file: Path,
    wanted: Iterable[Source],
    additions: Sequence[Addition] = (),
    *,
    off: Collection[str] = (),
    order: Sequence[str] = (),
    dry_run: bool = False,
) -> list[Change]:
    """Have the portals followed: `enabled = true` where the file has them, else an entry with the id alone.

    Those whose time is over are not. Those of the ids in `off` are added disabled, and otherwise stay
    as they are. `additions` are new sources, written whole; ids that are there stay as they are.
    `order`: the ids of all of both, as they are to be written; without it the additions come last.
    All or nothing; with `dry_run` nothing is written. Raises ConfigError where the file cannot be read,
    edited or written.
    """
    with changing(file, dry_run=dry_run) as edit:
        changes = [_enabled(edit.followed, source, source.id in off) for source in wanted]
        changes += [
            Change(a.source, "unchanged" if a.source.id in edit.followed else "added")
            for a in additions
        ]
        if order:
            changes.sort(key=lambda change: order.index(change.source.id))
        switched = {c.source.id: True for c in changes if c.did == "enabled"}
        edit.text = switch(file, edit.text, switched)
        whole = {a.source.id: format_source(a.source, a.remarks) for a in additions}
        for change in changes:
            if change.did == "added":
                name = change.source.id
                edit.append(whole.get(name) or reference(change.source, enabled=name not in off))
    return changes


def disable(file: Path, wanted: Iterable[Source], *, dry_run: bool = False) -> list[Change]:
    """Write `enabled = false` into the sources' entries; nothing is ever deleted. Else as `enable`."""
    with changing(file, dry_run=dry_run) as edit:
        changes = [
            Change(source, "disabled" if _is_on(edit.followed, source) else "unchanged")
            for source in wanted
        ]
        off = {change.source.id: False for change in changes if change.did == "disabled"}
        edit.text = switch(file, edit.text, off)
    return changes


def _is_on(followed: Mapping[str, Source], source: Source) -> bool:
    return source.id in followed and followed[source.id].enabled


def _enabled(followed: Mapping[str, Source], source: Source, off: bool) -> Change:
    there = followed.get(source.id)
    if there is None:
        return Change(source, "ended" if is_over(source) and not off else "added")
    if there.enabled or off:
        return Change(there, "unchanged")
    return Change(there, "ended" if is_over(there) else "enabled")


def is_over(source: Source) -> bool:
    """Whether its time is over (`active_until`): then `enabled = true` must be written by hand."""
    return source.active_until is not None and source.active_until < today()


def reference(source: Source, *, enabled: bool = True) -> str:
    """The entry of a shipped portal: its id is all that it needs; what it is stands above for people."""
    known = shipped().get(source.id)
    switched = known is not None and known.enabled != enabled
    switch_to = f"enabled = {str(enabled).lower()}\n" if switched else ""
    own = _own_address(source, known) if known else ""
    return f'# {comment(described(source))}\n[[source]]\nid = "{source.id}"\n{own}{switch_to}'


def _own_address(source: Source, known: Source) -> str:
    """The keys of an address that is not the shipped one."""
    url = f"url = {tomlkit.item(source.url).as_string()}\n" if source.url != known.url else ""
    return f"{url}allow_private = true\n" if url and source.allow_private else url


def switch(file: Path, text: str, wanted: Mapping[str, bool]) -> str:
    """The text with `enabled` set as wanted in the entries of these ids, and nothing else changed.

    `file` is only named in errors. Raises ConfigError where the text takes no such change.
    """
    return with_keys(file, text, {name: {"enabled": on} for name, on in wanted.items()})


def with_keys(file: Path, text: str, wanted: Mapping[str, Mapping[str, Any]]) -> str:
    """The text with keys set as wanted in the entries of these ids, and nothing else changed.

    `file` is only named in errors. Raises ConfigError where the text takes no such change.
    """
    if not wanted:
        return text
    try:
        document = tomlkit.parse(text)
        for entry in document.get("source", []):
            for key, value in wanted.get(entry.get("id"), {}).items():
                _set(entry, key, value)
        changed = document.as_string()
    except TOMLKitError as error:
        raise _by_hand(file, wanted) from error
    if "\r\n" in text:
        changed = re.sub(r"(?<!\r)\n", "\r\n", changed)
    if _content(changed) != _expected(text, wanted):
        raise _by_hand(file, wanted)
    return changed


def _set(entry: Any, key: str, value: Any) -> None:
    """Set it below the entry's last key: what stands behind that is a comment on the next entry."""
    body = entry.value.body if isinstance(entry, Table) else []
    behind = []
    while key not in entry and body and body[-1][0] is None:
        behind.append(body.pop())
    entry[key] = value
    body.extend(reversed(behind))


def _content(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _expected(text: str, wanted: Mapping[str, Mapping[str, Any]]) -> Any:
    content = tomllib.loads(text)
    for entry in content["source"]:
        entry.update(wanted.get(entry.get("id"), {}))
    return content


def _by_hand(file: Path, wanted: Mapping[str, Mapping[str, Any]]) -> ConfigError:
    values = "; ".join(
        f"{key} = {tomlkit.item(value).as_string()} in {name}"
        for name, keys in wanted.items()
        for key, value in keys.items()
    )
    return ConfigError(f"{file}: cannot be edited in place. Write by hand: {values}.")
