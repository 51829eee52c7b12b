"""Which links of a listing are its own, and which stand in the boxes around it. Pure.

A list is a run of siblings that hold one article each. The listing's own is told from "Tin mới",
"Đọc nhiều" and menus by what it says of its articles (dates, teasers), by the pager below it and by
the names of what it stands in.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.remembering import remembered

SIDE = re.compile(
    r"side-?bar|(^|[\s_-])(aside|footer|foot|menu|nav|navbar|breadcrumbs?|widget|related|lien-?quan|popular"
    r"|most-?(read|view(ed)?)|doc-?nhieu|xem-?nhieu|tin-?moi|latest|newest|hot-?news|tin-?khac|other-?news"
    r"|tin-?noi-?bat|marquee|ticker|banner|qc|quang-?cao|comments?)($|[\s_\d-])",
    re.IGNORECASE,
)
"""Class words and ids of what stands around a listing."""
SIDE_TAGS = frozenset(("aside", "footer", "nav", "marquee", "header"))
SIDE_SHARE = 0.2
NEAREST = 3.0
"""How much more a list counts that stands nearest to the pager."""
HEADING = re.compile(
    r"^\W*(tin|bài)( viết| tức)? (mới|nổi bật|khác|liên quan|cùng chuyên mục|đọc nhiều|xem nhiều|nóng)"
    r"|^\W*((đọc|xem) nhiều|mới nhất|nổi bật|liên quan|tiêu điểm|được quan tâm)",
    re.IGNORECASE,
)
"""What the boxes beside a listing are headed with."""
DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(19|20)\d\d|ngày \d|\d{1,2}:\d\d")
ITEM_CHARS = 400
FEATURED = 4
"""Articles that a box above the list shows as its own."""
TEASER = 60
ITEM_TAGS = frozenset(("li", "article", "tr", "dd", "dt"))
NUMBERS = re.compile(r"\d+")
PART_SHARE = 0.6
OPENING = 12
"""Texts that a heading has at most."""


@dataclass(frozen=True, slots=True)
class Run:
    """A list: the element around it, and the items with the address that each leads to."""

    around: Element
    items: tuple[tuple[str, Element], ...]
    addresses: frozenset[str]
    """Where its items lead."""
    aside: bool
    """Whether it stands in a box, by the names, tags or heading around it."""


def runs(anchors: Mapping[str, Element]) -> list[Run]:
    """The lists that hold these addresses' anchors, in page order; rows of one grid are one list."""
    joins = _joins(anchors)
    found: dict[Element, list[tuple[str, Element]]] = {}
    for address, anchor in anchors.items():
        item = anchor
        for element in anchor.iterancestors():
            if element in joins:
                found.setdefault(element, []).append((address, item))
                break
            item = element
    return [
        Run(around, tuple(items), frozenset(url for url, _ in items), is_aside(around))
        for around, items in _rows(found).items()
    ]


def _joins(anchors: Mapping[str, Element]) -> set[Element]:
    """The elements in which an anchor first meets another's address on its way up."""
    owners: dict[Element, str] = {}
    joins: set[Element] = set()
    for address, anchor in anchors.items():
        for element in anchor.iterancestors():
            if owners.setdefault(element, address) != address:
                joins.add(element)
                break
    return joins


def _rows(
    found: Mapping[Element, list[tuple[str, Element]]],
) -> dict[Element, list[tuple[str, Element]]]:
    """Siblings of one make that hold several links each are rows, or items, of the list around them."""
    rows: dict[tuple[Element | None, str, str], list[Element]] = {}
    for around in found:
        key = (around.getparent(), *_make(around))
        rows.setdefault(key, []).append(around)
    merged: dict[Element, list[tuple[str, Element]]] = {}
    for (parent, *_), elements in rows.items():
        for element in elements:
            whole = parent if parent is not None and len(elements) > 1 else element
            merged.setdefault(whole, []).extend(found[element])
    return merged


def main_runs(lists: list[Run], pager: Element | None) -> list[Run]:
    """The listing's own list with what it features above it; empty without lists."""
    if not lists:
        return []
    chain = frozenset() if pager is None else frozenset((pager, *pager.iterancestors()))
    depths = [_depth(run.around, chain) for run in lists]
    deepest = max(depths)
    scores = [
        weight(run) * (NEAREST if deepest and depth == deepest else 1.0)
        for run, depth in zip(lists, depths, strict=True)
    ]
    best = lists[scores.index(max(scores))]
    return [best, *(_above(best, lists) if deepest else _part(best, lists))]


def standing_in(lists: list[Run], anchors: Mapping[str, Sequence[Element]]) -> frozenset[str]:
    """The addresses that lists lead to, those too whose first anchor stands in a box that nothing tells from
    a list: one of theirs stands in the list as its items do.
    """
    makes: dict[Element, set[tuple[str, str]]] = {}
    for run in lists:
        makes.setdefault(run.around, set()).update(_make(item) for _, item in run.items)
    also = (url for url, theirs in anchors.items() if any(_is_item(a, makes) for a in theirs))
    return frozenset(also).union(*(run.addresses for run in lists))


