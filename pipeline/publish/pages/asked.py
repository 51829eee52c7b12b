"""What a reader asks for in the forms of search and subscribe, as filter, as address and as a feed."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, HTTPException

from pipeline.model import VIETNAM, EntryFilter, SearchOrder
from pipeline.publish.api.queries import Name, Words
from pipeline.publish.catalog import ALL
from pipeline.publish.feeds import Format
from pipeline.slug import slug

Choice = Literal["", "relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Question:
    """The fields of the form as they were filled in; "" asks nothing."""

    q: str = ""
    source: str = ""
    place: str = ""
    topic: str = ""
    author: str = ""
    after: str = ""
    """A day, 2024-05-31; it counts whole, as `before` does."""
    before: str = ""
    order: Choice = ""
    all: str = ""
    summary: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What is filled in, as an address carries it."""
        given = {field.name: str(getattr(self, field.name)) for field in fields(self)}
        return {name: value for name, value in given.items() if value}

    @property
    def asks(self) -> bool:
        """Whether it asks for anything but an order or a form."""
        return bool(self.query.keys() - {"order", "all", "summary"})

    @property
    def how(self) -> SearchOrder:
        """The order of the hits."""
        return self.order or "relevance"

    def where(self) -> EntryFilter:
        """The filter. Raises HTTPException 422 for what is no day."""
        return EntryFilter(
            source_id=self.source,
            place=self.place,
            topic=slug(self.topic),
            author=self.author,
            after=_midnight(self.after),
            before=_midnight(self.before, days_later=1),
        )

    def narrowed(self, **more: str) -> dict[str, str]:
        """The address's query with those fields instead."""
        return replace(self, **more).query  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The feed of a question, named as `catalog.Feed` is."""

    title: str
    name: str
    query: str

    def path(self, form: Format) -> str:
        """Relative to /feeds/."""
        return f"{self.name}.{form}" + (f"?{self.query}" if self.query else "")


def feed_of(question: Question) -> Wanted:
    """The feed that answers a question: that of everything where it asks nothing, else a search."""
    asked = {name: value for name, value in question.query.items() if name != "order"}
    how: dict[str, str] = {n: asked.pop(n) for n in ("all", "summary") if n in asked}
    title = " · ".join(asked.values()) or ALL.heading
    if not asked:
        return Wanted(f"{title} – Cổng tin", ALL.name, urlencode(how))
    return Wanted(f"{title} – Cổng tin", "search", urlencode(asked | how))


def _question(
    q: Words = "",
    source: Name = "",
    place: Name = "",
    province: Name = "",
    topic: Name = "",
    author: Name = "",
    after: Name = "",
    before: Name = "",
    order: Choice = "",
    all: Literal["", "1"] = "",  # noqa: A002  (the name in addresses)
    summary: Literal["", "1"] = "",
) -> Question:
    return Question(q, source, place or province, topic, author, after, before, order, all, summary)


Asked = Annotated[Question, Depends(_question)]
"""The route parameter that gives what was asked. `province` is what `place` was called before."""


def _midnight(day: str, *, days_later: int = 0) -> datetime | None:
    """The start of a day typed as 2024-05-01, in +07:00. Raises HTTPException 422."""
    if not day:
        return None
    try:
        moment = date.fromisoformat(day) + timedelta(days=days_later)
    except (ValueError, OverflowError):
        raise HTTPException(422, f"{day!r} không phải là ngày. / {day!r} is no date.") from None
    return datetime.combine(moment, time(), VIETNAM)
