"""What `congtin add` found out about a portal, and how it is told apart. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from statistics import median
from urllib.parse import parse_qsl, urlsplit

from crawler.pages.paging.sequence import NextPage
from crawler.platforms import Evidence
from crawler.settings import DOWNLOAD_DELAY
from pipeline.clean.encoding.decoding import DECLARED, HEAD_BYTES, HEADER, decode, settle
from pipeline.clean.encoding.labels import codec_of
from pipeline.extract import explain
from pipeline.model import VIETNAM, Article, RawPage, Section, Source

OFFSET = re.compile(r"start|offset|limitstart|skip|from", re.IGNORECASE)
PLACE = re.compile(r"cur$|page|trang|start|offset|delta|^p$", re.IGNORECASE)
LONG_QUERY = 80
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "cp1252")
SLOW = 2.0
"""How many answer times a polite visitor waits between two requests."""
STALE_DAYS = 90
FEW_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class FoundSection:
    """A section of news and how many articles its first page lists; None: it was not looked at."""

    section: Section
    articles: int | None = None


@dataclass(frozen=True, slots=True)
class FoundPager:
    """How listings go on: numbered, offset, next, postback, form or load-more."""

    kind: str
    example: str
    seen_on: str


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that parses and lists this site: its kind, entries and their newest date."""

    url: str
    kind: str
    entries: int
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundSitemap:
    """A sitemap: pages, or the sitemaps of an index; both None where robots.txt names more than were read."""

    url: str
    pages: int | None = None
    sitemaps: int | None = None
    news: bool = False


@dataclass(frozen=True, slots=True)
class FoundCharset:
    """What the home page declares ("" for nothing) and what its bytes are."""

    declared: str
    read_as: str


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as the sample prints it, the rule that read it, and what it was read as."""

    printed: str
    rule: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FoundDelay:
    """Seconds between two requests, and why so many."""

    seconds: float
    why: str
    unusual: bool = False
    """Whether a crawl would not wait as long of its own accord."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that a visit found out: the entry to write, and what it rests on."""

    source: Source
    evidence: Evidence
    linked: int
    """Articles that the home page links to."""
    sections: tuple[FoundSection, ...]
    pager: FoundPager | None
    feeds: tuple[FoundFeed, ...]
    sitemaps: tuple[FoundSitemap, ...]
    charset: FoundCharset
    date: FoundDate | None
    delay: FoundDelay
    sample: Article | None
    rejected: tuple[tuple[str, str], ...]
    """Pages tried for a sample that gave none, with the reason."""
    remarks: tuple[str, ...]
    """How the home was come by: redirects, an intro page, an address deep inside."""
    requests: int
    found_at: datetime
    warnings: tuple[str, ...] = ()


def pager_of(following: NextPage, page_url: str) -> FoundPager:
    """What kind of pager leads from a listing's page to the next."""
    fields = dict(following.form)
    seen_on = short(page_url)
    if target := fields.get("__EVENTTARGET"):
        return FoundPager(
            "postback", f"{target} {fields.get('__EVENTARGUMENT', '')}".strip(), seen_on
        )
    if following.partial:
        return FoundPager("load-more", short(following.url), seen_on)
    if fields:
        return FoundPager("form", short(following.url), seen_on)
    return FoundPager(_linked_kind(following.url), short(following.url), seen_on)


def _linked_kind(url: str) -> str:
    parts = urlsplit(url)
    numbers = [(k, v) for k, v in parse_qsl(parts.query) if v.isdigit()]
    if any(OFFSET.search(key) for key, _ in numbers):
        return "offset"
    return "numbered" if numbers or re.search(r"\d", parts.path) else "next"


def short(url: str) -> str:
    """An address without its host; of a long query what tells the page."""
    parts = urlsplit(url)
    query = parts.query
    if len(query) > LONG_QUERY:
        pairs = (f"{k}={v}" for k, v in parse_qsl(query) if v.isdigit() and PLACE.search(k))
        query = f"…&{'&'.join(pairs)}"
    return f"{parts.path or '/'}{f'?{query}' if query else ''}"


