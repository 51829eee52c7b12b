"""Addresses of an article's parts: the article's own and a number behind it. Pure."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from pipeline.clean.links import path_in
from pipeline.remembering import remembered

MOST = 30
"""The last number that is a part's; an article over more pages was never met."""
KEY = re.compile(
    r"^(?:p|pg|part|parts|phan|so_?trang|trang\w{0,8}|i?pages?|paged|ipage|current_?page|cur_?page|page_?(?:no|num"
    r"|number|index|id)"
    r"|(?:limit)?start|offset|_\w+?_(?:cur|page|curpage|currentpage)|cur)$",
    re.IGNORECASE,
)
"""Parameters that number pages: WordPress "page", Joomla "start", Liferay "_…_page", portals of one's own."""
ALONG = re.compile(
    r"^(?:p_p_\w+|p_r_p_\w+|p_l_id|p_v_l_s_g_id|_\w+|itemid|lang|tmpl)$", re.IGNORECASE
)
"""What a CMS writes into the links of its pagers and not into the article's own (Liferay, Joomla)."""
FOREIGN = re.compile(r"comment|binh-?luan|reply|respond|gallery|album|photo|anh-?\d", re.IGNORECASE)
"""In a link's fragment or among its parameters: pages of comments and of pictures."""
WORD = r"(?:page|trang|paged|currentpage|pg|p|pgr|start)"
"""No "phan": "/ky-uc-phan-2.html" is the second article of a series."""
BEHIND = re.compile(rf"(?:[-_/.]{WORD}[-_/=.]?|[-_/.])0*(?P<number>\d{{1,2}})$", re.IGNORECASE)
"""Behind the article's path: "/2", "-trang-2", "/page/2", "_2", "-p2"."""
WITHIN = re.compile(rf"[-_/.]{WORD}[-_/=]?0*(?P<number>\d{{1,2}})(?=[-_/.]|$)", re.IGNORECASE)
"""The same before the article's own number: "/ten-bai-trang-2-1234.html"."""
APART = re.compile(rf"/\d{{1,2}}$|[-_/.]{WORD}[-_/=.]?0*\d{{1,2}}(?=[-_/.]|$)", re.IGNORECASE)
SMALL = re.compile(r"[0-9]{1,2}$")
TAIL = re.compile(r"(?:/(?:index|default))?(?:\.[a-z]{3,5})?/*$", re.IGNORECASE)
WHOLE = re.compile(r"[?&]showall=1?(?:&|$)", re.IGNORECASE)
"""Joomla's "All Pages": what the parts hold together."""


@dataclass(frozen=True, slots=True)
class _Address:
    host: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    fragment: str


def part_value(address: str, first: str) -> int | None:
    """The number that an address adds to the article's own, as it stands there; None where it is no part's.

    Some count from one, some from zero: the first page of Joomla is `start=0` or has no number.
    """
    there, own = _read(address), _read(first)
    if there is None or own is None or there.host != own.host or FOREIGN.search(there.fragment):
        return None
    if TAIL.sub("", own.path) == "" and not own.pairs:
        return None  # pages of the home page
    more, less = _differing(there, own)
    if less:
        return None
    number = (
        _behind(there.path, own.path) if TAIL.sub("", there.path) != TAIL.sub("", own.path) else 0
    )
    if number is None or (number and more):
        return None
    value = number or _keyed(more)
    return value if value is not None and value <= MOST else None


def is_part(address: str, first: str) -> bool:
    """Whether an address is the article's own and a number, or Joomla's "all pages" of it."""
    value = part_value(address, first)
    return (value is not None and value > 0) or (
        bool(WHOLE.search(address)) and _same_but_all(address, first)
    )


@remembered(20_000)
def firsts(address: str) -> tuple[str, ...]:
    """The addresses of which this one may be a later part, the likeliest first; () where it has no number."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    pairs = parts.query.split("&")
    found = [
        parts._replace(query="&".join(p for p in pairs if p != pair)).geturl()
        for pair in filter(_numbers_page, pairs)
    ]
    stem = TAIL.sub("", parts.path)
    end = parts.path[len(stem) :]
    for match in (BEHIND.search(stem), *WITHIN.finditer(stem)):
        if match and 0 < int(match["number"]) <= MOST:
            own = stem[: match.start()] + stem[match.end() :]
            ends = dict.fromkeys((end, "/", "", ".html")) if own else ()
            found += [parts._replace(path=own + e).geturl() for e in ends]
    return tuple(dict.fromkeys(found))


def is_numbered_apart(address: str) -> bool:
    """Whether an address has a part's number as a folder, a parameter or behind a word: "-2" alone may as
    well be the second article of one title (WordPress).
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    stem = TAIL.sub("", parts.path)
    paged = any(map(_numbers_page, parts.query.split("&")))
    return paged or bool(APART.search(stem) or WHOLE.search(address))


def _numbers_page(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return bool(KEY.match(name)) and bool(SMALL.match(value)) and 0 < int(value) <= MOST


@remembered(20_000)  # every page of a portal repeats its menus
def _read(url: str) -> _Address | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    pairs = tuple(parse_qsl(parts.query, keep_blank_values=True))
    return _Address(parts.netloc.lower().removeprefix("www."), parts.path, pairs, parts.fragment)


def _differing(there: _Address, own: _Address) -> tuple[list[tuple[str, str]], bool]:
    """The pairs that were added, and whether one of the article's own is missing."""
    more, less = (
        Counter(there.pairs) - Counter(own.pairs),
        Counter(own.pairs) - Counter(there.pairs),
    )
    return list(more), any(not ALONG.match(name) for name, _ in less)


def _keyed(pairs: list[tuple[str, str]]) -> int | None:
    """The value of the one parameter that numbers pages, where nothing else was added."""
    if any(FOREIGN.search(name) for name, _ in pairs):
        return None
    numbers = [value for name, value in pairs if KEY.match(name)]
    others = [name for name, _ in pairs if not KEY.match(name) and not ALONG.match(name)]
    if len(numbers) != 1 or others:
        return None
    return int(numbers[0]) if SMALL.match(numbers[0]) else None


def _behind(path: str, own: str) -> int | None:
    """The number that a path adds to the article's."""
    stem, first = TAIL.sub("", path), TAIL.sub("", own)
    for beginning in dict.fromkeys((own.rstrip("/"), first)):  # "/bai.html/2", "/bai-2.html"
        if stem.startswith(beginning) and (match := BEHIND.match(stem[len(beginning) :])):
            return int(match["number"]) or None
    for match in WITHIN.finditer(stem):
        if stem[: match.start()] + stem[match.end() :] == first:
            return int(match["number"]) or None
    return None


def _same_but_all(address: str, first: str) -> bool:
    one, other = path_in(address), path_in(first)
    return TAIL.sub("", one) == TAIL.sub("", other)
