"""The web application: pages, feeds, API. It only reads; nothing writes over HTTP."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.staticfiles import StaticFiles

from pipeline.config import VERSION, Config
from pipeline.errors import ConfigError
from pipeline.publish import api, failures, feed_routes, pages
from pipeline.publish.headers import Envelope
from pipeline.publish.website import STATIC, Here, Site


def create_app(config: Config) -> FastAPI:
    """The application for one configuration. Opens the store only when a request needs it."""
    site = Site(config)
    app = FastAPI(
        title="Congtin",
        summary="Tin từ các cổng thông tin điện tử Việt Nam / news of Vietnam's public portals",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.site = site
    app.add_middleware(Envelope, base_path=site.base_path)
    failures.install(app, site)
    app.include_router(pages.router)
    app.include_router(feed_routes.router)
    app.include_router(api.router)
    app.get("/docs", include_in_schema=False)(_docs)
    app.get("/healthz", include_in_schema=False)(_alive)
    app.get("/readyz", include_in_schema=False)(_ready)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.site.close()


def serve(config: Config) -> None:
    """Serve pages and feeds until Ctrl-C. Raises ConfigError when the address cannot be had."""
    settings = uvicorn.Config(
        create_app(config),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    with _listen(config.host, config.port) as listener, suppress(KeyboardInterrupt):
        uvicorn.Server(settings).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """The bound socket. Bound here, before anything is printed, so that a taken port has a clear message."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"Cannot serve at {host}:{port}: {error}. "
            f"Is port {port} taken? Choose another with --port, another address with --host."
        ) from error


def _alive() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "alive"})


def _ready(site: Here) -> JSONResponse:
    """The database answers; a StoreError gives 503 with the reason."""
    site.store.ping()
    return JSONResponse({"status": "ready"})


def _docs(request: Request, site: Here) -> HTMLResponse:
    """The API's documentation from its own OpenAPI description: no script, nothing from elsewhere."""
    return site.page(request, "docs.html", heading="API", openapi=request.app.openapi())
