"""Query parameters of pages and API: bounded, printable, times aware."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

from fastapi import HTTPException, Path, Query
from pydantic import AfterValidator

from pipeline.model import VIETNAM

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def _printable(text: str) -> str:
    """Without control characters, which PostgreSQL refuses in text and no name or query has."""
    return _CONTROL.sub(" ", text).strip()


def _aware(moment: datetime) -> datetime:
    """A time without zone is Vietnam's; years that no store and no conversion can hold are refused."""
    if not 1900 <= moment.year <= 2200:
        raise ValueError("the year must lie between 1900 and 2200")
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


Words = Annotated[str, Query(max_length=300), AfterValidator(_printable)]
Name = Annotated[str, Query(max_length=200), AfterValidator(_printable)]
Key = Annotated[str, Path(max_length=200), AfterValidator(_printable)]
Time = Annotated[datetime, AfterValidator(_aware)]
Cursor = Annotated[str, Query(max_length=200), AfterValidator(_printable)]
PageNumber = Annotated[int, Query(ge=1, le=50)]
"""Search and lists stop at page 50: deep offsets cost the database much and give readers little."""


@contextmanager
def understood(parameter: str) -> Iterator[None]:
    """Around a call to the store: its ValueError about a cursor or a query is the asker's, status 400."""
    try:
        yield
    except ValueError as error:
        raise HTTPException(400, f"{parameter}: {error}") from error
