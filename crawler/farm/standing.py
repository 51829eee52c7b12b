"""What portals offer beside the news: documents, questions and answers, standing pages."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.farm.slugs import slug

_TABLE = tomllib.loads(
    (Path(__file__).parent / "stock" / "standing.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Document:
    """A legal document: number and sign, kind, day of issue, abstract, signer."""

    number: str
    kind: str
    day: date
    about: str
    signer: str

    @property
    def title(self) -> str:
        """The title as document modules print it."""
        about = self.about[0].lower() + self.about[1:]
        return f"{self.kind} số {self.number} ngày {self.day:%d/%m/%Y} {about}"

    @property
    def slug(self) -> str:
        """The title for addresses."""
        return slug(self.title)


@dataclass(frozen=True, slots=True)
class Standing:
    """A page that does not age: its title and paragraphs."""

    title: str
    lines: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The title for addresses."""
        return slug(self.title)


DOCUMENTS = tuple(Document(**row) for row in _TABLE["documents"])
FAQ = tuple((row["q"], row["a"]) for row in _TABLE["faq"])
ABOUT = tuple(Standing(row["title"], tuple(row["lines"])) for row in _TABLE["about"])
