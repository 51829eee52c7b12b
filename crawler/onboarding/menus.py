"""The entries of a portal's menus: names as printed, and the headings that they stand under. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from lxml.etree import _Element as Element

from crawler.pages.addresses import Shape, form, is_paged, shape
from crawler.pages.links import resolve
from crawler.platforms import Platform
from pipeline.clean.page import Page
from pipeline.normalise.urls import same_site

MORE = re.compile(
    r"^(xem|đọc|tải) (tất cả|toàn bộ|thêm|tiếp|chi tiết|kết quả|nhiều hơn)\b.*$|^(chi tiết|tất cả|xem|thêm)$"
    r"|^(các )?(tin|bài|trang|mục)( viết)? (khác|cũ hơn|tiếp theo|tiếp|sau|trước)$|^(tiếp theo|về đầu trang)$"
    r"|^(read |view |see )?(more|all|details?|next|prev(ious)?)$",
    re.IGNORECASE,
)
"""Words of a link that names nothing: the heading above its block does."""
SITE_MAP = re.compile(r"^sơ đồ (cổng|trang|site|web|website|chuyên mục)|^site ?map$", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{2}")
NO_NAME = re.compile(
    r"\d\d?/\d\d?\b|^\S*([/_]|-\S+-)\S*$|\.(html?|aspx?|php|jpe?g|png|gif)$", re.IGNORECASE
)
"""Dates, and what stands in the alternative text of pictures that nobody described."""
COUNT = re.compile(r"\s*[(\[]\d+[)\]]$")
EDGES = re.compile(r"^[^\w(\"“]+|[^\w)\"”!?.]+$")
BLANKS = re.compile(r"\s+")
NAME_WORDS = 10
"""Words of a link text from which on it is a title: no section's name is that long."""
LABEL_WORDS = 9
ITEM_CHILDREN = 3
"""Children of a menu's item: the link, an arrow and the submenu. A list of items has more."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend", "summary")
LABELS = (*HEADINGS, "a", "span", "b", "strong", "p", "button", "label", "div", "td", "th", "tr")
GROUPS = ("ul", "ol", "dl", "dd", "div", "table", "tr", "td", "section", "nav", "p")
ABOVE = 12
BLOCK_LINKS = 60
BLOCK_DEPTH = 5


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A link that may lead to a section: its address once, with the best of its names."""

    url: str
    name: str
    under: tuple[str, ...] = ()
    """Headings and menu items that it stands below, the nearest first."""
    heads: int = 0
    """Articles of the block whose title it is, or which it ends with "Xem tất cả"."""
    like_article: bool = False
    """Whether its address or text looks like an article's."""


def menu_entries(
    page: Page, articles: Iterable[str], platform: Platform | None = None
) -> list[MenuEntry]:
    """Every link of the page that may name a section, in page order, each address once.

    `articles` are the addresses on the page that look like articles.
    """
    known = frozenset(articles)
    found: dict[str, list[tuple[Element, str]]] = {}
    addresses: dict[Element, str] = {}
    for anchor in page.root.iter("a", "area"):
        url = resolve(page.base, anchor.get("href", ""))
        if not url or not same_site(url, page.url):
            continue
        addresses[anchor] = url
        name = printed_name(anchor)
        if _may_be_section(url, name, platform):
            found.setdefault(url, []).append((anchor, name))
    titled = frozenset(url for url in found if shape(url, "", platform) is Shape.ARTICLE)
    return [_entry(url, found[url], addresses, known, titled) for url in found]


def site_map(page: Page) -> str:
    """The address of the portal's "Sơ đồ cổng", a page that repeats the menus; "" where there is none."""
    for anchor in page.root.iter("a"):
        url = resolve(page.base, anchor.get("href", ""))
        if SITE_MAP.search(printed_name(anchor)) and url and same_site(url, page.url):
            return url
    return ""


