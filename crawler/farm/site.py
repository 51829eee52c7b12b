"""A sample portal: which address answers what. Pages are rendered once, counters at every request."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.farm.dates import weekday
from crawler.farm.files import document, picture
from crawler.farm.slugs import slug
from crawler.farm.stock import PLACES, Place
from crawler.farm.stories import Story
from crawler.farm.truth import Portal, TrueArticle

_MARK = re.compile(r"\[~(.*?)~\]")
_STYLE = """body{font:15px/1.5 Arial,sans-serif;max-width:1100px;margin:0 auto;padding:0 12px}
a{color:#0b4f9c;text-decoration:none}
img{max-width:100%;height:auto}
.hidden,.screen-reader-text{display:none}
h1,h2,h3{line-height:1.25}
td{vertical-align:top}
"""
_TYPES = {"png": "image/png", "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `target` is path and query as they came, `path` the part before the question mark."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark, as it came."""
        return self.target.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Answer:
    """One response."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Page:
    """An address of the site: rendered at the first request, then kept, cut at its counters."""

    render: Callable[[], str | bytes]
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    _parts: list[bytes] | None = None

    def body(self, counter: Callable[[str], str]) -> bytes:
        """The page's bytes with every counter filled."""
        if self._parts is None:
            rendered = self.render()
            texts = [rendered] if isinstance(rendered, bytes) else _MARK.split(rendered)
            self._parts = [t if isinstance(t, bytes) else t.encode() for t in texts]
        parts = self._parts
        if len(parts) == 1:
            return parts[0]
        return b"".join(
            p if i % 2 == 0 else counter(p.decode()).encode() for i, p in enumerate(parts)
        )


class Site:
    """One portal. A subclass adds its pages, and the truth about them, in `build`."""

    platform = ""

    def __init__(self, portal: str, url: str, now: datetime, stories: tuple[Story, ...]) -> None:
        self.id = portal
        self.url = url
        self.now = now
        self.stories = stories
        self.place: Place = PLACES[portal]
        self.pages: dict[str, Page] = {}
        self.truth: list[TrueArticle] = []
        self.not_articles: dict[str, str] = {}
        self.requests = 0
        self.build()

    @property
    def portal(self) -> Portal:
        """What is served here, and the truth about it."""
        return Portal(
            id=self.id,
            name=self.place.name,
            platform=self.platform,
            url=self.url,
            province=self.place.province,
            truth=tuple(self.truth),
            not_articles=dict(self.not_articles),
        )

    def build(self) -> None:
        """Fill `pages`, `truth` and `not_articles`."""
        raise NotImplementedError

    def answer(self, call: Call) -> Answer:
        """The response to one request; unknown addresses go to `missing`."""
        self.requests += 1
        page = self.pages.get(call.target)
        if page is None:
            return self.missing(call)
        if call.method not in ("GET", "HEAD"):
            return Answer(405, headers=(("Allow", "GET, HEAD"),))
        return self.respond(page)

    def respond(self, page: Page) -> Answer:
        """The page as an answer."""
        return Answer(page.status, page.body(self.counter), page.content_type, page.headers)

    def missing(self, call: Call) -> Answer:
        """What an address that does not exist gets: 404."""
        del call
        return self.respond(self.pages["404"])

    def add(
        self,
        target: str,
        render: Callable[[], str | bytes],
        kind: str = "",
        *,
        content_type: str = "text/html; charset=utf-8",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Serve an address; a `kind` says that it is a page but no news article of its own."""
        self.pages[target] = Page(render, content_type=content_type, headers=headers)
        if kind:
            self.not_articles[self.absolute(target)] = kind

    def add_page(self, target: str, template: str, kind: str = "", /, **values: Any) -> None:
        """Serve a template, which knows its own address as `target`."""
        self.add(target, partial(self.template, template, **{"target": target} | values), kind)

    def add_redirect(self, target: str, location: str, status: int = 301, kind: str = "") -> None:
        """Answer an address with a redirect to `location` (absolute, or a target of this site)."""
        to = location if urlsplit(location).scheme else self.absolute(location)
        self.pages[target] = Page(lambda: b"", status=status, headers=(("Location", to),))
        if kind:
            self.not_articles[self.absolute(target)] = kind

    def add_text(self, target: str, text: str, content_type: str) -> None:
        """Serve a fixed text: robots.txt, a feed, a sitemap."""
        self.add(target, lambda: text, content_type=f"{content_type}; charset=utf-8")

    def add_not_found(self, template: str, **values: Any) -> None:
        """The page behind every 404."""
        self.pages["404"] = Page(
            partial(self.template, template, target="/404", **values), status=404
        )

    def add_style(self, target: str) -> None:
        """Serve the one small style sheet that all portals share."""
        self.add(target, lambda: _STYLE, content_type="text/css")

    def add_file(self, target: str) -> None:
        """Serve a picture or a document made from its own name."""
        name = target.rpartition("/")[2]
        suffix = name.rpartition(".")[2]
        make = picture if suffix == "png" else document
        self.add(
            target, lambda: make(name), content_type=_TYPES.get(suffix, "application/octet-stream")
        )

    def absolute(self, target: str) -> str:
        """A target of this site as an absolute address."""
        return self.url + target.lstrip("/")

    def template(self, name: str, **values: Any) -> str:
        """Render `templates/<portal>/<name>` with what every page of the portal knows."""
        return (
            _templates()
            .get_template(f"{self.id}/{name}")
            .render(site=self, place=self.place, now=self.now, counter=_mark, **values)
        )

    def counter(self, name: str) -> str:
        """A value that changes at every request: visitor numbers, tokens."""
        n = self.requests
        if name.startswith("token"):
            return sha256(f"{self.id}{name}{n}".encode()).hexdigest()[: int(name[5:] or 32)]
        values = {"online": 3 + n * 7 % 23, "today": 211 + n, "week": 1460 + n, "month": 6320 + n}
        return f"{values.get(name, 1_204_377 + n):,}".replace(",", ".")

    def newest(self, count: int) -> tuple[Story, ...]:
        """The newest stories."""
        return self.stories[:count]

    def popular(self, count: int) -> tuple[Story, ...]:
        """The same choice of "most read" stories on every page."""
        return self.stories[3 :: len(self.stories) // count][:count]


def _mark(name: str) -> str:
    return f"[~{name}~]"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"slug": slug, "weekday": weekday, "months": _months}
    return environment


def _months(moments: Iterable[datetime]) -> list[date]:
    """The months in which something was published, newest first."""
    return sorted({date(m.year, m.month, 1) for m in moments}, reverse=True)
