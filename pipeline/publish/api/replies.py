"""An answer of the API: JSON with a validator of its content, 304 where the asker has it already."""

import hashlib
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel


def reply(request: Request, shape: BaseModel, *, only: dict[str, Any] | None = None) -> Response:
    """The shape as JSON; `only`: the fields wanted of it, as pydantic's `include` has them.

    Its ETag is a weak one: a proxy may compress what it hands on.
    """
    body = shape.model_dump_json(include=only, by_alias=True).encode("utf-8", "replace")
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    if tag in _given(request):
        return Response(status_code=304, headers={"etag": tag})
    return Response(body, media_type="application/json", headers={"etag": tag})


def _given(request: Request) -> set[str]:
    """The validators of what the asker has."""
    return {part.strip() for part in request.headers.get("if-none-match", "").split(",")}
