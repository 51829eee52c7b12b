"""Where a publication date is printed: labelled, beside the title, or in the head. Found, not parsed."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from unicodedata import normalize

from lxml.html import HtmlElement

from pipeline.clean.outline import Outline
from pipeline.clean.page import Page
from pipeline.clean.profiles import PROFILES, select
from pipeline.clean.rows import is_above_menu, is_row_of_many
from pipeline.model import DateEvidence

DATE_LIKE = re.compile(
    r"(?<![\d/])\d{1,2}\s*[/.–-]\s*\d{1,2}\s*[/.–-]\s*(?:20)?\d\d(?!\d)|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}\s*,?\s*th(?:g|áng)?\.?\s*\d{1,2}\s*,?\s*(?:năm\s+)?20\d\d"
    r"|\d{1,2}\s*,?\s*tháng\s+\S+(?:\s+\S+)?\s*,?\s*(?:năm\s+)?20\d\d"
    r"|tháng\s+\S+(?:\s+\S+)?\s+\d{1,2}\s*,\s*20\d\d"
    r"|\d{1,3}\s+(?:phút|giờ|ngày|tuần)\s+trước|(?:hôm nay|hôm qua)\b|vừa xong"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?\s+20\d\d"
    r"|\d{1,2}[\s-]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[\s-]+20\d\d",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?P<posted>ngày\s+(?:ban\s+hành|đăng|gửi|xuất\s*bản|phát\s*hành|đưa(?:\s+tin)?|tạo"
    r"|viết)(?:\s+(?:tin|bài))?|đăng\s+(?:ngày|lúc|vào|tải|bởi[^:]{0,40})"
    r"|được\s+đăng|xuất\s*bản(?:\s+(?:ngày|lúc))?|(?:ngày|thời gian|giờ)\s+(?:đăng|xuất\s*bản)"
    r"|post(?:ed)?\s+(?:on|date)|published(?:\s+on)?|(?:^|(?<=[|(•·-]))\W*(?:date|thời gian"
    r"|posted)\b)"
    r"|(?P<updated>(?:ngày\s+|lần\s+)?(?:cập\s*nhật|sửa|chỉnh\s+sửa|thay đổi)(?:\s+(?:cuối|lúc|ngày"
    r"|lần cuối|mới nhất))*|(?:last\s+)?(?:updated|modified)(?:\s+on)?)",
    re.IGNORECASE,
)
ISSUED = re.compile(r"ngày\s+ban\s+hành", re.IGNORECASE)
"""Beside the title an article's date; after the text those of new documents in a sidebar."""
LABEL_CELL = re.compile(
    r"(?:ngày (?:ban hành|đăng(?: tin)?|tạo|xuất bản|gửi)|ngày|đăng ngày|posted)\s*:?",
    re.IGNORECASE,
)
CREATED_META = tuple(
    (
        "article:published_time article:published og:published_time datepublished pubdate publishdate"
        " publish_date dc.date.issued dcterms.created dc.date dc.date.created sailthru.date"
        " parsely-pub-date cxenseparse:recs:publishtime date published_date article_date_original"
        " publication_date created its_publication"
    ).split()
)
CHANGED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
)
UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
BESIDE = 60
SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
TITLE_LINK = 30
MANY = 3
SHORT = 140
AROUND = 160
"""A date line is short: what remains beside the date is a label, a weekday, a name."""
BLOCKS_AROUND = 3
BEFORE, AFTER = 10, 14
"""How many blocks around the title and after the text may hold it."""
NUKEVIET_TRAP = re.compile(r"nukeviet|nv_module_name", re.IGNORECASE)
HEADER_CLOCK = re.compile(r"hôm nay|bây giờ|chào mừng|xin chào|hotline|kính chào", re.IGNORECASE)
SECONDS = re.compile(r"\d\d?:\d\d:\d\d")
"""Before the title a clock that runs; beside it .NET's and NukeViet's way to print a time."""


def date_evidence(
    page: Page, tree: Outline, title: HtmlElement | None, container: HtmlElement, rule: str
) -> tuple[DateEvidence, ...]:
    """Every printed publication date, the most trusted first."""
    found = [
        *_selected(page, rule, "rule"),
        *_platform(page, title),
        *_positional(tree, title, container),
        *_times(page, title),
        *_head(page),
        *_updates(tree, title, container),
    ]
    return tuple(dict.fromkeys(found))


def updated_text(
    page: Page, tree: Outline, title: HtmlElement | None, container: HtmlElement
) -> str:
    """When the page says it last changed, as printed; "" where it does not."""
    printed = next((e.text for e in _updates(tree, title, container)), "")
    data = next((str(o["dateModified"]) for o in page.data if o.get("dateModified")), "")
    return printed or page.first(*CHANGED_META) or data


def _selected(page: Page, selector: str, name: str) -> Iterator[DateEvidence]:
    if not selector:
        return
    for element in select(page, selector):
        text = element.get("datetime") or element.get("content") or _text(element)
        if text and DATE_LIKE.search(text):
            yield DateEvidence(text[:200], name)


def _platform(page: Page, title: HtmlElement | None) -> Iterator[DateEvidence]:
    for profile in PROFILES:
        for selector in profile.dates:
            fitting = [
                (element, text)
                for element in select(page, selector)
                if len(text := element.get("datetime") or _text(element)) <= AROUND
                and DATE_LIKE.search(_n(text))
            ]
            # three and more of them are a listing's
            near = (
                [text for element, text in fitting if _near(element, title)]
                if len(fitting) < MANY
                else []
            )
            if near:
                yield DateEvidence(near[0], f"{profile.name}:{selector}")


