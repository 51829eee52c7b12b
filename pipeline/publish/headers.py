"""One ASGI layer around every route: safe headers, and HEAD wherever GET is."""

from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    # No script, frame, font or request of any kind. Pictures and films stand on the portals' hosts.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' http: https:; media-src http: https:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "cache-control": "no-cache",
}


class SafeHeaders:
    """Adds `HEADERS` where a route set none of that name; answers HEAD as GET without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI conversation; websockets and lifespan pass untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message))
            elif head:
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"} if head else scope, receive, guarded)


def _complete(headers: Any) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
