"""What is cut from the article's subtree before its blocks are read."""

import re

from lxml.html import HtmlElement

from pipeline.clean.locate import Scan
from pipeline.clean.outline import FILE_LINK, Outline, is_hidden, names_of
from pipeline.clean.words import CHROME, DEAD_TAGS, STOP, is_negative

KEEP_ATTRIBUTES = frozenset(
    (
        "href src alt title class id style align itemprop width height srcset colspan rowspan data-src"
        " data-original data-lazy-src data-srcset data-original-src data-lazy data-url data-img-src"
    ).split()
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What lxml reads from a broken page but refuses to be given back."""
TAIL_SHARE = 0.35
"""After "Các tin khác" everything is cut, unless so much of the prose stands there that the words
are more likely a heading of the text."""


def prune(
    tree: Outline,
    measured: Scan,
    container: HtmlElement,
    title: HtmlElement | None,
    remove: list[HtmlElement],
) -> None:
    """Cut in place: scripts, foreign parts, teasers, what stands before the title and after the end."""
    first = tree.index[container]
    doomed = list(remove)
    doomed += _before_title(tree, first, title)
    doomed += _after_stop(tree, measured, first)
    for place in range(first + 1, tree.ends[first]):
        if _is_foreign(tree, measured, place):
            doomed.append(tree.elements[place])
    for element in doomed:
        if element is not container:
            _drop(element)


def _is_foreign(tree: Outline, measured: Scan, place: int) -> bool:
    element = tree.elements[place]
    if element.tag in DEAD_TAGS:
        return True
    if is_hidden(element):
        return True
    names = names_of(element)
    if names and is_negative(names) and not _is_text(measured, place):
        return True
    if place in measured.teasers and tree.parents[place] == measured.teasers[place]:
        return not _has_files(element)
    line = tree.lines.get(place, "")
    if (
        line
        and len(line) < 120
        and (CHROME.match(line) or STOP.match(line))
        and not element.findall(".//img")
    ):
        return tree.ends[place] == place + 1 or measured.text[place] == len(line)
    return _is_link_box(tree, measured, place)


def _is_text(measured: Scan, place: int) -> bool:
    """A wrongly named wrapper: most of the page's prose stands in it."""
    return measured.prose[place] > 0.5 * measured.total and measured.prose[place] > 400


def _has_files(element: HtmlElement) -> bool:
    return any(FILE_LINK.search(a.get("href") or "") for a in element.iter("a"))


def _is_link_box(tree: Outline, measured: Scan, place: int) -> bool:
    """A list or box of links to other pages, with nothing beside them."""
    element = tree.elements[place]
    if element.tag not in ("ul", "ol", "div", "section", "table", "p", "h2", "h3", "h4"):
        return False
    size = tree.ends[place] - place
    if size > 400 or measured.text[place] > 1500 or measured.text[place] < 10:
        return False
    linked = sum(tree.links.get(p, 0) for p in range(place, tree.ends[place]))
    if linked < 0.85 * measured.text[place]:
        return False
    links = [a for a in element.iter("a") if a.get("href")]
    if any(
        FILE_LINK.search(a.get("href") or "") or a.get("href", "").startswith("mailto:")
        for a in links
    ):
        return False
    return len(links) >= 2 or (element.tag in ("p", "h2", "h3", "h4") and linked > 20)


def _before_title(tree: Outline, first: int, title: HtmlElement | None) -> list[HtmlElement]:
    """Everything in the container that stands before the title, and the title itself."""
    place = tree.index.get(title, -1) if title is not None else -1
    if not tree.inside(place, first) or place == first:
        return []
    doomed = []
    spared = {first}
    while place != first:
        parent = tree.parents[place]
        spared.add(place)
        doomed += [
            tree.elements[p]
            for p in range(parent + 1, place)
            if tree.parents[p] == parent and p not in spared
        ]
        place = parent
    return [*doomed, title] if title is not None else doomed


def _after_stop(tree: Outline, measured: Scan, first: int) -> list[HtmlElement]:
    """The rest of the container from a heading such as "Các tin khác" on."""
    whole = measured.prose[first]
    for place in range(first + 1, tree.ends[first]):
        line = tree.lines.get(place, "")
        if not line or len(line) > 60 or not STOP.match(line) or tree.dead[place]:
            continue
        rest = _rest(tree, first, place)
        if sum(measured.prose[p] for p in rest) <= TAIL_SHARE * whole and not any(
            _is_long(measured, p) for p in rest
        ):
            return [tree.elements[p] for p in (_lift(tree, first, place), *rest)]
    return []


def _is_long(measured: Scan, place: int) -> bool:
    """Text proper: prose that no name or teaser explains away."""
    return measured.prose[place] > 600


def _lift(tree: Outline, first: int, place: int) -> int:
    """The outermost element that holds this line and nothing else."""
    while tree.parents[place] != first and tree.parents[place] == place - 1:
        place = tree.parents[place]
    return place


def _rest(tree: Outline, first: int, place: int) -> list[int]:
    """The topmost elements in the container that follow `place`."""
    rest = []
    while place != first:
        parent = tree.parents[place]
        rest += [p for p in range(tree.ends[place], tree.ends[parent]) if tree.parents[p] == parent]
        place = parent
    return rest


def _drop(element: HtmlElement) -> None:
    """Out of the tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = CONTROL.sub("", f"{parent.text or ''} {element.tail}")
        else:
            previous.tail = CONTROL.sub("", f"{previous.tail or ''} {element.tail}")
    element.tail = None
    parent.remove(element)


def slim(container: HtmlElement) -> None:
    """Drop the attributes that nothing below reads: they cost BeautifulSoup more than the text."""
    for element in container.iter("*"):
        for name in list(element.keys()):
            if name not in KEEP_ATTRIBUTES:
                del element.attrib[name]
