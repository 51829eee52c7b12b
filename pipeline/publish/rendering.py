"""Templates, one set a language, with the filters that they use."""

import hashlib
from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.config import VERSION
from pipeline.model import VIETNAM, Entry
from pipeline.publish.catalog import FORMATS
from pipeline.publish.markup import lead_stands_apart, page_html, web_address
from pipeline.publish.words import health, telling
from pipeline.publish.words.language import Language
from pipeline.publish.words.passages import fragments, marked
from pipeline.publish.words.speech import Speech
from pipeline.publish.xmltext import one_line, shorten

HERE = Path(__file__).parent
STATIC = HERE / "static"

MIME = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
"""How a page's head names the type of a feed, so that readers find it."""


def environment(language: Language, absolute: Callable[[str], str]) -> Environment:
    """The templates in one language; `absolute` makes a path of ours a public address."""
    t = Speech(language)
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= FILTERS | {name: getattr(t, name) for name in _SPOKEN}
    made.filters |= {name: partial(_told, getattr(telling, name), t) for name in _TOLD}
    made.filters |= {
        "condition": partial(_told, health.condition, t),
        "symptom": partial(_told, health.symptom, t),
    }
    made.filters["by_day"] = partial(by_day, t=t)
    made.globals |= {
        "FORMATS": FORMATS,
        "MIME": MIME,
        "VERSION": VERSION,
        "absolute": absolute,
        "language": language,
        "style": _fingerprint(),
        "t": t,
        # What is quoted of portals is Vietnamese, on a page of any language.
        "vi": Markup(' lang="vi"') if language != "vi" else "",
    }
    return made


class Day(NamedTuple):
    """Neighbouring entries of one day."""

    name: str
    articles: list[Entry]


def by_day(entries: list[Entry], t: Speech) -> list[Day]:
    """Entries, newest first, under the days they stand on."""
    return [
        Day(name, list(group))
        for name, group in groupby(entries, lambda entry: t.day(entry.sort_time))
    ]


def machine(moment: Any) -> str:
    """ISO 8601 with offset, for `<time datetime>`."""
    return str(moment.astimezone(VIETNAM).isoformat(timespec="minutes"))


def teaser(entry: Entry) -> str:
    """The lead, else the opening of the text, short enough for a list."""
    return shorten(entry.article.lead or entry.article.text, 260)


def picture(entry: Entry) -> str:
    """The address of the first picture that can be shown, else ""."""
    return next(filter(None, (web_address(image.url) for image in entry.article.images)), "")


def _told(tell: Callable[[Any, Speech], str], t: Speech, what: Any) -> str:
    return tell(what, t)


def _fingerprint() -> str:
    """Of the style sheet, so that browsers may keep it until it changes."""
    return hashlib.sha256((STATIC / "style.css").read_bytes()).hexdigest()[:12]


_SPOKEN = ("clock", "date", "day", "minute", "month", "number", "own", "published", "size")
_TOLD = ("brought", "detail", "failed", "field_name", "lasted", "reasons", "state")
FILTERS: dict[str, Callable[..., Any]] = {
    "fragments": fragments,
    "health": telling.health,
    "looks": health.LOOKS.__getitem__,
    "lead_stands_apart": lead_stands_apart,
    "machine": machine,
    "marked": marked,
    "one_line": one_line,
    "page_html": page_html,
    "picture": picture,
    "teaser": teaser,
    "web_address": web_address,
}
