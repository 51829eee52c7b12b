"""What is cut from the article's subtree before its blocks are read."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml.etree import _Element as Element

from pipeline.clean.layout.boxes import why_foreign
from pipeline.clean.layout.outline import Outline
from pipeline.clean.layout.scan import Scan
from pipeline.clean.phrases import STOP
from pipeline.clean.words import HEADINGS

TAIL_SHARE = 0.35
"""After "Các tin khác" everything is cut, unless so much of the prose stands there that the words
are more likely a heading of the text."""


ABOVE_SHARE = 0.2
"""Of the prose, and that counts but a third above the title."""


EMPTIED = "span"
"""What is left of an element that is cut: nothing that `soup.graft` makes a tag of."""


@dataclass(frozen=True, slots=True)
class Doomed:
    """An element to be cut, and why."""

    element: Element
    reason: str


def condemn(
    tree: Outline, measured: Scan, container: Element, title: Element | None, host: str = ""
) -> list[Doomed]:
    """What in the container is not the article: foreign parts, teasers, what stands before and after.

    A link to another `host` than the page's may be the article's own, alone on its line or not.
    """
    first = tree.index[container]
    above = _before_title(tree, measured, first, title)
    doomed = [Doomed(e, "the title" if e is title else "above the title") for e in above]
    doomed += [Doomed(e, "after the end") for e in _after_stop(tree, measured, first)]
    place, end = first + 1, tree.ends[first]
    heading = -1
    while place < end:
        reason = why_foreign(tree, measured, place, host)
        if reason:
            doomed.append(Doomed(tree.elements[place], reason))
            if heading >= 0 and reason in LISTED:
                doomed.append(Doomed(tree.elements[heading], "the heading of a list of links"))
        if tree.elements[place].tag == "img" and tree.lines.get(heading, "").endswith(":"):
            heading = -1  # it announces pictures
        if reason or place in tree.lines:
            heading = -1 if reason else place if _heads_list(tree, place) else -1
        place = tree.ends[place] if reason else place + 1
    return doomed


LISTED = ("a teaser", "links alone", "a card")


def _heads_list(tree: Outline, place: int) -> bool:
    """Whether a line announces what follows: a heading, or a short line with a colon."""
    line = tree.lines[place]
    alone = tree.ends[place] == place + 1 or tree.elements[place].tag in HEADINGS
    return (
        alone
        and len(line) < LINE_ABOVE
        and (tree.elements[place].tag in HEADINGS or line.endswith((":", "：")))
    )


LINE_ABOVE = 80


def cut(container: Element, doomed: Iterable[Doomed]) -> None:
    """Take them out of the tree; the text after each stays."""
    for each in doomed:
        if each.element is not container:
            _drop(each.element)


def _before_title(
    tree: Outline, measured: Scan, first: int, title: Element | None
) -> list[Element]:
    """Everything in the container that stands before the title, and the title itself.

    Nothing where much of the text stands there: that title is another part's.
    """
    place = tree.index.get(title, -1) if title is not None else -1
    if title is None or not tree.inside(place, first) or place == first:
        return []
    doomed = []
    above = 0.0
    spared = {first}
    while place != first:
        parent = tree.parents[place]
        spared.add(place)
        before = [
            p for p in range(parent + 1, place) if tree.parents[p] == parent and p not in spared
        ]
        doomed += before
        above += sum(measured.prose[p] for p in before)
        place = parent
    if above > ABOVE_SHARE * measured.prose[first]:
        return []
    return [*(tree.elements[p] for p in doomed), title]


MOST_STOPS = 20
"""Headings that are tried: words that come again and again head the text's own parts."""


def _after_stop(tree: Outline, measured: Scan, first: int) -> list[Element]:
    """The rest of the container from a heading such as "Các tin khác" on."""
    whole, tried = measured.prose[first], 0
    for place in range(first + 1, tree.ends[first]):
        line = tree.lines.get(place, "")
        if not line or len(line) > 60 or not STOP.match(line) or tree.dead[place]:
            continue
        if tried == MOST_STOPS:
            break
        tried += 1
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


def _drop(element: Element) -> None:
    """Out of the tree. One with text after it is emptied: moved, that text would be copied at every cut."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        element.clear(keep_tail=True)
        element.tag, element.text = EMPTIED, " "
    else:
        parent.remove(element)
