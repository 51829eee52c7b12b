"""The title by which a listing names an article, whatever its anchors hold. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from unicodedata import normalize

from lxml.etree import _Element as Element

from pipeline.remembering import remembered

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TITLED = re.compile(
    r"(^|[\s_-])(sub)?(title|tieu-?de|ten-?(tin|bai)|headline|heading|caption-?title)s?($|[\s_\d-])",
    re.IGNORECASE,
)
"""Class words of the element that holds an item's title."""
MORE = re.compile(
    r"^\W*((xem|đọc|tải) (thêm|tiếp)|(xem )?chi tiết( tin| bài viết)?|tiếp tục đọc|(read|view|see) more"
    r"|continue reading|more|details?|xem|đọc|»|ảnh|hình ảnh|image|thumbnail)\W*$",
    re.IGNORECASE,
)
"""What leads to an article and does not name it."""
MORE_CHARS = 40
ALIKE = 3
"""Anchors that an item has to one article: thumbnail, title, "Xem tiếp"."""
ABOVE = 4
TITLE_WORDS = 40
"""A longer anchor text is a card's or a teaser's, not a title alone."""


def title_of(anchors: Sequence[Element]) -> str:
    """The text that names what the anchors of one address lead to.

    A heading in or around an anchor goes before the anchor's other words, an anchor's words before
    the alternative text of its picture, and all before "Xem tiếp". Where no anchor says anything (a
    picture, an empty one laid over the item) the heading beside it does.
    """
    if len(anchors) == 1 and not len(anchors[0]) and (text := text_of(anchors[0])):
        return _beside(anchors[0]) or text if _says_more(text) else text
    ranked = [_named(anchor) for anchor in anchors]
    rank, text = max(ranked, key=lambda found: (found[0], len(found[1])))
    if rank == PLAIN and len(text.split()) > TITLE_WORDS:
        text = _shorter(ranked) or text
    return text if rank > ALTERNATIVE else _beside(anchors[0]) or text


HEADED, PLAIN, ALTERNATIVE, NOTHING = 3, 2, 1, 0


def _named(anchor: Element) -> tuple[int, str]:
    text = text_of(anchor)
    if not text:
        alternatives = [anchor.get("title", ""), *(i.get("alt", "") for i in anchor.iter("img"))]
        found = next((t.strip() for t in alternatives if t.strip()), "")
        return (ALTERNATIVE if found else NOTHING), found
    if _says_more(text):
        return NOTHING, text
    if len(anchor) and (inner := next(_headings(anchor), None)) is not None:
        return HEADED, text_of(inner) or text
    around = islice(anchor.iterancestors(), 2)
    return (HEADED if any(_is_heading(element) for element in around) else PLAIN), text


def _says_more(text: str) -> bool:
    return len(text) < MORE_CHARS and _is_more(text)


@remembered(4_096)
def _is_more(text: str) -> bool:
    return bool(MORE.match(text))


def _shorter(ranked: list[tuple[int, str]]) -> str:
    """The first text of a title's length: the anchor around the teaser stands below the title's."""
    plain = (text for rank, text in ranked if rank == PLAIN)
    return next((text for text in plain if 3 < len(text.split()) <= TITLE_WORDS), "")


def _beside(anchor: Element) -> str:
    """The heading of the item around an anchor that says nothing; "" where several items are around."""
    for element in islice(anchor.iterancestors(), ABOVE):
        if len(list(islice(element.iter("a"), ALIKE + 1))) > ALIKE:
            return ""
        if (heading := next(_headings(element), None)) is not None:
            return text_of(heading)
    return ""


def _headings(element: Element) -> Iterator[Element]:
    """Elements that hold a title, below this one."""
    for inner in element.iterdescendants():
        if _is_heading(inner) and (inner.text or len(inner)):
            yield inner


def _is_heading(element: Element) -> bool:
    return element.tag in HEADINGS or _is_titled(element.get("class", ""))


@remembered(4_096)
def _is_titled(name: str) -> bool:
    return bool(TITLED.search(name))


def text_of(element: Element) -> str:
    """An element's words, blanks made one, composed (NFC)."""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return normalize("NFC", " ".join(text.split()))
