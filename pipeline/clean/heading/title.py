"""The article's title and the element that prints it."""

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from lxml.etree import _Element as Element

from pipeline.clean.counters import name_without_counters, without_counters
from pipeline.clean.layout.outline import is_hidden, names_of, text_up_to
from pipeline.clean.page import Page
from pipeline.clean.profiles import select
from pipeline.clean.words import is_negative
from pipeline.composed import compose
from pipeline.remembering import remembered

SEPARATOR = re.compile(r"\s+[-–—|»«:•·]+\s+|\s*[|»«]\s*|\s+::\s+|\s+/\s+")
TITLE_NAMES = re.compile(
    r"titt?le|tieu-?de|tieu_de|headline|heading|entry-header|post-name|ten-?bai", re.IGNORECASE
)
TITLE_WORD = re.compile(
    r"(?:^|\s)(?:title|tieu-?de|news-?title|title-?news|article-?title|detail-?title|headline)(?:\s|$)",
    re.IGNORECASE,
)
BOX_TITLE = re.compile(
    r"(?<!elementor-)(?:portlet|panel|widget|sidebar)-?(?:title|heading|header)", re.IGNORECASE
)
"""Class words of the heading of a box: Liferay's "portlet-title", Bootstrap's "panel-title"."""
SITE_WORDS = re.compile(
    r"cổng (?:thông tin|ttđt|tt)|trang (?:thông tin|tin|chủ|nhất)|website|ubnd|ủy ban nhân dân"
    r"|uỷ ban nhân dân|\.vn\b|\.com\b|báo ",
    re.IGNORECASE,
)
PATH = re.compile(r"\s*[|»«]\s*|\s+::\s+")
"""Between a section and a title; a dash may be the title's own."""
SITE_TITLE = re.compile(
    r"^\W*(?:cổng (?:thông tin|ttđt)|trang (?:thông tin|tin điện tử|chủ|nhất|ttđt)|website"
    r"|ubnd(?:\s+[^\W\d_]+){0,6}\s*(?:$|[-–|:])|home\b|báo [\w\s]{2,30}$"
    r"|(?:xem )?chi tiết(?: (?:tin(?: tức)?|bài(?: viết)?|nội dung|thông tin))?\s*(?:$|[-–|:»]))",
    re.IGNORECASE,
)
"""A head that names only the site confirms no heading."""
HEADING_WEIGHT = {"h1": 5.0, "h2": 4.0, "h3": 3.0, "h4": 2.0}
SHORTEST, LONGEST = 4, 400
MUCH = 2 * LONGEST
"""Characters that are read of a title."""
LEAST_SCORE = 1.0
DROPPED = re.compile(
    r"^(?:print|thông báo|in bài|tin tức|home|trang chủ|(?:xem )?(?:thông tin )?chi tiết"
    r"(?: (?:tin(?: tức)?|bài(?: viết)?|nội dung|thông tin))?)$",
    re.IGNORECASE,
)
"""What heads a page of any article."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title's text ("" where none) and the element that prints it, None where only the head has it."""

    text: str
    element: Element | None = None
    confirmed: bool = False
    """The head and the page agree on it."""
    rule: str = "head"

    @property
    def confidence(self) -> float:
        """How sure the rule is, 0 to 1."""
        return 0.98 if self.confirmed else 0.6 if self.text else 0.0


def title_of(page: Page, selector: str) -> Title:
    """The title that a source's own selector names, else the general rules' one."""
    for element in select(page, selector) if selector else []:
        if text := _text(element):
            return Title(text, element, True, "rule")
    return find_title(page)


def find_title(page: Page) -> Title:
    """The heading that the head's titles confirm; else the best heading; else the head's own."""
    site = _site_keys(page)
    names = [name for name in _head_titles(page) if _key(name) not in site]
    keys = [key for name in names if (key := _key(name))]
    best: tuple[float, Element, str] | None = None
    for order, element in enumerate(_candidates(page.root)):
        text = _text(element)
        if not SHORTEST <= len(text) <= LONGEST or DROPPED.match(text) or _key(text) in site:
            continue
        score = _promise(element, text, keys) - order * 0.02
        if best is not None and score <= best[0]:
            continue
        score -= _doubt(element, page)
        if best is None or score > best[0]:
            best = (score, element, text)
    if best is None or best[0] < (3.0 if keys else LEAST_SCORE):
        plain = _plain_match(page.root, keys)
        if plain is not None:
            return Title(_settled(_text(plain), names), plain, True, "printed as the head")
        return Title(names[0] if names else without_counters(page.title))
    confirmed = best[0] >= CONFIRMED
    tag = str(best[1].tag)
    return Title(
        _settled(best[2], names), best[1], confirmed, f"{tag} as the head" if confirmed else tag
    )


CONFIRMED = 7.0
"""A heading that says what the head says: a title's key, and a tag or a name besides."""


NAMED_TAGS = ("div", "span", "p", "td", "strong", "b")
"""Tags that print a title where a class or an id says so."""
MOST_CANDIDATES = 400


def _candidates(root: Element) -> list[Element]:
    found = root.iter(*HEADING_WEIGHT, *NAMED_TAGS)
    named = (e for e in found if e.tag in HEADING_WEIGHT or _says_title(names_of(e)))
    return list(islice(named, MOST_CANDIDATES))


@remembered(20_000)
def _says_title(names: str) -> bool:
    return bool(TITLE_NAMES.search(names))


def _promise(element: Element, text: str, keys: list[str]) -> float:
    """How likely the element prints the title: its tag, its names and the head speak for it."""
    names = names_of(element)
    score = HEADING_WEIGHT.get(str(element.tag), 0.0) + _agreement(_key(text), keys)
    if names and _says_title(names):
        score += 2.0 if TITLE_WORD.search(names) and len(text.split()) >= 4 else 1.0
    if element.get("itemprop") in ("headline", "name"):
        score += 2.0
    return score


