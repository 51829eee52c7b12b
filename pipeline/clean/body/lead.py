"""The lead (sapo): the paragraph set apart before the text; and the pictures that stand before it."""

import re
from collections.abc import Sequence
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.body.blocks import Draft, read_blocks
from pipeline.clean.body.captions import attach_captions
from pipeline.clean.body.looks import LEAD_NAMES
from pipeline.clean.body.soup import graft
from pipeline.clean.dates.dateline import DATE_LIKE, LABEL
from pipeline.clean.found import Found
from pipeline.clean.layout.outline import Outline, is_hidden, names_of, text_up_to
from pipeline.clean.layout.scan import Scan, line_prose
from pipeline.clean.page import Page
from pipeline.clean.profiles import PROFILES, select
from pipeline.remembering import remembered

SHORTEST, LONGEST = 25, 1500
CAPTION = 250
BOLD_LEAD = LEAST_LINE = 60
"""Characters that make a lead of a bold paragraph, or of a line between title and text."""
SPOKEN = re.compile(r"[?]\W*$|^\W*(?:pv|phóng viên|hỏi|q|mc|nhà báo)\s*[:：.]", re.IGNORECASE)
"""A bold paragraph that asks: an interview's question, no lead."""
HERO = re.compile(
    r"(?:^|[-_\s])(?:featured-?(?:image|img|media)|post-?(?:image|thumbnail)|entry-?thumb\w*"
    r"|article-?(?:image|thumb\w*)|hero-?(?:image|img))(?:$|[-_\s])",
    re.IGNORECASE,
)
"""Class words of the picture that themes print above the title: "wp-block-post-featured-image"."""
PORTRAIT = re.compile(
    r"avatar|headshot|(?:^|[-_\s])(?:authors?|by-?line)(?:$|[-_\s])", re.IGNORECASE
)
"""Class words around the portrait of who wrote it."""
WIDEST = 200
"""Elements around a picture and its caption."""
NEAR_TITLE, NEAR_PICTURE = 4, 3
"""How many ancestors of title and picture are looked at."""


def find_lead(
    page: Page,
    tree: Outline,
    measured: Scan,
    title: Element | None,
    container: Element,
    pictures: Sequence[Element],
    selector: str,
) -> tuple[Found, Sequence[Element]]:
    """The lead and the elements that print it: a platform's own, else prose between title and text.

    What stands in one of the `pictures` is their caption.
    """
    named = [("rule", selector)] if selector else PLATFORM_LEADS
    for rule, choice in named:
        for element in select(page, choice):
            if _fits(tree, measured, element, container):
                return Found(_lines(element), rule, 0.95), [element]
    text = _between(tree, measured, title, container, [tree.index[e] for e in pictures])
    if text:
        return Found(text, "between title and text", 0.8), []
    ahead = _ahead(tree, measured, title, container)
    if ahead is None:
        return Found(), []
    return Found(_lines(ahead), "above the text's own box", 0.7), [ahead]


PLATFORM_LEADS = [(f"platform:{p.name}:{leads}", leads) for p in PROFILES for leads in p.leads]


def _lines(element: Element) -> str:
    """The element's text, a line for each of its blocks, without the captions of its pictures."""
    blocks = attach_captions(read_blocks(graft([element])[0], ""))
    return "\n".join("\n".join(b.lines) for b in blocks if b.lines and not b.image)


def find_pictures(
    page: Page, tree: Outline, measured: Scan, title: Element | None, container: Element
) -> list[Element]:
    """Pictures with their captions that stand between the title and the text, or head the title."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    found = _heroes(page, tree, measured, title, first) if title is not None else []
    done = start
    for place in range(start + 1, first):
        if place > done and _is_shown(tree, measured, place):
            found.append(_wrapper(tree, measured, place, start, first))
            done = tree.ends[found[-1]] - 1
    return [tree.elements[place] for place in dict.fromkeys(found)]


def _is_shown(tree: Outline, measured: Scan, place: int) -> bool:
    picture = tree.elements[place]
    if picture.tag != "img" or tree.dead[place] or place in measured.teasers:
        return False
    around = islice(picture.iterancestors(), NEAR_PICTURE)
    return not any(PORTRAIT.search(names_of(element)) for element in around)


def _heroes(page: Page, tree: Outline, measured: Scan, title: Element, first: int) -> list[int]:
    """The picture above the title that its classes call the article's own."""
    if title not in tree.index or not any(_names_hero(name) for name in page.names):
        return []
    start = tree.index[title]
    near = [e for e in islice(title.iterancestors(), NEAR_TITLE) if e.tag not in ("body", "html")]
    pictures = near[-1].iter("img") if near else iter(())
    before = [p for e in pictures if (p := tree.index.get(e, start)) < start]
    for place in reversed(before):
        around = [tree.elements[place], *islice(tree.elements[place].iterancestors(), NEAR_PICTURE)]
        named = any(_names_hero(names_of(element)) for element in around)
        shown = named and _is_shown(tree, measured, place)
        if shown and not set(near).isdisjoint(around) and not tree.inside(place, first):
            return [_wrapper(tree, measured, place, start, first)]
    return []


