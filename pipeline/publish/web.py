"""The web application: pages, feeds, API. It only reads; nothing writes over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from pipeline.config import VERSION, Config
from pipeline.publish import pages
from pipeline.publish.api import articles as api
from pipeline.publish.api import openapi
from pipeline.publish.delivery import failures, feed_routes, operators, probes, serving, wellknown
from pipeline.publish.delivery.compression import Compressed
from pipeline.publish.delivery.headers import Envelope
from pipeline.publish.delivery.traffic import Counted, Traffic, note_route
from pipeline.publish.metrics import Metrics, Overdue
from pipeline.publish.website import STATIC, Here, Site

THREADS = 16
"""Requests worked on at a time; others wait. More threads on few processors only hinder each other."""


class Application(FastAPI):
    """FastAPI with the envelope around all of it, its answer to unforeseen errors included."""

    def wrap(self, base_path: str) -> None:
        """Put on the envelope."""
        self._wrapped = Counted(Envelope(Compressed(self._routed), base_path), self.state.traffic)

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            note_route(scope)

    def openapi(self) -> dict[str, Any]:
        """The description of the API."""
        if not self.openapi_schema:
            self.openapi_schema = openapi.truthful(super().openapi())
        return self.openapi_schema

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI conversation."""
        await self._wrapped(scope, receive, send)


def create_app(config: Config, overdue: Overdue | None = None) -> FastAPI:
    """The application for one configuration. Opens the store only when a request needs it.

    `overdue`: by how much the crawls are late, for /metrics; left out, nothing is said of it there.
    """
    site = Site(config)
    app = Application(
        title="Congtin",
        summary="Tin từ các cổng thông tin điện tử Việt Nam / news of Vietnam's public portals",
        description=openapi.DESCRIPTION,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        generate_unique_id_function=openapi.operation_id,
    )
    app.state.site = site
    app.state.traffic = Traffic()
    app.state.metrics = Metrics(config, lambda: site.store, app.state.traffic, overdue)
    app.wrap(site.base_path)
    failures.install(app, site)
    app.include_router(pages.router)
    app.include_router(feed_routes.router)
    app.include_router(operators.router)
    app.include_router(api.router)
    app.get("/docs", include_in_schema=False)(_docs)
    app.include_router(probes.router)
    app.include_router(wellknown.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
    app.state.site.close()


def serve(
    config: Config, told: serving.Told = serving.UNTOLD, overdue: Overdue | None = None
) -> None:
    """Serve pages and feeds until Ctrl-C. Raises ConfigError when the address cannot be had."""
    serving.run(create_app(config, overdue), config, told)


def _docs(request: Request, site: Here) -> HTMLResponse:
    """The API's documentation from its own OpenAPI description: no script, nothing from elsewhere."""
    return site.page(
        request, "docs.html", heading="API", openapi=request.app.openapi(), notes=openapi.NOTES
    )
