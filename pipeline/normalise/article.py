"""CleanPage -> Article: every field in its normal form. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlsplit

from pipeline.model import (
    VIETNAM,
    Article,
    Attachment,
    Block,
    CleanPage,
    DateEvidence,
    DateRead,
    Finding,
    Image,
)
from pipeline.normalise.bylines import parse_byline, parse_source
from pipeline.normalise.dates import PrintedTime, parse_date
from pipeline.normalise.fingerprint import content_hash
from pipeline.normalise.html import sanitise
from pipeline.normalise.lead import lead_once
from pipeline.normalise.markup import body_markup
from pipeline.normalise.places import named_places
from pipeline.normalise.text import clean_line, clean_text
from pipeline.normalise.urls import leads_inside, normalise_url, same_site

WEB = ("http://", "https://")
DOUBTFUL = 0.5
"""The confidence of a date that may be another than the publication's: an update's, an address', one that
counts from today."""


def normalise(
    page: CleanPage, *, fetched_at: datetime | None = None, home: Sequence[str] = ()
) -> Article:
    """The article of a clean page. Relative dates and the refusal of the future need `fetched_at`.

    `home`: ids of the units whose portal it is, to tell which of several of one name is meant.
    """
    title = clean_line(page.title)
    lead = clean_text(page.lead)
    printed, blocks = lead_once(lead, page.blocks)
    text = "\n".join([printed, *_lines(blocks)] if printed else _lines(blocks))
    published, source, confidence = _published(page, fetched_at)
    updated = parse_date(page.updated_text, fetched_at=fetched_at) if page.updated_text else None
    places = named_places((title, *text.split("\n")), home=home, day=_day(published))
    return Article(
        url=_own_address(page),
        title=title,
        text=text,
        html=sanitise(body_markup(printed, blocks), page.url),
        content_hash=content_hash(title, text),
        kind=page.kind,
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_source=source or None,
        updated_at=updated.at if updated else None,
        author=parse_byline(page.author),
        source_credit=parse_source(page.source_credit),
        section=clean_line(page.section) or None,
        lead=clean_line(lead) or None,
        images=_images(page.images, page.url),
        attachments=tuple(_attachments(page.attachments, page.url)),
        tags=tuple(dict.fromkeys(filter(None, map(clean_line, page.tags)))),
        language=clean_line(page.language) or None,
        places=places,
        provenance=_provenance(page, source, confidence),
    )


def _day(published: PrintedTime | None) -> date | None:
    """The day in Vietnam on which it was published."""
    return published.at.astimezone(VIETNAM).date() if published else None


def _provenance(page: CleanPage, source: str, confidence: float) -> tuple[Finding, ...]:
    """What clean found, and the date that was chosen of those it found."""
    return (*page.found, Finding("published_at", source, confidence)) if source else page.found


def _own_address(page: CleanPage) -> str:
    """The page's canonical link where it names a page of this host other than the home page."""
    own = normalise_url(page.url)
    if not page.canonical:
        return own
    canonical = normalise_url(page.canonical)
    if not own:
        return canonical
    deep = urlsplit(canonical).path not in ("", "/") or bool(urlsplit(canonical).query)
    return canonical if deep and same_site(canonical, own) else own


def _published(
    page: CleanPage, fetched_at: datetime | None
) -> tuple[PrintedTime | None, str, float]:
    """The first plausible evidence, what is counted in days from the fetch last.

    A day alone takes its minute from later evidence of the same day, never from that of an update.
    """
    parsed: list[tuple[PrintedTime, DateEvidence]] = []
    for e in page.dates:
        if found := parse_date(e.text, fetched_at=fetched_at):
            if found.precision == "minute" and not found.rough and all(p.rough for p, _ in parsed):
                return found, e.source, e.confidence
            parsed.append((found, e))
    if not parsed:
        return None, "", 0.0
    parsed.sort(key=lambda pair: pair[0].rough)
    first, evidence = parsed[0]
    if first.precision == "day":
        for other, e in parsed[1:]:
            exact = other.precision == "minute" and e.confidence > DOUBTFUL
            if exact and other.at.date() == first.at.date():
                return other, f"{evidence.source}+{e.source}", evidence.confidence
    sure = min(evidence.confidence, DOUBTFUL) if first.rough else evidence.confidence
    return first, evidence.source, sure


def read_dates(page: CleanPage, fetched_at: datetime | None) -> tuple[DateRead, ...]:
    """Every printed date of the page with what it was read as."""
    read = ((e, parse_date(e.text, fetched_at=fetched_at)) for e in page.dates)
    return tuple(DateRead(e, found.at if found else None) for e, found in read)


def _lines(blocks: list[Block]) -> list[str]:
    return [text for block in blocks for line in block.lines if (text := clean_line(line))]


def _reachable(url: str, own: str) -> bool:
    """Whether it is http(s), or relative where the page's own address is not known."""
    return url.startswith(WEB) or (
        not own and bool(url) and ":" not in url.split("/", maxsplit=1)[0]
    )


def _attachments(files: tuple[Attachment, ...], own: str) -> Iterator[Attachment]:
    for file in files:
        url = normalise_url(file.url)
        if _reachable(url, own):
            yield Attachment(url, clean_line(file.name))


def _images(images: tuple[Image, ...], own: str) -> tuple[Image, ...]:
    """Each picture once, with the first caption that it has."""
    found: dict[str, Image] = {}
    for image in images:
        url = normalise_url(image.url)
        if not _reachable(url, own) or leads_inside(url, own):
            continue
        caption, credit = (
            clean_line(image.caption or "") or None,
            clean_line(image.credit or "") or None,
        )
        if url not in found or (caption and not found[url].caption):
            found[url] = replace(image, url=url, caption=caption, credit=credit)
    return tuple(found.values())