def _doubt(element: Element, page: Page) -> float:
    """What speaks against it: it links elsewhere, stands around the article, or holds blocks."""
    doubt = 4.0 if _leads_away(element, page) else 0.0
    if _is_around(element) or any(_is_around(a) for a in element.iterancestors()):
        doubt += 4.0
    holds = any(child.tag in ("div", "p", "ul", "table") for child in element)
    return doubt + 3.0 if holds and element.tag not in HEADING_WEIGHT else doubt


def _is_around(element: Element) -> bool:
    if element.tag in ("nav", "footer", "aside"):
        return True
    if element.tag in ("body", "html", "main", "article", "form"):
        return False
    return is_hidden(element) or is_negative(names_of(element))


def _agreement(key: str, keys: list[str]) -> float:
    if not key:
        return 0.0
    if key in keys:
        return 6.0
    for other in keys:
        shorter, longer = sorted((key, other), key=len)
        if len(shorter) >= 12 and longer.startswith(shorter):
            return 4.5 if len(shorter) >= 0.5 * len(longer) else 2.0
    return 0.0


def _leads_away(element: Element, page: Page) -> bool:
    """Whether the whole heading is a link to another page: a teaser's title or the site's logo."""
    links = [a for a in element.iter("a") if a.get("href")]
    links += [a for a in element.iterancestors("a") if a.get("href")]
    if not links or len(_text(links[0])) < 0.8 * len(_text(element)):
        return False
    href = links[0].get("href", "").strip()
    return not href.startswith(("#", "javascript")) and _address(
        page.base, href
    ) not in _own_addresses(page)


def _site_keys(page: Page) -> frozenset[str]:
    """What headings call the site: the words of those that link to the home page, on any other page."""
    home = _address(page.url, "/")
    if _address(page.base, page.url) == home and "?" not in page.url:
        return frozenset()
    headings = (e for e in page.root.iter(*HEADING_WEIGHT) if _leads_home(e, page.base, home))
    return frozenset(key for e in islice(headings, 3) if (key := _key(_text(e))))


def _leads_home(heading: Element, base: str, home: str) -> bool:
    hrefs = [href for a in heading.iter("a") if (href := a.get("href"))]
    if len(hrefs) != 1 or len(hrefs[0]) > len(home) + ROOM:
        return False
    return _address(base, hrefs[0]) == home


ROOM = 20
"""Characters that a query or a mark adds to an address."""


def _own_addresses(page: Page) -> frozenset[str]:
    """What the page may call itself."""
    named = (page.url, page.first("og:url"), _canonical(page.root))
    return frozenset(_address(page.url, url) for url in named if url)


def _canonical(root: Element) -> str:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            return link.get("href") or ""
    return ""


def _address(base: str, href: str) -> str:
    try:
        url = href if href.startswith(("http://", "https://")) else urljoin(base, href)
    except ValueError:
        return href
    return url.split("#")[0].split("?")[0].rstrip("/")


def _plain_match(root: Element, keys: list[str]) -> Element | None:
    """The first element that prints just what the head calls the page, whatever its tag."""
    wanted = {key for key in keys if len(key) >= 12}
    for element in root.iter("p", "td", "div", "span", "b", "strong", "a", "font"):
        if len(element) <= 3 and wanted:
            text = _text(element)
            if len(text) <= LONGEST and _key(text) in wanted and not _is_around(element):
                return element
    return None


def _head_titles(page: Page) -> list[str]:
    """What the head calls the page, the most telling first, site names cut off."""
    told = (o.get("headline") for o in page.data)
    headlines = [" ".join(name.split()) for name in told if isinstance(name, str)]
    whole = [page.first("og:title"), page.first("twitter:title"), *headlines, page.title]
    found: list[str] = []
    site = _key(page.first("og:site_name"))
    for name in whole:
        if name and not SITE_TITLE.match(name):
            parts = (without_counters(part) for part in (_without_site(name, site), name))
            found += [part for part in parts if part and part not in found]
    return found


def _without_site(title: str, site: str) -> str:
    pieces = [piece for piece in SEPARATOR.split(title) if piece.strip()]
    if len(pieces) < 2:
        return title.strip()
    for keep, cut in ((slice(0, -1), pieces[-1]), (slice(1, None), pieces[0])):
        if (site and _key(cut) == site) or SITE_WORDS.search(cut):
            edge = pieces[keep]
            start = title.find(edge[0])
            rest = title[start : title.find(edge[-1], start) + len(edge[-1])]
            return max(PATH.split(rest), key=len).strip()
    longest = max(pieces, key=len)
    return longest.strip() if len(longest) > 0.5 * len(title) else title.strip()


def _settled(text: str, names: list[str]) -> str:
    """The printed title as the head confirms it: without a counter beside it, in mixed case.

    Styles alone may hold a counter apart, so that only the head tells it from the title's own words.
    """
    bare = name_without_counters(text)
    if bare != text and any(_key(name) == _key(bare) for name in names):
        text = bare
    return _cased(text, names)


def _cased(text: str, names: list[str]) -> str:
    """The same title in mixed case where the page prints it in capitals only."""
    if not text.isupper():
        return text
    key = _key(text)
    return next((name for name in names if _key(name) == key and not name.isupper()), text)


def _text(element: Element) -> str:
    """The element's text without view counters; of one that is too long for a title what shows that."""
    return without_counters(text_up_to(element, MUCH))


def _key(text: str) -> str:
    return NO_WORD.sub("", compose(text).casefold())


NO_WORD = re.compile(r"[\W_]+")
