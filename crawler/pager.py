"""A listing's next page: numbered, "next", `page-N`, offsets, `__doPostBack`. Pure."""

import itertools
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from crawler.links import resolve
from pipeline.clean.page import Page
from pipeline.normalise.urls import same_site

NEXT = re.compile(
    r"^((trang|bài|tin)\s+)?(sau|tiếp|tiếp theo|kế tiếp|kế|cũ hơn)(\s+trang)?$"
    r"|^(next|older)(\s+(page|posts?|entries))?$|^(xem|tải) thêm$",
    re.IGNORECASE,
)
ARROWS = frozenset("› » > >> → ▶ ❯".split())
POSTBACK = re.compile(r"__doPostBack\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]([^'\"]*)['\"]\s*\)")
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class NextPage:
    """Where the listing goes on: an address, or a form to post back to its own address."""

    url: str
    form: tuple[tuple[str, str], ...] = ()
    number: int = 0
    """Which page this leads to, counted from 1; 0 where the page does not say."""


def next_page(page: Page, number: int = 1) -> NextPage | None:
    """The page after this one (the `number`-th of its listing); None at the listing's end."""
    tree, url = page.root, page.url
    linked = _by_rel(tree, page.base) or _best(tree, page.base, url, number)
    if linked and linked != url and same_site(linked, url):
        return NextPage(linked, number=number + 1)
    return _postback(page, number)


def _by_rel(tree: html.HtmlElement, base: str) -> str:
    for element in tree.iter("link", "a"):
        if "next" in element.get("rel", "").lower().split():
            address = resolve(base, element.get("href", ""))
            if address:
                return address
    return ""


def _best(tree: html.HtmlElement, base: str, url: str, number: int) -> str:
    """The link labelled with the next number, else one labelled "next", that looks most like a pager's."""
    scored = []
    for anchor in tree.iter("a"):
        label = _label(anchor)
        numbered = label == str(number + 1)
        if not numbered and not _says_next(anchor, label):
            continue
        address = resolve(base, anchor.get("href", ""))
        if address and address != url and same_site(address, url):
            scored.append((_pager_score(anchor, address, url), numbered, address))
    score, _, address = max(scored, key=lambda found: found[:2], default=(0, False, ""))
    return address if score >= PAGER_SCORE else ""


PAGER_SCORE = 2
PAGER_WORDS = re.compile(
    r"pag(e|in|er)|trang|navi|phan-?trang|wp-pag|cdpage|numbers", re.IGNORECASE
)
CALENDAR_WORDS = re.compile(
    r"calendar|lich(-|_|\b)|datepick|slid|carousel|swiper|comment", re.IGNORECASE
)


def _pager_score(anchor: html.HtmlElement, address: str, url: str) -> int:
    """Evidence that a link is a pager's: its address extends the listing's, its surroundings say so."""
    around = [anchor, *itertools.islice(anchor.iterancestors(), 4)]
    names = " ".join(f"{e.get('class', '')} {e.get('id', '')}" for e in around)
    siblings = (a for e in around[1:4] for a in itertools.islice(e.iter("a"), 60))
    numbers = {label for a in siblings if (label := _label(a)).isdigit()}
    score = 2 if same_listing(address, url) else 0
    score += 1 if PAGER_WORDS.search(names) else 0
    score += 1 if len(numbers) >= 2 else 0
    return score - (4 if CALENDAR_WORDS.search(names) else 0)


def _label(anchor: html.HtmlElement) -> str:
    """The anchor's text without the signs and spaces around it, lower case."""
    text = anchor.text_content().strip()
    return text if text in ARROWS else EDGES.sub("", text).lower()


def _says_next(anchor: html.HtmlElement, label: str) -> bool:
    if label in ARROWS:
        return True
    titles = (label, *(EDGES.sub("", anchor.get(a, "")) for a in ("title", "aria-label")))
    return any(NEXT.match(BLANKS.sub(" ", text)) for text in titles)


def same_listing(address: str, url: str) -> bool:
    """Whether an address can be another page of the listing at `url`: the same path but for a number.

    A day of a calendar or a comment's page is numbered too, but stands elsewhere.
    """
    return _stem(urlsplit(address).path) == _stem(urlsplit(url).path)


PAGE_PART = re.compile(
    r"((/|[-_.])(page|trang|p|paged?|currentpage|index)[-_/]?\d+|/\d{1,4}|[-_]p?\d{1,4})?(\.[a-z]{3,5})?/?$",
    re.IGNORECASE,
)


def _stem(path: str) -> str:
    return PAGE_PART.sub("", path)


def _postback(page: Page, number: int) -> NextPage | None:
    """ASP.NET pagers post a hidden form back; the link with the next number says to which target.

    A window of ten numbers goes on behind a link labelled "...", whose argument carries the number.
    """
    following = str(number + 1)
    ranked = []
    for anchor in page.root.iter("a"):
        call = POSTBACK.search(anchor.get("href", "") or anchor.get("onclick", ""))
        if not call:
            continue
        label = _label(anchor)
        if label == following or call[2] == f"Page${following}":
            ranked.append((0, call))
        elif _says_next(anchor, label) or call[2] == "Page$Next":
            ranked.append((1, call))
    if not ranked:
        return None
    call = min(ranked, key=lambda found: found[0])[1]
    return _form(page, call[1], call[2], number + 1)


def _form(page: Page, target: str, argument: str, number: int) -> NextPage | None:
    form = next((f for f in page.root.forms if "__VIEWSTATE" in f.fields), None)
    if form is None:
        return None
    fields = {
        name: value
        for name, value in form.form_values()
        if name not in ("__EVENTTARGET", "__EVENTARGUMENT")
    }
    fields |= {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    action = resolve(page.base, form.get("action") or page.url) or page.url
    return NextPage(action, tuple(fields.items()), number)
