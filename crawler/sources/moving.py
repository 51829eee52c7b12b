"""A portal that moved, and a host that another unit took over: the old source ends, the new one begins."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import tomlkit

from crawler.sources.editing import reference, with_keys
from crawler.sources.writing import changing, format_source
from pipeline.errors import ConfigError
from pipeline.model import Source
from pipeline.normalise.urls import same_site

INHERITED = (
    "province",
    "province_before",
    "district",
    "commune",
    "unit",
    "unit_before",
)


def heir(new: Source, old: Source) -> Source:
    """The new source of a portal that moved: what its home does not say of its owner, the old one tells."""
    given: dict[str, Any] = {"level": old.level} if new.level == "unknown" else {}
    if not new.unit:
        given |= {name: getattr(new, name) or getattr(old, name) for name in INHERITED}
    elif not new.unit_before:
        given |= {
            name: getattr(old, name) for name in ("unit_before", "province_before", "district")
        }
    return replace(new, **given)


def newcomer(new: Source, day: date) -> Source:
    """The source of a host's new owner from its first day on: whose the host was before is not its own."""
    if not new.unit:
        return replace(new, active_from=day)
    return replace(new, active_from=day, unit_before="", province_before="", district="")


def check_succession(old: Source, url: str) -> None:
    """Raise ConfigError where that address cannot be the portal's new one."""
    if same_site(old.url, url):
        raise ConfigError(
            f"{url} is on the host of {old.id!r} itself. A portal that goes on there is the same source:"
            " change its url in sources.toml. If another unit took over the host: --reuses."
        )
    if old.successor:
        raise ConfigError(f"{old.id!r} was succeeded by {old.successor!r} already.")


def check_reuse(old: Source, url: str) -> None:
    """Raise ConfigError where that address is not on the source's host."""
    if not same_site(old.url, url):
        raise ConfigError(
            f"{url} is not on the host of {old.id!r} ({old.url}). A portal that moved there: --succeeds."
        )


def succeed(file: Path, old: Source, new: Source, day: date, remarks: Iterable[str] = ()) -> None:
    """End the old source with that day, the new one its successor, which is added unless it is there.

    Comments and all else in the file stay. Raises ConfigError.
    """
    ended = {"successor": new.id, "active_until": old.active_until or day, "enabled": False}
    _hand_over(file, old, ended, new, remarks, there=True)


def reuse(file: Path, old: Source, new: Source, day: date, remarks: Iterable[str] = ()) -> None:
    """End the old source with the day before, without successor, and add the new one. Raises ConfigError."""
    last = old.active_until or day - timedelta(days=1)
    ended = {"active_until": last, "enabled": False}
    _hand_over(file, old, ended, new, remarks, there=False)


def _hand_over(
    file: Path,
    old: Source,
    ended: dict[str, Any],
    new: Source,
    remarks: Iterable[str],
    *,
    there: bool,
) -> None:
    with changing(file) as edit:
        same = new.id in edit.followed
        if same and not there:
            raise ConfigError(f"{file}: {new.id!r} is there already.")
        if old.id in edit.followed:
            edit.text = with_keys(file, edit.text, {old.id: ended})
        else:
            edit.append(_reference(old, ended))
        if not same:
            edit.append(format_source(new, remarks))


def _reference(old: Source, ended: dict[str, Any]) -> str:
    """The entry of a shipped portal that ended before anybody followed it."""
    text = "".join(
        line for line in reference(old).splitlines(keepends=True) if not line.startswith("enabled")
    )
    return text + "".join(
        f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in ended.items()
    )
