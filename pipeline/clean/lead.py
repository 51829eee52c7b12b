"""The lead (sapo): the paragraph set apart before the text."""

import re
from itertools import islice

from lxml.html import HtmlElement

from pipeline.clean.blocks import Draft
from pipeline.clean.dateline import DATE_LIKE, LABEL
from pipeline.clean.locate import Scan, line_prose
from pipeline.clean.outline import Outline, is_hidden, names_of
from pipeline.clean.page import Page
from pipeline.clean.profiles import PROFILES, select

SHORTEST, LONGEST = 25, 1500
CAPTION = 250
BOLD_LEAD = 60
HERO = re.compile(
    r"(?:^|[-_\s])(?:featured-?(?:image|img|media)|post-?(?:image|thumbnail)|entry-?thumb\w*"
    r"|article-?(?:image|thumb\w*)|hero-?(?:image|img))(?:$|[-_\s])",
    re.IGNORECASE,
)
"""Class words of the picture that themes print above the title: "wp-block-post-featured-image"."""
NEAR_TITLE, NEAR_PICTURE = 4, 3
"""How many ancestors of title and picture are looked at."""


def find_lead(
    page: Page,
    tree: Outline,
    measured: Scan,
    title: HtmlElement | None,
    container: HtmlElement,
    selector: str,
) -> tuple[str, list[HtmlElement]]:
    """The lead's text and the elements that print it: a platform's own, else prose between title and text."""
    selectors = [selector] if selector else [s for p in PROFILES for s in p.leads]
    for choice in selectors:
        for element in select(page, choice):
            if _fits(tree, measured, element, container):
                return _text(element), [element]
    return _between(tree, measured, title, container)


def find_pictures(
    tree: Outline, measured: Scan, title: HtmlElement | None, container: HtmlElement
) -> list[HtmlElement]:
    """Pictures with their captions that stand between the title and the text, or head the title."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    found = _heroes(tree, measured, title, first) if title is not None else []
    for place in range(start + 1, first):
        if tree.elements[place].tag != "img" or tree.dead[place] or place in measured.teasers:
            continue
        if not any(tree.inside(place, done) for done in found):
            found.append(_wrapper(tree, measured, place, start, first))
    return [tree.elements[place] for place in dict.fromkeys(found)]


def _heroes(tree: Outline, measured: Scan, title: HtmlElement, first: int) -> list[int]:
    """The picture above the title that its classes call the article's own."""
    start = tree.index[title]
    near = {e for e in islice(title.iterancestors(), NEAR_TITLE) if e.tag not in ("body", "html")}
    for place in range(start - 1, 0, -1):
        picture = tree.elements[place]
        if picture.tag != "img" or tree.dead[place] or place in measured.teasers:
            continue
        around = [picture, *islice(picture.iterancestors(), NEAR_PICTURE)]
        named = any(HERO.search(names_of(element)) for element in around)
        if named and near & set(around) and not tree.inside(place, first):
            return [_wrapper(tree, measured, place, start, first)]
    return []


def _wrapper(tree: Outline, measured: Scan, place: int, start: int, first: int) -> int:
    """The outermost element around a picture that holds no more than a caption beside it."""
    while True:
        parent = tree.parents[place]
        around = tree.inside(start, parent) or tree.inside(first, parent)
        if around or measured.text[parent] > CAPTION or tree.elements[parent].tag == "body":
            return place
        place = parent


def _fits(tree: Outline, measured: Scan, element: HtmlElement, container: HtmlElement) -> bool:
    place = tree.index.get(element)
    if place is None or place in measured.teasers or tree.dead[place] or is_hidden(element):
        return False
    first = tree.index[container]
    if tree.inside(first, place) or place >= tree.ends[first]:
        return False
    return SHORTEST <= len(_text(element)) <= LONGEST


def _between(
    tree: Outline, measured: Scan, title: HtmlElement | None, container: HtmlElement
) -> tuple[str, list[HtmlElement]]:
    """Prose outside the container, after the title and before the text."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    if not start < first:
        return "", []
    found = []
    for place in range(start + 1, first):
        line = tree.lines.get(place, "")
        if tree.inside(place, start) or place in measured.teasers or tree.inside(first, place):
            continue
        if DATE_LIKE.search(line[:120]) and (
            LABEL.match(line) or (len(line) < 120 and not line.endswith("."))
        ):
            continue
        if len(line) >= 60 and line_prose(line, tree.links.get(place, 0)) >= 60:
            found.append(line)
    return "\n".join(found), []


def split_lead(drafts: list[Draft]) -> tuple[str, list[Draft]]:
    """The first text line apart from the rest, where its class or its bold letters set it apart."""
    for number, draft in enumerate(drafts[:4]):
        if draft.kind == "figure" or len(draft.text) < SHORTEST or draft.caption:
            continue
        marked = draft.lead or (
            draft.bold and draft.kind == "paragraph" and len(draft.text) >= BOLD_LEAD
        )
        if (
            marked
            and len(draft.text) <= LONGEST
            and any(len(d.text) >= SHORTEST for d in drafts[number + 1 :])
        ):
            return draft.text, [*drafts[:number], *drafts[number + 1 :]]
        return "", drafts
    return "", drafts


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
