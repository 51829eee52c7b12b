"""Dates that a page says to machines: meta tags, JSON-LD, attributes of elements, its address."""

import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element as Element

from pipeline.clean.dates.words import DATE_LIKE
from pipeline.clean.page import Page
from pipeline.model import DateEvidence

CREATED_META = tuple(
    (
        "article:published_time article:published og:published_time datepublished pubdate publishdate"
        " publish_date publish-date publicationdate publication_date dc.date.issued dcterms.issued"
        " sailthru.date parsely-pub-date cxenseparse:recs:publishtime published_date published_at"
        " article_date_original article.published rnews:datepublished its_publication"
        " bt:pubdate displaydate"
    ).split()
)
VAGUE_META = tuple(
    "dcterms.created dc.date dc.date.created dcterms.date date created creation_date".split()
)
"""Names that some pages fill with the day of the site or of the visit."""
CHANGED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
)
ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
NO_WORK = re.compile(
    r"Comment|Answer|Question|Review|Person|Organization|WebSite|ImageObject|Event|Rating|ListItem"
)
"""What JSON-LD dates beside the article itself."""
WORK = re.compile(r"Article|Posting|Report")
PUBLISHED_PAIR = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
DATED = frozenset(
    (
        "datetime title content data-time data-date data-datetime data-timestamp data-published"
        " data-publish-date data-utime"
    ).split()
)
"""Attributes of a date's element; scripts make the words "3 giờ trước" of them."""
UNDATED = frozenset(("a", "img", "meta", "input", "iframe", "video"))
ADDRESS = re.compile(r"/((?:20)\d\d)[/-](\d\d?)[/-](\d\d?)/[^/?#]{8,}")
"""VNPT's /portal/Pages/2023-12-22/slug.aspx, WordPress' /2023/12/22/slug: a day alone has no slug."""
HEAD, VAGUE, CREATED, ATTRIBUTE, URL = 0.9, 0.6, 0.7, 0.85, 0.5


def head_dates(page: Page) -> list[DateEvidence]:
    """What meta tags and JSON-LD call the publication, without NukeViet's, which is the last edit."""
    edited = is_nukeviet(page)
    found = [
        DateEvidence(text, f"meta:{name}", HEAD)
        for name in CREATED_META
        if not (edited and name == "datepublished")
        for text in page.meta.get(name, ())
    ]
    if not edited:
        found += _json_ld(page, bool(found))
    return found


def vague_dates(page: Page) -> list[DateEvidence]:
    """What may be the publication's date: vague meta names, JSON-LD's creation, the address."""
    found = [
        DateEvidence(text, f"meta:{name}", VAGUE)
        for name in VAGUE_META
        for text in page.meta.get(name, ())
    ]
    if not is_nukeviet(page):
        created = (_text(item.get("dateCreated")) for item in _works(page))
        found += [DateEvidence(text, "json-ld:dateCreated", CREATED) for text in created if text]
    if match := ADDRESS.search(page.url):
        found.append(DateEvidence("-".join(match.groups()), "url", URL))
    return found


def changed_text(page: Page) -> str:
    """When head or JSON-LD say that the page changed; "" where they do not."""
    data = next((t for item in _works(page) if (t := _text(item.get("dateModified")))), "")
    return page.first(*CHANGED_META) or data or page.first("lastmod")


def is_nukeviet(page: Page) -> bool:
    """Its datePublished is the time of the last edit."""
    return "nukeviet" in page.first("generator").lower() or "nv_module_name" in page.text


def is_exact(evidence: DateEvidence) -> bool:
    """Whether it is written for machines: a date that reads the same in every country."""
    return bool(ISO.match(evidence.text))


def _json_ld(page: Page, known: bool) -> list[DateEvidence]:
    texts = [text for item in _works(page) if (text := _text(item.get("datePublished")))]
    if not texts and not known and (pair := PUBLISHED_PAIR.search(page.text)):
        # JSON-LD with a comma too many is no JSON, yet it speaks
        texts = [pair[1]]
    return [DateEvidence(text, "json-ld:datePublished", HEAD) for text in texts]


def _works(page: Page) -> list[dict[str, Any]]:
    """The objects that may be the article, those called one first."""
    named = [(str(item.get("@type") or ""), item) for item in page.data]
    works = [(kind, item) for kind, item in named if not NO_WORK.search(kind)]
    return [item for _, item in sorted(works, key=lambda work: not WORK.search(work[0]))]


def _text(value: Any) -> str:
    """A date as JSON-LD holds it: a string, seldom a list of one or a number."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def attribute_dates(elements: list[Element]) -> Iterator[DateEvidence]:
    """Full dates in attributes: what stands behind "3 giờ trước", or what a script prints."""
    for element in elements:
        if element.tag in UNDATED:
            continue
        for name in filter(DATED.__contains__, element.keys()):
            text = (element.get(name) or "").strip()
            if text and _is_date(text, epoch=name.startswith("data-")):
                yield DateEvidence(text, f"attribute:{name}", ATTRIBUTE)


def _is_date(text: str, *, epoch: bool) -> bool:
    if epoch and EPOCH.fullmatch(text):
        return True
    match = DATE_LIKE.search(text) if len(text) <= 60 else None
    return (
        match is not None and any(c.isdigit() for c in match[0]) and len(text) - len(match[0]) <= 30
    )
