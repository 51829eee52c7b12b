"""Addresses of one listing's pages: which belong together, and which number each has. Pure."""

import re
from urllib.parse import parse_qsl, urlsplit

PAGE_WORD = (
    r"(?:page|paged|trang|pages|currentpage|pageid|pagenumber|page-?(?:index|no|number)|p|index)"
)
PAGE_PART = re.compile(
    # "/page/2", "/currentpage/2/", "/trang-2" wherever they stand; "-p2", "_2", "/2" at the end
    rf"/{PAGE_WORD}[-_/=]?(?P<inner>\d{{1,5}})(?=[/.]|$)"
    rf"|[-_.]{PAGE_WORD}[-_]?(?P<word>\d{{1,5}})(?=\.[a-z]{{3,5}}/?$|/?$)"
    r"|(?P<plain>(?<=[/_-])\d{1,4})(?=\.[a-z]{3,5}/?$|/?$)",
    re.IGNORECASE,
)
TAIL = re.compile(r"(/(index|default|home|trang-?chu))?(\.[a-z]{3,5})?[/_-]*$", re.IGNORECASE)
PAGE_KEY = re.compile(
    r"^(p|pg|\w*page(?!_?(size|count))\w*|\w*trang|\w*cur|\w*start|\w*offset|from)$",
    re.IGNORECASE,
)
OTHER_KEY = re.compile(
    r"^(day|month|year|date|ngay|thang|nam|d|m|y|cpage|\w*comment\w*|\w*binhluan\w*|replytocom"
    r"|\w*date\w*|\w*calendar\w*)$",
    re.IGNORECASE,
)
"""What chooses a day or a comment, never a page of a listing."""
ARTICLE_KEY = re.compile(
    r"^(id|\w*news_?id|\w*item_?id|\w*article_?id|\w*tin_?id|nid|tid)$", re.IGNORECASE
)
"""What chooses an article where its value changes."""
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?")


def same_listing(address: str, url: str) -> bool:
    """Whether an address can be another page of the listing at `url`: the same but for a number."""
    there, here = urlsplit(address).path, urlsplit(url).path
    stems = {_stem(there), _bare(there)} & {_stem(here), _bare(here)}
    return bool(stems) and not is_other_sequence(address, url)


def is_other_sequence(address: str, url: str) -> bool:
    """Whether an address differs by a calendar's day, a comment's page or the next article's number."""
    here = dict(_pairs(url))
    differing = set(_pairs(address)) - set(_pairs(url))
    return any(
        OTHER_KEY.match(key) or DATE.fullmatch(value) or (ARTICLE_KEY.match(key) and key in here)
        for key, value in differing
    )


def page_number(url: str) -> int:
    """The page's number or offset as the address says it; 0 where it says none.

    A bare number at a path's end is none: it may be the listing's own.
    """
    parts = urlsplit(url)
    for key, value in parse_qsl(parts.query):
        if PAGE_KEY.match(key) and value.isdecimal() and len(value) <= 6:
            return int(value)
    found = (m["inner"] or m["word"] for m in PAGE_PART.finditer(parts.path))
    return next((int(number) for number in found if number), 0)


def _stem(path: str) -> str:
    """A path without its page part, extension and default document."""
    return TAIL.sub("", PAGE_PART.sub("", path)).lower()


def _bare(path: str) -> str:
    return TAIL.sub("", path).lower()


def _pairs(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)
