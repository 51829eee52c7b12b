"""The pager of an article over several pages: its next part, and the first page of a later one. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from lxml.etree import _Element as Element

from pipeline.clean.fields import find_canonical
from pipeline.clean.layout.outline import names_of
from pipeline.clean.links import absolute_url, path_in
from pipeline.clean.page import Page
from pipeline.clean.parts.addresses import firsts, part_value
from pipeline.clean.phrases import STOP
from pipeline.remembering import remembered

NUMBER = re.compile(r"^(?:(?:trang|page)\s*(?:số\s*)?)?0*(\d{1,2})$", re.IGNORECASE)
NEXT = re.compile(
    r"^(?:(?:đọc |xem |sang |go to )?(?:(?:the )?(?:trang|phần|page) )?(?:sau|tiếp|tiếp theo|kế tiếp|kế"
    r"|next|continued?|continue reading)(?: (?:trang|phần|page))?|(?:đọc|xem) (?:tiếp )?trang \d+)$",
    re.IGNORECASE,
)
"""No "bài", "tin": these lead to another article."""
BEFORE = re.compile(
    r"^(?:(?:trang|phần|page) )?(?:trước|previous|prev|đầu|first)(?: (?:trang|phần|page))?$",
    re.IGNORECASE,
)
ARROWS, BACK_ARROWS = frozenset("› » > >> → ▶ ❯".split()), frozenset("‹ « < << ← ◀ ❮".split())
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
BOX = re.compile(
    r"page-?links?|post-?pages?(?![a-z])|next-?page|page-?break|article-?index|pagenav|paginat|pager|paging|phan-?trang"
    r"|multi-?page|wp-?link-?pages",
    re.IGNORECASE,
)
"""Class words around the links to an article's parts."""
AHEAD = re.compile(r"article-?index|page-?break|page-?links?|pagenavcounter", re.IGNORECASE)
"""Those that themes and Joomla print above the text."""
FOREIGN = re.compile(
    r"comment|binh-?luan|respond|related|lien-?quan|(?:tin|bai)-?(?:khac|moi|cu)\b|other-?(?:news|posts?)|side-?bar"
    r"|(?<!elementor-)\bwidget|galler|album|(?:^|[\s_-])ngg|slid(?:e|er)\b|carousel|swiper|breadcrumb|\bfooter|\bpoll",
    re.IGNORECASE,
)
_SMALL_NUMBER = (
    r"(?:^|[^0-9=])[0-9]{1,2}/*(?:\.[a-z]{3,5})?/*\s*(?:[?#]|$)"
    r"|(?:page|trang|start|offset|cur|part|phan|[?&;]p|[?&;]pg)\w*=[0-9]{1,2}(?:[&#]|\s*$)"
    r"|(?:page|trang|pgr?|p|start|paged)[-_/=.]?[0-9]{1,2}(?![0-9])"
)
NUMBERED = re.compile(_SMALL_NUMBER, re.IGNORECASE)
"""What every link to a part has: a small number at its end, in a parameter or behind a word."""
NUMBERED_BYTES = re.compile(_SMALL_NUMBER.encode(), re.IGNORECASE)
HREFS = re.compile(rb"href\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
LONGEST_LABEL, TITLE_WORDS, FEW_TITLES = 80, 5, 2
PROSE, HEADING = 60, 60
FARTHEST = 300
"""Elements between the text and the links to its other pages."""
HIGHEST = 8
"""Ancestors whose class words are looked at."""


@dataclass(frozen=True, slots=True)
class PartLink:
    """A link to another part: the number in its address, and the page's number that it shows, 0 for none."""

    anchor: Element
    address: str
    value: int
    label: str

    @property
    def shown(self) -> int:
        """The number that the link is labelled with."""
        match = NUMBER.match(self.label)
        return int(match[1]) if match else 0

    @property
    def says_next(self) -> bool:
        """Whether it is labelled "next page"."""
        return bool(NEXT.match(self.label)) or self.label in ARROWS


def may_have_parts(body: bytes) -> bool:
    """Whether any link of unparsed markup may lead to a part: a parse costs five times as much to tell."""
    hrefs = HREFS.findall(body)  # none at all: in a charset of wide characters
    return not hrefs or any(NUMBERED_BYTES.search(href) for href in set(hrefs))


def own_addresses(page: Page) -> tuple[str, ...]:
    """The addresses that an article's first page goes by: where it was found, and what it calls its own."""
    canonical = find_canonical(page)
    deep = path_in(canonical).strip("/")
    return tuple(dict.fromkeys((page.url, canonical))) if deep else (page.url,)


def next_links(page: Page, own: tuple[str, ...]) -> list[PartLink]:
    """The links of a part's page that lead to the part behind it, wherever they stand. `own`: the first's.

    Nearly every page has none, so that nothing need be measured of it.
    """
    links = [link for link in _part_links(page, own) if link.value]
    if not links:
        return []
    here = max((part_value(page.url, name) or 0 for name in own), default=0)
    from_zero = any(link.shown == link.value + 1 for link in links) and not any(
        link.shown == link.value for link in links
    )
    if not here and not from_zero:
        says_one = any(link.says_next and link.value == 1 for link in links)
        from_zero = says_one and all(link.value != 2 for link in links)
    wanted = here + 1 if here or from_zero else 2
    return [link for link in links if link.value == wanted and _names_part(link, from_zero)]


def next_part(links: Iterable[PartLink], container: Element) -> str:
    """The address of the part behind a page, "" at the end: of its `next_links` the first that stands in
    the text that `container` holds, or directly behind it.
    """
    return next((link.address for link in links if _is_at(link.anchor, container)), "")


def first_part(page: Page) -> str:
    """The address of the article that this page continues; "" where it is a first page, or tells nothing.

    Told by its canonical address, or by a pager's link back: what else looks like a part's address may be
    an article's ("/tin/12").
    """
    candidates = firsts(page.url)
    if not candidates:
        return ""
    canonical = find_canonical(page)
    if canonical and path_in(canonical).strip("/") and part_value(page.url, canonical):
        return canonical
    return next(_back_links(page), "")


def _back_links(page: Page) -> Iterator[str]:
    for element in page.root.iter("a", "link"):
        address = absolute_url(page.base, element.get("href") or "").partition("#")[0]
        if not address or not part_value(page.url, address):
            continue
        if element.tag == "link":
            if "prev" in (element.get("rel") or "").lower().split():
                yield address
        elif _leads_back(element) and not _is_foreign(element, None):
            yield address


def _leads_back(anchor: Element) -> bool:
    label = _label(anchor)
    number = NUMBER.match(label)
    first = (
        (number is not None and number[1] == "1")
        or bool(BEFORE.match(label))
        or label in BACK_ARROWS
    )
    around = " ".join(names_of(e) for e in (anchor, *islice(anchor.iterancestors(), 2)))
    return first or ("post-page" in around or "page-links" in around)


def _part_links(page: Page, own: tuple[str, ...]) -> Iterator[PartLink]:
    for anchor in page.root.iter("a"):
        href = anchor.get("href") or ""
        if not _is_numbered(href):
            continue
        address = absolute_url(page.base, href)
        values = [part_value(address, name) for name in own] if address else []
        value = next((v for v in values if v is not None), None)
        if value is not None:
            yield PartLink(anchor, address.partition("#")[0], value, _label(anchor))


@remembered(20_000)  # every page of a portal repeats its menus
def _is_numbered(href: str) -> bool:
    return bool(NUMBERED.search(href))


def _label(anchor: Element) -> str:
    text = "".join(islice(anchor.itertext(), 8))[:LONGEST_LABEL] or anchor.get("title") or ""
    text = normalize("NFC", " ".join(text.split()))
    return (EDGES.sub("", text) or text).lower()


def _names_part(link: PartLink, from_zero: bool) -> bool:
    """Whether the link's label numbers that part, says "next", or stands among links to parts."""
    if link.shown:
        return link.shown == link.value + (1 if from_zero else 0)
    around = (link.anchor, *islice(link.anchor.iterancestors(), 4))
    return link.says_next or any(BOX.search(names_of(element)) for element in around)


def _is_at(anchor: Element, container: Element) -> bool:
    """Whether a link stands in the article's text or directly behind it, or names its parts above it."""
    inside = container in anchor.iterancestors()
    if _is_foreign(anchor, container):
        return False
    if any(AHEAD.search(names_of(e)) for e in islice(anchor.iterancestors(), 4)):
        return True
    return _is_behind_text(anchor, container, inside=inside)


def _is_foreign(anchor: Element, container: Element | None) -> bool:
    """Whether the names around a link, as far as the text is not in them too, tell of something else."""
    holding = {container, *container.iterancestors()} if container is not None else set()
    for element in (anchor, *islice(anchor.iterancestors(), HIGHEST)):
        if element in holding or element.tag in ("body", "html", "article", "main"):
            return False
        if element.tag in ("aside", "footer") or FOREIGN.search(names_of(element)):
            return True
    return False


def _is_behind_text(anchor: Element, container: Element, *, inside: bool) -> bool:
    """Whether nothing but a few links of other kinds stands between the text and a link behind it."""
    titles = 0
    for element in islice(_backwards(anchor), FARTHEST):
        if element is container or (not inside and container in element.iterancestors()):
            return True
        if element.tag == "a" and len(_text(element).split()) >= TITLE_WORDS:
            titles += 1
        if titles >= FEW_TITLES or _is_heading_of_others(element):
            return False
        if inside and len(_direct(element)) >= PROSE and element.tag != "a":
            return True
    return False


def _backwards(anchor: Element) -> Iterator[Element]:
    """The elements before one, the last first, those that hold it left out."""
    element: Element | None = anchor
    while element is not None:
        for sibling in element.itersiblings(preceding=True):
            yield from reversed(list(sibling.iter("*")))
        element = element.getparent()
        if element is not None:
            yield element


def _is_heading_of_others(element: Element) -> bool:
    text = _text(element) if len(element) < 4 else ""
    return bool(text) and len(text) <= HEADING and bool(STOP.match(text) or COMMENTS.match(text))


COMMENTS = re.compile(
    r"^\W*(?:\d+ )?(?:bình luận|ý kiến|phản hồi|comments?|trả lời)\b", re.IGNORECASE
)


def _text(element: Element) -> str:
    return " ".join("".join(islice(element.itertext(), 20)).split())


def _direct(element: Element) -> str:
    """The element's own text, without that of the elements in it."""
    return " ".join(" ".join([element.text or "", *(e.tail or "" for e in element)]).split())
