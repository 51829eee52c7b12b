"""What every route shares: the settings, the store, the templates."""

import hashlib
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.config import VERSION, Config
from pipeline.model import Entry, EntryFilter, SourceStatus
from pipeline.publish import vietnamese
from pipeline.publish.catalog import ALL, FORMATS
from pipeline.publish.markup import lead_stands_apart, page_html, web_address
from pipeline.publish.xmltext import one_line, shorten
from pipeline.store import Store, open_store

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Site:
    """One web application's shared parts. The store opens at the first request that needs it."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @cached_property
    def store(self) -> Store:
        """The open store. Raises StoreError while it cannot be opened; the next request tries again."""
        return open_store(self.config.database)

    def close(self) -> None:
        """Give up the store's connections, if any were opened."""
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def base_path(self) -> str:
        """The path of `base_url` ("/tin" of https://example.vn/tin/), under which a proxy shows us."""
        return urlsplit(self.config.base_url).path.rstrip("/")

    def absolute(self, path: str) -> str:
        """The public address of one of our paths."""
        return self.config.base_url.rstrip("/") + path

    def source_status(self, source_id: str) -> SourceStatus | None:
        """One source with its counts, newest article and last run, in four small queries."""
        source = self.store.source(source_id)
        if source is None:
            return None
        where = EntryFilter(source_id=source_id)
        newest, _ = self.store.entries(where, limit=1)
        runs = self.store.runs(source_id, limit=1)
        return SourceStatus(
            source=source,
            articles=self.store.count(where),
            newest=newest[0].sort_time if newest else None,
            last_run=runs[0] if runs else None,
        )

    def page(
        self, request: Request, template: str, *, status_code: int = 200, **context: Any
    ) -> HTMLResponse:
        """A rendered template. `feeds` in the context adds a page's own feeds to autodiscovery."""
        root = request.scope.get("root_path", "").rstrip("/")
        here = request.url.path.removeprefix(root)
        words = {"root": root, "here": here, "feeds": [ALL], "heading": ""} | context
        text = self._templates.get_template(template).render(words)
        return HTMLResponse(text.encode("utf-8", "replace"), status_code=status_code)

    @cached_property
    def _templates(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= _FILTERS
        environment.globals |= {"FORMATS": FORMATS, "VERSION": VERSION, "style": _fingerprint()}
        environment.globals["absolute"] = self.absolute
        return environment


class Day(NamedTuple):
    """Neighbouring entries of one day."""

    name: str
    articles: list[Entry]


def by_day(entries: list[Entry]) -> list[Day]:
    """Entries, newest first, under the days they stand on."""
    return [
        Day(name, list(group))
        for name, group in groupby(entries, lambda entry: vietnamese.day(entry.sort_time))
    ]


async def _current(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(_current)]
"""The route parameter that gives the application's `Site`."""


def teaser(entry: Entry) -> str:
    """The lead, else the opening of the text, short enough for a list."""
    return shorten(entry.article.lead or entry.article.text, 260)


def picture(entry: Entry) -> str:
    """The address of the first picture that can be shown, else ""."""
    return next(filter(None, (web_address(image.url) for image in entry.article.images)), "")


def _fingerprint() -> str:
    """Of the style sheet, so that browsers may keep it until it changes."""
    return hashlib.sha256((STATIC / "style.css").read_bytes()).hexdigest()[:12]


_FILTERS = {
    "brought": vietnamese.brought,
    "by_day": by_day,
    "clock": vietnamese.clock,
    "day": vietnamese.day,
    "detail": vietnamese.detail,
    "failed": vietnamese.failed,
    "health": vietnamese.health,
    "lasted": vietnamese.lasted,
    "lead_stands_apart": lead_stands_apart,
    "machine": vietnamese.machine,
    "marked": vietnamese.marked,
    "minute": vietnamese.minute,
    "number": vietnamese.number,
    "one_line": one_line,
    "page_html": page_html,
    "picture": picture,
    "published": vietnamese.published,
    "reasons": vietnamese.reasons,
    "size": vietnamese.size,
    "state": vietnamese.state,
    "teaser": teaser,
    "web_address": web_address,
}
