"""Who wrote it, as the page's machine-readable parts say: platform fields, markup, JSON-LD, meta tags."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import islice
from typing import Any

from lxml.etree import _Element as Element

from pipeline.accounts import is_account
from pipeline.clean.counters import name_without_counters
from pipeline.clean.found import Found
from pipeline.clean.layout.outline import HIDDEN, Outline, names_of, text_up_to
from pipeline.clean.page import Page
from pipeline.clean.people.people import is_plausible, people_in
from pipeline.clean.profiles import PROFILES, select
from pipeline.clean.words import split_camel
from pipeline.remembering import remembered

BYLINE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:authors?|by-?line|tac-?gia|nguoi-?viet|writers?|reporters?|journalists?"
    r"|contributors?|auteurs?|autor(?:en|es|a|i)?|firma|skribent)(?:$|[-_\s])",
    re.IGNORECASE,
)
"""Class words of a byline, in the languages newspapers are built in."""
NOT_BYLINE = re.compile(
    r"comment|avatar|image|img|photo|bio|social|follow|share|count", re.IGNORECASE
)
PROFILE_LINK = re.compile(
    r"/(?:authors?|by|people|persons?|profiles?|staff|writers?|contributors?|journalists?|reporters?"
    r"|columnists?|tac-gia|autor(?:es|en|i)?|auteurs?|users?|membro|redacao|firmas?|correspondents?)[/.?-]",
    re.IGNORECASE,
)
META_NAMES = (
    "author", "article:author", "byl", "parsely-author", "sailthru.author", "citation_author",
    "dc.creator", "dcterms.creator", "dc:creator", "dable:author", "article:author_name",
)  # fmt: skip
LABELS = re.compile(
    r"written by|author|par|von|escrito por|verfasst von|écrit par|geschreven door", re.IGNORECASE
)
"""How Yoast labels the author in twitter:label1, in the site's language."""
NO_ARTICLE = re.compile(r"Comment|Review|Product|Person|Offer|Answer")
DECORATION = re.compile(
    r"^(?:the|báo(?: điện tử)?|trang|le|la|el|der|die)\s+"
    r"|(?:\.(?:com|vn|net|org|co\.uk)|\s+(?:online|điện tử))+$"
)
LONGEST = 200
"""Characters of a byline with dates and roles still in it."""
LONGEST_FIELD = 3000
"""Characters of a field with who its author is in it; longer ones hold the article."""
MUCH = 1000
"""Characters of the longest list of authors."""
NEAR = 4
"""How many ancestors a byline and the title may be apart."""


def selected_author(page: Page, selector: str) -> Found:
    """The people, or else the text, in what a source's own selector names."""
    for element in select(page, selector):
        if names := _printed(element, page) or name_without_counters(text_of(element)):
            return Found(names, "rule", 0.99)
    return Found()


def platform_author(page: Page) -> Found:
    """The field in which the platform prints the author."""
    for profile in PROFILES:
        for selector in profile.authors:
            for element in select(page, selector):
                if element.tag == "meta" or _is_hidden(element):
                    continue
                if names := _printed(element, page):
                    return Found(names, f"platform:{profile.name}:{selector}", 0.95)
    return Found()


def named_author(
    page: Page, tree: Outline, teasers: Container[int], title: Element | None, container: Element
) -> Found:
    """An element whose class says author, near the title or in the text, in none of the `teasers`."""
    wanted = {name for name in page.names if _is_byline_name(name)}
    if not wanted:
        return Found()
    first = tree.index[container]
    above = (title if title is not None else container).iterancestors()
    home = {element for element in above if element.tag not in ("body", "html", "form")}
    for place, element in enumerate(tree.elements):
        names = names_of(element)
        words = names.split() if names else ()
        if wanted.isdisjoint(words) or place in teasers or _is_hidden(element):
            continue
        near = tree.inside(place, first) or home & set(islice(element.iterancestors(), NEAR))
        if near and (people := _printed(element, page)):
            return Found(people, f"class:{next(w for w in words if w in wanted)}", 0.8)
    return Found()


@remembered(20_000)
def _is_byline_name(name: str) -> bool:
    return bool(BYLINE_NAMES.search(split_camel(name))) and not NOT_BYLINE.search(name)


