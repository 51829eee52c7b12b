"""One walk over the tree: what text stands in which block, how much of it is links, what is prose."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipeline.clean.words import BLOCKS, DEAD_TAGS, MUTE_TAGS, is_negative

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
FILE_LINK = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods|rtf)(?:$|[?#&])|[?&]download="
    r"|(?:documentContent|GET_FILE|/webcenter/content/)\S*dDocName=|/documents/\d+/",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?;:…](?:\s|$|[\"”')\]])")


@dataclass(frozen=True, slots=True)
class Outline:
    """The page's elements in document order, `parents[i] < i`, and what was measured of each."""

    elements: list[HtmlElement]
    index: dict[HtmlElement, int]
    parents: list[int]
    ends: list[int]
    """One past the last descendant."""
    lines: dict[int, str]
    """The text directly in a block (inline markup flattened), by the block's place."""
    links: dict[int, int]
    """How many characters of that line are links to pages."""
    dead: list[bool]
    """Scripts, hidden parts, menus and whatever its names call foreign, with all inside."""

    def inside(self, place: int, ancestor: int) -> bool:
        """Whether the element at `place` is `ancestor` or stands in it."""
        return ancestor <= place < self.ends[ancestor]


def outline(root: HtmlElement, keep: HtmlElement | None = None) -> Outline:
    """Walk `root` once. `keep` and what encloses it are never taken for boilerplate by name."""
    spared = {keep, *keep.iterancestors()} if keep is not None else set()
    elements: list[HtmlElement] = []
    index: dict[HtmlElement, int] = {}
    parents: list[int] = []
    blocks: list[int] = []
    linked: list[bool] = []
    mute: list[bool] = []
    dead: list[bool] = []
    pieces: dict[int, list[str]] = defaultdict(list)
    links: dict[int, int] = defaultdict(int)
    for place, element in enumerate(root.iter("*")):
        above = element.getparent()
        parent = index.get(above, 0) if above is not None else 0
        tag = element.tag
        elements.append(element)
        index[element] = place
        parents.append(parent)
        blocks.append(place if not place or tag in BLOCKS else blocks[parent])
        linked.append(bool(place) and (linked[parent] or _is_page_link(element)))
        mute.append(bool(place) and (mute[parent] or _is_mute(element, element in spared)))
        dead.append(
            bool(place) and (dead[parent] or mute[place] or _is_foreign(element, element in spared))
        )
        if blocks[place] != place and _is_own_field(element, pieces[blocks[place]]):
            pieces[blocks[place]].append(" ")
        if element.text and not mute[place]:
            _add(pieces, links, blocks[place], element.text, linked[place])
        if place and not mute[parent]:
            if tag == "br":
                pieces[blocks[parent]].append("\n")
            elif place == blocks[place]:
                pieces[blocks[parent]].append(" ")
            if element.tail:
                _add(pieces, links, blocks[parent], element.tail, linked[parent])
    lines = {place: _join(parts) for place, parts in pieces.items()}
    return Outline(
        elements, index, parents, _ends(parents), {p: t for p, t in lines.items() if t}, links, dead
    )


def _is_own_field(element: HtmlElement, before: list[str]) -> bool:
    """Named inline neighbours with no space between are fields that styles hold apart: date, counter."""
    text = (element.text or "")[:1]
    if not text.isalnum() or not element.get("class") or not (before and before[-1][-1:].isalnum()):
        return False
    previous = element.getprevious()
    return previous is not None and bool(previous.get("class")) and not previous.tail


def _add(
    pieces: dict[int, list[str]], links: dict[int, int], block: int, text: str, linked: bool
) -> None:
    pieces[block].append(text)
    if linked:
        links[block] += len(text.strip())


def _join(parts: list[str]) -> str:
    lines = ("".join(parts)).split("\n")
    return "\n".join(line for line in (" ".join(raw.split()) for raw in lines) if line)


def _ends(parents: list[int]) -> list[int]:
    ends = [place + 1 for place in range(len(parents))]
    for place in range(len(parents) - 1, 0, -1):
        parent = parents[place]
        ends[parent] = max(ends[parent], ends[place])
    return ends


def _is_page_link(element: HtmlElement) -> bool:
    if element.tag != "a":
        return False
    href = element.get("href") or ""
    return bool(href) and not FILE_LINK.search(href)


def names_of(element: HtmlElement) -> str:
    """Class and id words of the element, as one string."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def _is_mute(element: HtmlElement, spared: bool) -> bool:
    """Whether nothing in it is ever read: scripts, form fields, what is hidden."""
    return not spared and (element.tag in MUTE_TAGS or is_hidden(element))


def _is_foreign(element: HtmlElement, spared: bool) -> bool:
    if spared:
        return False
    names = names_of(element)
    return element.tag in DEAD_TAGS or bool(names and is_negative(names))


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element says of itself that nobody sees it."""
    return bool(HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None
