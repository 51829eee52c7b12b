"""Boxes and lines within an article that are none of it: cards, link lists, contents, tags, buttons."""

import re

from lxml.etree import _Element as Element

from pipeline.clean.layout.outline import FILE_LINK, Outline, names_of
from pipeline.clean.layout.scan import Scan
from pipeline.clean.layout.teasers import TEASER_TITLE
from pipeline.clean.links import host_of
from pipeline.clean.phrases import ALSO_READ, CHROME, STOP

MOST_INSIDE = 400
"""Elements in a card or in a box of links; more are not counted through at every level of a page."""
CARD = 500
"""Characters of a card."""
PICTURE_LINK = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)(?:$|[?#])", re.IGNORECASE)
CONTENTS_TAGS = frozenset(("div", "nav", "section", "details", "ul"))
MOST_CONTENTS = 2000
"""Elements of a table of contents."""
HEADED = 8
"""Elements among which such a box has its first line."""
CONTENTS = re.compile(
    r"(?:^|[-_\s])(?:toc|ez-toc|lwptoc|table-of-contents|muc-?luc)(?:$|[-_\s])", re.IGNORECASE
)
CONTENTS_HEAD = re.compile(
    r"^\W*(?:mục lục|nội dung (?:chính|bài viết)|table of contents)\b", re.IGNORECASE
)
CONTENTS_SHARE = 0.5
"""Of its text is links; a text that begins with such words has but its notes linked."""
FEW, ALSO_LENGTH = 20, 300
"""Elements and characters of a line that links another article."""
TAG_LABEL = re.compile(
    r"^\W*(?:tags?|từ kh[oó][áa]|thẻ|chủ đề|keywords?)\s*[:：]\W*", re.IGNORECASE
)


def why_foreign(tree: Outline, measured: Scan, place: int, host: str) -> str:
    """Why the element at `place` is no part of the article; "" where it is."""
    element = tree.elements[place]
    if element.tag in CONTENTS_TAGS and _is_contents(tree, measured, place):
        return "a table of contents"
    if tree.dead[place]:
        return f"named {names_of(element)!r}" if names_of(element) else f"a <{element.tag!s}>"
    if place in measured.teasers and tree.parents[place] == measured.teasers[place]:
        return "" if _has_files(element) else "a teaser"
    line = tree.lines.get(place, "")
    if line and _is_tag_line(line, tree.links.get(place, 0)):
        return "tags"
    if line and _is_also_read(line, tree.links.get(place, 0)):
        return "a link to another article" if tree.ends[place] - place < FEW else ""
    if line and len(line) < 120 and (CHROME.match(line) or STOP.match(line)):
        alone = tree.ends[place] == place + 1 or measured.text[place] == len(line)
        if alone and element.find(".//img") is None:
            return "a button or counter"
    if _is_card(tree, measured, place):
        return "a card"
    return "links alone" if _is_link_box(tree, measured, place, host) else ""


def _is_card(tree: Outline, measured: Scan, place: int) -> bool:
    """A box that announces one other page: its picture or heading and its title are one link."""
    element = tree.elements[place]
    if element.tag not in ("table", "div", "figure", "section", "article", "blockquote", "aside"):
        return False
    size = tree.ends[place] - place
    if size > MOST_INSIDE or not 2 * TEASER_TITLE <= measured.text[place] <= CARD:
        return False
    links: dict[str, list[Element]] = {}
    for a in element.iter("a"):
        links.setdefault(_href(a).strip(), []).append(a)
    if len(links) != 1:
        return False
    (href, same), *_ = links.items()
    if len(href) < 2 or href.startswith(("#", "javascript", "mailto")):
        return False
    if PICTURE_LINK.search(href) or FILE_LINK.search(href):
        return False
    linked = _linked(tree, place)
    holds = any(a.find(".//img") is not None or _holds_blocks(a) for a in same)
    return holds and linked >= max(TEASER_TITLE, 0.2 * measured.text[place])


def _holds_blocks(link: Element) -> bool:
    return any(e.tag in ("h1", "h2", "h3", "h4", "h5", "div", "p") for e in link.iter())


def _is_contents(tree: Outline, measured: Scan, place: int) -> bool:
    """A table of contents: links that all lead into the page itself, and little beside them."""
    element = tree.elements[place]
    if tree.ends[place] - place > MOST_CONTENTS:
        return False
    if not CONTENTS.search(names_of(element)):
        near = range(place, min(place + HEADED, tree.ends[place]))
        if not CONTENTS_HEAD.match(next((tree.lines[p] for p in near if p in tree.lines), "")):
            return False
    linked = _linked(tree, place)
    if not linked or linked < CONTENTS_SHARE * measured.text[place]:
        return False
    return all("#" in _href(link) for link in element.iter("a"))


def _href(link: Element) -> str:
    return link.get("href") or ""


def _linked(tree: Outline, place: int) -> int:
    """How many characters in the element are links to pages."""
    return sum(tree.links.get(p, 0) for p in range(place, tree.ends[place]))


def _is_also_read(line: str, linked: int) -> bool:
    """A link to another article that says so: "Đọc thêm: …", "Read more: …"."""
    if not linked or len(line) > ALSO_LENGTH:
        return False
    match = ALSO_READ.match(line)
    return match is not None and linked >= 0.7 * (len(line) - len(match[0]))


def _is_tag_line(line: str, linked: int) -> bool:
    """The tags in one line behind their label: "Chủ đề: phiên chợ, vùng cao"."""
    match = TAG_LABEL.match(line) if linked else None
    return match is not None and linked >= 0.7 * (len(line) - len(match[0]))


def _has_files(element: Element) -> bool:
    return any(FILE_LINK.search(_href(a)) for a in element.iter("a"))


def _is_link_box(tree: Outline, measured: Scan, place: int, host: str) -> bool:
    """A list or box of links to other pages, with nothing beside them."""
    element = tree.elements[place]
    if element.tag not in ("ul", "ol", "div", "section", "table", "p", "h2", "h3", "h4"):
        return False
    size = tree.ends[place] - place
    if size > MOST_INSIDE or measured.text[place] > 1500 or measured.text[place] < 10:
        return False
    linked = _linked(tree, place)
    label = _label(tree, place)
    if linked < 0.85 * (measured.text[place] - len(label)):
        return False
    links = [a for a in element.iter("a") if a.get("href")]
    if any(FILE_LINK.search(_href(a)) or _href(a).startswith("mailto:") for a in links):
        return False
    return (
        len(links) >= 2
        or (bool(label) and bool(links))
        or (element.tag in ("p", "h2", "h3", "h4") and linked > 20 and not _leaves(links, host))
    )


def _leaves(links: list[Element], host: str) -> bool:
    """Whether a line's link leads to another site: a source, not the next article."""
    return bool(host) and all(
        (target := host_of(_href(link))) and not _is_kin(target, host) for link in links
    )


def _is_kin(one: str, other: str) -> bool:
    """Whether two hosts are one site's: the same, or one under the other."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _label(tree: Outline, place: int) -> str:
    """The word before the links of a box, in it or in its first part: "Chủ đề:"; else ""."""
    near = range(place, min(place + 2, tree.ends[place]))
    lines = (tree.lines.get(p, "") for p in near)
    return next((line for line in lines if 0 < len(line) < 20 and CHROME.match(line)), "")
