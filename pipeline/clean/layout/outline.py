"""One walk over the tree: what text stands in which block, and how much of it is links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.page import MAX_DEPTH
from pipeline.clean.words import (
    BLOCKS,
    DEAD_TAGS,
    HEADINGS,
    MUTE_TAGS,
    is_always_foreign,
    is_negative,
)
from pipeline.errors import TooLarge

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
FILE_LINK = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods|rtf)(?:$|[?#&])|[?&]download="
    r"|(?:documentContent|GET_FILE|/webcenter/content/)\S*dDocName=|/documents/\d+/",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?;:…](?:\s|$|[\"”')\]])")
MANY_LINKS = 8
"""A foreign part with as many links is a menu, a list or a cloud: nothing in it is ever looked at."""
BREAK = "\x1e"
"""A line break among a block's pieces: no page's text has this character, the parse drops it."""
LONG_TEXT = 80
ROOM = 500
"""Characters of line ends and indentation in the markup of a short text."""
NO_PAGE = ("#", "mailto:", "tel:")
MOST, ENOUGH = 0.6, 400
"""A part with most of the page's long texts, and enough of them, is the text whatever its name says."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The page's elements in document order, `parents[i] < i`, and what was measured of each.

    What stands in menus, link lists and scripts is left out: only the part that holds it is here.
    """

    elements: list[Element] = field(default_factory=list)
    index: dict[Element, int] = field(default_factory=dict)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """One past the last descendant."""
    lines: dict[int, str] = field(default_factory=dict)
    """The text directly in a block (inline markup flattened) by the block's place, in page order."""
    links: dict[int, int] = field(default_factory=dict)
    """How many characters of that line are links to pages."""
    dead: list[bool] = field(default_factory=list)
    """Scripts, hidden parts, menus and whatever its names call foreign, with all inside."""
    anchors: list[tuple[int, int, bool]] = field(default_factory=list)
    """Each live link to a page: its place, how long its text is, whether a heading prints it."""

    def inside(self, place: int, ancestor: int) -> bool:
        """Whether the element at `place` is `ancestor` or stands in it."""
        return ancestor <= place < self.ends[ancestor]


def outline(root: Element, keep: Sequence[Element] = (), *, trust_names: bool = True) -> Outline:
    """Walk `root` once. `keep` and what encloses it are never taken for boilerplate by name.

    With `trust_names` off only tags, and names that leave no doubt, call a part foreign. Raises
    TooLarge where elements stand deeper in one another than is read.
    """
    walk = _Walk(root, keep, trust_names)
    walk.enter(root, str(root.tag), 0, _Line(), linked=False, dead=False, depth=0)
    return walk.tree


