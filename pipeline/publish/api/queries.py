"""Query parameters of pages, feeds and API: bounded, printable, times aware."""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

from fastapi import HTTPException, Path, Query
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from pipeline.model import VIETNAM
from pipeline.store.searching.syntax import parse

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<clock>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?P<zone>[Zz]|[+ -]\d\d:?\d\d)?)?"
)
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=VIETNAM), datetime(2200, 1, 1, tzinfo=VIETNAM)
_NO_TIME = "it is no time: write 2024-05-31 or 2024-05-31T14:00:00+07:00"


def _printable(text: str) -> str:
    """Without control characters, which PostgreSQL refuses in text and no name or query has."""
    return _CONTROL.sub(" ", text).strip()


def moment(text: object) -> datetime:
    """The moment written as RFC 3339 has it; without zone it is Vietnam's, a day is its beginning.

    A plus that was not percent-encoded arrives as a space and is read as the plus it was. Before 1900 and
    after 2200 there are no articles, so those years mean the nearest of the two. Raises ValueError.
    """
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError(_NO_TIME)
    day, clock, zone = found["day"], found["clock"] or "00:00", found["zone"] or "+07:00"
    if not "1900" <= day[:4] < "2200":
        return _FIRST if day < "1900" else _LAST
    try:
        return datetime.fromisoformat(f"{day}T{clock}{zone.upper().replace(' ', '+')}")
    except ValueError:
        raise ValueError(_NO_TIME) from None


def _dated(text: str) -> str:
    """A query whose after: and before: name days. Raises ValueError: to search on would mislead."""
    if problems := parse(text).problems:
        raise ValueError(f"{', '.join(problems)} is no date: write 2025-07-01, 2025-07 or 2025")
    return text


MOMENT_SCHEMA = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
}

Words = Annotated[str, Query(max_length=300), AfterValidator(_printable)]
Searched = Annotated[Words, AfterValidator(_dated)]
Name = Annotated[str, Query(max_length=200), AfterValidator(_printable)]
Key = Annotated[str, Path(max_length=200), AfterValidator(_printable)]
Time = Annotated[
    datetime,
    BeforeValidator(moment),
    WithJsonSchema(MOMENT_SCHEMA | {"examples": ["2024-05-31", "2024-05-31T14:00:00+07:00"]}),
]
Cursor = Annotated[str, Query(max_length=200), AfterValidator(_printable)]
PageNumber = Annotated[int, Query(ge=1, le=50)]
"""Search and lists stop at page 50: deep offsets cost the database much and give readers little."""


def refuse_unknown(asked: Iterable[str], known: Collection[str]) -> None:
    """Refuse with 422 a parameter that there is not: a filter misspelt would filter nothing."""
    unknown = sorted(set(asked) - set(known))
    if unknown:
        there = f"There are: {', '.join(known)}." if known else "There are none here."
        raise HTTPException(422, f"{', '.join(unknown)}: no such parameter. {there}")


@contextmanager
def understood(parameter: str) -> Iterator[None]:
    """Around a call to the store: its ValueError about a cursor or a query is the asker's, status 400."""
    try:
        yield
    except ValueError as error:
        raise HTTPException(400, f"{parameter}: {error}") from error