@remembered(20_000)
def _names_hero(names: str) -> bool:
    return bool(HERO.search(names))


def _wrapper(tree: Outline, measured: Scan, place: int, start: int, first: int) -> int:
    """The outermost element around a picture that holds a caption at most: no lead, no other text."""
    while True:
        parent = tree.parents[place]
        wide = tree.ends[parent] - parent > WIDEST
        if wide or tree.inside(start, parent) or tree.inside(first, parent):
            return place
        if measured.text[parent] > CAPTION or tree.elements[parent].tag == "body":
            return place
        beside = (p for p in range(parent + 1, tree.ends[parent]) if not tree.inside(p, place))
        if any(LEAD_NAMES.search(names_of(tree.elements[p])) for p in beside):
            return place
        place = parent


def _ahead(
    tree: Outline, measured: Scan, title: Element | None, container: Element
) -> Element | None:
    """The first paragraph of the container where all others stand together in a box behind it."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    begin = start if tree.inside(start, first) else first
    prose = [p for p in tree.lines if begin < p < tree.ends[first] and _is_told(tree, measured, p)]
    if len(prose) < FEWEST or any(e.tag == "img" for e in tree.elements[begin : prose[0]]):
        return None
    lead, text = prose[0], prose[1]
    while tree.ends[text] <= prose[-1]:
        text = tree.parents[text]
    while tree.parents[lead] > first and tree.ends[tree.parents[lead]] <= text:
        lead = tree.parents[lead]
    apart = tree.elements[text].tag in BOXES and tree.ends[lead] <= text
    alone = apart and measured.text[lead] == len(tree.lines[prose[0]])
    return tree.elements[lead] if alone and text > first and text != prose[-1] else None


BOXES = ("div", "section", "article", "td", "span", "label")
"""What holds a text; a list behind its first sentence is no such box."""
FEWEST = 3
"""Paragraphs, the lead with them."""


def _is_told(tree: Outline, measured: Scan, place: int) -> bool:
    """A line of prose that is no date line, alive and in no teaser."""
    line = tree.lines[place]
    if len(line) < LEAST_LINE or tree.dead[place] or place in measured.teasers or _dates(line):
        return False
    return line_prose(line, tree.links.get(place, 0)) >= LEAST_LINE


def _dates(line: str) -> bool:
    """A date line, however long for its labels."""
    labelled = LABEL.match(line)
    if not labelled and (len(line) >= 120 or line.endswith(".")):
        return False
    return bool(DATE_LIKE.search(line[:120]))


def _fits(tree: Outline, measured: Scan, element: Element, container: Element) -> bool:
    place = tree.index.get(element)
    if place is None or place in measured.teasers or tree.dead[place] or is_hidden(element):
        return False
    first = tree.index[container]
    if tree.inside(first, place) or place >= tree.ends[first]:
        return False
    return SHORTEST <= measured.text[place] <= LONGEST or (
        not measured.text[place] and SHORTEST <= len(text_up_to(element, LONGEST)) <= LONGEST
    )


def _between(
    tree: Outline,
    measured: Scan,
    title: Element | None,
    container: Element,
    pictures: list[int],
) -> str:
    """Prose outside the container, after the title and before the text."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    found = []
    captions = {place for p in pictures for place in range(p, tree.ends[p])}
    for place in range(start + 1, first):
        line = tree.lines.get(place, "")
        if len(line) < LEAST_LINE or tree.dead[place] or tree.inside(place, start):
            continue
        if place in captions or place in measured.teasers or tree.inside(first, place):
            continue
        if _dates(line):
            continue
        if line_prose(line, tree.links.get(place, 0)) >= LEAST_LINE:
            found.append(line)
    return "\n".join(found)


def split_lead(drafts: list[Draft]) -> tuple[Found, list[Draft]]:
    """The first text line apart from the rest, where its class or its bold letters set it apart."""
    for number, draft in enumerate(drafts[:7]):
        if draft.kind == "figure" or len(draft.text) < SHORTEST or draft.caption:
            continue
        if len(draft.text) < 2 * LEAST_LINE and not draft.lead and DATE_LIKE.search(draft.text):
            continue
        goes_on = any(len(d.text) >= SHORTEST for d in drafts[number + 1 :])
        if len(draft.text) <= LONGEST and goes_on and (draft.lead or _is_set_apart(draft)):
            found = (
                Found(draft.text, "class", 0.9) if draft.lead else Found(draft.text, "bold", 0.7)
            )
            return found, [*drafts[:number], *drafts[number + 1 :]]
        break
    return Found(), drafts


def _is_set_apart(draft: Draft) -> bool:
    """A bold paragraph as long as a lead, which asks nothing."""
    long = draft.kind == "paragraph" and len(draft.text) >= BOLD_LEAD
    return draft.bold and long and not SPOKEN.search(draft.text)
