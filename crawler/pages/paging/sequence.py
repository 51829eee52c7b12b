"""Addresses of one listing's pages: which belong together, and which number each has. Pure."""

import re
from dataclasses import dataclass
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
    r"^(p|pg|\w*page(?!_?(size|count))\w*|\w*trang|\w*cur|\w*start|\w*offset|from|.*\[currentpage\])$",
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


HOLE = "{page}"
Form = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """How the pages of a listing are asked for when no page names the next one."""

    url: str
    """An address in which `{page}` stands for the page's number or offset."""
    form: Form = ()
    """Fields to post, `{page}` in one of them."""
    first: int = 1
    """What stands there for the first page: 1, or 0 where numbers or offsets count from zero."""
    step: int = 1
    """How much is added from page to page."""
    last: int = 0
    """The listing's last page, counted from 1; 0 where the page does not say."""

    def page(self, number: int) -> "NextPage | None":
        """The page of that number, counted from 1; None behind the last."""
        if self.last and number > self.last:
            return None
        value = str(self.first + (number - 1) * self.step)
        form = tuple((name, field.replace(HOLE, value)) for name, field in self.form)
        return NextPage(self.url.replace(HOLE, value), form, number, partial=True, template=self)


@dataclass(frozen=True, slots=True)
class NextPage:
    """Where the listing goes on: an address, or a form to post back to its own address."""

    url: str
    form: Form = ()
    number: int = 0
    """Which page this leads to, counted from 1; 0 where the page does not say."""
    partial: bool = False
    """Whether what comes is a piece of markup or JSON to put into the listing, no page of its own:
    `fragments.read_partial` reads it, `fragments.after_partial` goes on from it."""
    template: Template | None = None
    """How the pages after a partial are asked for."""


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


def page_at(one: NextPage, other: NextPage, number: int) -> NextPage | None:
    """The `number`-th page of a listing of which two are known, whose addresses differ in one number;
    None where they do not, or no such page stands between them.
    """
    parts, others = re.split(r"(\d+)", one.url), re.split(r"(\d+)", other.url)
    differing = [n for n, pair in enumerate(zip(parts, others, strict=False)) if len(set(pair)) > 1]
    if not one.number < number < other.number or len(parts) != len(others) or len(differing) != 1:
        return None
    place = differing[0]
    if not (parts[place].isdecimal() and others[place].isdecimal()):
        return None
    low, high = int(parts[place]), int(others[place])
    step, rest = divmod(high - low, other.number - one.number)
    if rest:
        return None
    parts[place] = str(low + step * (number - one.number))
    return NextPage("".join(parts), number=number)


def _stem(path: str) -> str:
    """A path without its page part, extension and default document."""
    return TAIL.sub("", PAGE_PART.sub("", path)).lower()


def _bare(path: str) -> str:
    return TAIL.sub("", path).lower()


def _pairs(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)
