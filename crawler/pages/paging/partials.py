"""Listings that go on in pieces: where a "Xem thêm" button gets them from. Pure."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element as Element

from crawler.pages.links import resolve
from crawler.pages.paging.expressions import Names, knower
from crawler.pages.paging.pagescripts import Effect, fetched, inline, with_fields
from crawler.pages.paging.sequence import HOLE, PAGE_KEY, NextPage, Template, page_number
from crawler.pages.titles import text_of
from pipeline.clean.page import Page
from pipeline.normalise.urls import same_site
from pipeline.remembering import remembered

TRIGGERS = ("a", "button", "div", "span", "li", "input", "p", "section", "ul")
LABEL = re.compile(
    r"^\W*((xem|tải|hiển thị|hiện|đọc) thêm|thêm tin|(load|show|view|see) more|more (news|posts))\b.{0,20}$",
    re.IGNORECASE,
)
WORDS = ("thêm", "Thêm", "THÊM", "more", "More", "MORE", "th&ecirc;m", "th\u00ea\u0301m")
BUTTONS = frozenset(("a", "button", "input"))
MARKED = re.compile(
    r"(load|show|see|btn|button)[-_]?more|more[-_]?(btn|button|news|posts?)|load[-_]?next|(xem|tai)[-_]?them"
    r"|infinite|ajax[-_]?load|pagination[-_]?ajax",
    re.IGNORECASE,
)
"""Class words and ids of a button that brings more of a list."""
OTHER = re.compile(
    r"comment|binh-?luan|reply|calendar|lich-|menu|related|lien-?quan", re.IGNORECASE
)
ADDRESSES = (
    "hx-get data-url data-href data-next data-next-url data-nexturl data-next-href data-ajax-url data-ajax"
    " data-src data-link data-action data-load data-target-url data-load-url data-path data-endpoint"
).split()
"""Attributes that name the address to ask."""
NUMBERS = re.compile(
    r"^data-(?P<key>(next|current|cur)?-?(page|paged|trang|p|page-?(index|number|no|num))|page-(next|current))$"
)
OFFSETS = re.compile(r"^data-(?P<key>offset|skip|start|from|limitstart)$")
LAST = re.compile(
    r"^data-((max|total|last|num)-?(pages?|page-?count|trang)?|pages|pagecount|page-count)$"
)
SCRIPTED_LAST = re.compile(
    r"(?:max_?num_?pages|max_?pages?|total_?pages?|last_?page|page_?count)['\"]?\s*[:=]\s*['\"]?(\d{1,5})",
    re.IGNORECASE,
)
PAGE_NAME = re.compile(
    r"^(next|current|cur|my)?_?(page|paged|trang|p|n|page_?(index|number|no|num|id)|pg)$",
    re.IGNORECASE,
)
"""Names of the variable that counts a script's pages."""
HOLES = re.compile(
    r"\{(page|p|n|0|num|trang)\}|%7B(page|p|0)%7D|__page__|%page%|:page\b|\[page\]|#page#",
    re.IGNORECASE,
)
URL_LIKE = re.compile(r"^(https?:/)?/|^\?|^[\w./-]+\?[\w]+=|^[\w-]+(/[\w.-]+)+$")
AJAX = re.compile(r"\b(ajax|get|post|getJSON|fetch|load|open)\s*\(", re.IGNORECASE)
PAGED_CALL = re.compile(r"page|trang|\bp\b", re.IGNORECASE)
"""What a call that asks for a page's number holds."""
WINDOW = 400
MOST_CALLS = 60
AROUND = 3
"""Elements around a button that may name the address for it."""


def load_more(page: Page, number: int) -> NextPage | None:
    """The page after this one where a button fetches it; None without such a button."""
    script = ""
    for trigger in (*_numbered_links(page, str(number + 1)), *_triggers(page)):
        template = _attributes(page, trigger) or _wordpress(page, trigger)
        if template is None:
            script = script or inline(page)
            template = _script(page, trigger, script)
        if template and same_site(template.url, page.url):
            return template.page(number + 1)
    return None


def _triggers(page: Page) -> Iterator[Element]:
    named = any(_is_marked(name) for name in page.names)
    labelled = any(word in page.text for word in WORDS)
    if not (named or labelled or "hx-get" in page.text):
        return
    for element in page.root.iter(*TRIGGERS):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        marked = (named and _is_marked(names)) or "hx-get" in element.attrib
        if not marked and labelled and (element.tag in BUTTONS or _is_live(element)):
            marked = len(element) < 4 and bool(LABEL.match(_label(element)))
        if marked and not OTHER.search(names):
            yield element


def _numbered_links(page: Page, following: str) -> Iterator[Element]:
    """Links with the next number whose `data-page` a script reads: they have no address of their own."""
    if "data-page" in page.text:
        for element in page.root.iter("a", "li", "span", "button"):
            if element.get("data-page") == following == text_of(element):
                yield element


@remembered(4_096)
def _is_marked(names: str) -> bool:
    return bool(MARKED.search(names))


def _is_live(element: Element) -> bool:
    """Whether a plain element does something when it is clicked."""
    names = element.keys()
    return bool(names) and any(n == "onclick" or str(n)[:5] == "data-" for n in names)


