"""Fields that hold a date by their markup: a source's rule, a platform's, `<time>`, microdata."""

import re
from collections.abc import Iterator
from itertools import islice
from unicodedata import normalize

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.clean.dates.heads import is_nukeviet
from pipeline.clean.dates.words import CLOCK, DATE_LIKE
from pipeline.clean.layout.outline import text_up_to
from pipeline.clean.page import Page
from pipeline.clean.profiles import PROFILES, select
from pipeline.model import DateEvidence

ITEMPROP = etree.XPath("//body//*[@itemprop='datePublished']", smart_strings=False)
UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
NEAREST = 6
"""How many of the title's ancestors are its article's."""
MANY = 3
LONGEST = 160
RULE, PLATFORM, TIME = 0.99, 0.97, 0.9
"""How far they are trusted."""


def ruled_dates(page: Page, selector: str) -> Iterator[DateEvidence]:
    """What a source's own selector names, where dates stand in it."""
    for element in select(page, selector) if selector else ():
        text = element.get("datetime") or element.get("content") or _text(element)
        if text and DATE_LIKE.search(text):
            yield DateEvidence(text[:200], "rule", RULE)


def platform_dates(page: Page, title: Element | None) -> Iterator[DateEvidence]:
    """What platforms print in a field of their own beside the title, up to the first with a time."""
    root = _surroundings(title)
    for profile in PROFILES:
        for selector in profile.dates:
            elements = select(page, selector, root)
            if elements and (text := _own_field(elements, title)):
                yield DateEvidence(text, f"{profile.name}:{selector}", PLATFORM)
                if CLOCK.search(text):
                    return


def _own_field(elements: list[Element], title: Element | None) -> str:
    """The date of the first that stands near the title; three and more dates are a listing's."""
    dated = [
        (element, text)
        for element in elements
        if len(text := element.get("datetime") or _text(element)) <= LONGEST
        and DATE_LIKE.search(normalize("NFC", text))
    ]
    near = (text for element, text in dated if is_near(element, title))
    return next(near, "") if len(dated) < MANY else ""


def _surroundings(title: Element | None) -> Element | None:
    """The highest of the title's ancestors within which a date is near it."""
    if title is None:
        return None
    near = [e for e in islice(title.iterancestors(), NEAREST) if e.tag not in ("body", "html")]
    return near[-1] if near else title


def time_dates(page: Page, title: Element | None) -> Iterator[DateEvidence]:
    """The first `<time>` or `itemprop=datePublished` of the title's own article that is no update."""
    times = [("time", element) for element in page.root.iter("time")]
    if "datePublished" in page.marks and not is_nukeviet(page):
        times += [("itemprop:datePublished", e) for e in ITEMPROP(page.root)]
    for source, element in times:
        texts = (element.get("datetime"), element.get("content"), _text(element))
        text = next((t for t in texts if t and DATE_LIKE.search(t)), "")
        if text and is_near(element, title) and not _is_update(element):
            yield DateEvidence(text, source, TIME)
            return


def _is_update(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return bool(UPDATED.search(names)) and "publish" not in names.lower()


def is_near(element: Element, title: Element | None) -> bool:
    """Whether it stands under one of the title's six nearest ancestors, in no list or sidebar of its own."""
    if title is None:
        return True
    near = set(islice(title.iterancestors(), NEAREST))
    for ancestor in element.iterancestors():
        if ancestor in near:
            return ancestor.tag not in ("body", "html")
        if ancestor.tag in ("aside", "nav", "li"):
            return False
    return False


def _text(element: Element) -> str:
    return text_up_to(element, LONGEST)
