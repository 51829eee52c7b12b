"""Section, tags, language and canonical address: what else a page tells of its article."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.etree import _Element as Element

from pipeline.clean.found import Found
from pipeline.clean.layout.outline import Outline, names_of
from pipeline.clean.links import absolute_url
from pipeline.clean.page import Page
from pipeline.clean.people.authors import text_of
from pipeline.clean.phrases import CHROME
from pipeline.clean.profiles import select
from pipeline.remembering import remembered

OTHER_CRUMBS = ("FolderTitle", "dd_chuyenmuc")
"""SharePoint's folder line, and the path of an older .NET system."""
CRUMB_LIST = "[itemtype*='BreadcrumbList'] [itemprop='name']"
SECTION_LINKS = (
    ".cat-links a",
    "a[rel~='category']",
    ".entry-categories a",
    ".wp-block-post-terms.taxonomy-category a",
)
SECTION_META = ("article:section", "section", "parsely-section", "og:section", "category")
HOME = re.compile(r"^\W*+(?:home|trang chủ|trang nhất|trang đầu|homepage)?\W*+$", re.IGNORECASE)
HOME_FIRST = re.compile(r"^\W*(?:home|trang chủ|trang nhất|trang đầu)\b", re.IGNORECASE)
TAGS = (
    "a[rel~='tag']:not([rel~='category'])",
    ".taglib-asset-tags-summary a",
    ".tags a",
    ".tag-list a",
    ".tags-links a",
    ".news_tags a",
    ".detail-tag a",
    ".detail-tags a",
    ".post-tags a",
    ".edn_tags a",
    ".field-name-field-tags a",
    ".field--name-field-tags a",
    ".itemTagsBlock a",
    "a[href*='/tag/']",
)
TRAIL = re.compile(r"[»›>/|→]|::")
ARROWS = re.compile(r"[»›>/→]|::")
"""Between the steps of a longer path; bars part the links of a menu too."""
FEW_CRUMBS = 3
MOST_BOXES, MOST_ITEMS = 20, 100
"""Boxes that may be the path, and items of one."""
MOST_CRUMBS = 5
"""Links of a path in one line."""
AFTER = 150
"""Elements after the text among which its tags stand."""
LONGEST = 80


def find_section(page: Page, tree: Outline, title: str) -> Found:
    """The section the article stands in: the last breadcrumb that is neither home nor the title."""
    if name := _crumb(page, tree, title):
        return Found(name, "breadcrumb", 0.9)
    if name := _home_trail(tree, title):
        return Found(name, "trail", 0.8)
    for selector in SECTION_LINKS:
        for element in select(page, selector):
            return Found(text_of(element), f"class:{selector}", 0.8)
    if name := page.first(*SECTION_META) or _data(page, "articleSection"):
        return Found(name, "head", 0.7)
    return Found()


def _crumb(page: Page, tree: Outline, title: str) -> str:
    """The section of a breadcrumb: as the page prints it, else as JSON-LD lists it."""
    if names := _sections((text_of(e) for e in select(page, CRUMB_LIST)), title):
        return names[-1]
    for box in islice(_crumb_boxes(page, tree), MOST_BOXES):
        for tag in ("li", "a"):
            if names := _sections(map(text_of, islice(box.iter(tag), MOST_ITEMS)), title):
                return names[-1]
        if box.get("class") == "FolderTitle" and text_of(box):
            return text_of(box)
    listed = [item for item in page.data if item.get("@type") == "BreadcrumbList"]
    names = _sections((_crumb_name(i) for item in listed for i in _items(item)), title)
    return names[-1] if names else ""


def _crumb_boxes(page: Page, tree: Outline) -> Iterator[Element]:
    """The elements that class or id call the path to the article."""
    wanted = {name for name in page.names if _names_breadcrumb(name)}
    if wanted:
        for element in tree.elements:
            names = names_of(element)
            if names and not wanted.isdisjoint(names.split()):
                yield element


@remembered(20_000)
def _names_breadcrumb(name: str) -> bool:
    return "readcrumb" in name or name in OTHER_CRUMBS


def _items(listed: dict[str, Any]) -> list[Any]:
    items = listed.get("itemListElement")
    return items if isinstance(items, list) else []


def _crumb_name(item: Any) -> str:
    """The name of one item of a JSON-LD breadcrumb."""
    if not isinstance(item, dict):
        return ""
    inner = item.get("item")
    name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else "")
    return name if isinstance(name, str) else ""


def _sections(names: Iterator[str], title: str) -> list[str]:
    own = title.casefold()
    bare = (name.strip(" /»›>|\\") for name in names)
    return [
        n
        for n in bare
        if len(n) < LONGEST and n.casefold() != own and not (HOME.match(n) or CHROME.match(n))
    ]


def _home_trail(tree: Outline, title: str) -> str:
    """The last of two to five links in one line that begins with the home page: "Trang chủ » Tin tức"."""
    for place, line in tree.lines.items():
        if place not in tree.links or not HOME_FIRST.match(line):
            continue
        link = next(tree.elements[place].iter("a"), None)
        if link is None or not HOME.match(text_of(link)):
            continue
        for row in islice(link.iterancestors(), 3):
            links = list(islice(row.iter("a"), MOST_CRUMBS + 1))
            if len(links) > 1:
                names = [text_of(a) for a in links[1:]] if len(links) <= MOST_CRUMBS else []
                kept = _sections(filter(None, names), title)
                if kept and (TRAIL if len(links) <= FEW_CRUMBS else ARROWS).search(text_of(row)):
                    return kept[-1]
                break
    return ""


def _data(page: Page, name: str) -> str:
    for item in page.data:
        value = item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value:
            return value
    return ""


def find_tags(page: Page, tree: Outline, container: Element) -> tuple[str, ...]:
    """The article's tags: linked beside the text, else those of the head."""
    first = tree.index[container]
    end = min(tree.ends[first] + AFTER, len(tree.elements))
    for selector in TAGS:
        linked = (e for e in select(page, selector) if first <= _place(tree, e) < end)
        names = [text_of(e).lstrip("# ").strip(", ") for e in linked]
        if names := [name for name in names if 1 < len(name) <= 60]:
            return tuple(dict.fromkeys(names))
    listed = page.meta.get("article:tag") or [page.first("news_keywords")]
    return tuple(
        dict.fromkeys(n for part in listed for name in part.split(",") if (n := name.strip()))
    )


def _place(tree: Outline, element: Element) -> int:
    """Where the element stands; of one inside a menu or a cloud of links, where that stands."""
    at: Element | None = element
    while at is not None:
        if (place := tree.index.get(at)) is not None:
            return place
        at = at.getparent()
    return -1


def find_canonical(page: Page) -> str:
    """The address that the page gives as its own, absolute, "" where it gives none."""
    for link in page.root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return absolute_url(page.base, link.get("href") or "")
    own = page.first("og:url")
    return absolute_url(page.base, own) if own else ""