def printed_name(anchor: Element) -> str:
    """What a reader sees of a link, NFC, as it is written: no bullets, arrows or counts around it."""
    texts = ["".join(anchor.itertext()), anchor.get("title", ""), anchor.get("alt", "")]
    texts += [image.get("alt", "") for image in anchor.iter("img")]
    return next((name for name in map(plain_name, texts) if name), "")


def plain_name(text: str) -> str:
    """A name without what stands around it: "» Tin tức (12)" is "Tin tức"."""
    blank = BLANKS.sub(" ", text).strip()
    return normalize("NFC", EDGES.sub("", COUNT.sub("", EDGES.sub("", blank))))


def _may_be_section(url: str, name: str, platform: Platform | None) -> bool:
    """Whether a link's address is worth a look, and its text no title."""
    kinds = {shape(url, "", platform), shape(url, name, platform)}
    return Shape.SKIP not in kinds and len(name.split()) < NAME_WORDS and not is_paged(url)


def _entry(
    url: str,
    anchors: list[tuple[Element, str]],
    addresses: dict[Element, str],
    articles: frozenset[str],
    titled: frozenset[str],
) -> MenuEntry:
    named = [(anchor, name) for anchor, name in anchors if names_something(name)]
    anchor, name = named[0] if named else (anchors[0][0], "")
    under = tuple(islice(dict.fromkeys(labels_above(anchor)), 4))
    if url in titled:
        return MenuEntry(url, name, under, like_article=True)
    blocks = [(text, *_block(anchor, addresses, articles | titled)) for anchor, text in anchors]
    headings = (title for text, title, _ in blocks if title and MORE.match(text))
    heads = max(size for *_, size in blocks)
    return MenuEntry(url, name or next(headings, ""), under, heads, url in articles and not heads)


def names_something(name: str) -> bool:
    """Whether a link's text says more than "Xem tất cả"."""
    return bool(WORD.search(name)) and not MORE.match(name) and not NO_NAME.search(name)


def _block(
    anchor: Element, addresses: dict[Element, str], articles: frozenset[str]
) -> tuple[str, int]:
    """Title and number of articles of the block that a link heads or ends; 0 where it does neither.

    The first article of a list stands where a title does, but its address is built like the others.
    """
    own = form(addresses[anchor])
    for above in islice(anchor.iterancestors(), BLOCK_DEPTH):
        inside = list(islice((a for a in above.iter("a") if a in addresses), BLOCK_LINKS + 1))
        if len(inside) > BLOCK_LINKS:
            break
        held = {url for url in {addresses[a] for a in inside} & articles if form(url) != own}
        if len(held) >= 2:
            at_edge = anchor in (*inside[:2], inside[-1])
            return (_heading(above), len(held)) if at_edge else ("", 0)
    return "", 0


def _heading(block: Element) -> str:
    names = (plain_name("".join(e.itertext())) for e in block.iter(*HEADINGS))
    short = (name for name in names if len(name.split()) < NAME_WORDS and names_something(name))
    return next(short, "")


def labels_above(anchor: Element) -> Iterator[str]:
    """The headings of the groups around a link: `<li><a>Giới thiệu</a><ul>` and its like."""
    for group in islice(anchor.iterancestors(), ABOVE):
        if group.tag in GROUPS and (label := _label_of(group)):
            yield label


def _label_of(group: Element) -> str:
    """The short text right before a group, where it is no neighbour of the same list."""
    before = group.getprevious()
    while before is not None and not (isinstance(before.tag, str) and _text(before)):
        before = before.getprevious()
    parent = group.getparent()
    if before is None or parent is None or before.tag not in LABELS:
        return ""
    if before.tag not in HEADINGS and len(parent) > ITEM_CHILDREN + 1:
        return ""
    name = plain_name(_text(before))
    few_links = sum(1 for _ in islice(before.iter("a"), 2)) < 2
    return name if few_links and name and len(name.split()) <= LABEL_WORDS else ""


def _text(element: Element) -> str:
    return "".join(islice(element.itertext(), 20)).strip()
