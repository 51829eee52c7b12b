"""How much prose stands in each element of a page: running text, weighed by where it stands."""

from dataclasses import dataclass

from lxml.etree import _Element as Element

from pipeline.clean.layout.imprint import is_imprint
from pipeline.clean.layout.outline import SENTENCE, Outline
from pipeline.clean.layout.teasers import find_excerpts, find_teasers
from pipeline.clean.phrases import STOP

LONG_LINE = 80
SHORT_LINE = 20
BEFORE_TITLE = 0.3
AFTER_STOP = 0.2


@dataclass(frozen=True, slots=True)
class Scan:
    """Prose and text sums per element, and the teaser groups of the page."""

    prose: list[float]
    text: list[int]
    teasers: dict[int, int]
    """Place of each teaser -> place of its group."""
    excerpts: frozenset[int]
    """Lines that only continue a linked title above them."""
    total: float


def scan(tree: Outline, title: Element | None, sure: Element | None) -> Scan:
    """Measure every element. Prose in teasers counts nothing, before the title and after the end little.

    `sure` is the title that the head confirms: what holds it is no teaser.
    """
    text = _text(tree)
    teasers = find_teasers(tree, text, sure)
    excerpts = find_excerpts(tree, title)
    start = tree.index.get(title, 0) if title is not None else 0
    own = {
        place: line_prose(line, tree.links.get(place, 0))
        for place, line in tree.lines.items()
        if not tree.dead[place] and place not in teasers and place not in excerpts
    }
    stop = _stop(tree, own, start)
    prose = [0.0] * len(text)
    for place, size in own.items():
        prose[place] = size * (
            BEFORE_TITLE if place < start else AFTER_STOP if place >= stop else 1
        )
    for place in range(len(prose) - 1, 0, -1):
        if prose[place] and place not in teasers:
            prose[tree.parents[place]] += prose[place]
    return Scan(prose, text, teasers, excerpts, prose[0])


def _stop(tree: Outline, own: dict[int, float], start: int) -> int:
    """Where the article ends: at a heading such as "Tin liên quan" below more text than follows it.

    Newspapers print such a box between lead and text too.
    """
    before, after = 0.0, -1.0
    free: dict[int, float] = {}
    for place, line in tree.lines.items():
        if place <= start:
            continue
        after -= free.get(place, 0.0)
        if before > ENOUGH_BEFORE_STOP and len(line) < SHORT_HEADING and STOP.match(line):
            if not free:  # at the first such heading
                free = _free_prose(tree, own)
                after = sum(size for at, size in free.items() if at > place)
            if after <= before:
                return place
        before += own.get(place, 0.0)
    return len(tree.elements)


ENOUGH_BEFORE_STOP = 100
"""Characters of prose."""
SHORT_HEADING = 60
LINKED_TITLE = 12


def _free_prose(tree: Outline, own: dict[int, float]) -> dict[int, float]:
    """The prose of the long lines that do not stand right under a linked title, by their places."""
    found, titled = {}, False
    for place, line in tree.lines.items():
        if len(line) >= LONG_LINE and not titled:
            found[place] = own.get(place, 0.0)
        linked = tree.links.get(place, 0)
        titled = linked >= LINKED_TITLE and linked >= 0.7 * len(line)
    return found


def _text(tree: Outline) -> list[int]:
    """How many characters stand in each element."""
    text = [0] * len(tree.elements)
    for place, line in tree.lines.items():
        text[place] = len(line)
    for place in range(len(text) - 1, 0, -1):
        if text[place]:
            text[tree.parents[place]] += text[place]
    return text


def line_prose(line: str, linked: int) -> float:
    """How many characters of the line read as running text."""
    size = len(line)
    free = size - linked
    if free < SHORT_LINE or linked > 0.5 * size or is_imprint(line):
        return 0.0
    if free >= LONG_LINE or SENTENCE.search(line, max(size - 160, 0)):
        return float(free)
    return 0.3 * free
