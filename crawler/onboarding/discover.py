"""A portal's home page -> a draft of its Source, with the evidence. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import urlsplit

from crawler.onboarding.menus import menu_entries, names_something
from crawler.onboarding.sections import MOST, chosen, judge_entries
from crawler.pages.links import Link, read_links, read_page
from crawler.platforms import Evidence, Platform, recognise
from pipeline.archive import IMPORTED
from pipeline.clean.page import Page
from pipeline.model import Level, RawPage, Section, Source
from pipeline.normalise.urls import normalise_url

MAX_ID = 100
MAX_FEEDS = 2
"""Feeds are a second way to the newest articles, not the way in: the first ones cover the site."""
PUBLISHERS: tuple[tuple[Level, str], ...] = (
    ("newspaper", r"^báo |^tạp chí |đài phát thanh|truyền hình"),
    ("party", r"(huyện|quận|thị|thành|tỉnh|đảng) (ủy|uỷ)|đảng bộ"),
    ("department", r"^sở |^ban |^chi cục |^phòng (giáo dục|y tế|nông nghiệp|văn hóa|văn hoá)"),
)
"""Words of a portal's name that say who publishes it; they go before the unit's own."""
UNITS: dict[str, Level] = {
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
    "tỉnh": "province",
    "thành phố": "province",
}
UNIT = re.compile(rf"\b({'|'.join(sorted(UNITS, key=len, reverse=True))})\b")
SOCIETY = re.compile(r"(kinh tế|văn hóa|văn hoá|chính trị)\s*[-–,]?\s*xã hội|xã hội")
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
        sections=_sections(page, links.articles, home, platform),
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
    host = urlsplit(normalise_url(url)).netloc.lower().rpartition("@")[2].removeprefix("www.")
    name = re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:MAX_ID].rstrip("-")
    return (
        f"host-{name}".rstrip("-") if name in ("", IMPORTED) else name
    )  # archive/imported is no source's


def portal_name(page: Page) -> str:
    """The portal's own name: og:site_name, else the title without its "home page"."""
    named = page.first("og:site_name", "application-name") or page.title
    plain = normalize("NFC", re.sub(r"\s+", " ", named).strip())
    return NAME_NOISE.sub("", plain).strip() or urlsplit(page.url).netloc


def level_of(name: str) -> Level:
    """The level of the unit that a portal's name speaks of; "unknown" where it does not say.

    "Xã Nhân Khang, huyện Lý Nhân" names the smaller unit first, and a city below another unit is a
    district's: "Thành phố Phủ Lý, tỉnh Hà Nam".
    """
    unit = PORTAL_NAME.sub("", normalize("NFC", name).strip().lower())
    publisher = (level for level, words in PUBLISHERS if re.search(words, unit))
    return next(publisher, None) or _unit_level(SOCIETY.sub("", unit))


def _unit_level(unit: str) -> Level:
    found = UNIT.findall(unit)
    if not found:
        return "unknown"
    if found[0] == "thành phố" and len(found) > 1 and UNITS[found[1]] == "province":
        return "district"
    return UNITS[found[0]]


def _sections(
    page: Page, articles: Sequence[Link], home: RawPage, platform: Platform | None
) -> tuple[Section, ...]:
    """The menu's sections of news, the home itself aside; where no name tells, whatever may be one."""
    homes = {home.url.rstrip("/"), home.final_url.rstrip("/")}
    addresses = [link.url for link in articles]
    entries = menu_entries(page, addresses, platform)
    judged = judge_entries([e for e in entries if e.url.rstrip("/") not in homes], addresses)
    hopeful = [one for one in judged if one.score >= 0 and names_something(one.entry.name)]
    return tuple(Section(one.entry.name, one.entry.url) for one in chosen(judged) or hopeful[:MOST])
