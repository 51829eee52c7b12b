"""How much of a page announces other pages: teasers, and text that stands under another's title."""

from collections.abc import Iterator

from pipeline.clean.dates.dateline import DATE_LIKE
from pipeline.clean.evidence import Evidence
from pipeline.clean.layout.outline import Outline
from pipeline.clean.layout.scan import LONG_LINE, line_prose
from pipeline.clean.layout.teasers import TEASER_TITLE
from pipeline.clean.phrases import word_count

FEWEST_WORDS = 8
"""Words of a title from which on it is an article's: sections are named in fewer."""


def teaser_count(evidence: Evidence) -> int:
    """Teasers of the page: a listing has many, and little text of its own."""
    tree, teasers = evidence.tree, evidence.measured.teasers
    grouped = sum(
        1
        for place, group in teasers.items()
        if tree.parents[place] == group and not tree.dead[place]
    )
    return grouped + len(evidence.measured.excerpts)


def teasers_inside(evidence: Evidence) -> int:
    """Teasers within the container itself."""
    tree, measured = evidence.tree, evidence.measured
    if evidence.place is None:
        return 0
    first = tree.index[evidence.place.element]
    grouped = sum(
        1 for p, g in measured.teasers.items() if tree.parents[p] == g and tree.inside(p, first)
    )
    return grouped + sum(1 for p in measured.excerpts if tree.inside(p, first))


def is_all_excerpts(evidence: Evidence) -> bool:
    """Whether each line of the text stands under the linked title of another page, be it only one.

    So a section reads that holds but one or two articles. Its name is short, or nowhere printed.
    """
    tree, title = evidence.tree, evidence.title
    named = title.confirmed and word_count(title.text) >= FEWEST_WORDS
    if named or evidence.place is None or title.element is evidence.place.element:
        return False
    first = tree.index[evidence.place.element]
    own = tree.index.get(title.element, -1) if title.element is not None else -1
    titled = _under_links(tree, _line_of(tree, own))
    prose = [under for p, under in titled if tree.inside(p, first) and _is_prose(tree, p)]
    return bool(prose) and all(prose)


def _is_prose(tree: Outline, place: int) -> bool:
    line = tree.lines[place]
    return not tree.dead[place] and line_prose(line, tree.links.get(place, 0)) >= LONG_LINE / 2


def _line_of(tree: Outline, place: int) -> int:
    """The place of the line that an inline element is part of: a title in a bold span of a cell."""
    while place > 0 and place not in tree.lines:
        place = tree.parents[place]
    return place


def _under_links(tree: Outline, own: int) -> Iterator[tuple[int, bool]]:
    """Each line's place, and whether the line before it, dates and short words aside, is a linked title."""
    under = False
    for place, line in tree.lines.items():
        yield place, under
        linked = tree.links.get(place, 0)
        if place == own:
            under = False
        elif linked >= 0.7 * len(line) and linked >= 2 * TEASER_TITLE:
            under = True
        elif under and len(line) >= LONG_LINE / 2 and not DATE_LIKE.search(line):
            under = False
