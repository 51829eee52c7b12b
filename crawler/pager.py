"""A listing's next page: numbered, "next", `page-N`, offsets, `__doPostBack`. Pure."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from lxml.etree import _Element as Element

from crawler.addresses import Shape, shape
from crawler.links import resolve
from crawler.postback import posted_form
from crawler.sequence import is_other_sequence, page_number, same_listing
from pipeline.clean.page import Page
from pipeline.normalise.urls import same_site

NEXT = re.compile(
    r"^((các )?(trang|bài|tin)( viết)? )?(sau|tiếp|tiếp theo|kế tiếp|kế|cũ hơn)( trang)?$"
    r"|^(next|older)( (page|posts?|entries))?$|^(xem|tải) thêm$",
    re.IGNORECASE,
)
ARROWS = frozenset("› » > >> → ▶ ❯ ▸ ⟩ chevron_right navigate_next keyboard_arrow_right".split())
"""Signs, and the names that Material icons are written with."""
ICONS = re.compile(
    r"(^|[\s_-])(next|angle(-double)?-right|chevron-right|arrow-right)($|[\s_-])", re.IGNORECASE
)
"""Classes of a next link that has no text: WordPress, Bootstrap, Font Awesome, DNN."""
LOCATION = re.compile(r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]", re.IGNORECASE)
DOTS = frozenset(("...", "…", "[...]", ".."))
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
BLANKS = re.compile(r"\s+")
PAGER_SCORE = 2
PAGER_WORDS = re.compile(
    r"pag(e|in|er)|trang|navi|phan-?trang|wp-pag|cdpage|numbers", re.IGNORECASE
)
CALENDAR_WORDS = re.compile(
    r"calendar|lich(-|_|\b)|datepick|slid|carousel|swiper|comment|binh-?luan", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NextPage:
    """Where the listing goes on: an address, or a form to post back to its own address."""

    url: str
    form: tuple[tuple[str, str], ...] = ()
    number: int = 0
    """Which page this leads to, counted from 1; 0 where the page does not say."""


def next_page(page: Page, number: int = 1) -> NextPage | None:
    """The page after this one (the `number`-th of its listing); None at the listing's end."""
    linked = _by_rel(page) or _best(page, number)
    if linked:
        return NextPage(linked, number=number + 1)
    return _postback(page, number)


def _by_rel(page: Page) -> str:
    """rel=next, unless it leads to the next article, as WordPress' head does on an article's page."""
    for element in page.root.iter("link", "a"):
        if "next" in element.get("rel", "").lower().split():
            address = resolve(page.base, element.get("href", ""))
            if _leads_on(address, page.url) and (
                same_listing(address, page.url) or shape(address) is Shape.LISTING
            ):
                return address
    return ""


def _best(page: Page, number: int) -> str:
    """The link labelled with the next number, else one that says "next", that looks most like a pager's."""
    scored = []
    for anchor in page.root.iter("a"):
        rank = _rank(anchor, number)
        if not rank:
            continue
        address = resolve(page.base, _target(anchor))
        if rank == DOTTED and not _is_following(address, page.url):
            continue
        if _leads_on(address, page.url):
            scored.append((_pager_score(anchor, address, page.url), rank, address))
    score, _, address = max(scored, key=lambda found: found[:2], default=(0, 0, ""))
    return address if score >= PAGER_SCORE else ""


def _target(anchor: Element) -> str:
    """Where a link leads; a script that only sets the window's address leads there."""
    script = LOCATION.search(f"{anchor.get('href', '')} {anchor.get('onclick', '')}")
    return script[1] if script else anchor.get("href", "")


NUMBERED, SAYS_NEXT, DOTTED = 3, 2, 1


def _rank(anchor: Element, number: int) -> int:
    """How plainly a link names the next page; 0: not at all.

    Behind a window of numbers the pager goes on with dots, whose address tells the number.
    """
    label = _label(anchor)
    if label == str(number + 1):
        return NUMBERED
    if _says_next(anchor, label):
        return SAYS_NEXT
    return DOTTED if label in DOTS else 0


def _leads_on(address: str, url: str) -> bool:
    """Whether an address is another page of the site, and none before this one where both are numbered."""
    if not address or address == url or not same_site(address, url):
        return False
    if is_other_sequence(address, url):
        return False
    here, there = page_number(url), page_number(address)
    return not (here and there) or there > here


def _is_following(address: str, url: str) -> bool:
    return page_number(address) == (page_number(url) or 1) + 1


def _pager_score(anchor: Element, address: str, url: str) -> int:
    """Evidence that a link is a pager's: its address extends the listing's, its surroundings say so."""
    around = [anchor, *itertools.islice(anchor.iterancestors(), 4)]
    names = " ".join(f"{e.get('class', '')} {e.get('id', '')}" for e in around)
    siblings = (a for e in around[1:4] for a in itertools.islice(e.iter("a"), 60))
    numbers = {label for a in siblings if (label := _label(a)).isdigit()}
    score = 2 if same_listing(address, url) else 0
    score += 1 if PAGER_WORDS.search(names) else 0
    score += 1 if len(numbers) >= 2 else 0
    return score - (4 if CALENDAR_WORDS.search(names) else 0)


def _label(anchor: Element) -> str:
    """The anchor's text in lower case, without the signs and spaces around it where words are left."""
    text = normalize("NFC", BLANKS.sub(" ", "".join(anchor.itertext())).strip())
    return EDGES.sub("", text).lower() or text


def _says_next(anchor: Element, label: str) -> bool:
    if label in ARROWS:
        return True
    titles = (label, *(_bare(anchor.get(name, "")) for name in ("title", "aria-label")))
    if any(NEXT.match(text) for text in titles):
        return True
    return not label and any(ICONS.search(name) for name in _classes(anchor))


def _bare(text: str) -> str:
    return normalize("NFC", BLANKS.sub(" ", EDGES.sub("", text)))


def _classes(anchor: Element) -> Iterator[str]:
    """Of the link, its icon and the list item around it."""
    parent = anchor.getparent()
    around = [anchor, *anchor.iter("i", "span", "em", "img")]
    if parent is not None and parent.tag == "li":
        around.append(parent)
    yield from (element.get("class", "") for element in around)


def _postback(page: Page, number: int) -> NextPage | None:
    """ASP.NET pagers post a hidden form back; the link with the next number says to which target.

    A window of ten numbers goes on behind a link labelled "...": a GridView's argument carries the
    number; other controls name it by its place, behind the window's last number.
    """
    following = str(number + 1)
    ranked, last = [], 0
    for anchor in page.root.iter("a"):
        call = postback_call(anchor)
        if not call:
            continue
        label = _label(anchor)
        if label == following or call[1] == f"Page${following}":
            ranked.append((0, call))
        elif _says_next(anchor, label) or call[1] == "Page$Next":
            ranked.append((1, call))
        elif label in DOTS and last >= max(number - 1, 2) and not call[1].startswith("Page$"):
            ranked.append((2, call))
        last = int(label) if label.isdecimal() else last
    if not ranked:
        return None
    _, (target, argument) = min(ranked, key=lambda found: found[0])
    form = posted_form(page, target, argument)
    return form and NextPage(*form, number + 1)


CALL = re.compile(
    r"(?:__doPostBack|WebForm_PostBackOptions)\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]([^'\"]*)['\"]"
)


def postback_call(anchor: Element) -> tuple[str, str] | None:
    """Target and argument of the form post that a link makes; None where it makes none."""
    call = CALL.search(anchor.get("href", "")) or CALL.search(anchor.get("onclick", ""))
    return (call[1], call[2]) if call else None
