"""Which language a page is in: what it declares, and whether it is Vietnamese whatever it declares."""

import re
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.layout.outline import Outline
from pipeline.clean.links import host_of
from pipeline.clean.page import Page

LETTERS = re.compile("[ưươạảấầẩậắằẳẵặếềểễệịỏốồổộớờởỡợủứừửữự\u031b\u0323]", re.IGNORECASE)
"""Letters of Vietnamese alone, composed or not."""
FEWEST_LETTERS = 5
LINES, SAMPLE = 30, 3000
"""How many lines of the text, and characters of them, are looked at."""


def find_language(page: Page) -> str:
    """The language the page declares, lower case ("vi"), "" where it declares none."""
    declared = page.root.get("lang") or page.root.get("xml:lang") or page.first("content-language")
    return declared.strip().lower()[:5]


def is_vietnamese(page: Page, tree: Outline, container: Element | None) -> bool:
    """By its address, its declared language, or the letters of its text: many portals declare English."""
    declared = page.root.get("lang") or page.first("og:locale", "content-language", "language")
    if declared.lower().startswith("vi") or host_of(page.url).endswith(".vn"):
        return True
    first = tree.index.get(container, 0) if container is not None else 0
    lines = (tree.lines[place] for place in tree.lines if tree.inside(place, first))
    return len(LETTERS.findall(" ".join(islice(lines, LINES))[:SAMPLE])) >= FEWEST_LETTERS
