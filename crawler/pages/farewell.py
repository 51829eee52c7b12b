"""The notice by which a portal that still shows its news says that it is over. Pure.

Since 2025-07-01 districts' portals print one above their pages: "Cổng này ngừng cập nhật từ ngày …; mời truy
cập trang mới". A portal whose page is nothing else is told by crawler.pages.refusals.
"""

import re
from collections.abc import Iterable
from itertools import islice

from lxml.etree import _Element as Element

from crawler.pages.links import resolve
from crawler.pages.refusal_words import CLOSED
from pipeline.clean.page import Page
from pipeline.normalise.urls import same_site

NOTICE = 400
"""Characters of a notice at most."""
PIECES = 40
"""Texts that one is put together of at most: what has more is no notice."""
AROUND = 2
"""So far around its first words the rest of a notice stands, beside links and in bold."""
UNSEEN = frozenset(("script", "style", "template", "noscript", "title", "option"))
_SAID = re.compile("|".join(CLOSED), re.IGNORECASE | re.DOTALL)
_HINT = re.compile(
    r"ngừng|ngưng|dừng|chấm dứt|kết thúc|đóng c|khai tử|chuyển|sáp nhập|hợp nhất|thay thế|tích hợp|mời"
    r"|moved|closed|discontinued|retired|shut down",
    re.IGNORECASE,
)
"""Words without which none is one: quicker to look for."""


def farewell(page: Page) -> tuple[str, str]:
    """What it says, and the site that it names, "" for none; both "" on a page without one.

    What leads to an article of the portal's own is news of a farewell, of this portal's or another's.
    """
    for element in page.root.iter():
        if element.tag in UNSEEN or not _HINT.search(_own_words(element)):
            continue
        said, elsewhere = _notice(element, page)
        if _SAID.search(said) and not _is_linked(element, page):
            return said, elsewhere
    return "", ""


def _notice(element: Element, page: Page) -> tuple[str, str]:
    """What an element and what is right around it say, and the first site that they lead to; "" beside links
    of the portal's own: so news is teased.
    """
    said, elsewhere = "", ""
    for around in (element, *islice(element.iterancestors(), AROUND)):
        if not (words := _words(around)):
            break
        links = _links(around.iter("a"), page)
        if any(same_site(url, page.url) for url in links):
            return "", ""
        said, elsewhere = words, next(iter(links), "")
    return said, elsewhere


def _own_words(element: Element) -> str:
    if not isinstance(element.tag, str):
        return ""
    return " ".join((element.text or "", *(child.tail or "" for child in element)))


def _words(element: Element) -> str:
    """What an element says; "" where it is too much for a notice."""
    pieces = list(islice(element.itertext("*"), PIECES + 1))
    said = " ".join("".join(pieces).split())
    return said if len(pieces) <= PIECES and len(said) <= NOTICE else ""


def _is_linked(element: Element, page: Page) -> bool:
    """Whether it is what a link of the portal's own is called by."""
    around = (e for e in (element, *element.iterancestors()) if e.tag == "a")
    return any(same_site(url, page.url) for url in _links(around, page))


def _links(anchors: Iterable[Element], page: Page) -> list[str]:
    found = (resolve(page.base, anchor.get("href", "")) for anchor in anchors)
    return [url for url in found if url]
