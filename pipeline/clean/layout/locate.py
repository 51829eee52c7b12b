"""Where the article stands: candidates from platform profiles and from text density, and the choice.

A candidate is good when it holds most of the page's prose (recall) and little else (precision):
the F-measure of the two, which needs no threshold per site.
"""

from dataclasses import dataclass

from lxml.etree import _Element as Element

from pipeline.clean.layout.outline import FILE_LINK, Outline, names_of
from pipeline.clean.layout.scan import Scan
from pipeline.clean.page import Page
from pipeline.clean.profiles import PROFILES, select
from pipeline.clean.words import is_positive

CONTAINER_TAGS = frozenset(
    "div td article section main body form span center blockquote fieldset dd li table tbody tr".split()
)
SURE_TEXT = 10
"""Characters that make a platform's own container believable; less needs a file or a picture."""


@dataclass(frozen=True, slots=True)
class Place:
    """The article's container, how it was found, and how much prose it holds."""

    element: Element
    rule: str
    prose: float
    share: float
    """Of the page's prose, 0 to 1."""


def locate(page: Page, tree: Outline, measured: Scan, title: Element | None) -> Place | None:
    """The article's container, None where the page has no prose at all.

    A platform's own container goes first, unless it holds but a part of the text around it: bodies
    are cut into parts by advertisements, and a class word may be another platform's too.
    """
    dense = _densest(tree, measured)
    sure = _profiled(page, tree, measured, title)
    if sure is None or dense is None:
        return sure or dense
    first, widest = tree.index[sure.element], tree.index[dense.element]
    part = widest < first < tree.ends[widest] and sure.prose < PART * dense.prose
    return dense if part else sure


PART = 0.3
"""Of the text around it: less is a part of the article, not all of it."""


def locate_document(tree: Outline, title: Element | None, fields: list[int]) -> Place:
    """The smallest element that holds a document's fields, and its title where that is near."""
    own = _ancestor(tree, fields)
    if title is not None and title in tree.index:
        both = _ancestor(tree, [*fields, tree.index[title]])
        if tree.elements[both].tag not in OUTERMOST:
            own = both
    return Place(tree.elements[own], "document fields", 0.0, 0.0)


def _ancestor(tree: Outline, places: list[int]) -> int:
    """The lowest element that holds them all."""
    lowest, last = min(places), max(places)
    while tree.ends[lowest] <= last:
        lowest = tree.parents[lowest]
    return lowest


def _profiled(page: Page, tree: Outline, measured: Scan, title: Element | None) -> Place | None:
    start = tree.index.get(title, -1) if title is not None else -1
    best: Place | None = None
    for profile in PROFILES:
        for selector in profile.containers:
            fitting = [
                place
                for element in select(page, selector)
                if (place := tree.index.get(element)) is not None
                and tree.ends[place] > start
                and not tree.dead[place]
                and place not in measured.teasers
                and _believable(tree, measured, place)
            ]
            if not fitting:
                continue
            place = _whole(tree, measured, fitting)
            prose = measured.prose[place]
            if best is None or prose > 1.25 * best.prose:
                rule = f"{profile.name}:{selector}"
                best = Place(tree.elements[place], rule, prose, prose / (measured.total or 1))
            break
    return best


def _whole(tree: Outline, measured: Scan, parts: list[int]) -> int:
    """The part with most prose, or what holds all parts of a body that is cut into several."""
    largest = max(parts, key=lambda place: measured.prose[place])
    together = _ancestor(tree, parts)
    cut = sum(measured.prose[p] for p in parts if not tree.inside(p, largest))
    if cut > CUT * measured.prose[largest] and tree.elements[together].tag not in OUTERMOST:
        return together
    return largest


CUT = 0.25
OUTERMOST = ("body", "html", "form")


def _believable(tree: Outline, measured: Scan, place: int) -> bool:
    """Whether anything stands in it: a few words, a picture or a file."""
    if measured.text[place] >= SURE_TEXT:
        return True
    element = tree.elements[place]
    return any(True for _ in element.iter("img")) or any(
        FILE_LINK.search(a.get("href") or "") for a in element.iter("a")
    )


def _densest(tree: Outline, measured: Scan) -> Place | None:
    if measured.total <= 0:
        return None
    best, best_score = 0, -1.0
    for place, element in enumerate(tree.elements):
        prose = measured.prose[place]
        if (
            element.tag not in CONTAINER_TAGS
            or prose <= 0
            or tree.dead[place]
            or place in measured.teasers
        ):
            continue
        recall = prose / measured.total
        precision = prose / max(measured.text[place], 1)
        score = 2 * precision * recall / (precision + recall) * _prior(element)
        # the deepest of equals: a wrapper adds nothing
        if score >= best_score * (1.0 if tree.inside(place, best) else 1.001):
            best, best_score = place, score
    prose = measured.prose[best]
    return Place(tree.elements[best], "density", prose, prose / measured.total)


def _prior(element: Element) -> float:
    if element.get("itemprop") == "articleBody":
        return 1.25
    if element.tag == "article":
        return 1.1
    return 1.05 if is_positive(names_of(element)) else 1.0
