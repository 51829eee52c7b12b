"""CleanPage -> Article: every field in its normal form. Pure."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.model import Article, Attachment, Block, CleanPage, Image
from pipeline.normalise.bylines import parse_byline, parse_source
from pipeline.normalise.dates import PrintedTime, parse_date
from pipeline.normalise.fingerprint import content_hash
from pipeline.normalise.html import sanitise
from pipeline.normalise.markup import body_markup
from pipeline.normalise.text import clean_line, clean_text, fold_key
from pipeline.normalise.urls import normalise_url, same_site


def normalise(page: CleanPage, *, fetched_at: datetime | None = None) -> Article:
    """The article of a clean page. Relative dates and the refusal of the future need `fetched_at`."""
    title = clean_line(page.title)
    lead = clean_text(page.lead)
    blocks = _without_lead(page.blocks, lead)
    text = "\n".join([*lead.split("\n"), *_lines(blocks)] if lead else _lines(blocks))
    published, source = _published(page, fetched_at)
    updated = parse_date(page.updated_text, fetched_at=fetched_at) if page.updated_text else None
    return Article(
        url=_own_address(page),
        title=title,
        text=text,
        html=sanitise(body_markup(lead, blocks), page.url),
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
        images=_images(page.images),
        attachments=tuple(
            Attachment(normalise_url(a.url), clean_line(a.name)) for a in page.attachments
        ),
        tags=tuple(dict.fromkeys(clean_line(tag) for tag in page.tags)),
        language=page.language or None,
    )


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


def _published(page: CleanPage, fetched_at: datetime | None) -> tuple[PrintedTime | None, str]:
    """The first plausible evidence, what is counted in days from the fetch last.

    A day alone takes its minute from later evidence of the same day.
    """
    parsed = [
        (found, e.source)
        for e in page.dates
        if (found := parse_date(e.text, fetched_at=fetched_at))
    ]
    if not parsed:
        return None, ""
    parsed.sort(key=lambda pair: pair[0].rough)
    first, source = parsed[0]
    if first.precision == "day":
        for other, name in parsed[1:]:
            if other.precision == "minute" and other.at.date() == first.at.date():
                return other, f"{source}+{name}"
    return first, source


def _without_lead(blocks: tuple[Block, ...], lead: str) -> list[Block]:
    """The blocks without a first paragraph that only repeats the lead."""
    key = fold_key(lead)
    kept = []
    for place, block in enumerate(blocks):
        own = fold_key(" ".join(block.lines))
        repeats = bool(key) and place < 4 and block.kind != "figure" and _repeats(own, key)
        if not repeats:
            kept.append(block)
    return kept


def _repeats(own: str, lead: str) -> bool:
    return (
        own == lead
        or (len(own) > 0.8 * len(lead) and own in lead)
        or (own.startswith(lead) and len(own) < 1.1 * len(lead))
    )


def _lines(blocks: list[Block]) -> list[str]:
    return [text for block in blocks for line in block.lines if (text := clean_line(line))]


def _images(images: tuple[Image, ...]) -> tuple[Image, ...]:
    """Each picture once, with the first caption that it has."""
    found: dict[str, Image] = {}
    for image in images:
        url = normalise_url(image.url)
        caption, credit = (
            clean_line(image.caption or "") or None,
            clean_line(image.credit or "") or None,
        )
        if url not in found or (caption and not found[url].caption):
            found[url] = replace(image, url=url, caption=caption, credit=credit)
    return tuple(found.values())