def _is_item(anchor: Element, makes: Mapping[Element, set[tuple[str, str]]]) -> bool:
    """Whether an anchor, or what it stands in, is built like the items of the list right around it."""
    item = anchor
    for element in anchor.iterancestors():
        if element in makes:
            return _make(item) in makes[element]
        item = element
    return False


def _above(best: Run, lists: list[Run]) -> list[Run]:
    """The few articles that a listing features above its list."""
    return [run for run in lists if len(run.items) <= FEATURED and _is_above(run, best)]


def _part(best: Run, lists: list[Run]) -> list[Run]:
    """The lists of the smallest part around the best one that holds most of what the page says of
    articles: fronts and magazines show one list in several pieces, and no pager.
    """
    weights = {run.around: weight(run) for run in lists}
    most = PART_SHARE * sum(weights.values())
    for part in (best.around, *best.around.iterancestors()):
        inside = [run for run in lists if part is run.around or part in run.around.iterancestors()]
        if sum(weights[run.around] for run in inside) >= most:
            return [run for run in inside if not run.aside]
    return []


def weight(run: Run) -> float:
    """How much a list says of its articles: titles, dates and teasers; little in a box at the side."""
    said = sum(min(_length(item), ITEM_CHARS) for _, item in run.items)
    return said * (SIDE_SHARE if run.aside else 1.0)


def alike(run: Run, known: Collection[str], titles: Mapping[str, str]) -> list[str]:
    """The addresses of a list whose items are built like those of known articles, where these are
    most of it; else, in a list of one make, those that print a date or a teaser beside their title.
    """
    makes = {url: _make(item) for url, item in run.items if item.tag != "a"}
    theirs = {makes[url] for url in makes if url in known}
    if 2 * len(run.addresses & frozenset(known)) > len(run.items):
        return [url for url in makes if makes[url] in theirs]
    teased = [url for url, item in run.items if url in makes and _is_teased(item, titles[url])]
    return teased if len(set(makes.values())) == 1 and 2 * len(teased) > len(run.items) else []


def _make(item: Element) -> tuple[str, str]:
    """What siblings of a list have in common: "post-12 tag-x" and "post-13 tag-y" are one make."""
    tag = str(item.tag)
    if tag in ITEM_TAGS:
        return tag, ""
    words = NUMBERS.sub("", item.get("class", "")).split()
    return tag, words[0] if words else ""


def _is_teased(item: Element, title: str) -> bool:
    text = " ".join("".join(item.itertext()).split())
    return bool(DATE.search(text)) or len(text) > len(title) + TEASER


def own_anchor(anchors: Sequence[Element]) -> Element:
    """Of an address's anchors the first outside the boxes: the newest stand in list and box alike."""
    if len(anchors) == 1:
        return anchors[0]
    return next((anchor for anchor in anchors if not _is_boxed(anchor)), anchors[0])


def is_aside(element: Element) -> bool:
    """Whether an element stands in a part that by its name, tag or heading is none of the listing's."""
    return _is_boxed(element) or any(HEADING.match(text) for text in _headed(element))


def _is_boxed(element: Element) -> bool:
    for around in (element, *element.iterancestors()):
        if around.tag in ("body", "html"):
            break
        if around.tag in SIDE_TAGS or _is_side(around.get("class", "")):
            return True
        if _is_side(around.get("id", "")):
            return True
    return False


@remembered(4_096)
def _is_side(name: str) -> bool:
    return bool(name and SIDE.search(name))


def _headed(element: Element) -> Iterator[str]:
    """The short texts right before a list, within it or beside it."""
    parent = element.getparent()
    beside = None if parent is None else parent.getprevious()
    for before in (element.getprevious(), beside, next(iter(element), None)):
        if before is not None and len(text := _opening(before)) < TEASER:
            yield text


def _opening(element: Element) -> str:
    return "".join(islice(element.itertext(), OPENING)).strip()


def _length(item: Element) -> int:
    return sum(len(text.strip()) for text in item.itertext())


def shared_depth(element: Element, other: Element | None) -> int:
    """How deep in the page two elements have their nearest common ancestor; 0 without another."""
    return 0 if other is None else _depth(element, frozenset((other, *other.iterancestors())))


def _depth(element: Element, chain: frozenset[Element]) -> int:
    return sum(1 for e in (element, *element.iterancestors()) if e in chain) if chain else 0


def _is_above(run: Run, best: Run) -> bool:
    """Whether a list stands right before the best one, in the same part of the page."""
    if run.aside:
        return False
    lower = [best.around, *islice(best.around.iterancestors(), 2)]
    upper = [run.around, *islice(run.around.iterancestors(), 2)]
    for depth, element in enumerate(lower):
        parent = element.getparent()
        if parent is not None and depth < 2 and any(u.getparent() is parent for u in upper):
            mine = next(u for u in upper if u.getparent() is parent)
            return mine is not element and parent.index(mine) < parent.index(element)
    return False
