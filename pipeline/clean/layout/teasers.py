"""Teasers: what announces other pages. Groups of like siblings that each link a title, and excerpts."""

from bisect import bisect_left
from collections import Counter, defaultdict

from lxml.etree import _Element as Element

from pipeline.clean.layout.outline import Outline
from pipeline.clean.words import BLOCKS

EXCERPT = 420
TEASER_TITLE = 12
"""Characters of a linked title; a button or a section has fewer."""
FEWEST = 3
TEASER_TAGS = frozenset("div li article tr section td dl table a p ul".split())
TITLE_SHARE = 0.25
"""Of a teaser's text, where no heading prints its title."""
CARD = 600
"""Characters of a card: title, date and excerpt."""
BOXES = frozenset("div article section tr table dl".split())
ALIKE_SHARE = 0.6
HALF_LINE = 40


def find_teasers(tree: Outline, text: list[int], title: Element | None) -> dict[int, int]:
    """Members of groups of three or more like siblings that each link a title of their own.

    `text` is each element's characters; what holds `title` is no teaser. Place of each element in
    a teaser -> place of the group.
    """
    longest, headed = _linked_titles(tree)
    candidates: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place in longest:
        if longest[place] >= TEASER_TITLE and tree.elements[place].tag in TEASER_TAGS:
            candidates[tree.parents[place], _shape(tree.elements[place])].append(place)
    own = tree.index.get(title, -1) if title is not None else -1
    order = list(tree.lines)
    found: dict[int, int] = {}
    shapes: dict[int, Counter[str]] = {}
    """The children of each group, counted once."""
    for (group, shape), members in candidates.items():
        if len(members) < FEWEST or _are_words(tree, group, members):
            continue
        teasers = [
            place
            for place in members
            if place in headed
            or longest[place] >= TITLE_SHARE * max(text[place], 1)
            or (text[place] <= CARD and _opens_with_link(tree, order, place))
        ]
        if len(teasers) < FEWEST:
            continue
        if group not in shapes:
            shapes[group] = Counter(map(_shape, tree.elements[group]))
        if len(teasers) < ALIKE_SHARE * shapes[group][shape]:
            continue
        for place in teasers:
            if not tree.inside(own, place):
                found.update(dict.fromkeys(range(place, tree.ends[place]), group))
    return found


def _linked_titles(tree: Outline) -> tuple[dict[int, int], set[int]]:
    """The length of the longest linked title in each element that has one, and which a heading prints."""
    longest: dict[int, int] = {}
    headed: set[int] = set()
    for place, length, by_heading in tree.anchors:
        here = place
        while True:
            if here in longest and longest[here] >= length and (here in headed or not by_heading):
                break
            longest[here] = max(length, longest.get(here, 0))
            if by_heading:
                headed.add(here)
            if not here:
                break
            here = tree.parents[here]
    return longest, headed


def _are_words(tree: Outline, group: int, members: list[int]) -> bool:
    """Whether the members are links within a sentence, with more words around them than in them."""
    if any(tree.elements[place].tag != "a" or place in tree.lines for place in members):
        return False
    while group and tree.elements[group].tag not in BLOCKS:
        group = tree.parents[group]
    return tree.links.get(group, 0) < 0.7 * len(tree.lines.get(group, ""))


def _opens_with_link(tree: Outline, order: list[int], place: int) -> bool:
    """Whether the first line of a box is a linked title: then a date and an excerpt follow."""
    if tree.elements[place].tag not in BOXES:
        return False
    first = bisect_left(order, place)
    line = order[first] if first < len(order) else -1
    return tree.inside(line, place) and tree.links.get(line, 0) >= 0.7 * len(tree.lines[line])


def _shape(element: Element) -> str:
    """Tag and first class word without its numbers: post-12 and post-13 are alike."""
    names = (element.get("class") or "").split(None, 1)
    return (
        str(element.tag) + "".join(c for c in names[0] if not c.isdigit())
        if names
        else str(element.tag)
    )


def find_excerpts(tree: Outline, title: Element | None) -> frozenset[int]:
    """Short lines right under a linked title, where the page has three or more such pairs.

    Portals' fronts print them without any element around title and excerpt.
    """
    own = tree.index.get(title, -1) if title is not None else -1
    found: list[int] = []
    titled = False
    for place, line in tree.lines.items():
        size, linked = len(line), tree.links.get(place, 0)
        if linked >= 2 * TEASER_TITLE and linked >= 0.7 * size and place != own:
            titled = True
        elif titled and size >= HALF_LINE:
            if size <= EXCERPT:
                found.append(place)
            titled = False
    return frozenset(found) if len(found) >= FEWEST else frozenset()
