"""What every route shares: the settings, the store, the page that is rendered."""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from pipeline.config import Config
from pipeline.model import EntryFilter, SourceStatus
from pipeline.publish.catalog import ALL
from pipeline.publish.places import Places, places
from pipeline.publish.rendering import STATIC, environment
from pipeline.publish.words import language
from pipeline.publish.words.language import LANGUAGES, NAMES, PARAMETER, Language
from pipeline.publish.words.speech import Speech
from pipeline.store import Store, open_for_readers

__all__ = ["STATIC", "Here", "Site", "speech_of"]

PATIENCE = 5.0
"""Seconds that one question may hold the database; far beyond any that pages and API ask (milliseconds)."""
_YEAR = 365 * 24 * 3600


class Site:
    """One web application's shared parts. The store opens at the first request that needs it."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._places: tuple[object, Places | None] = (None, None)

    @cached_property
    def store(self) -> Store:
        """The open store, which cannot write. Raises StoreError while it cannot be opened; the next
        request tries again.
        """
        return open_for_readers(self.config.database, seconds=PATIENCE)

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

    def path(self, request: Request) -> str:
        """The path that was asked for, without what a proxy put before it."""
        root = request.scope.get("root_path", "").rstrip("/")
        return str(request.scope["path"]).removeprefix(root)

    def places(self) -> Places:
        """Every unit, and what sources name beyond, with its sources and its number of articles.

        Made again only where the sources are others: of 700 it takes 50 ms.
        """
        sources = self.store.registered()
        known, made = self._places
        if made is None or sources != known:
            made = places(sources, {})
            self._places = sources, made
        return made.grown(self.store.sizes(), self.store.unit_sizes)

    def topics(self) -> list[tuple[str, str, int]]:
        """(slug, name, articles) of the larger topics."""
        return self.store.topics(least=2, limit=2000)

    def source_status(self, source_id: str) -> SourceStatus | None:
        """One source with its counts, newest article and last run, in a few small queries."""
        source = self.store.source(source_id)
        if source is None:
            return None
        where = EntryFilter(source_id=source_id)
        newest, _ = self.store.entries(where, limit=1)
        runs = self.store.runs(source_id, limit=1)
        return SourceStatus(
            source=source,
            articles=self.store.sizes().get(source_id, 0),
            newest=newest[0].sort_time if newest else None,
            last_run=runs[0] if runs else None,
        )

    def page(
        self, request: Request, template: str, *, status_code: int = 200, **context: Any
    ) -> HTMLResponse:
        """A rendered template in the reader's language, 304 where the reader has it already.

        `feeds` in the context adds a page's own feeds to autodiscovery.
        """
        t = speech_of(request)
        root = request.scope.get("root_path", "").rstrip("/")
        words = {
            "root": root,
            "here": self.path(request),
            "feeds": [ALL],
            "heading": "",
            "switches": _switches(request.query_params),
        }
        text = self._templates[t.language].get_template(template).render(words | context)
        response = _known(request, text.encode("utf-8", "replace"), status_code)
        response.headers["content-language"] = t.language
        response.headers["vary"] = "Accept-Language, Cookie"
        if asked := language.named(request.query_params.get(PARAMETER)):
            response.set_cookie(
                PARAMETER, asked, max_age=_YEAR, path=root or "/", httponly=True, samesite="lax"
            )
        return response

    @cached_property
    def _templates(self) -> dict[Language, Environment]:
        return {name: environment(name, self.absolute) for name in LANGUAGES}


def speech_of(request: Request) -> Speech:
    """The language that this reader gets."""
    preferred = request.headers.get("accept-language", "")
    return Speech(language.chosen(request.query_params, request.cookies, preferred))


def _known(request: Request, body: bytes, status_code: int) -> HTMLResponse:
    """The page with a validator of its content. A weak one: a proxy may compress what it hands on."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    given = {part.strip() for part in request.headers.get("if-none-match", "").split(",")}
    if status_code == 200 and tag in given:
        return HTMLResponse(status_code=304, headers={"etag": tag})
    return HTMLResponse(
        body, status_code=status_code, headers={"etag": tag} if status_code == 200 else {}
    )


def _switches(asked: Mapping[str, str]) -> list[tuple[Language, str, str]]:
    """(language, its name, this page's query in it), for the links that change it."""
    return [(name, NAMES[name], "?" + urlencode({**asked, PARAMETER: name})) for name in LANGUAGES]


async def _current(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(_current)]
"""The route parameter that gives the application's `Site`."""
