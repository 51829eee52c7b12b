"""One ASGI layer around every route: safe headers, HEAD wherever GET is, and the base path."""

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


class Envelope:
    """Adds `HEADERS` where a route set none of that name; answers HEAD as GET without the body.

    `base_path` ("/tin") stands before every path, whether the proxy in front strips it or passes it on.
    """

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app = app
        self.base_path = base_path

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

        await self.app(self._rooted(scope) | ({"method": "GET"} if head else {}), receive, guarded)

    def _rooted(self, scope: Scope) -> dict[str, Any]:
        """The scope as ASGI wants it: `path` begins with `root_path`."""
        root, path = scope.get("root_path") or self.base_path, scope["path"]
        if path == root or not path.startswith(f"{root}/"):
            path = f"{root}/{path.removeprefix(root).lstrip('/')}"
        return {**scope, "root_path": root, "path": path}


def _complete(headers: Any) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
