"""Who wrote it and where it is taken from: labelled lines, signature lines, head and platform fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipeline.clean.outline import Outline, names_of
from pipeline.clean.page import Page
from pipeline.clean.profiles import PROFILES, select
from pipeline.clean.trim import is_button
from pipeline.clean.words import split_camel
from pipeline.model import Block

LABELLED = re.compile(
    r"^\W*(?:tác\s+giả(?:\s+bài\s+viết)?|người\s+(?:viết|gửi|đưa tin)|(?:tin"
    r"|bài)(?:\s+viết)?(?:\s*(?:,|và|&|-|\+|/)?\s*(?:bài|ảnh|hình ảnh|hình|clip|video))*"
    r"|ảnh\s*(?:,|và|&|-)\s*bài|thực\s+hiện|tổng hợp|biên soạn|phóng viên|pv|ctv)"
    r"\s*[:：]\s*(?P<name>\S.{1,100})$",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"^\W*(?:nguồn(?:\s+tin|\s+bài viết)?\s*[:：]\s*(?P<name>\S.{1,160})|\(?\s*(?:theo"
    r"|nguồn)\s*[:：]?\s+(?P<other>[^()]{2,80})\)?\W*)$",
    re.IGNORECASE,
)
BYLINE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:author|byline|tac-?gia|nguoi-?viet|writer|reporter)(?:$|[-_\s])", re.IGNORECASE
)
NAME = re.compile(
    r"^\(?(?:[^\W\d_][\w.’'&-]*)(?:\s*[,&/–-]\s*|\s+(?:và\s+"
    r"|-\s*)?)?(?:[^\W\d_][\w.’'&-]*(?:\s*[,&/–-]\s*|\s+(?:và\s+"
    r"|-\s*)?)?){0,11}(?:\([^()]{2,30}\))?\)?\.?$"
)
OFFICE = re.compile(
    r"^\W*(?:ban (?:biên tập|tuyên giáo|truyền thông|quản trị)|bbt|bộ phận .{2,40}|trung tâm .{3,60}"
    r"|văn phòng .{3,60}|phòng .{3,50}|đài .{3,50}|cổng ttđt .{0,40}|tổ .{3,40})\W*$",
    re.IGNORECASE,
)
LONGEST_NAME = 60
MOST_WORDS = 14
"""Words of a byline, labels and all."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Author and source as printed, "" where not found."""

    author: str = ""
    source: str = ""


def find_byline(
    page: Page,
    tree: Outline,
    title: HtmlElement | None,
    container: HtmlElement,
    blocks: list[Block],
    selector: str,
    own_field: bool = False,
) -> Byline:
    """Labelled lines at the text's end or beside it, the platform's own field, a signature, the head."""
    around = list(_around(tree, title, container))
    tail = [
        line
        for block in blocks[-5:]
        if block.kind in ("paragraph", "heading")
        for line in block.lines
    ]
    author = _selected(page, selector) or _labelled([*reversed(tail), *around])
    author = author or _platform(page, tree)
    if not author and not own_field:
        author = _signature(blocks) or _named(tree, title, container) or _head(page)
    return Byline(author, _source([*reversed(tail), *around]))


def _selected(page: Page, selector: str) -> str:
    return next((t for e in select(page, selector) if (t := _text(e))), "") if selector else ""


