"""The article's subtree -> BeautifulSoup, without writing it as markup and parsing it again."""

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from bs4.element import NavigableString, PageElement
from lxml import etree
from lxml.etree import _Element as Element

from pipeline.clean.body.looks import is_telling, is_telling_style
from pipeline.clean.words import BLOCKS, HEADINGS, MUTE_TAGS

INLINE = frozenset(("a", "b", "strong", "i", "em", "u", "sub", "sup"))
"""Tags whose meaning inside a line is kept."""
PICTURES = frozenset(("img", "amp-img", "picture", "source"))
BREAKING = BLOCKS | HEADINGS
KEPT_TAGS = BREAKING | INLINE | PICTURES | {"br", "cite"}
"""Other tags without an attribute that is read are dissolved: the text of a Word page stands in spans."""
SKIPPED = MUTE_TAGS | {"video", "audio", "map", "rp"}
"""Nothing in them is text: "Your browser does not support the video tag." is none."""
KEPT_ATTRIBUTES = frozenset(("href", "align", "colspan"))
DEEPEST = 120
"""Tags within tags; deeper ones (a `<div>` left open at every row) are dissolved, blocks to line breaks."""


def graft(parts: Sequence[Element]) -> list[Tag]:
    """The parts as BeautifulSoup tags, one each, in one soup.

    BeautifulSoup's parsers cost more than all reading after them: on the farm's pages 0.69 ms,
    this 0.21 ms. What no rule below reads (Word's spans, most attributes) never becomes a tag.
    """
    soup = BeautifulSoup("", builder=_Grafter(parts))
    return [tag for tag in soup.contents if isinstance(tag, Tag)]


class _Grafter(HTMLTreeBuilder):
    """Feeds BeautifulSoup from a tree that is parsed already."""

    def __init__(self, parts: Sequence[Element]) -> None:
        super().__init__()
        self.parts = parts

    def feed(self, markup: str | bytes) -> None:  # noqa: ARG002 (bs4's own signature)
        """Hang the parts into the soup; `markup` is empty."""
        soup = self.soup
        assert soup is not None
        last: PageElement = soup
        for part in self.parts:
            last = _Part(soup, last).hang(part)


class _Part:
    """One part under way: the open tags and the node hung last, in reading order."""

    def __init__(self, soup: BeautifulSoup, last: PageElement) -> None:
        self.open: list[Tag] = [soup]
        self.last = last

    def hang(self, part: Element) -> PageElement:
        """The part with all inside; the last node of it."""
        self.tag(part)
        walk = etree.iterwalk(part, events=("start", "end"))
        kept: list[bool] = []
        """For each element under way whether a tag is open for it."""
        for event, element in walk:
            name = element.tag
            if event == "end":
                self.end(name, kept.pop(), bool(kept))
                text = element.tail if kept else None
            else:
                if name == "span" and _is_credit(element):
                    self.add(NavigableString(" "))
                kept.append(bool(kept) and self.opens(element))
                if kept[-1]:
                    self.tag(element)
                if name in SKIPPED and len(kept) > 1:
                    walk.skip_subtree()
                    continue
                text = element.text
            if text and not (name in BREAKING and text.isspace()):  # indentation beside a block
                self.add(NavigableString(text))
        return self.last

    def end(self, name: object, kept: bool, inside: bool) -> None:
        """Close the tag of an element; a block that has none ends in a line break."""
        if kept:
            self.open.pop()
        elif inside and name in BREAKING:
            self.line_break()

    def opens(self, element: Element) -> bool:
        """Whether the element becomes a tag; too deep a block becomes a line break."""
        name = element.tag
        if name in SKIPPED or not isinstance(name, str):
            return False
        if len(self.open) < DEEPEST or name in ("br", "img"):
            return name in KEPT_TAGS or bool(_attributes(element))
        if name in BREAKING:
            self.line_break()
        return False

    def line_break(self) -> None:
        """What is left of the bounds of a block that is dissolved."""
        self.add(Tag(name="br", can_be_empty_element=True))

    def tag(self, element: Element) -> None:
        """Open the tag of the element."""
        name = str(element.tag)
        attributes = _attributes(element) or None
        tag = Tag(name=name, attrs=attributes, can_be_empty_element=name in ("br", "img"))
        self.add(tag)
        self.open.append(tag)

    def add(self, node: PageElement) -> None:
        """Any node in the tag under way, linked in reading order."""
        parent = self.open[-1]
        node.setup(parent, self.last)
        parent.contents.append(node)
        self.last = node


def _is_credit(element: Element) -> bool:
    """Whether styles alone hold a caption's second part apart from its first: who took the picture."""
    caption, before = element.getparent(), element.getprevious()
    return (
        caption is not None
        and caption.tag == "figcaption"
        and before is not None
        and before.tag == "span"
        and not before.tail
    )


def _attributes(element: Element) -> dict[str, str]:
    """The attributes that are read: all of a picture, elsewhere links and what tells the look."""
    if element.tag in PICTURES:
        return dict(element.items())
    return {name: value for name, value in element.items() if _is_read(name, value)}


def _is_read(name: str, value: str) -> bool:
    if name in ("class", "id"):
        return is_telling(value)
    if name == "style":
        return is_telling_style(value)
    return name in KEPT_ATTRIBUTES
