"""A page's shape: what stands in which slot of its markup. Pages of one source are compared by it."""

import re
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.dates.words import DATE_LIKE
from pipeline.clean.layout.outline import FILE_LINK, Outline, names_of
from pipeline.clean.people.authors import BYLINE_NAMES
from pipeline.clean.people.byline import SOURCE
from pipeline.clean.people.names import LABELLED, is_name, is_office
from pipeline.remembering import remembered

MOST_LINES = 1500
"""Lines of one page that are looked at; portals print 100 to 400."""
LONGEST = 600
"""Characters of a line that are compared."""
NUMBERED = frozenset(("div", "section", "table", "tbody", "tr", "td", "ul"))
"""Layout without a name is told apart by its number among its like: the columns of a table."""
MOST_NUMBERS = 9
NAMES = 2
"""Class words that count: the first ones name, later ones vary (WordPress' "category-…", states)."""
DIGITS = re.compile(r"\d+(?:[.,\s]\d+)*")
OWN_NUMBER = re.compile(r"\d{3,}|(?<=^post-)\d+|(?<=^item-)\d+|(?<=^node-)\d+")
"""Numbers that tell of the page; those of "col-md-9" and "col-md-3" tell columns apart."""
OWN_WORD = re.compile(r"(?:category|tag|status|format|cat)-.+")
CAPTION = re.compile(r"^\W*(?:ảnh|hình|clip|video|photo|image)\b", re.IGNORECASE)
FIELD = 120
"""Characters of a date line or a byline, at most."""
LETTERS = re.compile(r"[^\W\d_]{2}")
IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its slot, the slot without numbers ("family"), and where it stands."""

    slot: int
    family: int
    text: str
    key: int
    """Of the text in lower case with every number alike."""
    linked: bool
    """Most of it is links to pages."""
    place: str
    """"before" the article's title, "inside" the article, "after" its container."""
    says: str = ""
    """"date", "person" or "file" where it may be the article's date line or byline, or offers a file."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What one page gives to learning."""

    address: str
    lines: tuple[Line, ...]
    above: tuple[tuple[int, int], ...]
    """Each slot with the one around it."""
    spared: frozenset[int]
    """The slots of the title, the article's container and all around them."""
    images: frozenset[int]


def slots_of(tree: Outline, *, numbered: bool = True) -> list[int]:
    """Each element's slot: a stable hash of the tags and names on the way to it."""
    slots = [0] * len(tree.elements)
    seen: dict[tuple[int, str], int] = {}
    for place, element in enumerate(tree.elements):
        tag = str(element.tag)
        if tag in ("html", "body"):
            continue  # the body's names tell of the page: "postid-12 single", "page-tin-tuc"
        parent = tree.parents[place]
        name = element.get("class") or element.get("id") or ""
        number = 0
        if numbered and not name and tag in NUMBERED:
            number = seen.get((parent, tag), 0) + 1
            seen[parent, tag] = number
        slots[place] = _slot(slots[parent], tag, name, min(number, MOST_NUMBERS))
    return slots


@remembered(50_000)
def _slot(parent: int, tag: str, name: str, number: int) -> int:
    words = [OWN_NUMBER.sub("", word) for word in name.split() if not OWN_WORD.match(word)]
    names = [word for word in words if word][:NAMES]
    return digest(f"{parent}>{tag}.{'.'.join(names)}#{number}")


def digest(text: str) -> int:
    """The same 63 bits on every machine and in every run."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def key_of(text: str) -> int:
    """Of a line, however its case and its numbers."""
    return digest(DIGITS.sub("#", text.casefold()).strip()[:LONGEST])


def image_key(element: Element) -> int | None:
    """Of a picture's address without its query; None where it shows a placeholder."""
    for name in IMAGE_SOURCES:
        source = (element.get(name) or "").strip()
        if source and not source.startswith("data:"):
            return digest(source.split("?")[0])
    return None


NEAR = 10
"""Lines before the title and after the text in which date and author are printed."""


def shape(tree: Outline, address: str, title: Element | None, container: Element) -> Shape:
    """The shape of a page whose title and container are known."""
    slots, families = slots_of(tree), slots_of(tree, numbered=False)
    first = tree.index[container]
    head = tree.index.get(title, first) if title is not None else first
    start = head if head < tree.ends[first] else first
    places = [p for p in tree.lines if LETTERS.search(tree.lines[p])][:MOST_LINES]
    before = [p for p in places if p < start]
    after = [p for p in places if p >= tree.ends[first]]
    far = {*before[:-NEAR], *after[NEAR:]}
    lines = []
    for p in places:
        where = "before" if p < start else "after" if p >= tree.ends[first] else "inside"
        linked = 2 * tree.links.get(p, 0) > len(tree.lines[p])
        named = "" if p in far else _named(tree.elements[p])
        for text in filter(LETTERS.search, tree.lines[p].split("\n")):
            says = "" if p in far else named or field_of(text)
            lines.append(Line(slots[p], families[p], text, key_of(text), linked, where, says))
    spared = {slots[p] for p in (*_chain(tree, first), *_chain(tree, head))}
    above = {slots[p]: slots[tree.parents[p]] for p in range(len(slots)) if slots[p]}
    images = {key for e in tree.elements if e.tag == "img" and (key := image_key(e)) is not None}
    return Shape(address, tuple(lines), tuple(above.items()), frozenset(spared), frozenset(images))


@remembered(20_000)
def field_of(text: str) -> str:
    """Which field of the article a short line may be: "date", "person", "" for none.

    A person is a byline, a source, an office, a name, a photo credit.
    """
    if len(text) > FIELD:
        return ""
    if DATE_LIKE.search(text):
        return "date"
    labelled = any(pattern.match(text) for pattern in (LABELLED, SOURCE, CAPTION))
    return "person" if labelled or is_office(text) or is_name(text) else ""


def _named(block: Element) -> str:
    """Which field the block is by its markup: it links a file, or it is called the author.

    Files are offered under the same words on every page: "Tải về".
    """
    if any(FILE_LINK.search(link.get("href") or "") for link in block.iter("a")):
        return "file"
    around = (block, *islice(block.iterancestors(), 2), *islice(block.iter("span", "a", "b"), 6))
    return "person" if any(BYLINE_NAMES.search(names_of(e)) for e in around) else ""


def _chain(tree: Outline, place: int) -> list[int]:
    chain = [place]
    while place:
        place = tree.parents[place]
        chain.append(place)
    return chain
