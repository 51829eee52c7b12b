"""What repeats across one source's pages: learned from several of them, cut from the next ones. Pure.

A slot is judged as a whole: where on most pages most lines stand on other pages too, no article is
printed, and a new item of a sliding list dies with the old ones. A slot of the article itself is
content by right, however often one of its lines recurs: a committee's name, a byline, a column's
opening. There only whole boxes of links and counters die, and notices that nearly every page ends with.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import _Element as Element

from pipeline.clean.layout.outline import Outline
from pipeline.clean.template.shape import Line, Shape, digest, image_key, slots_of
from pipeline.clean.template.standing import OFTEN, Spread, is_chrome, is_varied, standing_lines
from pipeline.model import Template

SAMPLE = 40
"""Pages that are compared: those whose addresses hash lowest, in whatever order they came."""
FEWEST = 6
"""Pages below which nothing is learned, and on which a slot must stand to be judged."""
REPEATING = 0.8
"""Share of a slot's lines that stand on other pages too."""
LINKED = 0.9
IMAGES_OFTEN = 0.4
MIXED = 0.1
"""Share of a slot's lines, or of its pages, that may be misjudged."""
BOX = 3
"""Different lines that make a box; less may be a date, an author, a caption."""
LISTED = 3
"""Dates of a list: none of them is the article's."""
GROWN, ROOM = 2, 200
"""A slot that suddenly holds so much more than ever is not what was learned."""
MOST_SLOTS, MOST_LINES, MOST_IMAGES = 2000, 200, 200
"""Bounds of a template, in hashes."""


@dataclass(slots=True)
class _Slot:
    """What the sample shows of one slot, with all that stands in it."""

    pages: set[str] = field(default_factory=set)
    spared: int = 0
    lines: int = 0
    inside: int = 0
    repeating: int = 0
    linked: int = 0
    chrome: int = 0
    """Lines that are links or counters."""
    behind: int = 0
    """Lines after the last text of the page's own."""
    different: int = 0
    """Different lines, summed over the pages."""
    fields: int = 0
    """Pages on which it holds a date, a name or a file beside the article."""
    most: int = 0


def sampled(addresses: Iterable[str]) -> list[str]:
    """Different addresses in the order in which samples are taken, the same whatever order they come in."""
    return sorted(set(addresses), key=lambda address: (digest(address), address))


def learn(shapes: Iterable[Shape]) -> Template:
    """The template of a source's pages: a function of the set of pages, not of order or copies."""
    copies: dict[str, Shape] = {}
    for shape in shapes:
        known = copies.setdefault(shape.address, shape)
        if known is not shape:
            copies[shape.address] = min(known, shape, key=_order)
    sample = [copies[address] for address in sampled(copies)][:SAMPLE]
    if len(sample) < FEWEST:
        return Template(pages=len(sample))
    spread = _spread(sample)
    slots = _dead_slots(sample, spread)
    lines = standing_lines(sample, spread)
    shown = Counter(image for shape in sample for image in shape.images)
    often = max(FEWEST, IMAGES_OFTEN * len(sample))
    images = [image for image, times in shown.items() if times >= often]
    return Template(
        pages=len(sample),
        slots=frozenset(sorted(slots.items())[:MOST_SLOTS]),
        lines=frozenset(sorted(lines)[:MOST_LINES]),
        images=frozenset(sorted(images)[:MOST_IMAGES]),
    )


def _order(shape: Shape) -> tuple[str, list[tuple[int, int]], list[int], list[int]]:
    """Of copies of one address that differ, the same one counts whichever came first."""
    return repr(shape.lines), sorted(shape.above), sorted(shape.spared), sorted(shape.images)


def _spread(sample: list[Shape]) -> Spread:
    return Counter(
        found for shape in sample for found in {(line.family, line.key) for line in shape.lines}
    )


