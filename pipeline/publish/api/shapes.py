"""The shapes of articles in the JSON API, as OpenAPI documents them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipeline.model import VIETNAM, ArticleChange, ChangeKind, Entry, Facets, Reason, Revision
from pipeline.wording import Piece

Moment = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(VIETNAM))]
"""ISO 8601 in +07:00."""


class Shape(BaseModel):
    """The docstrings below its fields are their descriptions."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Picture(Shape):
    """A picture of an article."""

    url: str
    caption: str | None
    credit: str | None


class File(Shape):
    """A file offered with an article."""

    url: str
    name: str


class Origin(Shape):
    """The rule that found a field, and how sure it is, 0 to 1."""

    rule: str
    confidence: float


class ReprintOut(Shape):
    """Another article of the same story."""

    key: str
    source_id: str
    source_name: str
    url: str
    title: str
    published_at: Moment | None


class PlaceNamed(Shape):
    """An administrative unit that an article names."""

    unit: str = Field(examples=["353"])
    """Its id: the official code, with "@2025" behind it for a unit since 2025-07-01."""
    name: str = Field(examples=["Huyện Lý Nhân"])
    """What it was called when the article was published."""
    level: Literal["province", "district", "commune"]
    form: str = Field(examples=["huyện Lý Nhân"])
    """As the article writes it first."""
    count: int


class Content(Shape):
    """What an article says: everything that was read from its page."""

    url: str
    """Its address at the portal."""
    title: str
    text: str
    """Lead, paragraphs and captions in reading order, a block a line."""
    html: str
    """The same as sanitised markup with absolute links."""
    content_hash: str
    """Of title and text: it differs where they were edited."""
    kind: Literal["article", "document"]
    published_at: Moment | None
    published_precision: Literal["minute", "day"] | None
    """day: its page prints no time, and the moment is that day's beginning."""
    published_source: str | None
    """Where on the page the date stood."""
    updated_at: Moment | None
    """When it was last edited, as its page says."""
    author: str | None
    source_credit: str | None
    """Whom the portal names as its source."""
    section: str | None
    lead: str | None
    images: list[Picture]
    attachments: list[File]
    tags: list[str]
    language: str | None
    places: list[PlaceNamed]
    """The administrative units that title and text name, in the order in which they come."""
    provenance: dict[str, Origin]
    """Field -> the rule that found it."""


class ArticleOut(Content):
    """One article: all its fields, what the store knows of it, and our page for it."""

    id: str
    """Permanent tag: URI, the guid of feeds."""
    key: str
    """The last part of `id`: its address here."""
    source_id: str
    source_name: str
    province: str
    unit: str
    """The unit whose portal it was when it published the article, by its id; "" where it is not known."""
    unit_name: str
    """What that unit was called then."""
    first_seen: Moment
    last_seen: Moment
    updated: Moment
    """When its content last changed."""
    gone_at: Moment | None
    """When it was found that the portal no longer shows it."""
    story: str | None
    """The key of the article that printed its text first; null where no other prints it."""
    also: list[ReprintOut]
    """Who else prints it, in the order of time."""
    page: str
    """Its page here."""

    @classmethod
    def of(cls, entry: Entry, page: str) -> "ArticleOut":
        """The entry with the address of its page."""
        return cls.model_validate(entry.to_dict() | {"page": page})


class ListedOut(ArticleOut):
    """An article of a list."""

    snippet: str | None
    """Where the search found it, matches between « and »; null without q."""

    @classmethod
    def at(cls, entry: Entry, page: str, snippet: str | None = None) -> "ListedOut":
        """The entry with the address of its page and the passage that was found."""
        return cls.model_validate(entry.to_dict() | {"page": page, "snippet": snippet})


class ArticlePart(ListedOut):
    """Of an article the fields that `fields` names."""

    model_config = ConfigDict(json_schema_extra=lambda schema: schema.pop("required", None))


class ArticlesOut(Shape):
    """One page of articles."""

    items: list[ListedOut | ArticlePart]
    next: str | None
    """The cursor of the next page; null on the last one."""
    total: int | None
    """How many match q, as far as they were counted; null without q."""
    more: bool
    """There are more matches than `total`."""


class RevisionOut(Shape):
    """A former version of an article."""

    number: int
    seen_at: Moment
    """From then on it was shown,"""
    replaced_at: Moment
    """until then."""
    reason: Reason
    """Why another took its place: its publisher edited it, or this program read the same page better."""
    article: Content

    @classmethod
    def of(cls, revision: Revision) -> "RevisionOut":
        """The version as it is."""
        own = {n: getattr(revision, n) for n in ("number", "seen_at", "replaced_at", "reason")}
        return cls.model_validate(own | {"article": revision.article.to_dict()})


class RevisionsOut(Shape):
    """All former versions of an article, the oldest first."""

    key: str
    items: list[RevisionOut]


class PieceOut(Shape):
    """A run of text that stands in both versions, or in one of them alone."""

    kind: Literal["same", "removed", "added"]
    text: str

    @classmethod
    def of(cls, piece: Piece) -> "PieceOut":
        """The piece as it is."""
        return cls(kind=piece.kind, text=piece.text)


class DiffOut(Shape):
    """What was reworded between two versions, word by word, in reading order.

    Same and removed pieces joined are the earlier wording, same and added ones the later.
    """

    key: str
    earlier: int = Field(serialization_alias="from")
    """The number of a former version."""
    later: int | None = Field(serialization_alias="to")
    """The number of a former version; null: the article as it is now."""
    title: list[PieceOut]
    text: list[PieceOut]


class StoryOut(Shape):
    """All articles that print one text, the first publisher's first."""

    key: str
    """The first publisher's article."""
    items: list[ArticleOut]


class ChangeOut(Shape):
    """What became of an article, and the article as it is now."""

    kind: ChangeKind
    """new; edited by its publisher; re-extracted: this program read the same page better; gone: the portal
    no longer shows it; restored: it does again; story: who else prints it, or printed it first, changed."""
    at: Moment
    """When it was written down here."""
    key: str
    id: str
    source_id: str
    url: str
    title: str
    updated: Moment
    page: str

    @classmethod
    def of(cls, change: ArticleChange, page: str) -> "ChangeOut":
        """The change with the address of the article's page."""
        names = "kind at key id source_id url title updated".split()
        return cls.model_validate({n: getattr(change, n) for n in names} | {"page": page})


class ChangesOut(Shape):
    """Changes in the order in which they were written."""

    items: list[ChangeOut]
    next: str
    """What to ask for as `since` the next time: nothing comes twice, nothing is missed."""
    more: bool
    """There are more already."""


class SourceCount(Shape):
    """How many matches a source has."""

    id: str
    articles: int


class ProvinceCount(Shape):
    """How many matches a present province has."""

    name: str
    articles: int


class MonthCount(Shape):
    """How many matches a month has."""

    month: str = Field(examples=["2024-05"])
    articles: int


class FacetsOut(Shape):
    """How the articles that match are spread, the largest first; months the latest first."""

    sources: list[SourceCount]
    provinces: list[ProvinceCount]
    months: list[MonthCount]
    counted: int
    """So many of the newest matches were counted."""
    more: bool
    """There are older ones that were not."""

    @classmethod
    def of(cls, facets: Facets) -> "FacetsOut":
        """The counts under their names."""
        return cls(
            sources=[SourceCount(id=name, articles=n) for name, n in facets.sources],
            provinces=[ProvinceCount(name=name, articles=n) for name, n in facets.provinces],
            months=[MonthCount(month=name, articles=n) for name, n in facets.months],
            counted=facets.counted,
            more=facets.more,
        )
