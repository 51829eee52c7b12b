"""Who wrote it and where it is taken from: labelled lines, signature lines, platform fields, the head."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from lxml.etree import _Element as Element

from pipeline.accounts import is_account
from pipeline.clean.body.trim import is_after_text
from pipeline.clean.counters import name_without_counters
from pipeline.clean.dates.dateline import DATE_LIKE
from pipeline.clean.found import Found
from pipeline.clean.layout.outline import Outline
from pipeline.clean.page import Page
from pipeline.clean.people.authors import (
    head_author,
    named_author,
    platform_author,
    selected_author,
)
from pipeline.clean.people.names import LABELLED, ROLE, is_name, is_office, is_spoken
from pipeline.model import Block

SOURCE = re.compile(
    r"^\W*(?:(?:theo\s+)?nguồn(?:\s+tin|\s+bài viết)?\s*[:：]\s*(?P<name>\S.{1,160})"
    r"|\(\s*(?:theo|nguồn)\s*[:：]?\s+(?P<bracketed>[^()]{2,80})\)\W*"
    r"|(?:theo\s*[:：]|theo|nguồn)\s+(?P<other>[^()]{2,80}?)\W*)$",
    re.IGNORECASE,
)
MOST_SOURCE_WORDS = 9
"""Words of a publisher's name; "Theo Nghị định 100, …" is a sentence."""
VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
"""Letters that no other language has all of; one paragraph of Vietnamese has several."""
AFTER, BEFORE_TEXT, LAST = 10, 15, 5
"""How many lines after the text and between title and text, and blocks at its end, are looked at."""
LONGEST_LINE = 180


@dataclass(frozen=True, slots=True)
class Byline:
    """Author and source as printed, empty where not found."""

    author: Found
    source: Found


@dataclass(frozen=True, slots=True)
class Fields:
    """What the page's machine-readable parts say of the author, read before anything is cut."""

    selected: Found
    platform: Found
    named: Found
    head: Found
    lines: tuple[str, ...]
    """The short lines between title and text and just after the text."""


def read_fields(
    page: Page,
    tree: Outline,
    title: Element | None,
    container: Element,
    teasers: Container[int],
    selector: str,
    own_field: bool,
) -> Fields:
    """The author as the source's own selector, the platform, the markup and the head name it.

    With `own_field` the platform prints authors in its own field alone, and its head names the site.
    """
    lines = tuple(_around(tree, title, container))
    selected = selected_author(page, selector) if selector else Found()
    platform = Found() if selected.text else platform_author(page)
    if own_field or selected.text or platform.text:
        return Fields(selected, platform, Found(), Found(), lines)
    named = named_author(page, tree, teasers, title, container)
    return Fields(selected, platform, named, head_author(page), lines)


def find_byline(fields: Fields, blocks: list[Block], own_field: bool = False) -> Byline:
    """Labelled lines at the text's end or beside it, the platform's field, class, signature and head.

    Vietnamese articles are signed; elsewhere a short last line is seldom a name, and the head is kept.
    With `own_field` a name that ends the text is text.
    """
    tail = [line for block in blocks[-LAST:] if block.kind in TEXT for line in block.lines]
    lines = [*reversed(tail), *fields.lines]
    told = [*reversed(_with_values(tail)), *_with_values(fields.lines)]
    author = fields.selected if fields.selected.text else _labelled(told)
    author = author if author.text else fields.platform
    if not author.text and not own_field:
        signed = _signature(blocks)
        signs = _is_vietnamese(blocks)
        choices = (fields.named, *((signed, fields.head) if signs else (fields.head, signed)))
        author = next((found for found in choices if found.text), Found())
    return Byline(author, _source(lines))


TEXT = ("paragraph", "heading", "quote")