def head_author(page: Page) -> Found:
    """What JSON-LD names the author, then what meta tags do; never the site itself."""
    for item in _articles(page):
        if names := _joined(_data_names(item.get("author") or item.get("creator"), page), page):
            return Found(names, "json-ld:author", 0.85)
    title = page.title.casefold()
    for name in META_NAMES:
        names = _joined(page.meta.get(name, ()), page)
        if names and is_plausible(names) and names.casefold() not in title:
            return Found(names, f"meta:{name}", 0.7)
    if LABELS.fullmatch(page.first("twitter:label1")):
        return Found(_joined([page.first("twitter:data1")], page), "meta:twitter:data1", 0.7)
    return Found()


def _articles(page: Page) -> list[dict[str, Any]]:
    """The JSON-LD objects that name an author, articles first, readers' comments left out."""
    found = [o for o in page.data if o.get("author") or ("headline" in o and o.get("creator"))]
    found = [o for o in found if not NO_ARTICLE.search(str(o.get("@type")))]
    return sorted(found, key=lambda o: "headline" not in o)


def _data_names(value: Any, page: Page) -> Iterator[str]:
    """The names in a JSON-LD author: a string, an object, a reference to one, or a list of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value[:10]:
            yield from _data_names(one, page)
    elif isinstance(value, dict):
        name = value.get("name")
        if not name and value.get("@id"):
            same = (item for item in page.data if item.get("@id") == value["@id"])
            name = next((item["name"] for item in same if item.get("name")), None)
        if isinstance(name, (str, list)):
            yield from _data_names(name, page)


def _printed(element: Element, page: Page) -> str:
    """The names in a visible field: its linked names, else its named part, else its text."""
    whole = text_up_to(element, LONGEST_FIELD)
    if len(whole) > LONGEST_FIELD:
        return ""
    for texts in (_linked(element), _nested(element), [whole]):
        if names := _joined([text for text in texts if len(text) <= LONGEST], page):
            return names
    return ""


def _linked(element: Element) -> list[str]:
    links = [a for a in element.iter("a") if _leads_to_person(a)]
    return [name for a in links if (name := text_of(a))]


def _leads_to_person(link: Element) -> bool:
    return "author" in (link.get("rel") or "") or bool(PROFILE_LINK.search(link.get("href") or ""))


def _nested(element: Element) -> list[str]:
    """What the parts called "name" print."""
    parts = (e for e in element.iterdescendants() if e.get("itemprop") == "name" or _is_name(e))
    return [name for part in parts if (name := text_of(part))][:5]


def _is_name(element: Element) -> bool:
    words = (element.get("class") or "").lower().split()
    return any(
        word in ("fn", "name") or word.endswith(("author-name", "author__name")) for word in words
    )


def _joined(texts: Iterable[str], page: Page) -> str:
    """The people named in the texts, each once, without the site's own name and accounts."""
    own = _site_names(page)
    lines = (" ".join(text.split()) for text in texts if len(text) <= MUCH)
    named = [name for line in lines for name in people_in(line, own)]
    kept = (n for n in named if not is_account(n) and _bare(n) not in own)
    return ", ".join(dict.fromkeys(kept))


def _site_names(page: Page) -> frozenset[str]:
    """What the page calls itself and its publisher, case-folded, with and without articles and domains."""
    names = [page.first("og:site_name"), page.first("application-name")]
    for item in page.data:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(publisher["name"])
    names = [name for name in names if 0 < len(name) <= LONGEST]
    return frozenset(form for n in names for form in (n.casefold().strip(), _bare(n)) if form)


def _bare(name: str) -> str:
    """A publisher's name without what it is sometimes printed with: "The Daily Oak.com"."""
    return DECORATION.sub("", name.casefold()).strip()


def _is_hidden(element: Element) -> bool:
    """Whether it is not seen, or stands in a reader's comment."""
    for e in (element, *element.iterancestors()):
        names, style = e.get("class"), e.get("style")
        if names and ("hidden" in names.split() or "comment" in names.lower().split("-")[0]):
            return True
        if (style and HIDDEN.search(style)) or e.get("hidden") is not None:
            return True
    return False


def text_of(element: Element) -> str:
    """The text of a short element as one line; more of it than any name has, where it is long."""
    return text_up_to(element, MUCH)