def _around(tree: Outline, title: HtmlElement | None, container: HtmlElement) -> Iterator[str]:
    """The short lines between title and text and just after the text."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    places = sorted(tree.lines)
    last = tree.ends[first]
    near = [p for p in places if start < p < first] + [p for p in places if p >= last][:10]
    if tree.inside(start, first):
        near += [p for p in places if start < p < last]
    for place in near:
        for line in tree.lines[place].split("\n"):
            if len(line) < 180:
                yield line


def _labelled(lines: list[str]) -> str:
    found = (match["name"] for line in lines if (match := LABELLED.match(line)))
    return next((name for name in found if not _is_spoken(name)), "")


def _is_spoken(name: str) -> bool:
    """A question or a sentence: interviews print who asks as a label, "PV: Thưa ông, …?"."""
    return name.rstrip().endswith(("?", "!")) or len(name.split()) > MOST_WORDS


def _source(lines: list[str]) -> str:
    for line in lines:
        if match := SOURCE.match(line):
            return match["name"] or match["other"] or ""
    return ""


def _platform(page: Page, tree: Outline) -> str:
    for profile in PROFILES:
        for selector in profile.authors:
            for element in select(page, selector):
                text = _people(element)
                place = tree.index.get(element)
                if (
                    2 <= len(text) <= LONGEST_NAME
                    and place is not None
                    and element.tag != "meta"
                    and not _hidden(element)
                ):
                    return text
    return ""


def _people(element: HtmlElement) -> str:
    """The names in a field: each linked name once, else its text."""
    linked = [name for a in element.iter("a") if (name := _text(a))]
    return ", ".join(dict.fromkeys(linked)) if len(linked) > 1 else _text(element)


def _hidden(element: HtmlElement) -> bool:
    chain = (element, *element.iterancestors())
    return any(
        "hidden" in (e.get("class") or "").split() or "none" in (e.get("style") or "")
        for e in chain
    )


def _signature(blocks: list[Block]) -> str:
    """A last short line that is a name: "XUÂN LONG", "Ban biên tập."."""
    texts = [b for b in blocks if b.lines and b.kind != "figure"]
    while texts and is_button(texts[-1]):
        texts.pop()
    for block in texts[-2:][::-1]:
        line = block.lines[-1]
        if _is_office(line) and len(line) <= LONGEST_NAME + 20:
            return line
        if (
            block.kind == "paragraph"
            and len(texts) > 1
            and is_name(line)
            and not line.startswith("(")
        ):
            return line
        if SOURCE.match(line) or LABELLED.match(line):
            continue
        break
    return ""


def _is_office(line: str) -> bool:
    """An office, or a person of one: "Ban biên tập.", "Lê Hoài - Trung tâm Văn hóa huyện"."""
    person, dash, office = re.sub(r"\s+[–-]\s+", "\n", line, count=1).partition("\n")
    return bool(OFFICE.match(line) or (dash and is_name(person) and OFFICE.match(office)))


def is_name(line: str) -> bool:
    """Whether the line is one or more personal names: two to twelve capitalised words, no sentence."""
    line = line.strip()
    if not 3 <= len(line) <= LONGEST_NAME or not NAME.match(line) or any(c.isdigit() for c in line):
        return False
    words = [
        w
        for w in re.split(r"[\s,&/()’'–-]+", line)
        if w and w.lower() not in ("và", "tổng", "hợp", "theo")
    ]
    return 1 < len(words) <= 12 and all(w[0].isupper() for w in words)


def _named(tree: Outline, title: HtmlElement | None, container: HtmlElement) -> str:
    """An element whose class says author, near the title or the text."""
    first = tree.index[container]
    home = set((title if title is not None else container).iterancestors())
    for place, element in enumerate(tree.elements):
        names = split_camel(names_of(element))
        if not names or not BYLINE_NAMES.search(names) or _hidden(element):
            continue
        text = _text(element)
        if 2 <= len(text) <= LONGEST_NAME and (
            tree.inside(place, first) or home & set(list(element.iterancestors())[:4])
        ):
            return text
    return ""


def _head(page: Page) -> str:
    site = page.first("og:site_name").casefold()
    for item in page.data:
        author = item.get("author")
        people = author if isinstance(author, list) else [author]
        names = [p.get("name") if isinstance(p, dict) else p for p in people]
        joined = ", ".join(n for n in names if isinstance(n, str) and n)
        if joined and joined.casefold() != site and "headline" in item:
            return joined
    name = page.first("article:author", "dable:author", "author")
    own = (
        not name.startswith("http")
        and name.casefold() != site
        and name.casefold() not in page.title.casefold()
    )
    return name if own and name and is_name(name) else ""


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
