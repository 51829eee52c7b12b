"""The shapes of the JSON API, as OpenAPI documents them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel

from pipeline.model import VIETNAM, Entry, RunReport, SourceStatus

Moment = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(VIETNAM))]
"""ISO 8601 in +07:00."""


class Picture(BaseModel):
    """A picture of an article."""

    url: str
    caption: str | None
    credit: str | None


class File(BaseModel):
    """A file offered with an article."""

    url: str
    name: str


class Origin(BaseModel):
    """The rule that found a field, and how sure it is, 0 to 1."""

    rule: str
    confidence: float


class ReprintOut(BaseModel):
    """Another article of the same story."""

    key: str
    source_id: str
    source_name: str
    url: str
    title: str
    published_at: Moment | None


class ArticleOut(BaseModel):
    """One article: all its fields, what the store knows of it, and our page for it."""

    id: str
    key: str
    source_id: str
    source_name: str
    province: str
    first_seen: Moment
    last_seen: Moment
    updated: Moment
    gone_at: Moment | None
    """When it was found that the portal no longer shows it."""
    story: str | None
    """The key of the article that printed its text first; null where no other prints it."""
    also: list[ReprintOut]
    """Who else prints it, in the order of time."""
    url: str
    title: str
    text: str
    html: str
    content_hash: str
    kind: Literal["article", "document"]
    published_at: Moment | None
    published_precision: Literal["minute", "day"] | None
    published_source: str | None
    updated_at: Moment | None
    author: str | None
    source_credit: str | None
    section: str | None
    lead: str | None
    images: list[Picture]
    attachments: list[File]
    tags: list[str]
    language: str | None
    provenance: dict[str, Origin]
    """Field -> the rule that found it."""
    page: str

    @classmethod
    def of(cls, entry: Entry, page: str) -> "ArticleOut":
        """The entry with the address of its page."""
        return cls.model_validate(entry.to_dict() | {"page": page})


class ArticlesOut(BaseModel):
    """One page of articles, newest first (with q: best first)."""

    items: list[ArticleOut]
    next: str | None
    """The cursor of the next page; null on the last one."""
    total: int | None
    """How many match q; null without q."""


class RunOut(BaseModel):
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
    detail: str

    @classmethod
    def of(cls, run: RunReport) -> "RunOut":
        """The report as it is."""
        return cls.model_validate(run, from_attributes=True)


class SourceOut(BaseModel):
    """One portal with its health."""

    id: str
    name: str
    url: str
    level: str
    province: str
    province_before: str
    district: str
    platform: str
    enabled: bool
    articles: int
    newest: Moment | None
    last_run: RunOut | None

    @classmethod
    def of(cls, status: SourceStatus) -> "SourceOut":
        """The source's public fields and what the store counts of it."""
        names = "id name url level province province_before district platform enabled".split()
        return cls(
            **{name: getattr(status.source, name) for name in names},
            articles=status.articles,
            newest=status.newest,
            last_run=RunOut.of(status.last_run) if status.last_run else None,
        )


class SourcesOut(BaseModel):
    """All sources, by name."""

    items: list[SourceOut]


class RunsOut(BaseModel):
    """The latest runs, newest first."""

    items: list[RunOut]


class Problem(BaseModel):
    """What went wrong: a stable code and a sentence."""

    code: str
    message: str


class ErrorOut(BaseModel):
    """The one shape of every failure."""

    error: Problem
