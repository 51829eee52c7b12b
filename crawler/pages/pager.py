"""A listing's next page: numbered, "next", `page-N`, offsets, `__doPostBack`. Pure."""

import itertools
import re
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from crawler.pages.addresses import Shape, shape
from crawler.pages.links import read_links, resolve
from crawler.pages.mainlist import shared_depth
from crawler.pages.paging.choosers import chosen, last_chosen
from crawler.pages.paging.labels import label_of, says_last, says_next
from crawler.pages.paging.pagescripts import calls, effect, inline
from crawler.pages.paging.partials import load_more
from crawler.pages.paging.postback import DOTS, last_post, next_post
from crawler.pages.paging.sequence import NextPage, is_other_sequence, page_number, same_listing
from pipeline.clean.page import Page
from pipeline.normalise.urls import same_site

__all__ = ["NextPage", "last_page", "next_page"]
CALLING = etree.XPath("//*[@onclick or starts-with(@href, 'javascript:')]")
LOCATION = re.compile(r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]", re.IGNORECASE)
GIVEN = re.compile(r"\(\s*(?:\w+\s*,\s*)?['\"]((?:https?:/)?/[^'\"]*[?/][^'\"]*|\?[^'\"]+)['\"]")
FURTHER = re.compile(r"/\d{1,3}/?$")
PAGER_SCORE = 2
PAGER_WORDS = re.compile(
    r"pag(e|in|er)|trang|navi|phan-?trang|wp-pag|cdpage|numbers", re.IGNORECASE
)
CALENDAR_WORDS = re.compile(
    r"calendar|lich(-|_|\b)|datepick|slid|carousel|swiper|comment|binh-?luan", re.IGNORECASE
)


def next_page(page: Page, number: int = 1) -> NextPage | None:
    """The page after this one (the `number`-th of its listing); None at the listing's end."""
    linked = _by_rel(page) or _best(page, number)
    if linked:
        return NextPage(linked, number=number + 1)
    return (
        next_post(page, number, label_of, says_next)
        or _scripted(page, number)
        or chosen(page, number + 1)
        or load_more(page, number)
    )


def last_page(page: Page) -> NextPage | None:
    """The last page of the listing as its pager shows it: "Cuối", "»»", or the highest number.

    `number` is 0 where the pager does not say which page it is. None where it shows none.
    """
    found = _highest(page)
    if found:
        return found
    more = load_more(page, 1)
    if more and more.template and more.template.last > 1:
        return more.template.page(more.template.last)
    return last_post(page, label_of, says_last) or last_chosen(page)


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
            scored.append(((_pager_score(anchor, address, page.url), rank), address, anchor))
    most = max((found[0] for found in scored), default=(0, 0))
    tied = {address: anchor for score, address, anchor in reversed(scored) if score == most}
    if most[0] < PAGER_SCORE:
        return ""
    return _of_main(page, tied) if len(tied) > 1 else next(iter(tied))


def _of_main(page: Page, tied: dict[str, Element]) -> str:
    """Of several lists' pagers the one that was begun, else that of the page's main list."""
    begun = [address for address in tied if _names(address) == _names(page.url)]
    if begun:
        return begun[-1]
    main = {link.url for link in read_links(page).main}
    anchors = (a for a in page.root.iter("a") if resolve(page.base, a.get("href", "")) in main)
    first = next(anchors, None)
    return max(reversed(tied), key=lambda address: shared_depth(tied[address], first))


def _names(url: str) -> list[str]:
    return sorted(pair.partition("=")[0] for pair in urlsplit(url).query.split("&"))


def _target(anchor: Element) -> str:
    """Where a link leads; a script that only sets the window's address leads there, and so does one
    that is given the address (SharePoint's `RefreshPageTo(event, "/…?Paged=TRUE")`).
    """
    href, click = anchor.get("href", ""), anchor.get("onclick", "")
    script = LOCATION.search(f"{href} {click}")
    if not script and (click or href[:11].lower() == "javascript:"):
        script = GIVEN.search(f"{href} {click}".replace("\\u0026", "&"))
    return script[1] if script else href


NUMBERED, SAYS_NEXT, DOTTED = 3, 2, 1


def _rank(anchor: Element, number: int) -> int:
    """How plainly a link names the next page; 0: not at all.

    Behind a window of numbers the pager goes on with dots, whose address tells the number.
    """
    label = label_of(anchor)
    if label == str(number + 1):
        return NUMBERED
    if says_next(anchor, label):
        return SAYS_NEXT
    return DOTTED if label in DOTS else 0


def _leads_on(address: str, url: str) -> bool:
    """Whether an address is another page of the site, and none before this one where both are numbered."""
    if not address or address == url or not same_site(address, url):
        return False
    if is_other_sequence(address, url) or _is_of_article(address, url):
        return False
    here, there = page_number(url), page_number(address)
    return not (here and there) or there > here


def _is_of_article(address: str, url: str) -> bool:
    """Whether an address is a page of an article that a listing shows in full (WordPress)."""
    if same_listing(address, url):
        return False
    return Shape.ARTICLE in (shape(address), shape(FURTHER.sub("/", address)))


def _is_following(address: str, url: str) -> bool:
    return page_number(address) == (page_number(url) or 1) + 1


def _pager_score(anchor: Element, address: str, url: str) -> int:
    """Evidence that a link is a pager's: its address extends the listing's, its surroundings say so."""
    around = [anchor, *itertools.islice(anchor.iterancestors(), 4)]
    names = _names_around(anchor)
    siblings = (a for e in around[1:4] for a in itertools.islice(e.iter("a"), 60))
    numbers = {label for a in siblings if (label := label_of(a)).isdigit()}
    score = 2 if same_listing(address, url) else 0
    score += 1 if PAGER_WORDS.search(names) else 0
    score += 1 if len(numbers) >= 2 else 0
    return score - (4 if CALENDAR_WORDS.search(names) else 0)


def _names_around(element: Element) -> str:
    around = [element, *itertools.islice(element.iterancestors(), 4)]
    return " ".join(f"{e.get('class', '')} {e.get('id', '')}" for e in around)


def _scripted(page: Page, number: int) -> NextPage | None:
    """A link that calls a function of the page's own script with the next number."""
    script = ""
    for element in CALLING(page.root):
        called = list(calls(element))
        if (
            not called
            or _rank(element, number) <= DOTTED
            or CALENDAR_WORDS.search(_names_around(element))
        ):
            continue
        script = script or inline(page)
        for name, arguments in called:
            done = effect(page, script, name, arguments)
            if done and (done.form or done.partial or _leads_on(done.url, page.url)):
                return NextPage(done.url, done.form, number + 1, partial=done.partial)
    return None


def _highest(page: Page) -> NextPage | None:
    """The link of the pager to its last page: by what its address counts, else by its label."""
    found = []
    for anchor in page.root.iter("a"):
        label = label_of(anchor)
        named = int(label) if label.isdecimal() and len(label) < 6 else 0
        if not named and not says_last(anchor, label) and not says_next(anchor, label):
            continue  # "»" leads to the last page where "›" leads to the next
        address = resolve(page.base, _target(anchor))
        count = page_number(address) or named
        if not _leads_on(address, page.url) or count <= page_number(page.url):
            continue
        if _pager_score(anchor, address, page.url) >= PAGER_SCORE:
            found.append((count, named, address))
    if not found:
        return None
    most = max(count for count, _, _ in found)
    same = [(named, address) for count, named, address in found if count == most]
    named, address = max(same, key=lambda pair: pair[0])
    return NextPage(address, number=named)