def _around(tree: Outline, title: Element | None, container: Element) -> Iterator[str]:
    """The short lines between title and text, those after a title in the text, those after the text."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    places = list(tree.lines)
    last = tree.ends[first]
    begin = bisect_right(places, start)
    near = places[begin : min(bisect_left(places, last), begin + BEFORE_TEXT)]
    if start >= last or start == first:
        near = []
    after = islice(places, bisect_left(places, last), bisect_left(places, last) + AFTER)
    for place in (*near, *after):
        for line in tree.lines[place].split("\n"):
            if len(line) < LONGEST_LINE:
                yield line


def _with_values(lines: Sequence[str]) -> list[str]:
    """The lines, and those after which their value stands in a box of its own with it: "Tác giả:"."""
    joined = [
        f"{line} {value}" if line.endswith((":", "：")) and len(line) <= LABEL_ALONE else line
        for line, value in pairwise([*lines, ""])
    ]
    return [part for line in joined for part in (line, *_behind_date(line))]


LABEL_ALONE = 20


def _behind_date(line: str) -> list[str]:
    """The author in a row of date, author and counters: "08/07/2024 | Tác giả: Lê An | Lượt xem: 9"."""
    if AUTHOR not in line.casefold() or not DATE_LIKE.search(line):
        return []
    match = ROW.search(line)
    return [match[1]] if match and match.start() and match["who"][0].isupper() else []


AUTHOR = "tác giả"
ROW = re.compile(
    r"(?:^|[\s|•·(–-])(tác giả(?: bài viết)?\s*[:：]\s*(?P<who>[^|•·:：()\d\s][^|•·:：()\d]{2,60}?))"
    r"(?=\s*(?:[|•·()\d]|[–-]\s|$|(?:số )?lượt|ngày|nguồn|đã xem|chia sẻ))",
    re.IGNORECASE,
)


def _labelled(lines: list[str]) -> Found:
    for line in lines:
        if ":" not in line and "：" not in line:
            continue
        match = LABELLED.match(line)
        name = name_without_counters(match["name"]) if match else ""
        if name and not is_spoken(name) and not is_account(name):
            return Found(name, "label", 0.95)
    return Found()


def _source(lines: list[str]) -> Found:
    for line in lines:
        match = SOURCE.match(line)
        if match is None:
            continue
        labelled = match["name"] or match["bracketed"]
        name = name_without_counters(labelled or match["other"])
        if name and (labelled or _is_publisher(name, line)):
            return Found(name, "label", 0.9 if labelled else 0.7)
    return Found()


SITE = re.compile(r"(?:[\w-]+\.)+(?:vn|com|net|org|info)(?:\.vn)?(?:/\S*)?", re.IGNORECASE)
"""A publisher by its domain: "Theo: baobacson.example.vn"."""


def _is_publisher(name: str, line: str) -> bool:
    """Whether "Theo …" ends in a name, not in a sentence: "Theo đó, …", "Theo Nghị định 100, …"."""
    capital = name[0].isupper() or name[0] in "\"'“" or bool(SITE.fullmatch(name))
    return (
        capital and "," not in name and len(name.split()) <= MOST_SOURCE_WORDS and ". " not in line
    )


def _is_vietnamese(blocks: list[Block]) -> bool:
    return any(VIETNAMESE.search(line) for block in blocks[:6] for line in block.lines)


def _signature(blocks: list[Block]) -> Found:
    """A last short line that is a name or an office: "XUÂN LONG", "Ban biên tập.", a name over a role."""
    texts = [b for b in blocks[-12:] if b.lines and b.kind != "figure"]
    while texts and is_after_text(texts[-1]):
        texts.pop()
    lines = [(block.kind, name_without_counters(block.lines[-1])) for block in texts]
    for place in range(len(lines) - 1, max(len(lines) - 3, -1), -1):
        kind, line = lines[place]
        above = lines[place - 1][1] if place else ""
        if ROLE.match(line) and place > 1 and _is_signed(above):
            return Found(above, "signature", 0.7)
        if is_office(line):
            return Found(line, "signature", 0.75)
        if kind == "paragraph" and len(texts) > 1 and _is_signed(line):
            return Found(line, "signature", 0.7)
        if not (SOURCE.match(line) or LABELLED.match(line)):
            break
    return Found()


def _is_signed(line: str) -> bool:
    return is_name(line) and not line.startswith("(") and not SOURCE.match(line)