class _Line:
    """The text of a block under way and how many characters of it are links."""

    __slots__ = ("linked", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0


class _Walk:
    """The walk under way. What passes from parent to child goes down as arguments."""

    def __init__(self, root: Element, keep: Sequence[Element], trust_names: bool) -> None:
        self.root = root
        self.trust_names = trust_names
        self.tree = Outline()
        self.spared = {e for kept in keep for e in (kept, *kept.iterancestors())}
        self.long_text = -1

    def enter(
        self,
        element: Element,
        tag: str,
        parent: int,
        line: _Line,
        linked: bool,
        dead: bool,
        depth: int,
    ) -> None:
        """Record `element` and its children; `line` is that of the block around it."""
        if depth > MAX_DEPTH:
            raise TooLarge(f"more than {MAX_DEPTH} deep")
        tree = self.tree
        place = len(tree.elements)
        tree.elements.append(element)
        tree.index[element] = place
        tree.parents.append(parent)
        tree.ends.append(place + 1)
        bare = tag not in TELLING_TAGS and not element.keys()
        newly_dead = not (bare or dead) and place > 0 and self.is_foreign(element, tag)
        dead = dead or newly_dead
        tree.dead.append(dead)
        if dead and not bare and _is_closed(element, tag, newly_dead):
            return
        if tag == "a" and not linked:
            linked = self.is_page_link(element, place, dead)
        if tag not in BLOCKS and place:
            if not bare and line.parts and _is_own_field(element, line.parts):
                line.parts.append(" ")
            self.read(element, place, line, linked, dead, depth + 1)
            return
        tree.lines[place] = ""  # keeps page order
        own = _Line()
        self.read(element, place, own, linked, dead, depth + 1)
        self.close(place, own)

    def read(
        self, element: Element, place: int, line: _Line, linked: bool, dead: bool, depth: int
    ) -> None:
        """The element's text and children, each child with the text after it."""
        parts = line.parts
        if text := element.text:
            parts.append(text)
            line.linked += len(text.strip()) if linked else 0
        for child in element:
            tag: str = child.tag  # type: ignore[assignment]  # the parse left elements alone
            self.enter(child, tag, place, line, linked, dead, depth)
            if tag in BLOCKS:
                parts.append(" ")
            elif tag == "br":
                parts.append(BREAK)
            if tail := child.tail:
                parts.append(tail)
                line.linked += len(tail.strip()) if linked else 0
        self.tree.ends[place] = len(self.tree.elements)

    def close(self, place: int, line: _Line) -> None:
        """Keep the block's line where it has any text."""
        text = _join(line.parts)
        if not text:
            del self.tree.lines[place]
            return
        self.tree.lines[place] = text
        if line.linked:
            self.tree.links[place] = line.linked

    def is_page_link(self, element: Element, place: int, dead: bool) -> bool:
        """Whether the link leads to a page; noted as an anchor where it is alive."""
        href = element.get("href")
        if not href or FILE_LINK.search(href):
            return False
        if not dead and not href.startswith(NO_PAGE):
            self.tree.anchors.append((place, _length(element), self.is_headed(element)))
        return True

    def is_headed(self, link: Element) -> bool:
        """Whether a heading prints the link: around it, or right inside."""
        around = islice(link.iterancestors(), 3)
        return any(e.tag in HEADINGS for e in (*around, *link))

    def is_foreign(self, element: Element, tag: str) -> bool:
        """Whether tag, names or style call it boilerplate, and it does not hold most of the text."""
        if tag in MUTE_TAGS:
            return True
        if element in self.spared:
            return False
        names = names_of(element)
        negative = bool(names) and is_negative(names)
        if negative and tag == "a" and element.find(".//img") is not None:
            negative = False
        if negative and not self.trust_names:
            negative = is_always_foreign(names)
        dead = tag in DEAD_TAGS and not _is_text_label(element, tag)
        if not (negative or dead or is_hidden(element)):
            return False
        if negative and tag in INLINE and _is_in_sentence(element):
            return False
        return (negative and is_always_foreign(names)) or not self.holds_most(element)

    def holds_most(self, element: Element) -> bool:
        """Whether most of the page's long texts stand in it: a wrapper with a wrong name."""
        own = long_text(element)
        if own < ENOUGH:
            return False
        if self.long_text < 0:
            self.long_text = long_text(self.root)
        return own > MOST * self.long_text


TELLING_TAGS = DEAD_TAGS | {"a"}
"""Tags that say something without an attribute; any other such element is what stands around it."""
INLINE = frozenset(("a", "span", "em", "i", "b", "strong", "font", "abbr", "mark", "u"))


def _is_in_sentence(element: Element) -> bool:
    """Whether words touch it on a side: a link to a search or a tag in the middle of the text."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return bool(
        (before and before[-1:].isalnum()) or (element.tail and element.tail[:1].isalnum())
    ) or (bool(before and before.strip()) and bool(element.tail and element.tail.strip()))


def _is_text_label(element: Element, tag: str) -> bool:
    """A `<label>` that is no form's: some .NET portals print lead and text in one."""
    if tag != "label" or element.get("for") or element.find(".//input") is not None:
        return False
    return long_text(element) >= TEXT_LABEL


TEXT_LABEL = 80
"""Characters of a label that is text; what names a field is shorter."""


def _is_closed(element: Element, tag: str, newly_dead: bool) -> bool:
    """Whether nothing in a dead element is ever looked at."""
    if tag in MUTE_TAGS or is_hidden(element):
        return True
    return newly_dead and _has_many_links(element)


def long_text(element: Element) -> int:
    """Characters of its texts that are longer than a link's or a button's."""
    return sum(len(text) for text in element.itertext() if len(text) >= LONG_TEXT)


def long_lines(tree: Outline) -> int:
    """Characters of the live lines that are longer than a link's or a button's."""
    lines = tree.lines.items()
    return sum(len(line) for p, line in lines if len(line) >= LONG_TEXT and not tree.dead[p])


def _has_many_links(element: Element) -> bool:
    return next(islice(element.iter("a"), MANY_LINKS - 1, None), None) is not None


def _length(link: Element) -> int:
    return len(" ".join("".join(link.itertext()).split()))


def _is_own_field(element: Element, before: list[str]) -> bool:
    """Named inline neighbours with no space between are fields that styles hold apart: date, counter."""
    text = element.text
    if not text or not text[0].isalnum() or not before[-1][-1:].isalnum():
        return False
    if not element.get("class"):
        return False
    previous = element.getprevious()
    return previous is not None and bool(previous.get("class")) and not previous.tail


def _join(parts: list[str]) -> str:
    text = "".join(parts)
    if BREAK not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)


def text_up_to(element: Element, most: int) -> str:
    """The element's text as one line; of one longer than `most` only as much as shows that."""
    parts, left = [], most + ROOM
    for part in element.itertext():
        parts.append(part)
        left -= 1 if part.isspace() else len(part)
        if left < 0:
            break
    return " ".join("".join(parts).split())


def names_of(element: Element) -> str:
    """Class and id words of the element, as one string."""
    names, own = element.get("class"), element.get("id")
    return f"{names} {own}" if names and own else names or own or ""


def is_hidden(element: Element) -> bool:
    """Whether the element says of itself that nobody sees it."""
    style = element.get("style")
    return (style is not None and bool(HIDDEN.search(style))) or element.get("hidden") is not None
