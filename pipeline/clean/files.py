"""The files offered with an article: links, viewers, and the names they are offered under."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from lxml.etree import _Element as Element

from pipeline.clean.layout.outline import FILE_LINK, Outline
from pipeline.clean.links import absolute_url, path_in
from pipeline.clean.page import Page
from pipeline.clean.phrases import STOP
from pipeline.model import Attachment

ADDRESS = re.compile(
    r"/Lists/[^?]*/Attachments/\d|/document_library/get_file|LinkClick\.aspx\?\S*fileticket="
    r"|[?&]wpdmdl=\d|/(?:download-?file|downloadfile|file-?download|tai-?file)(?:\.\w+)?[/?]"
    r"|\.(?:csv|epub|mpp|dwg|tar|gz)(?:$|[?#])",
    re.IGNORECASE,
)
"""Addresses of SharePoint, Liferay, DNN, WordPress Download Manager and others that give a file."""
HINTS = (
    ".pdf .doc .xls .ppt .zip .rar .7z .od .rtf .csv .epub .mpp .dwg .tar .gz download file documen"
    " ddocname attachments wpdmdl"
).split()
"""No address of a file is without one of these: most links need no pattern."""
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods|rtf)$", re.IGNORECASE)
VIEWERS = {"iframe": "src", "embed": "src", "object": "data"}
OFFERS = ("a", *VIEWERS)
LAZY = ("data-src", "data-lazy-src")
VIEWED = ("url", "src", "file", "document", "q")
"""Query parameters in which viewers (Google's, Office's, pdf.js) are told the file."""
GENERIC = re.compile(
    r"\W*(?:(?:bấm |nhấn |click )?(?:vào )?(?:tải|xem|download|view)(?:\s+(?:về|tập tin|file|tệp|xuống"
    r"|chi tiết|toàn văn|nội dung|tài liệu|văn bản|here|now|pdf|đính kèm|tại đây|máy|this file))*"
    r"|tại đây|ở đây|here|(?:tệp|file|tập tin|tài liệu)\s*(?:tin\s*)?(?:đính kèm|kèm theo)?|đính kèm"
    r"|pdf|attachment)\W*\d*\W*",
    re.IGNORECASE,
)
"""A link's text that names no file."""
LABEL = re.compile(
    r"^\W*(?:(?:tệp|file|tập tin|tài liệu|văn bản|attachment)\s*(?:tin\s*)?(?:đính kèm|kèm theo)?|đính kèm"
    r"|tải (?:về|tập tin|file))\s*(?:số\s*)?\d*\s*[:：]\s*",
    re.IGNORECASE,
)
"""What NukeViet and others print before a file's name: "Tập tin 1: ke-hoach.pdf"."""
SIZE = re.compile(r"\s*\(\s*[\d.,]+\s*[KMG]?B(?:ytes)?\s*\)\s*$", re.IGNORECASE)
BESIDE = 100
"""Elements after the text in which files still belong to it."""
LONGEST = 200


def find_attachments(
    page: Page, tree: Outline, title: Element | None, container: Element
) -> tuple[Attachment, ...]:
    """Files offered in the text, between title and text, or just after it, each once."""
    first = tree.index[container]
    start = tree.index.get(title, first) if title is not None else first
    offers = [
        *_offers(tree, range(start, first)),
        *container.iter(*OFFERS),
        *_after(tree, tree.ends[first]),
    ]
    found: dict[str, str] = {}
    for element in offers:
        address = _address(element)
        url = absolute_url(page.base, address) if address else ""
        if url:
            found[url] = found.get(url) or _name(element, url)
    return tuple(Attachment(url, name) for url, name in found.items())


def _offers(tree: Outline, places: range) -> list[Element]:
    """The links and viewers at those places that are not part of something foreign."""
    found = [place for place in places if tree.elements[place].tag in OFFERS]
    return [tree.elements[place] for place in found if not _is_dead(tree, place)]


def _is_dead(tree: Outline, place: int) -> bool:
    """Whether the link is foreign; of a viewer, whether what holds it is: frames themselves are dead."""
    return tree.dead[place if tree.elements[place].tag == "a" else tree.parents[place]]


def _after(tree: Outline, end: int) -> list[Element]:
    """The files after the text, up to the heading of other articles, at most a hundred elements on."""
    places = range(end, min(end + BESIDE, len(tree.elements)))
    files = [element for element in _offers(tree, places) if _address(element)]
    if not files:
        return []
    lines = ((place, tree.lines.get(place, "")) for place in places)
    stop = next((p for p, line in lines if 0 < len(line) < 60 and STOP.match(line)), places.stop)
    return [element for element in files if tree.index[element] < stop]


def _address(element: Element) -> str:
    """The address of the file behind a link or in a viewer, "" where it is none."""
    if element.tag == "a":
        href = element.get("href") or ""
        return (_viewed(href) or href) if _gives_file(href) else ""
    name = VIEWERS.get(str(element.tag))
    if name is None:
        return ""
    shown = next((v for n in (*LAZY, name) if (v := element.get(n))), "")
    return _viewed(shown) or (shown if FILE.search(path_in(shown)) else "")


def _gives_file(href: str) -> bool:
    low = href.lower()
    if not any(hint in low for hint in HINTS):
        return False
    return bool(FILE_LINK.search(href) or ADDRESS.search(href))


def _viewed(address: str) -> str:
    """The file that a viewer's address names, "" where it names none."""
    if "=" not in address or not FILE_LINK.search(address):
        return ""
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return ""
    told = (query[name][0] for name in VIEWED if name in query)
    return next((file for file in told if FILE.search(path_in(file)) and "/" in file), "")


def _name(element: Element, url: str) -> str:
    """The name it is offered under: the link's text or title where they name it, else the file's."""
    for text in ("".join(element.itertext()), element.get("title") or ""):
        name = SIZE.sub("", LABEL.sub("", " ".join(text.split()))).strip()
        if element.tag == "a" and name and len(name) <= LONGEST and not GENERIC.fullmatch(name):
            return name
    own = unquote(path_in(url)).rstrip("/").rsplit("/", 1)[-1]
    return own or " ".join("".join(element.itertext()).split())
