"""What the API's description says of every operation: its name, and each answer but 200."""

from typing import Annotated, Any

from fastapi import HTTPException, Query, Request
from fastapi.routing import APIRoute

from pipeline.publish.api.queries import refuse_unknown
from pipeline.publish.api.shapes_lists import ErrorOut

NOTES = {
    "Reading": "nothing writes, no key is needed, and pages of other sites may read it (CORS).",
    "Paging": "every list has `next`; give it back as `cursor` until it is null. Lists of articles are "
    "walked to their end without a gap or a repetition, whatever is stored meanwhile; a search to its "
    "1,000th result.",
    "Times": "carry +07:00 in answers. One without an offset is taken as +07:00, a day as its beginning.",
    "Failures": 'have one shape, `{"error": {"code", "message"}}`. A parameter that is not known is one.',
    "Following": "/api/changes tells what became of which article, in the order in which it was written.",
    "Saving": "every answer has an ETag (If-None-Match gives 304) and comes as gzip where that is accepted.",
    "Limits": "a question that holds the database for more than five seconds is given up with 503. HEAD and "
    "OPTIONS are answered too, other methods with 405, bodies of more than 16 KiB with 413.",
}
DESCRIPTION = "Read-only JSON about articles of Vietnam's public portals.\n\n" + "\n".join(
    f"* **{name}**: {text}" for name, text in NOTES.items()
)

_MEANINGS = {
    404: ("not_found", "There is none of that name", "There is no article '0123abc'."),
    422: ("invalid", "A parameter has a wrong value", "limit: it must be 200 at most"),
    500: (
        "internal",
        "An error of ours",
        "Something went wrong here; the server's log tells what.",
    ),
    503: ("unavailable", "The database does not answer, or not soon enough", "Try again later."),
}

Place = Annotated[
    str,
    Query(max_length=100, pattern="^[A-Za-z0-9_-]*$", description="`next` of the page before"),
]
"""The cursor of a list's page."""

Answers = dict[int | str, dict[str, Any]]


def answers(*statuses: int) -> Answers:
    """The failures of those statuses as OpenAPI describes them."""
    return {status: _answer(*_MEANINGS[status]) for status in statuses}


def _answer(code: str, description: str, message: str) -> dict[str, Any]:
    example = {"error": {"code": code, "message": message}}
    return {
        "model": ErrorOut,
        "description": description,
        "content": {"application/json": {"example": example}},
    }


ALWAYS: Answers = {
    304: {"description": "It is what If-None-Match names"},
    **answers(422, 500, 503),
}


def operation_id(route: APIRoute) -> str:
    """The function's name: what generated clients call the operation."""
    return route.name


def no_page(cursor: str) -> HTTPException:
    """What to raise for a cursor that no page of the list gave."""
    return HTTPException(404, f"cursor: no page of this list gave {cursor!r}. Begin without one.")


async def known_parameters(request: Request) -> None:
    """Refuse with 422 a parameter that the operation has not."""
    name = operation_id(request.scope["route"])
    refuse_unknown(request.query_params, _parameters(request.app.openapi())[name])


def _parameters(document: dict[str, Any]) -> dict[str, list[str]]:
    """Operation -> the names in its query."""
    return {
        operations["get"]["operationId"]: [
            parameter["name"]
            for parameter in operations["get"].get("parameters", ())
            if parameter["in"] == "query"
        ]
        for operations in document["paths"].values()
    }


def truthful(document: dict[str, Any]) -> dict[str, Any]:
    """The description without what no query can hold: a parameter may be left out, never be null."""
    for operations in document["paths"].values():
        for parameter in operations["get"].get("parameters", ()):
            parameter["schema"] = _without_null(parameter["schema"])
    return document


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if not options:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return rest | (options[0] if len(options) == 1 else {"anyOf": options})
