"""What a pager's link says: a page's number, "next", "last". Pure."""

import itertools
import re
from collections.abc import Iterator
from unicodedata import normalize

from lxml.etree import _Element as Element

NEXT = re.compile(
    r"^((các )?(trang|bài|tin)( viết)? )?(sau|tiếp|tiếp theo|kế tiếp|kế|cũ hơn)( trang)?$"
    r"|^(go to )?(the )?(next|older)( (page|posts?|entries))?( ?next)?$"
    r"|^(đến |tới |chuyển )?trang (sau|tiếp theo|kế)$"
    r"|^(xem|tải) thêm( (tin|bài)( tức| viết| khác)?)?$",
    re.IGNORECASE,
)
LAST = re.compile(
    r"^((đến |tới )?trang )?(cuối( cùng)?|sau cùng)$|^(go to )?(the )?last( page)?( last)?$",
    re.IGNORECASE,
)
LAST_ARROWS = frozenset("»» >| »| ›› ⏭ ≫ last_page".split())
LAST_ICONS = re.compile(
    r"(^|[\s_-])(last|angle-double-right|step-forward|fast-forward)($|[\s_-])", re.IGNORECASE
)
NUMBER_LABEL = re.compile(
    r"^(?:(?:go to |đến |tới |chuyển đến )?(?:trang|page)\s*(?:số\s*)?)?0*(\d{1,5})$", re.IGNORECASE
)
"""The number in "Trang 2", or in "Page2" where the word is for screen readers only."""
ARROWS = frozenset("› » > >> → ▶ ❯ ▸ ⟩ chevron_right navigate_next keyboard_arrow_right".split())
"""Signs, and the names that Material icons are written with."""
ICONS = re.compile(
    r"(^|[\s_-])(next|angle(-double)?-right|chevron-right|arrow-right)($|[\s_-])", re.IGNORECASE
)
"""Classes of a next link that has no text: WordPress, Bootstrap, Font Awesome, DNN."""
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
BLANKS = re.compile(r"\s+")
LABEL_PARTS, LABEL_CHARS = 8, 80


def label_of(anchor: Element) -> str:
    """The anchor's text in lower case, without the signs and spaces around it where words are left."""
    if len(anchor):
        text = "".join(itertools.islice(anchor.itertext(), LABEL_PARTS))[:LABEL_CHARS]
    else:
        text = (anchor.text or "")[:LABEL_CHARS]
    text = normalize("NFC", " ".join(text.split()))
    bare = text if text[:1].isalnum() and text[-1:].isalnum() else EDGES.sub("", text)
    bare = bare.lower()
    number = NUMBER_LABEL.match(bare) if bare[-1:].isdecimal() else None
    return number[1] if number else bare or text


def says_next(anchor: Element, label: str) -> bool:
    """Whether a link with that label says "next": by its words, names, arrow or icon."""
    if label in ARROWS:
        return True
    if any(NEXT.match(text) for text in (label, *_titles(anchor))):
        return True
    return not label and any(ICONS.search(name) for name in _classes(anchor))


def _titles(anchor: Element) -> Iterator[str]:
    """What a link and its picture are called."""
    names = [anchor.get("title"), anchor.get("aria-label")]
    if len(anchor):
        names += [image.get("alt") for image in anchor.iter("img")]
    yield from (_bare(name) for name in names if name)


def _bare(text: str) -> str:
    return normalize("NFC", BLANKS.sub(" ", EDGES.sub("", text)))


def _classes(anchor: Element) -> Iterator[str]:
    """Of the link, its icon and the list item around it."""
    parent = anchor.getparent()
    around = [anchor, *anchor.iter("i", "span", "em", "img")]
    if parent is not None and parent.tag == "li":
        around.append(parent)
    yield from (element.get("class", "") for element in around)
    for image in anchor.iter("img"):
        yield image.get("src", "").rpartition("/")[2].partition(".")[0]


def says_last(anchor: Element, label: str) -> bool:
    """Whether a link with that label says "last"."""
    if label in LAST_ARROWS or "last" in anchor.get("rel", "").lower().split():
        return True
    return any(LAST.match(text) for text in (label, *_titles(anchor))) or (
        not label and any(LAST_ICONS.search(name) for name in _classes(anchor))
    )
