"""A portal's home page -> a draft of its Source, with the evidence. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.links import Link, read_links, read_page, sections
from crawler.platforms import Evidence, recognise
from pipeline.clean.page import Page
from pipeline.model import Level, RawPage, Section, Source

MAX_SECTIONS = 40
MAX_FEEDS = 2
"""Feeds are a second way to the newest articles, not the way in: the first ones cover the site."""
LEVELS: tuple[tuple[Level, str], ...] = (
    ("newspaper", r"^báo |^tạp chí |đài phát thanh|truyền hình"),
    ("party", r"huyện ủy|huyện uỷ|thị ủy|thị uỷ|thành ủy|thành uỷ|tỉnh ủy|tỉnh uỷ|đảng bộ"),
    ("department", r"^sở |^ban |^chi cục |phòng (giáo dục|y tế|nông nghiệp)"),
    ("district", r"\b(huyện|quận|thị xã)\b"),
    ("commune", r"\b(xã|phường|thị trấn|đặc khu)\b"),
    ("province", r"\b(tỉnh|thành phố)\b"),
)
"""Words of a portal's name, the telling ones first."""
NAME_NOISE = re.compile(
    r"^(trang chủ|home|trang nhất|tin tức)\s*[-|–:]\s*|\s*[-|–:]\s*(trang chủ|home|trang nhất|tin tức)$",
    re.IGNORECASE,
)
PORTAL_NAME = re.compile(
    r"^(cổng|trang)\s+(thông tin(\s+điện tử)?|ttđt)\s*(của\s+)?[-:–]?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as it was found out, and what it was found out by."""

    source: Source
    evidence: Evidence
    articles: tuple[Link, ...]
    """Links of the home page that look like articles, in page order."""


def draft_source(
    home: RawPage, *, sitemaps: Sequence[str] = (), allow_private: bool = False
) -> Draft:
    """What a home page tells of its portal. Raises PipelineError when it is no readable page."""
    page = read_page(home)
    platform, evidence = recognise(page.text, dict(home.headers)) or (None, ())
    links = read_links(page, platform)
    name = portal_name(page)
    source = Source(
        id=source_id(home.url),
        name=name,
        url=home.url,
        level=level_of(name),
        platform=platform.name if platform else "",
        sections=_sections(links.listings, home),
        feeds=links.feeds[:MAX_FEEDS],
        sitemaps=tuple(sitemaps),
        allow_private=allow_private,
    )
    return Draft(source, evidence, links.articles)


def bare_source(url: str, *, allow_private: bool = False) -> Source:
    """A source of which only the address is known."""
    return Source(source_id(url), urlsplit(url).netloc, url, allow_private=allow_private)


def source_id(url: str) -> str:
    """The id of the source at an address: its host, readable and fit for a file name."""
    host = urlsplit(url).netloc.lower().rpartition("@")[2].removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", host).strip("-")


def portal_name(page: Page) -> str:
    """The portal's own name: og:site_name, else the title without its "home page"."""
    named = page.first("og:site_name", "application-name") or page.title
    return NAME_NOISE.sub("", re.sub(r"\s+", " ", named)).strip() or urlsplit(page.url).netloc


def level_of(name: str) -> Level:
    """The level of the unit that a portal's name speaks of; "unknown" where it does not say."""
    unit = PORTAL_NAME.sub("", name.strip()).lower()
    return next((level for level, words in LEVELS if re.search(words, unit)), "unknown")


def _sections(listings: Sequence[Link], home: RawPage) -> tuple[Section, ...]:
    """The menu's listings, the home page itself aside."""
    homes = {home.url.rstrip("/"), home.final_url.rstrip("/")}
    return tuple(s for s in sections(listings) if s.url.rstrip("/") not in homes)[:MAX_SECTIONS]