def _dead_slots(sample: list[Shape], spread: Spread) -> dict[int, int]:
    """The outermost slots that hold no article, with the most text that each was seen to hold."""
    slots: dict[int, _Slot] = defaultdict(_Slot)
    above: dict[int, int] = {}
    for shape in sample:
        above.update(shape.above)
        _count(shape, spread, slots)
    dead = {slot for slot, seen in slots.items() if slot and _is_boilerplate(seen, len(sample))}
    return {slot: slots[slot].most for slot in dead if not dead & set(_around(slot, above))}


def _around(slot: int, above: dict[int, int]) -> list[int]:
    found = []
    while slot := above.get(slot, 0):
        found.append(slot)
    return found


def _count(shape: Shape, spread: Spread, slots: dict[int, _Slot]) -> None:
    """Add one page to what is known of its slots."""
    above = dict(shape.above)
    within: dict[int, list[Line]] = defaultdict(list)
    own = [
        n
        for n, line in enumerate(shape.lines)
        if line.place == "inside" and is_varied(line, spread)
    ]
    foot = set(shape.lines[own[-1] + 1 if own else 0 :])
    for line in shape.lines:
        for slot in (line.slot, *_around(line.slot, above)):
            within[slot].append(line)
    for slot, lines in within.items():
        seen = slots[slot]
        seen.pages.add(shape.address)
        seen.spared += slot in shape.spared
        seen.lines += len(lines)
        seen.inside += sum(line.place == "inside" for line in lines)
        seen.repeating += sum(spread[line.family, line.key] > 1 for line in lines)
        seen.linked += sum(line.linked for line in lines)
        seen.chrome += sum(line.linked or is_chrome(line.text) for line in lines)
        seen.behind += sum(line in foot for line in lines)
        seen.different += len({line.key for line in lines})
        seen.fields += _holds_fields(lines)
        seen.most = max(seen.most, sum(len(line.text) for line in lines))


def _is_boilerplate(seen: _Slot, sample: int) -> bool:
    """Around the articles what repeats; among their lines only boxes that no text is printed in."""
    pages = len(seen.pages)
    if pages < FEWEST or seen.spared > MIXED * pages:
        return False
    box = seen.different >= BOX * pages
    if seen.fields > MIXED * pages:
        return False
    repeating = seen.repeating >= REPEATING * seen.lines
    links = box and seen.linked >= LINKED * seen.lines
    if seen.inside <= MIXED * seen.lines:
        return repeating or links
    mostly, wholly = 2 * seen.chrome >= seen.lines, seen.chrome >= LINKED * seen.lines
    foot = box and seen.behind >= LINKED * seen.lines and pages >= OFTEN * sample
    return links or (repeating and (wholly or foot or (box and mostly)))


def _holds_fields(lines: list[Line]) -> bool:
    """Whether the article's date, author or files may stand among them; a list's many dates are none."""
    alone = len({line.key for line in lines}) < BOX
    dates = {line.text for line in lines if line.says == "date" and not line.linked}
    named = any(line.says == "person" and (alone or not line.linked) for line in lines)
    offered = any(line.says == "file" for line in lines)
    return named or offered or 0 < len(dates) < LISTED


def apply(template: Template, tree: Outline, title: Element | None) -> frozenset[int]:
    """The places of the outermost elements that are the template's: pictures, and slots with all in them.

    Never what holds the title, nor a slot that suddenly holds far more text than it ever did.
    """
    if not template.slots and not template.images:
        return frozenset()
    limits = _limits(template)
    kept: set[int] = set()
    place = tree.index.get(title, 0) if title is not None else 0
    while place:
        kept.add(place)
        place = tree.parents[place]
    found: set[int] = set()
    end = 0
    for place, slot in enumerate(slots_of(tree)):
        if place < end or place in kept:
            continue
        element = tree.elements[place]
        shown = element.tag == "img" and image_key(element) in template.images
        if shown or (slot in limits and _size(tree, place) <= GROWN * limits[slot] + ROOM):
            found.add(place)
            end = tree.ends[place]
    return frozenset(found)


@lru_cache(maxsize=64)
def _limits(template: Template) -> dict[int, int]:
    return dict(template.slots)


def _size(tree: Outline, place: int) -> int:
    return sum(len(tree.lines.get(p, "")) for p in range(place, tree.ends[place]))
