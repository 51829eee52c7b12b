"""What flows: Source -> RawPage -> CleanPage -> Article -> Entry. All frozen; a stage returns a new type."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal

VIETNAM = timezone(timedelta(hours=7), "+07:00")
"""Asia/Ho_Chi_Minh: +07:00 without daylight saving since 1975, so an offset is exact."""

Level = Literal["province", "district", "commune", "party", "department", "newspaper", "unknown"]
Precision = Literal["minute", "day"]
PageKind = Literal["article", "document"]


@dataclass(frozen=True, slots=True)
class Section:
    """One listing of a source: its name as the menu prints it and its first page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PageRules:
    """CSS selectors of one source that go before every general rule. Empty: the general rules."""

    container: str = ""
    title: str = ""
    published: str = ""
    author: str = ""
    lead: str = ""
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One portal: where it is, whose it is, and how it is crawled. Data, never a class of its own."""

    id: str
    name: str
    url: str
    level: Level = "unknown"
    province: str = ""
    """The present province's name ("Ninh Bình"), of the 34 since 2025-07-01."""
    province_before: str = ""
    """The province's name before 2025-07-01 ("Hà Nam"), where it differs."""
    district: str = ""
    """The district's name before the level was abolished ("Huyện Lý Nhân")."""
    commune: str = ""
    """The unit's name of the level that is left since 2025-07-01 ("Phường Lê Chân")."""
    unit: str = ""
    """The official code of its unit since 2025-07-01 (pipeline.geography): a province's or a commune's."""
    unit_before: str = ""
    """The official code of its unit until 2025-06-30: 2, 3 or 5 digits; of a district that ended sooner and
    whose code went on its id ("769-2020").
    """
    platform: str = ""
    sections: tuple[Section, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    delay: float | None = None
    """Seconds between two requests; None: the crawler's default."""
    budget: int | None = None
    """Requests in one run; 0: as many as it takes; None: the setting's."""
    page: PageRules = PageRules()
    allow_private: bool = False
    tls: Literal["", "legacy"] = ""
    """"legacy": TLS 1.0, weak ciphers and unsafe renegotiation are taken; certificates are verified."""
    certificate: str = ""
    """"sha256:" and 64 hex digits: that certificate is taken as it is, and no other."""
    enabled: bool = True
    active_from: date | None = None
    active_until: date | None = None
    successor: str = ""
    """The id of the source that took over from it: its portal at another address."""
    evidence: str = ""
    """Whence the registry that is shipped knows of it."""


@dataclass(frozen=True, slots=True)
class WarcLocation:
    """Where a response lies in the archive: file (relative to `archive/`), byte offset and length."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class RawPage:
    """One answer as it came: `url` was asked for, `final_url` is where redirects ended."""

    source_id: str
    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    warc: WarcLocation | None = None
    ip: str = ""
    """Whence it came, where known."""
    parts: tuple["RawPage", ...] = ()
    """The further pages of an article over several, in their order."""
    missing: str = ""
    """The address of a further page that is known but could not be had."""

    def header(self, name: str) -> str:
        """The first header of that name, "" where there is none."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Template:
    """What repeats across one source's pages, by stable hashes. Empty: nothing was learned."""

    pages: int = 0
    """How many pages it was learned from."""
    slots: frozenset[tuple[int, int]] = frozenset()
    """Places of the markup that hold no article, each with the most text it was seen to hold."""
    lines: frozenset[int] = frozenset()
    """Fixed notices and counters that stand in the article's text."""
    images: frozenset[int] = frozenset()
    """Pictures that stand on page after page."""


BlockKind = Literal["paragraph", "heading", "list", "table", "quote", "figure"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article: absolute address, caption and photo credit as printed."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file offered with the article: absolute address and the name it is offered under."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block in reading order. `lines` are its text lines (list items, table rows, ...)."""

    kind: BlockKind
    lines: tuple[str, ...]
    image: Image | None = None
    markup: tuple[str, ...] = ()
    """Each line with its inline markup (links, emphasis; a table row's cells), not yet sanitised."""


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """A date as printed and where it stood: a rule's name such as "nukeviet:h5", "label:ngày đăng"."""

    text: str
    source: str
    confidence: float = 0.5
    """How far its kind is trusted, 0 to 1: a platform's own field 0.97, a date in the head 0.9."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Which rule found a field of a page, and how sure that rule is, 0 to 1."""

    field: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Cut:
    """What was taken out of the article's container: why, and how its text begins."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class CleanPage:
    """The article's parts as printed, before anything is normalised. Empty string: not found."""

    url: str
    title: str
    kind: PageKind = "article"
    canonical: str = ""
    dates: tuple[DateEvidence, ...] = ()
    """Every place where a publication date stood, the most trusted first: the first plausible one counts."""
    updated_text: str = ""
    author: str = ""
    source_credit: str = ""
    section: str = ""
    lead: str = ""
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    found: tuple[Finding, ...] = ()
    """The rules that found its fields, one each at most."""
    container: str = ""
    """The element that holds the text: "div#content.detail"."""
    cuts: tuple[Cut, ...] = ()
    """Only where they are asked for."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """An administrative unit that an article names (pipeline.geography)."""

    unit: str
    """Its id there: "353", "13573@2025"."""
    name: str
    """What it was called when the article was published: "Huyện Lý Nhân"."""
    level: Literal["province", "district", "commune"]
    form: str
    """As the article writes it first: "huyện Lý Nhân", "TP. Phủ Lý"."""
    count: int = 1
    """How often."""


@dataclass(frozen=True, slots=True)
class Article:
    """One normalised article. Nothing found is None or an empty tuple, never a guess and never "now"."""

    url: str
    title: str
    text: str
    """Lead, paragraphs and captions in reading order, one block per line, NFC."""
    html: str
    """Sanitised markup with absolute links."""
    content_hash: str
    """Of the title and text alone, so that counters and tokens never change it."""
    kind: PageKind = "article"
    published_at: datetime | None = None
    """Aware, +07:00; at midnight when `published_precision` is "day"."""
    published_precision: Precision | None = None
    published_source: str | None = None
    updated_at: datetime | None = None
    author: str | None = None
    source_credit: str | None = None
    section: str | None = None
    lead: str | None = None
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    places: tuple[NamedPlace, ...] = ()
    """The units that title and text name, in the order in which they come."""
    provenance: tuple[Finding, ...] = field(default=(), compare=False)
    """Which rule gave each field and how sure it is; no part of what makes two articles equal."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: datetimes as ISO 8601 with offset, tuples as lists, provenance by field."""
        fields = {name: _json(value) for name, value in asdict(self).items()}
        fields["provenance"] = {
            f.field: {"rule": f.rule, "confidence": f.confidence} for f in self.provenance
        }
        return fields


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class DateRead:
    """One date that a page prints and what was made of it, None where it is none or in the future."""

    evidence: DateEvidence
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article reads as it does: for a person who wonders, and for `congtin extract --explain`."""

    article: Article
    container: str
    dates: tuple[DateRead, ...]
    cuts: tuple[Cut, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "article": self.article.to_dict(),
            "container": self.container,
            "dates": [asdict(d.evidence) | {"at": _json(d.at)} for d in self.dates],
            "cuts": [asdict(cut) for cut in self.cuts],
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored article with the identity minted once for it and what the store knows of it."""

    id: str
    """Permanent tag: URI (RFC 4151), the guid of feeds."""
    key: str
    """The last part of `id`: the address under /articles/."""
    source_id: str
    article: Article
    first_seen: datetime
    last_seen: datetime
    updated: datetime
    """When the content last changed: what feeds print as updated."""
    source_name: str = ""
    province: str = ""
    unit: str = ""
    """The id of the unit whose portal it was when it published the article (pipeline.geography)."""
    unit_name: str = ""
    """What that was called then: "Quận Lê Chân" in 2024, "Phường Lê Chân" in 2026."""
    gone_at: datetime | None = None
    """When it was found that the portal no longer shows it; it stays here."""
    story: str | None = None
    """The key of the article that printed its text first; None where no other prints it."""
    also: tuple["Reprint", ...] = ()
    """Who else prints it, in the order of time; only where it was asked for."""

    @property
    def sort_time(self) -> datetime:
        """When the article stands in a newest-first order: published, else first seen."""
        return self.article.published_at or self.first_seen

    def to_dict(self) -> dict[str, Any]:
        """`Article.to_dict()` and the entry's own fields beside it."""
        own = (
            "id",
            "key",
            "source_id",
            "source_name",
            "province",
            "unit",
            "unit_name",
            "first_seen",
            "last_seen",
            "updated",
            "gone_at",
            "story",
        )
        also = [{n: _json(v) for n, v in asdict(copy).items()} for copy in self.also]
        return (
            {"also": also}
            | {name: _json(getattr(self, name)) for name in own}
            | self.article.to_dict()
        )


@dataclass(frozen=True, slots=True)
class Reprint:
    """Another article of the same story: who prints it, where, and when."""

    key: str
    source_id: str
    source_name: str
    url: str
    title: str
    published_at: datetime | None = None


Reason = Literal["publisher", "re-extraction"]
"""Who changed an article: its portal, or this program's reading of the same page."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A former version of an article: what it was from `seen_at` until `replaced_at`."""

    number: int
    article: Article
    seen_at: datetime
    replaced_at: datetime
    reason: Reason
    """Why another took its place."""


ChangeKind = Literal["new", "edited", "re-extracted", "moved", "gone", "restored", "story"]
"""What became of an article. "moved": it stands at another address. "story": who else prints it, or who
printed it first, is another now.
"""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One line of the list of changes."""

    number: int
    """Grows with every change; whoever has read up to one asks for what is beyond it."""
    kind: ChangeKind
    at: datetime
    """When it was written down here."""
    key: str
    source_id: str
    id: str
    url: str
    title: str
    updated: datetime
    """These are the article's as it is now."""


Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page: stored (`change`) or not (`reason`, as in errors), with its entry's key."""

    url: str
    change: Change | None = None
    reason: str = ""
    detail: str = ""
    key: str = ""
    canonical: str = ""
    """The address of the article that the page gave or turned out to be a copy of."""
    title: str | None = None
    """Of the article that the page gave."""


@dataclass(frozen=True, slots=True)
class PageVisit:
    """One line of the ledger of pages: the last visit to an address and what it gave."""

    source_id: str
    url: str
    """The address asked for, normalised."""
    canonical: str
    """The article's canonical address when `outcome` is "article", else the final address."""
    status: int
    outcome: str
    """"article", or the `reason` of the error that the page raised."""
    fetched_at: datetime
    warc: WarcLocation | None = None
    etag: str = ""
    last_modified: str = ""
    """Validators for a conditional request, as the server sent them; "" where it sent none to trust."""
    told: str = ""
    """What a listing, feed or sitemap said of the page when it was last read for it: its title or time."""
    dropped_at: datetime | None = None
    """When the archive's retention dropped the capture (`warc` is None then); None where it did not."""


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What is known of an address before a run: its last visit, and the stored article it led to."""

    url: str
    canonical: str
    outcome: str
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""
    told: str = ""
    title: str | None = None
    """The article's; None where none is stored."""
    sort_time: datetime | None = None
    updated: datetime | None = None
    gone_at: datetime | None = None


ListingKind = Literal["page", "feed", "sitemap"]
Order = Literal["newest", "oldest", "mixed"]
"""Which article a listing begins with; "mixed": neither the newest nor the oldest."""


@dataclass(frozen=True, slots=True)
class ListingVisit:
    """The last reading of a listing from its first page, of a feed or of a sitemap."""

    source_id: str
    url: str
    kind: ListingKind = "page"
    head: tuple[str, ...] = ()
    """The articles that it held, in its order, at most a page of them."""
    read_at: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    order: Order = "newest"
    walked_at: datetime | None = None
    """When a run came to its last page; None: none has yet."""
    next_url: str = ""
    """The page that a walk cut off would have asked for next; "" where it came to the end."""
    next_number: int = 0


@dataclass(frozen=True, slots=True)
class Host:
    """What a host asked for, kept between runs. `host`: name and port as in the address."""

    host: str
    delay: float | None = None
    """Seconds between requests that it was found to bear; None: nothing was learned."""
    resume_at: datetime | None = None
    """It is left alone until then (Retry-After, or the back-off after failures)."""
    reason: str = ""
    failures: int = 0
    """Times in a row that it asked for time."""
    robots: str | None = None
    """Its robots.txt as last read."""
    robots_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunReport:
    """One crawl of one source, in counts."""

    source_id: str
    started_at: datetime
    finished_at: datetime | None = None
    status: str = "running"
    """running, finished, stopped (limit or signal), killed, broken, or the named refusal that ended it."""
    requests: int = 0
    """Put to the network, whatever came of them: robots.txt, redirects and second tries included."""
    bytes: int = 0
    """Of the answers' bodies as they came over the wire, compressed."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    """Pages that gave no article, by reason."""
    statuses: dict[str, int] = field(default_factory=dict)
    """Answers by HTTP status."""
    detail: str = ""
    id: int | None = None
    gone: int = 0
    """Articles that the portal has withdrawn since the last visit."""
    failures: dict[str, int] = field(default_factory=dict)
    """Requests without a usable answer, by the failure's name (crawler.network.outcomes)."""
    listings: dict[str, int] = field(default_factory=dict)
    """Listings read from their first page, by address: how many articles each showed that are stored by
    now. Those that answered "not modified" are not among them."""
    candidates: int = 0
    """Addresses asked for the first time in this run because a listing or feed named them."""
    fruitful: int = 0
    """How many of those led to an article."""
    noticed: dict[str, int] = field(default_factory=dict)
    """What was seen beside them that is no page of its own, by its name in pipeline.watch.outcomes."""

    @property
    def duration(self) -> float | None:
        """Seconds from its start to its end; None for a run that goes on or was killed."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None


HealthState = Literal["healthy", "late", "degraded", "broken", "unreachable", "blocked", "retired"]
"""How a source is: as it has always been; silent for longer than it ever is; its articles come without
something that they had, or with something that is none of theirs; its articles come no more, though it
answers; it does not answer; it turns us away; its portal is over, or stands elsewhere.
"""


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing about a source that is not as it was."""

    name: str
    """As pipeline.watch has them: "no-dates", "repeated-text", "empty-listing" …"""
    evidence: str
    """One line: what was measured, what is usual, and an address that shows it where there is one."""

    def __str__(self) -> str:
        return f"{self.name}: {self.evidence}"


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is, by its last runs against its own history."""

    source_id: str
    state: HealthState
    since: datetime
    """When it became so."""
    judged_at: datetime
    symptoms: tuple[Symptom, ...] = ()
    """Of `state`; none of a healthy one."""
    next_step: str = ""
    """What to do about it; "" where nothing is to be done."""
    suspected: HealthState | None = None
    """What the last run alone points to, where that is another state: a second run has to confirm it."""
    suspicions: int = 0
    """How many runs in a row pointed there."""
    run_id: int | None = None
    """The last run that was judged."""
    suspicion: tuple[Symptom, ...] = ()
    """What shows `suspected`."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A source's state changed: what operators are told, once."""

    source_id: str
    at: datetime
    state: HealthState
    former: HealthState | None
    """None where it was never judged before."""
    symptoms: tuple[Symptom, ...] = ()
    next_step: str = ""
    told: tuple[str, ...] = ()
    """By which channels it has been delivered: "webhook", "e-mail"."""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleSample:
    """What is measured of a stored article to judge its source."""

    key: str
    url: str
    title: str
    text: str
    first_seen: datetime
    published_at: datetime | None
    published_precision: Precision | None
    author: str | None
    lead: str | None
    images: int
    attachments: int
    language: str | None = None
    picture: str | None = None
    """The address of the first picture."""


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries: every field that is set must hold. Times are on `Entry.sort_time`.

    Names of provinces, sections and authors count in any spelling: "thong bao" is "Thông báo".
    """

    source_id: str = ""
    province: str = ""
    section: str = ""
    after: datetime | None = None
    before: datetime | None = None
    place: str = ""
    """A unit, present or former, as pipeline.store.places reads it: "Huyện Lý Nhân", "ha-nam/ly-nhan"."""
    topic: str = ""
    """The slug of a section or tag: "kinh-te"."""
    author: str = ""
    once: bool = False
    """Of each story its first publisher's article alone."""
    sources: tuple[str, ...] = ()
    """Of these sources, by their ids."""
    unit: str = ""
    """Of this unit, by its id (pipeline.geography): its portals' while it was theirs, and what names it."""


@dataclass(frozen=True, slots=True)
class Publication:
    """When a stored article came: as its page says, and when a visit first saw it."""

    first_seen: datetime
    published_at: datetime | None = None
    published_precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source as pages and `congtin sources` show it."""

    source: Source
    articles: int
    newest: datetime | None
    last_run: RunReport | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result: the entry and a snippet, plain text with matches between « and »."""

    entry: Entry
    snippet: str


VerifiedAs = Literal["answers", "moved", "gone", "refused", "no-news"]
"""What a visit to a portal's home found: it answers; it is at another address; nobody answers there any
more; it turns visitors away, or something is wrong today; what answers publishes no news.
"""


@dataclass(frozen=True, slots=True)
class Verification:
    """The last look at a source's home (`congtin sources verify`)."""

    source_id: str
    url: str
    at: datetime
    found: VerifiedAs
    reason: str = ""
    """The outcome's name as in crawler.network.outcomes: "dns", "tls-expired"; "" where it answers."""
    detail: str = ""
    final_url: str = ""
    """Where redirects ended."""
    title: str = ""
    """What the page there calls itself."""
    platform: str = ""


SearchOrder = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of search results."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    """How many match in all, as far as they were counted."""
    more: bool = False
    """There are more than `total`."""
    problems: tuple[str, ...] = ()
    """Pieces of the query that should name a day and name none, as typed: nothing was searched then."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How the articles that match a search are spread; each the largest first, months the latest first."""

    sources: tuple[tuple[str, int], ...] = ()
    """(source id, articles)."""
    provinces: tuple[tuple[str, int], ...] = ()
    """(present province, articles)."""
    months: tuple[tuple[str, int], ...] = ()
    """("2024-05", articles)."""
    counted: int = 0
    """So many of the newest matches were counted."""
    more: bool = False
    """There are older ones that were not."""
