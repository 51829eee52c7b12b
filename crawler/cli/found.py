"""What `congtin add` found, for a person on stderr and as JSON for a program."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from crawler.cli.display import local, note
from crawler.onboarding.findings import Found, FoundFeed, FoundSection, FoundSitemap, short
from pipeline.model import Article

SECTIONS_SHOWN = 40
LEAD_SHOWN = 300


def show_found(found: Found) -> None:
    """The report: one subject a line, what it rests on beside it."""
    for subject, text in _lines(found):
        note(f"{subject:<12}{text}" if text else "")


def _lines(found: Found) -> Iterator[tuple[str, str]]:
    source = found.source
    yield "portal", f"{source.name}  ({source.level})  {source.url}"
    yield from (("", remark) for remark in found.remarks)
    by = f"  by {'; '.join(found.evidence)}" if found.evidence else ""
    yield "platform", f"{source.platform or 'unknown'}{by}"
    yield from _sections(found)
    pager = found.pager
    yield "pager", f"{pager.kind}: {pager.example}  (on {pager.seen_on})" if pager else "none found"
    yield from _listed("feeds", map(_feed, found.feeds))
    yield from _listed("sitemaps", map(_sitemap, found.sitemaps))
    charset = found.charset
    yield "charset", f"{charset.read_as}  (declared: {charset.declared or 'nothing'})"
    date = found.date
    yield "dates", f'"{date.printed}"  {date.rule}' if date else "none read"
    yield "delay", f"{found.delay.seconds:g} s  ({found.delay.why})"
    yield from _sample(found)
    yield from (("warning", warning) for warning in found.warnings)
    yield "visit", f"{found.requests} requests, robots.txt aside"


def _sections(found: Found) -> Iterator[tuple[str, str]]:
    yield "sections", f"{len(found.sections)}; {found.linked} article links on the home page"
    yield from (("", _section(one)) for one in found.sections[:SECTIONS_SHOWN])


def _section(one: FoundSection) -> str:
    count = "" if one.articles is None else f"  {one.articles} articles"
    return f"{one.section.name}  {short(one.section.url)}{count}"


def _feed(feed: FoundFeed) -> str:
    return f"{feed.url}  {feed.kind}, {feed.entries} entries, newest {local(feed.newest)}"


def _sitemap(one: FoundSitemap) -> str:
    if one.pages is None and one.sitemaps is None:
        return f"{one.url}  named by robots.txt, not read"
    counts = [f"{one.pages} pages"] if one.pages else []
    counts += [f"{one.sitemaps} sitemaps"] if one.sitemaps else []
    return f"{one.url}  {', '.join(counts)}{', news' if one.news else ''}"


def _listed(subject: str, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    found = list(lines) or ["none"]
    yield from zip((subject, *[""] * (len(found) - 1)), found, strict=True)


def _sample(found: Found) -> Iterator[tuple[str, str]]:
    sample = found.sample
    if sample:
        yield "sample", sample.title
        yield "", f"{local(sample.published_at)}  {sample.author or 'no author'}  {sample.url}"
        yield "", _opening(sample)
        pictures, files = len(sample.images), len(sample.attachments)
        yield "", f"{pictures} pictures, {files} attachments, {len(sample.text)} characters"
    rejected = (f"{reason}  {url}" for url, reason in found.rejected)
    if found.rejected:
        yield from _listed("no article", rejected)


def _opening(sample: Article) -> str:
    text = " ".join(sample.text.split())
    return text if len(text) <= LEAD_SHOWN else f"{text[:LEAD_SHOWN]}…"


def found_json(found: Found, entry: str) -> dict[str, Any]:
    """The same as data; `entry` is the text for sources.toml."""
    source = found.source
    data: dict[str, Any] = _plain(
        {
            "id": source.id,
            "name": source.name,
            "url": source.url,
            "level": source.level,
            "platform": {"name": source.platform, "evidence": found.evidence},
            "sections": [
                asdict(one.section) | {"articles": one.articles} for one in found.sections
            ],
            "article_links": found.linked,
            "pager": found.pager and asdict(found.pager),
            "feeds": [asdict(feed) for feed in found.feeds],
            "sitemaps": [asdict(sitemap) for sitemap in found.sitemaps],
            "charset": asdict(found.charset),
            "dates": found.date and asdict(found.date),
            "delay": {"seconds": found.delay.seconds, "why": found.delay.why},
            "sample": found.sample and found.sample.to_dict(),
            "rejected": [{"url": url, "reason": reason} for url, reason in found.rejected],
            "remarks": found.remarks,
            "warnings": found.warnings,
            "requests": found.requests,
            "entry": entry,
        }
    )
    return data


def _plain(value: Any) -> Any:
    """The value with its times as ISO 8601."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
