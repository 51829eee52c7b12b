"""Where an article without text stands: infographics, scans, a notice whose text is in a file."""

from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.heading.title import Title
from pipeline.clean.layout.locate import Place
from pipeline.clean.layout.outline import FILE_LINK, Outline
from pipeline.clean.layout.scan import Scan
from pipeline.clean.phrases import word_count

THIN = 60.0
"""Characters of prose that are no text: a date line, a counter."""
FEWEST_WORDS = 4
"""Words of a title; sections are named in fewer."""
ABOVE = 4
"""How many ancestors of the title are looked at."""


def locate_sparse(tree: Outline, measured: Scan, title: Title) -> Place | None:
    """The smallest element around a confirmed title that shows a picture or a file behind it."""
    if not title.confirmed or title.element is None or word_count(title.text) < FEWEST_WORDS:
        return None
    start = tree.index[title.element]
    for element in islice(title.element.iterancestors(), ABOVE):
        if element.tag in ("body", "html", "form"):
            break
        first = tree.index[element]
        shown = range(tree.ends[start], tree.ends[first])
        if any(_is_shown(tree, measured, place) for place in shown):
            prose = measured.prose[first]
            return Place(element, "beside the title", prose, prose / (measured.total or 1))
    return None


def _is_shown(tree: Outline, measured: Scan, place: int) -> bool:
    """A picture that leads to no other page, or a file."""
    element = tree.elements[place]
    if tree.dead[place] or place in measured.teasers:
        return False
    if element.tag == "a":
        return bool(FILE_LINK.search(element.get("href") or ""))
    return element.tag == "img" and not any(_leads_away(a) for a in element.iterancestors("a"))


def _leads_away(link: Element) -> bool:
    target = (link.get("href") or "").lower().split("?")[0]
    return bool(target) and not target.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp"))
