"""A portal's news before any markup: what is told, in blocks, with pictures and files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Form = Literal["report", "interview", "notice"]
PassageKind = Literal["paragraph", "heading", "list", "table", "figure", "question"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: file name, caption ("" for none)."""

    file: str
    caption: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One block in reading order. A table's lines are its rows, cells joined by " | ", the first a header."""

    kind: PassageKind
    lines: tuple[str, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news, the same whichever platform prints it."""

    number: int
    slug: str
    title: str
    kind: str
    """The topic's field ("kinh-te", "xa-hoi", …): portals map it to a section."""
    form: Form
    published_at: datetime
    edited_at: datetime
    reporter: str
    lead: str
    passages: tuple[Passage, ...]
    files: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The story's pictures in reading order."""
        return tuple(p.picture for p in self.passages if p.picture)

    @property
    def lines(self) -> tuple[str, ...]:
        """Lead, then every line of every passage: the ideal text."""
        body = tuple(line for passage in self.passages for line in passage.lines)
        return (self.lead, *body) if self.lead else body
