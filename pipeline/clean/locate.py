"""Where the article stands: candidates from platform profiles and from text density, and the choice.

A candidate is good when it holds most of the page's prose (recall) and little else (precision):
the F-measure of the two, which needs no threshold per site.
"""

from dataclasses import dataclass

from lxml.html import HtmlElement

from pipeline.clean.outline import FILE_LINK, SENTENCE, Outline, names_of
from pipeline.clean.page import Page
from pipeline.clean.profiles import PROFILES, select
from pipeline.clean.words import HEADINGS, STOP, is_positive

EXCERPT = 420
TEASER_TITLE = 12
LONG_LINE = 80
SHORT_LINE = 20
BEFORE_TITLE = 0.3
AFTER_STOP = 0.2
CONTAINER_TAGS = frozenset(
    "div td article section main body form span center blockquote fieldset dd li table tbody tr".split()
)
SURE_TEXT = 10
"""Characters that make a platform's own container believable; less needs a file or a picture."""


@dataclass(frozen=True, slots=True)
class Place:
    """The article's container, how it was found, and how much prose it holds."""

    element: HtmlElement
    rule: str
    prose: float
    share: float
    """Of the page's prose, 0 to 1."""


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


def scan(tree: Outline, title: HtmlElement | None, sure: HtmlElement | None) -> Scan:
    """Measure every element. Prose in teasers counts nothing, before the title and after the end little.

    `sure` is the title that the head confirms: what holds it is no teaser.
    """
    teasers = find_teasers(tree, sure)
    excerpts = find_excerpts(tree, title)
    start = tree.index.get(title, 0) if title is not None else 0
    stop = _stop(tree, start)
    size = len(tree.elements)
    prose, text = [0.0] * size, [0] * size
    for place, line in tree.lines.items():
        text[place] += len(line)
        if place not in teasers and place not in excerpts and not tree.dead[place]:
            weight = BEFORE_TITLE if place < start else AFTER_STOP if place >= stop else 1.0
            prose[place] += weight * line_prose(line, tree.links.get(place, 0))
    for place in range(size - 1, 0, -1):
        parent = tree.parents[place]
        text[parent] += text[place]
        if place not in teasers:
            prose[parent] += prose[place]
    return Scan(prose, text, teasers, excerpts, prose[0])


def line_prose(line: str, linked: int) -> float:
    """How many characters of the line read as running text."""
    free = len(line) - linked
    if linked > 0.5 * len(line) or free < SHORT_LINE:
        return 0.0
    if free >= LONG_LINE or SENTENCE.search(line[-160:]):
        return float(free)
    return 0.3 * free


def _stop(tree: Outline, start: int) -> int:
    for place, line in tree.lines.items():
        if (
            place > start
            and len(line) < 60
            and STOP.match(line)
            and _substance(tree, start, place) > 200
        ):
            return place
    return len(tree.elements)


def _substance(tree: Outline, start: int, stop: int) -> float:
    return sum(
        line_prose(line, tree.links.get(place, 0))
        for place, line in tree.lines.items()
        if start < place < stop
    )


def find_teasers(tree: Outline, title: HtmlElement | None) -> dict[int, int]:
    """Members of groups of three or more like siblings that each link a title of their own."""
    children: dict[int, list[int]] = {}
    for place in range(1, len(tree.elements)):
        children.setdefault(tree.parents[place], []).append(place)
    found: dict[int, int] = {}
    for group, members in children.items():
        if len(members) < 2:
            continue
        alike: dict[tuple[str, str], list[int]] = {}
        for member in members:
            element = tree.elements[member]
            if element.tag in (
                "div",
                "li",
                "article",
                "tr",
                "section",
                "td",
                "dl",
                "table",
                "a",
                "p",
                "ul",
            ):
                alike.setdefault((str(element.tag), _shape(element)), []).append(member)
        for same in alike.values():
            _mark(tree, group, same, title, found)
    return found


def _shape(element: HtmlElement) -> str:
    """The first class word without its numbers: post-12 and post-13 are alike."""
    words = (element.get("class") or "").split()
    return "".join(c for c in words[0] if not c.isdigit()) if words else ""


