"""Section, tags, language, canonical address and attachments: what else a page tells of its article."""

import re
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from pipeline.clean.links import absolute_url
from pipeline.clean.outline import FILE_LINK, Outline
from pipeline.clean.page import Page
from pipeline.clean.profiles import select
from pipeline.clean.words import STOP
from pipeline.model import Attachment

BREADCRUMBS = (
    "[itemtype*='BreadcrumbList'] [itemprop='name']",
    ".FolderTitle",
    ".breadcrumb a, .breadcrumbs a, .breadcrumb li, #breadcrumb a, .dd_chuyenmuc .tintuc",
    "[class*='breadcrumb'] a",
)
SECTION_LINKS = (
    ".cat-links a",
    "a[rel~='category']",
    ".entry-categories a",
    ".wp-block-post-terms.taxonomy-category a",
)
HOME = re.compile(r"^\W*(?:home|trang chủ|trang nhất|trang đầu|homepage|»|>|/)?\W*$", re.IGNORECASE)
TAGS = (
    "a[rel~='tag']:not([rel~='category'])",
    ".taglib-asset-tags-summary a",
    ".tags a",
    ".tag-list a",
    ".tags-links a",
    ".news_tags a",
    ".detail-tag a",
    "a[href*='/tag/']",
)
ATTACHMENT_WORDS = re.compile(
    r"tải (?:về|tập tin|file|xuống)|tệp đính kèm|file đính kèm|đính kèm|download", re.IGNORECASE
)
TRAIL = re.compile(r"[»›>/|→]|::")
BESIDE = 100
LONGEST = 200


def find_section(page: Page, title: str) -> str:
    """The section the article stands in: the last breadcrumb that is neither home nor the title."""
    for selector in BREADCRUMBS:
        names = [_text(e) for e in select(page, selector)]
        names = [
            n
            for n in names
            if not HOME.match(n) and len(n) < 80 and n.casefold() != title.casefold()
        ]
        if names:
            return names[-1]
    if trail := _home_trail(page, title):
        return trail
    for selector in SECTION_LINKS:
        for element in select(page, selector):
            return _text(element)
    return page.first("article:section") or _data(page, "articleSection")


def _home_trail(page: Page, title: str) -> str:
    """The last of two to five links in one line that begins with the home page: "Trang chủ » Tin tức"."""
    for link in page.root.iter("a"):
        if not HOME.match(_text(link)) or not _text(link):
            continue
        for line in list(link.iterancestors())[:3]:
            names = [_text(a) for a in line.iter("a")]
            if len(names) > 1:
                kept = [n for n in names[1:] if n and n.casefold() != title.casefold()]
                if len(names) <= 5 and kept and TRAIL.search(_text(line)):
                    return kept[-1]
                break
    return ""


def _data(page: Page, name: str) -> str:
    for item in page.data:
        value = item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value:
            return value
    return ""


def find_tags(page: Page, tree: Outline, container: HtmlElement) -> tuple[str, ...]:
    """The article's tags: linked beside the text, else those of the head."""
    first = tree.index[container]
    near = range(first, min(tree.ends[first] + 150, len(tree.elements)))
    for selector in TAGS:
        names = [_text(e) for e in select(page, selector) if tree.index.get(e, -1) in near]
        names = [n.lstrip("# ").strip(", ") for n in names if 1 < len(n) <= 60]
        if names:
            return tuple(dict.fromkeys(names))
    listed = page.meta.get("article:tag") or [page.first("news_keywords")]
    return tuple(
        dict.fromkeys(n for part in listed for name in part.split(",") if (n := name.strip()))
    )


def find_canonical(page: Page) -> str:
    """The address that the page gives as its own, absolute, "" where it gives none."""
    for link in page.root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return absolute_url(page.base, link.get("href") or "")
    own = page.first("og:url")
    return absolute_url(page.base, own) if own else ""


def find_language(page: Page) -> str:
    """The language the page declares, lower case ("vi"), "" where it declares none."""
    return (
        (page.root.get("lang") or page.root.get("xml:lang") or page.first("content-language"))
        .strip()
        .lower()[:5]
    )


def find_attachments(
    page: Page, tree: Outline, title: HtmlElement | None, container: HtmlElement
) -> tuple[Attachment, ...]:
    """Files offered in the text, between title and text, or just after it."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    begin, end = min(start, first), _end_of_article(tree, first)
    found: dict[str, str] = {}
    for place in range(begin, end):
        element = tree.elements[place]
        if (
            element.tag == "a"
            and FILE_LINK.search(element.get("href") or "")
            and not _foreign(tree, place, first)
        ):
            url = absolute_url(page.base, element.get("href") or "")
            name = _text(element) or element.get("title") or ""
            if url:
                found[url] = found.get(url) or _name(name, url)
    return tuple(Attachment(url, name) for url, name in found.items())


def _end_of_article(tree: Outline, first: int) -> int:
    """Where looking for files ends: at the heading of other articles, at most a hundred elements on."""
    end = tree.ends[first]
    limit = min(end + BESIDE, len(tree.elements))
    return next((p for p in range(end, limit) if STOP.match(tree.lines.get(p, ""))), limit)


def _foreign(tree: Outline, place: int, first: int) -> bool:
    return tree.dead[place] and not tree.inside(place, first)


def _name(text: str, url: str) -> str:
    if text and not ATTACHMENT_WORDS.fullmatch(text.strip()) and len(text) <= LONGEST:
        return text
    return unquote(urlsplit(url).path).rsplit("/", 1)[-1] or text


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
