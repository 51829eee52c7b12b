"""What is different between an article as it is stored and as it is read now. Pure."""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from pipeline.model import Article

LONG = ("text", "html", "lead")
"""Fields that are told by how much of them changed."""
UNTOLD = ("provenance", "content_hash")
"""How a field was found is no part of the article, and the hash follows title and text."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: before and after where it is short, else the characters that came and went."""

    field: str
    before: Any = None
    after: Any = None
    added: int = 0
    removed: int = 0

    def __str__(self) -> str:
        if self.field in LONG:
            return f"{self.field} +{self.added} -{self.removed}"
        return f"{self.field} {_shown(self.before)} -> {_shown(self.after)}"

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        if self.field in LONG:
            return {"added": self.added, "removed": self.removed}
        return {"before": _plain(self.before), "after": _plain(self.after)}


def differences(stored: Article, read: Article) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of `Article`."""
    names = [field.name for field in fields(Article) if field.name not in UNTOLD]
    pairs = ((name, getattr(stored, name), getattr(read, name)) for name in names)
    return tuple(_change(name, one, other) for name, one, other in pairs if one != other)


def _change(name: str, before: Any, after: Any) -> FieldChange:
    if name not in LONG:
        return FieldChange(name, before, after)
    old, new = Counter((before or "").split("\n")), Counter((after or "").split("\n"))
    return FieldChange(name, added=_size(new - old), removed=_size(old - new))


def _size(lines: Counter[str]) -> int:
    return sum(len(line) * times for line, times in lines.items())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return str(len(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return repr(value[:60]) if isinstance(value, str) else "-"