def _mark(
    tree: Outline, group: int, same: list[int], title: HtmlElement | None, found: dict[int, int]
) -> None:
    if len(same) < 3:
        return
    teasers = [place for place in same if _is_teaser(tree, place)]
    own = tree.index.get(title, -1) if title is not None else -1
    if len(teasers) < 3 or len(teasers) < 0.6 * len(same):
        return
    for place in teasers:
        if not tree.inside(own, place):
            found.update(dict.fromkeys(range(place, tree.ends[place]), group))


def _is_teaser(tree: Outline, place: int) -> bool:
    element = tree.elements[place]
    links = [element] if element.tag == "a" else list(element.iter("a"))
    titles: dict[str, int] = {}
    for link in links:
        href = link.get("href") or ""
        if not href or href.startswith(("#", "mailto:", "tel:")) or FILE_LINK.search(href):
            continue
        words = " ".join("".join(link.itertext()).split())
        titles[href] = max(len(words), titles.get(href, 0))
    if not titles or max(titles.values()) < TEASER_TITLE:
        return False
    lines = [tree.lines[p] for p in range(place, tree.ends[place]) if p in tree.lines]
    whole = sum(map(len, lines))
    headed = any(
        a.tag in HEADINGS
        for link in links
        for a in (*link.iterancestors(), *link)
        if a is not element
    )
    return (
        headed
        or max(titles.values()) >= 0.25 * max(whole, 1)
        or (whole < 500 and len(titles) == 1 and headed)
    )


def find_excerpts(tree: Outline, title: HtmlElement | None) -> frozenset[int]:
    """Short lines right under a linked title, where the page has three or more such pairs.

    Portals' fronts print them without any element around title and excerpt.
    """
    own = tree.index.get(title, -1) if title is not None else -1
    found: list[int] = []
    titled = False
    for place in sorted(tree.lines):
        line, linked = tree.lines[place], tree.links.get(place, 0)
        if linked >= 0.7 * len(line) and linked >= 2 * TEASER_TITLE and place != own:
            titled = True
        elif titled and len(line) >= LONG_LINE / 2:
            if len(line) <= EXCERPT:
                found.append(place)
            titled = False
    return frozenset(found) if len(found) >= 3 else frozenset()


def locate(
    page: Page, tree: Outline, measured: Scan, title: HtmlElement | None, use_profiles: bool = True
) -> Place | None:
    """The article's container, None where the page has no prose at all."""
    if use_profiles and (sure := _profiled(page, tree, measured, title)):
        return sure
    return _densest(tree, measured)


def locate_document(tree: Outline, title: HtmlElement | None, fields: list[int]) -> Place:
    """The smallest element that holds a document's fields, and its title where that is near."""
    own = _ancestor(tree, fields)
    if title is not None and title in tree.index:
        both = _ancestor(tree, [*fields, tree.index[title]])
        if tree.elements[both].tag not in ("body", "html", "form"):
            own = both
    return Place(tree.elements[own], "document fields", 0.0, 0.0)


def _ancestor(tree: Outline, places: list[int]) -> int:
    """The lowest element that holds them all."""
    lowest, last = min(places), max(places)
    while tree.ends[lowest] <= last:
        lowest = tree.parents[lowest]
    return lowest


def _profiled(page: Page, tree: Outline, measured: Scan, title: HtmlElement | None) -> Place | None:
    start = tree.index.get(title, -1) if title is not None else -1
    best: Place | None = None
    for profile in PROFILES:
        for selector in profile.containers:
            for element in select(page, selector):
                place = tree.index.get(element)
                if place is None or place in measured.teasers or tree.dead[place]:
                    continue
                if tree.ends[place] <= start or not _believable(tree, measured, place):
                    continue
                prose = measured.prose[place]
                if best is None or prose > 1.25 * best.prose:
                    best = Place(
                        element, f"{profile.name}:{selector}", prose, prose / (measured.total or 1)
                    )
            if best is not None:
                break
    return best


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


def _prior(element: HtmlElement) -> float:
    if element.get("itemprop") == "articleBody":
        return 1.25
    if element.tag == "article":
        return 1.1
    return 1.05 if is_positive(names_of(element)) else 1.0
