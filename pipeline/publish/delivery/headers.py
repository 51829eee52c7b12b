"""One ASGI layer around every route: what is answered to whom, and the headers that all answers carry.

Only reading is answered. HEAD is GET without the body, OPTIONS says what may be asked; a request with a
large body or one too many at a time is refused before anything looks at it.
"""

from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = "GET, HEAD, OPTIONS"
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

JSON_PATHS = ("/api", "/healthz", "/readyz", "/metrics", "/openapi.json")
"""What programs read: their failures are JSON."""
_SHARED = ("/api", "/feeds", "/openapi.json")
"""What pages of other sites may read too: it is public, and nothing here knows who asks."""
_SHARING = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Last-Modified, Link, Retry-After",
}
_PREFLIGHT = {
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": "*",
    "access-control-max-age": "86400",
}

LARGEST_BODY = 16_384
"""Bytes of a request's body that are put up with, unread: no route takes one."""
MOST_AT_ONCE = 200
"""Requests answered or waiting for a thread; one more is told to come back."""


def is_for_programs(path: str) -> bool:
    """Whether failures under that path (without the base path) are JSON."""
    return _within(path, JSON_PATHS)


class Envelope:
    """`app` with the policy of this module. `base_path` ("/tin") stands before every path, whether the
    proxy in front strips it or passes it on.
    """

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app = app
        self.base_path = base_path
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI conversation; websockets and lifespan pass untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = self._rooted(scope)
        path = scope["path"].removeprefix(scope["root_path"])
        head = scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), shared=_within(path, _SHARED))
            elif head:
                message = {**message, "body": b""}
            await send(message)

        self._running += 1
        try:
            app = self._at_once(scope, path) or self.app
            await app(scope | ({"method": "GET"} if head else {}), receive, guarded)
        finally:
            self._running -= 1

    def _at_once(self, scope: Scope, path: str) -> Response | None:
        """The answer that needs no route: what may be asked, or a refusal."""
        if self._running > MOST_AT_ONCE:
            return _refusal(path, 503, "unavailable", "Too many requests at once; try again soon.")
        if _length(scope) > LARGEST_BODY:
            return _refusal(path, 413, "too_large", "No request here takes a body.")
        if scope["method"] == "OPTIONS":
            return Response(status_code=204, headers={"allow": METHODS} | _preflight(path))
        return None

    def _rooted(self, scope: Scope) -> dict[str, Any]:
        """The scope as ASGI wants it: `path` begins with `root_path`."""
        root, path = scope.get("root_path") or self.base_path, scope["path"]
        if path == root or not path.startswith(f"{root}/"):
            path = f"{root}/{path.removeprefix(root).lstrip('/')}"
        return {**scope, "root_path": root, "path": path}


def _complete(headers: MutableHeaders, *, shared: bool) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if shared:
        headers.update(_SHARING)


def _preflight(path: str) -> dict[str, str]:
    return _PREFLIGHT if _within(path, _SHARED) else {}


def _refusal(path: str, status: int, code: str, message: str) -> Response:
    headers = {"connection": "close"} | ({"retry-after": "5"} if status == 503 else {})
    if is_for_programs(path):
        body = {"error": {"code": code, "message": message}}
        return JSONResponse(body, status_code=status, headers=headers)
    return PlainTextResponse(message, status_code=status, headers=headers)


def _length(scope: Scope) -> int:
    """Of the request's body as announced; 0 where nothing is."""
    text = Headers(scope=scope).get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _within(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