def _label(element: Element) -> str:
    if element.tag == "input":
        return element.get("value", "")
    if element.tag == "div" and (len(element) > 1 or len(element.text or "") > 40):
        return ""
    return text_of(element)[:60]


def _attributes(page: Page, trigger: Element) -> Template | None:
    """The template that a button's own attributes spell out."""
    around = (trigger, *islice(trigger.iterancestors(), AROUND))
    named = (element.get(name, "").strip() for element in around for name in ADDRESSES)
    address = next((value for value in named if URL_LIKE.match(value)), "")
    if not address:
        return None
    last = _last(trigger)
    if HOLES.search(address):
        filled = resolve(page.base, HOLES.sub("PAGENUMBER", address)).replace("PAGENUMBER", HOLE)
        return Template(filled, last=last) if filled else None
    full = resolve(page.base, address)
    if not full:
        return None
    for name, value in trigger.attrib.items():
        key, counts = NUMBERS.match(str(name)), OFFSETS.match(str(name))
        if counts and str(value).isdecimal() and not page_number(full):
            hole = with_fields(full, ((counts["key"], HOLE),))
            return Template(hole, first=0, step=int(value) or 10, last=last)
        if key and not page_number(full) and not full.endswith(("=", "/")):
            return Template(with_fields(full, ((_bare(key["key"]), HOLE),)), last=last)
    return _numbered(full, last)


def _bare(key: str) -> str:
    """The parameter that a data attribute stands for: "data-next-page" counts pages."""
    return re.sub(r"^(next|current|cur)-?|-(next|current)$", "", key).replace("-", "")


def _numbered(address: str, last: int) -> Template:
    """The template of an address with a page's number in it; without one it is asked as it stands."""
    if address.endswith(("=", "/")) and not page_number(address):
        return Template(address + HOLE, last=last)
    head, mark, query = address.partition("?")
    pairs = [pair.partition("=") for pair in query.split("&")]
    for place, (name, _, value) in enumerate(pairs):
        if PAGE_KEY.match(name) and value.isdecimal():
            pairs[place] = (name, "=", HOLE)
            counted = int(value) > 9
            step, first = (int(value), 0) if counted else (1, 1)
            return Template(f"{head}?{'&'.join(map(''.join, pairs))}", (), first, step, last)
    filled = re.sub(r"(?<=[/_-])\d{1,4}(?=/?$|\.\w+$)", HOLE, head, count=1)
    return Template(filled + mark + query, last=last)


def _last(trigger: Element) -> int:
    found = (str(v) for name, v in trigger.attrib.items() if LAST.match(str(name)))
    return next((int(value) for value in found if value.isdecimal()), 0)


def _wordpress(page: Page, trigger: Element) -> Template | None:
    """WordPress answers `/page/N/` under every listing, whatever its theme's button does."""
    if "/wp-content/" not in page.text:
        return None
    found = SCRIPTED_LAST.search(page.text)
    last = _last(trigger) or (int(found[1]) if found else 0)
    if last < 2:
        return None
    stem = re.sub(r"/page/\d+/?$", "", page.url.partition("?")[0]).rstrip("/")
    return Template(f"{stem}/page/{HOLE}/", last=last)


def _script(page: Page, trigger: Element, script: str) -> Template | None:
    """The template of the request that the page's script makes for more."""
    for call in islice(AJAX.finditer(script), MOST_CALLS):
        piece = script[call.start() : call.end() + WINDOW]
        if not PAGED_CALL.search(piece):
            continue
        before = script[max(0, call.start() - WINDOW) : call.start()]
        effect = _fetched(page, before, piece, trigger)
        if effect and _counts(effect) and not OTHER.search(effect.url):
            found = SCRIPTED_LAST.search(script)
            last = _last(trigger) or (int(found[1]) if found else 0)
            return Template(effect.url, effect.form, last=last)
    return None


def _counts(effect: Effect) -> bool:
    return HOLE in effect.url or any(HOLE in value for _, value in effect.form)


def _fetched(page: Page, before: str, piece: str, trigger: Element) -> Effect | None:
    names = _counting(knower(page, before + piece, {}), trigger)
    effect = fetched(page, _plain(before + piece), names) or fetched(page, _plain(piece), names)
    if effect is None:
        return None
    return Effect(effect.url.replace("%7Bpage%7D", HOLE), effect.form, partial=True)


DATASET = re.compile(
    r"(?:\$\([^()]*\)|\w+)\.(?:data|attr|getAttribute)\(\s*['\"](?:data-)?([\w-]+)['\"]\s*\)|\w+\.dataset\.(\w+)"
)


def _plain(text: str) -> str:
    """Script in which what is read from the button's attributes stands as a name."""
    return DATASET.sub(lambda m: "DATA_" + (m[1] or m[2]).replace("-", "_"), text)


def _counting(names: Names, trigger: Element) -> Names:
    """Names in which the variable that counts pages stands for the hole of a template."""

    def look(name: str) -> str | None:
        bare = name.rpartition(".")[2]
        key = bare.removeprefix("DATA_")
        if PAGE_NAME.match(key) or key.lower() in ("currentpage", "nextpage"):
            return HOLE
        if bare.startswith("DATA_"):
            return trigger.get(f"data-{key.replace('_', '-').lower()}")
        return names(name)

    return look
