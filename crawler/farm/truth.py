"""What an ideal extractor prints from each page of the farm, to test extraction and crawling against."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class TrueImage:
    """A picture of an article: absolute address and its caption, None where the page prints none."""

    url: str
    caption: str | None


@dataclass(frozen=True, slots=True)
class TrueFile:
    """A file offered with an article: absolute address and the file name that the page prints."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class TrueArticle:
    """One news article as the page prints it, NFC, without zero-width characters, NBSP as a space."""

    url: str
    """The canonical address; copies and other addresses stand in `Portal.not_articles`."""
    title: str
    published_at: datetime
    """Aware, +07:00; at midnight when `precision` is "day"."""
    precision: Literal["minute", "day"]
    author: str | None
    source_credit: str | None
    section: str
    """The section's name as menu and breadcrumb print it."""
    lead: str | None
    text: str
    """Lead, headings, paragraphs, list items, table rows (cells joined by " | ") and captions in reading
    order, one block per line. The lead stands once even where the page repeats it."""
    captions: tuple[str, ...]
    attachments: tuple[TrueFile, ...]
    images: tuple[TrueImage, ...]
    tags: tuple[str, ...]
    optional: tuple[str, ...] = ()
    """Lines of the page that may or may not be in an extracted text: bylines, "File đính kèm: …"."""
    continued: tuple[str, ...] = ()
    """Lines that stand on the article's second page ("/2/") and so not in `text`."""


@dataclass(frozen=True, slots=True)
class Portal:
    """A served portal and the truth beside it."""

    id: str
    name: str
    platform: str
    url: str
    """With the closing slash: "http://127.0.0.1:8101/"."""
    province: str
    truth: tuple[TrueArticle, ...]
    not_articles: dict[str, str]
    """Address -> kind for linked pages that are no news article of their own: the reasons of
    `pipeline.errors` ("listing", "members-only", "document", "static", "copy", "login", …), "off-site"."""