def _is_update(element: HtmlElement) -> bool:
    names = element.get("class") or ""
    return bool(UPDATED.search(names)) and "publish" not in names.lower()


def _near(element: HtmlElement, title: HtmlElement | None) -> bool:
    """Whether it stands under one of the title's six nearest ancestors, in no list or sidebar of its own."""
    if title is None:
        return True
    near = list(title.iterancestors())[:6]
    for ancestor in element.iterancestors():
        if ancestor in near:
            return ancestor.tag not in ("body", "html")
        if ancestor.tag in ("aside", "nav", "li"):
            return False
    return False


def _positional(
    tree: Outline, title: HtmlElement | None, container: HtmlElement
) -> Iterator[DateEvidence]:
    """Short lines with a date from just before the title to the text, then just after the text.

    Three or more bare dates are the rows of a list and none of them the article's.
    """
    found = [e for source, line in _window(tree, title, container) if (e := _read(source, line))]
    bare = {e for e in found if not e.source.startswith("label:")}
    many = len({e.text for e in bare}) >= MANY
    return (e for e in found if not (many and e in bare))


def _read(source: str, line: str) -> DateEvidence | None:
    """The evidence of one line: labelled, or a date with hardly a word beside it."""
    match = DATE_LIKE.search(line)
    if match is None or len(line) > SHORT + len(match[0]):
        return None
    label = LABEL.search(line[: match.start()])
    if label:
        text = line[label.start() : label.start() + 200]
        other = label["updated"] or (source == "after" and ISSUED.match(label[0].strip()))
        return None if other else DateEvidence(text, f"label:{label[0].strip().lower()}")
    told = len(line) - len(match[0]) > BESIDE or line.rstrip().endswith(SENTENCE_ENDS)
    clock = HEADER_CLOCK.search(line) or (source == "before" and SECONDS.search(line))
    return None if told or source == "after" or clock else DateEvidence(line[:200], source)


def _updates(
    tree: Outline, title: HtmlElement | None, container: HtmlElement
) -> Iterator[DateEvidence]:
    for _, line in _window(tree, title, container):
        for match in LABEL.finditer(line):
            rest = line[match.end() : match.end() + 60]
            if match["updated"] and DATE_LIKE.search(rest):
                yield DateEvidence(rest, f"label:{match[0].lower()}")


def _window(
    tree: Outline, title: HtmlElement | None, container: HtmlElement
) -> list[tuple[str, str]]:
    first = tree.index[container]
    anchor = tree.index.get(title, first) if title is not None else first
    inside = [p for p in tree.lines if tree.inside(p, first)]
    last = inside[-1] if inside else first
    own = tree.ends[anchor] if anchor != first else anchor
    places = [p for p in sorted(tree.lines) if not anchor <= p < own and not _is_linked(tree, p)]
    around = _around(tree, title)
    between = [p for p in places if min(anchor, first) <= p < max(anchor, first) or p in around]
    head = [p for p in inside if p >= anchor][:6]
    after = [p for p in places if p > last][:AFTER]
    tail = inside[-3:]
    before = [p for p in places if p < min(anchor, first) and not tree.dead[p]]
    before = [p for p in before if p not in around][-BEFORE:]
    before = [
        p
        for p in before
        if LABEL.search(tree.lines[p])
        or (
            title is not None
            and _near(tree.elements[p], title)
            and not is_above_menu(tree, p, anchor)
        )
    ]
    spans = (("title", between), ("title", head), ("before", before[::-1]), ("after", tail + after))
    lines = [
        (name, _n(line))
        for name, span in spans
        for p in span
        if not is_row_of_many(tree.elements[p], DATE_LIKE)
        for line in tree.lines[p].split("\n")
        if len(line) <= SHORT + BESIDE
    ]
    return [*_joined(lines), *lines]


def _around(tree: Outline, title: HtmlElement | None) -> frozenset[int]:
    """The blocks whose own text stands beside the title: `<div><h1>…</h1> 22/12/2023</div>`."""
    near = islice(title.iterancestors(), BLOCKS_AROUND) if title is not None else ()
    return frozenset(tree.index[e] for e in near if e.tag not in ("body", "html", "form"))


def _is_linked(tree: Outline, place: int) -> bool:
    """A linked title with its date: of another article."""
    linked = tree.links.get(place, 0)
    return linked > TITLE_LINK and 2 * linked > len(tree.lines[place])


def _joined(lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A label in one cell with its date in the next, as one line."""
    for (name, line), (_, following) in pairwise(lines):
        if (
            len(line) < 40
            and LABEL_CELL.fullmatch(line.strip())
            and DATE_LIKE.match(following.strip())
        ):
            yield name, f"{line.strip(' :')}: {following}"


def _head(page: Page) -> Iterator[DateEvidence]:
    """What the head says. On NukeViet datePublished is the time of the last edit."""
    for name in CREATED_META:
        for text in page.meta.get(name, ()):
            yield DateEvidence(text, f"meta:{name}")
    if not NUKEVIET_TRAP.search(page.first("generator")):
        for item in page.data:
            if isinstance(item.get("datePublished"), str):
                yield DateEvidence(item["datePublished"], "json-ld:datePublished")


def _times(page: Page, title: HtmlElement | None) -> Iterator[DateEvidence]:
    """The first `<time>` that belongs to the title's own article and says nothing of an update."""
    for element in page.root.iter("time"):
        text = element.get("datetime") or _text(element)
        if DATE_LIKE.search(text) and _near(element, title) and not _is_update(element):
            yield DateEvidence(text, "time")
            return


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _n(text: str) -> str:
    return normalize("NFC", text).replace("\u200b", "")
