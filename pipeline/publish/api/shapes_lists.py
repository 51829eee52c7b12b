"""The shapes of all that is not an article in the JSON API, as OpenAPI documents them."""

from datetime import date
from typing import Literal

from pydantic import Field

from pipeline.model import RunReport, SourceStatus
from pipeline.publish.api.shapes import Moment, Shape


class RunOut(Shape):
    """One crawl of one source, in counts."""

    id: int | None
    source_id: str
    started_at: Moment
    finished_at: Moment | None
    status: str
    duration: float | None
    """Seconds; null while it runs, and where it was killed."""
    requests: int
    bytes: int
    """Of answers' bodies as they came over the wire."""
    new: int
    changed: int
    unchanged: int
    gone: int
    """Articles that the portal has withdrawn."""
    rejected: dict[str, int]
    """Pages that gave no article, by reason."""
    errors: int
    failures: dict[str, int]
    """The errors by name."""
    statuses: dict[str, int]
    """Answers by HTTP status."""
    listings: dict[str, int]
    """Listings read from their first page, by address: how many articles each showed."""
    candidates: int
    """Addresses asked for for the first time because a listing or a feed named them."""
    fruitful: int
    """How many of those led to an article."""
    noticed: dict[str, int]
    """What was seen beside that is no page, by name: entries that lead to other sites, titles of listings."""
    detail: str

    @classmethod
    def of(cls, run: RunReport) -> "RunOut":
        """The report as it is."""
        return cls.model_validate(run, from_attributes=True)


class SourceOut(Shape):
    """One portal with its health."""

    id: str
    name: str
    url: str
    level: str
    province: str
    province_before: str
    district: str
    commune: str
    unit: str = Field(examples=["13573"])
    """The official code of its unit since 2025-07-01; "" where it has none."""
    unit_before: str = Field(examples=["353"])
    """The official code of its unit until 2025-06-30; "" where it has none."""
    platform: str
    enabled: bool
    active_from: date | None
    """The first day on which its host was its own, where another's was before."""
    active_until: date | None
    """The last day of a portal that is no more."""
    successor: str
    """The id of the source that took over from it."""
    articles: int
    newest: Moment | None
    last_run: RunOut | None

    @classmethod
    def of(cls, status: SourceStatus) -> "SourceOut":
        """The source's public fields and what the store counts of it."""
        own = cls.model_fields.keys() - {"articles", "newest", "last_run"}
        return cls(
            **{name: getattr(status.source, name) for name in own},
            articles=status.articles,
            newest=status.newest,
            last_run=RunOut.of(status.last_run) if status.last_run else None,
        )


class SourcesOut(Shape):
    """All sources, by name."""

    items: list[SourceOut]


class RunsOut(Shape):
    """The latest runs, newest first."""

    items: list[RunOut]


class TopicOut(Shape):
    """A section or tag, however portals write it."""

    slug: str = Field(examples=["kinh-te"])
    """What the filter `topic` takes."""
    name: str
    articles: int
    page: str


class TopicsOut(Shape):
    """Topics, the largest first."""

    items: list[TopicOut]


class PlaceOut(Shape):
    """A unit that sources are of."""

    kind: Literal["province", "province-before", "district", "commune"]
    """province-before and district: as they were before 2025-07-01."""
    place: str = Field(examples=["ha-nam/huyen-ly-nhan"])
    """What the filter `place` takes."""
    name: str
    sources: int
    articles: int
    page: str


class PlacesOut(Shape):
    """Places: provinces, former provinces, districts, communes; by name within their kind."""

    items: list[PlaceOut]


class FeedOut(Shape):
    """A feed in every format."""

    name: str = Field(examples=["provinces/ninh-binh"])
    title: str
    page: str
    rss: str
    atom: str
    json_feed: str


class FeedsOut(Shape):
    """One page of the feeds that are kept as files; any filter gives another at /feeds/search.rss."""

    items: list[FeedOut]
    next: str | None
    """The cursor of the next page; null on the last one."""


class Problem(Shape):
    """What went wrong: a stable code and a sentence."""

    code: str = Field(examples=["not_found"])
    message: str


class ErrorOut(Shape):
    """The one shape of every failure."""

    error: Problem