def charset_of(home: RawPage) -> FoundCharset:
    """The declared charset, header before markup, and the one that gives the text as it is read."""
    declared = [match[1] for match in HEADER.finditer(home.header("content-type"))]
    marked = DECLARED.finditer(home.body[:HEAD_BYTES])
    declared += [(m[1] or m[2]).decode("ascii", "replace") for m in marked]
    text = decode(home.body, home.header("content-type"))
    tried = (*ENCODINGS[:1], *filter(None, map(codec_of, declared)), *ENCODINGS[1:])
    fitting = (name for name in tried if _reads(home.body, name) == text)
    return FoundCharset(declared[0].lower() if declared else "", next(fitting, "mended"))


def _reads(body: bytes, encoding: str) -> str | None:
    try:
        return settle(body.decode(encoding).removeprefix("\ufeff"))
    except (UnicodeError, LookupError):
        return None


def date_of(raw: RawPage, sample: Article) -> FoundDate | None:
    """The date of the sample as it is printed, and the rule that read it."""
    if sample.published_at is None:
        return None
    found = explain(
        raw.body, raw.final_url, fetched_at=raw.fetched_at, content_type=raw.header("content-type")
    )
    read = (d for d in found.dates if d.at == sample.published_at)
    best = next(read, None)
    printed = " ".join(best.evidence.text.split()) if best else ""
    rule = best.evidence.source if best else sample.published_source or ""
    return FoundDate(printed, rule, sample.published_at)


def newest_date(texts: Iterable[str], before: datetime) -> datetime | None:
    """The newest of the dates that a feed or sitemap prints, none later than `before` (aware)."""
    dates = map(_moment, texts)
    return max((date for date in dates if date and date <= before), default=None)


def _moment(text: str) -> datetime | None:
    """RFC 822 as RSS has it, ISO 8601 as Atom and sitemaps; Vietnam's time where no zone is named."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return at if at.tzinfo else at.replace(tzinfo=VIETNAM)
    return None


def delay_of(crawl_delay: float | None, seconds: Sequence[float], *, private: bool) -> FoundDelay:
    """The pause that suits the host: robots.txt's wish, else twice its usual answer time, 1 s at least."""
    if crawl_delay:
        return FoundDelay(crawl_delay, "robots.txt asks for it", unusual=True)
    usual = median(seconds) if seconds else 0.0
    answers = f"it answers in {usual:.2f} s"
    if private:
        return FoundDelay(0.0, f"a host of one's own; {answers}")
    wanted = round(SLOW * usual * 2 + 0.49) / 2
    return FoundDelay(max(DOWNLOAD_DELAY, wanted), answers, unusual=wanted > DOWNLOAD_DELAY)


def warnings_of(found: Found, *, listings: int) -> tuple[str, ...]:
    """What a person should know before the entry is written. `listings`: pages of lists looked at."""
    sample, linked = found.sample, found.linked
    said = {
        "no section of news found: the crawl starts from the home's own links": not found.sections,
        f"only {linked} article links found": 0 < linked < FEW_ARTICLES and not listings,
        "no article links found": not linked and not listings,
        "no pager found: older articles come only from links, feeds and sitemaps": bool(
            found.pager is None and listings
        ),
        "none of the pages tried gave an article; a crawl will try the others": sample is None,
        "no date found in the sample": bool(sample and sample.published_at is None),
    }
    stale = (
        f"stale feed {short(feed.url)}: its newest entry is of {feed.newest:%Y-%m-%d}"
        for feed in found.feeds
        if feed.newest and (found.found_at - feed.newest).days > STALE_DAYS
    )
    return (*(words for words, holds in said.items() if holds), *stale)


def remarks_for(found: Found) -> tuple[str, ...]:
    """The lines that go above the entry in sources.toml, for whoever reads it in a year."""
    lines = [f"Found by congtin add on {found.found_at.astimezone(VIETNAM):%Y-%m-%d}."]
    lines += found.remarks
    if found.source.platform:
        lines.append(f"platform by: {'; '.join(found.evidence)}")
    pager = found.pager
    lines.append(f"pager: {pager.kind}, {pager.example}" if pager else "pager: none found")
    charset = found.charset
    lines.append(f"charset: {charset.read_as} (declared: {charset.declared or 'nothing'})")
    if found.date:
        lines.append(f'dates: "{found.date.printed}" ({found.date.rule})')
    if found.source.delay is not None:
        lines.append(f"delay: {found.delay.why}")
    lines += (f"warning: {warning}" for warning in found.warnings)
    return tuple(lines)
