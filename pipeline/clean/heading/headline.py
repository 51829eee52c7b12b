"""The title where neither head nor heading tells it: the emphasised line above date and text.

Portals built on ASP.NET and SharePoint give every page one head title, and print the article's in a
span or a bold line.
"""

import re
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.counters import without_counters
from pipeline.clean.dates.dateline import DATE_LIKE, LABEL
from pipeline.clean.heading.title import BOX_TITLE, SITE_TITLE, TITLE_NAMES, Title
from pipeline.clean.layout.locate import Place
from pipeline.clean.layout.outline import SENTENCE, Outline, names_of, text_up_to
from pipeline.clean.layout.scan import LONG_LINE, Scan, line_prose
from pipeline.clean.phrases import CHROME, STOP
from pipeline.clean.words import BLOCKS, HEADINGS

ABOVE = 8
"""How many lines above the text are looked at."""
FEWEST_WORDS, MOST_WORDS = 4, 40
LONGEST = 250
DATE_BELOW = 2
"""How many lines below the title a date line may stand."""
ENOUGH = 2.0
BOLD = frozenset(("b", "strong", "font", "big", "u"))
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font-size", re.IGNORECASE)
SENTENCE_ENDS = (".", ";", ":", ",")


def printed_title(tree: Outline, measured: Scan, title: Title, place: Place) -> Title | None:
    """The title by its looks and place; None where the one found stands right, or none stands out."""
    text = _first_prose(tree, measured, place)
    if text is None:
        return None
    above = _lines_above(tree, measured, text)
    own = title.element
    right = own is not None and tree.index.get(own) in above and not SITE_TITLE.match(title.text)
    if right and own is not None and not BOX_TITLE.search(names_of(own)):
        return None
    apart = [p for p in above if not tree.inside(text, p)]
    ranked = [
        (score, p)
        for p in above
        if (score := _score(tree, p, apart)) >= ENOUGH and not _is_behind(tree, p, text)
    ]
    if not ranked and _score(tree, text, []) > ENOUGH:
        ranked = [(ENOUGH, text)]
    if not ranked:
        return None
    best = max(ranked, key=lambda found: (found[0], -found[1]))[1]
    line = tree.lines[best].split("\n")[0]
    return Title(
        without_counters(line),
        _printing(tree.elements[best], line),
        rule="line above the text",
    )


def _first_prose(tree: Outline, measured: Scan, place: Place) -> int | None:
    """The first line of the text proper: sentences, which a title and its date are not; or a table's."""
    first = tree.index[place.element]
    inside = (p for p in tree.lines if tree.inside(p, first) and not tree.dead[p])
    own = [p for p in inside if p not in measured.teasers]
    prose = next((p for p in own if _is_prose(tree, p)), None)
    if prose is not None:
        return prose
    return next(
        (p for p in own[:ABOVE] if any(map(_is_table, tree.elements[p].iterancestors()))), None
    )


def _is_table(element: Element) -> bool:
    """A table of rows and columns: a schedule, a list of names."""
    rows = list(islice(element.iter("tr"), ROWS)) if element.tag == "table" else []
    return len(rows) == ROWS and all(len(row) >= COLUMNS for row in rows)


ROWS, COLUMNS = 4, 3
"""The fewest of a table that is the text; a layout's has fewer."""


def _is_prose(tree: Outline, place: int) -> bool:
    line = max(tree.lines[place].split("\n"), key=len)
    ended = bool(SENTENCE.search(line[-3:])) or len(line) > LONGEST
    return ended and line_prose(line, tree.links.get(place, 0)) >= LONG_LINE


def _lines_above(tree: Outline, measured: Scan, text: int) -> list[int]:
    """The lines before the text, in page order, and the text's own block where a title can begin it."""
    before = (p for p in reversed(tree.lines) if p < text)
    seen = (p for p in before if not tree.dead[p] and p not in measured.teasers)
    return [*reversed(list(islice(seen, ABOVE)))]


def _is_behind(tree: Outline, place: int, text: int) -> bool:
    """Whether the line of a box around the text may stand behind it: a counter at the end of a form."""
    if not tree.inside(text, place):
        return False
    printing = _printing(tree.elements[place], tree.lines[place].split("\n")[0])
    return not place < tree.index.get(printing, -1) < text


def _score(tree: Outline, place: int, above: list[int]) -> float:
    lines = tree.lines[place].split("\n")
    line = lines[0]
    if not _fits(line) or tree.links.get(place, 0) > 0.5 * len(line):
        return 0.0
    following = [*lines[1:], *(tree.lines[p] for p in above if p > place)]
    beside = tree.lines.get(tree.parents[place], "").split("\n")
    dated = any(_is_date(other) for other in (*following[:DATE_BELOW], *beside[:DATE_BELOW]))
    return (2.0 if dated else 0.0) + _emphasis(tree.elements[place], line)


def _fits(line: str) -> bool:
    if len(line) > LONGEST:
        return False
    told = DATE_LIKE.search(line) and (LABEL.search(line) or len(line) < LONG_LINE / 2)
    words = len(line.split())
    return (
        FEWEST_WORDS <= words <= MOST_WORDS
        and not line.endswith(SENTENCE_ENDS)
        and not told
        and not any(pattern.match(line) for pattern in (SITE_TITLE, CHROME, STOP))
    )


def _is_date(line: str) -> bool:
    match = DATE_LIKE.search(line)
    return match is not None and len(line) - len(match[0]) < LONG_LINE / 2


def _emphasis(element: Element, line: str) -> float:
    """How much the markup sets the line apart: a heading or a name that says title, bold or large."""
    printing = _printing(element, line)
    around = [printing, *islice(printing.iterancestors(), 2), *printing.iter()]
    if any(BOX_TITLE.search(names_of(e)) for e in around):
        return 0.0
    if any(e.tag in HEADINGS or TITLE_NAMES.search(names_of(e)) for e in around):
        return 2.5
    bold = any(e.tag in BOLD or BOLD_STYLE.search(e.get("style") or "") for e in around)
    return 2.0 if bold else 0.0


def _printing(element: Element, line: str) -> Element:
    """The innermost element that prints the line and nothing else, else the line's block."""
    found, todo = element, [element]
    while todo:
        inner = todo.pop()
        inline = [child for child in inner if child.tag not in BLOCKS]
        if inner is not element and text_up_to(inner, len(line)) == line:
            found, todo = inner, inline
        else:
            todo += reversed(inline)
    return found
