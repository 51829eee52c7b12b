"""A page's links: to articles, to listings, to feeds. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from crawler.pages.addresses import Shape, article_score, form, is_dated, is_paged, shape
from crawler.pages.mainlist import Run, alike, main_runs, own_anchor, runs, standing_in
from crawler.pages.titles import text_of, title_of
from crawler.platforms import Platform
from pipeline.clean.encoding.decoding import decode
from pipeline.clean.links import LONGEST, base_for, site_of
from pipeline.clean.page import Page, parse, refuse_non_html
from pipeline.model import RawPage, Section
from pipeline.normalise.urls import normalise_url, same_site
from pipeline.remembering import remembered

FEED_TYPES = ("application/rss+xml", "application/atom+xml")
FEED_LINK = re.compile(
    r"(/rss/?|\.rss|/feed/?|/rss\.\w+|\.atom|/rss/[^?]*\.(xml|aspx|rss))$", re.IGNORECASE
)
COMMENTS = re.compile(r"/comments?/|/binh-luan/|[?&]feed=comments", re.IGNORECASE)
"""WordPress declares a feed of comments beside that of articles."""
MENU = re.compile(
    r"(^|[\s_-])(top|main|sub|mega|left|side)?(menu|nav|navbar|navigation)", re.IGNORECASE
)
"""Class or id of a menu: Bootstrap, Superfish, SharePoint, DNN, Liferay and own ones."""
MENU_SHARE = 0.9
MENU_WORDS = 10
"""Words of a link text from which on it is no section's name: newspapers put their newest into menus."""
MOST_LINKS = 5_000
"""Links of one page; the longest site map of a portal has some two thousand."""
CACHED = 20_000
"""Addresses remembered: every page of a portal repeats its menus."""
KIN = 3
"""Articles on a page that an address must be built like to count as one of them."""
KIN_WORDS = 3
CERTAIN = 1.0
"""What an address must say for itself: a number, a date, a long slug."""
LISTED = 3
"""Items that make a list."""
NUMBER = re.compile(r"\W*\d{1,4}\W*")
Anchors = Mapping[str, Sequence[Element]]
"""The anchors that lead to each address, in page order."""


@dataclass(frozen=True, slots=True)
class Link:
    """One address of a page with the title that its anchors give it."""

    url: str
    text: str
    in_menu: bool = False
    """Whether it stands in menus alone."""
    main: bool = False
    """Whether it is one of the listing's own, not of the boxes around it."""


@dataclass(frozen=True, slots=True)
class Links:
    """A page's links on its own site, each address once, in page order.

    `articles` are generous: whatever may be worth fetching. `main` is the listing itself.
    """

    articles: tuple[Link, ...]
    listings: tuple[Link, ...]
    feeds: tuple[str, ...]
    elsewhere: frozenset[str] = frozenset()
    """Addresses of other sites to which entries of the listing itself lead."""

    @property
    def main(self) -> tuple[Link, ...]:
        """The listing's own articles, without those of the boxes and menus around it."""
        return tuple(link for link in self.articles if link.main)


def read_page(raw: RawPage) -> Page:
    """A page's tree within bounds, with its first MOST_LINKS links. Raises PipelineError for what is no
    readable HTML.
    """
    content_type = raw.header("content-type")
    refuse_non_html(raw.body, content_type, raw.final_url)
    page = parse(decode(raw.body, content_type), raw.final_url)
    for anchor in islice(page.root.iter("a"), MOST_LINKS, None):
        anchor.attrib.pop("href", None)
    return page


def read_links(page: Page, platform: Platform | None = None) -> Links:
    """Every link of a page that stays on its site, sorted by what the address looks like.

    What a menu names may be a section with a long name, so it counts as a listing in case of doubt:
    a listing's first page is looked at for an article too, an article's page for no further pages.
    """
    found, leaving = _anchors(page)
    links = _links(page, found)
    kinds = {link.url: shape(link.url, link.text, platform) for link in links}
    sure = [x for x in links if kinds[x.url] is Shape.ARTICLE and not _is_section(x)]
    sure = _without_strays(sure)
    chosen = {link.url for link in sure}
    others = [x for x in links if x.url not in chosen and kinds[x.url] is not Shape.SKIP]
    chosen |= _kin(sure, others)
    chosen |= _listed([x for x in links if x.url in chosen], others, found)
    listed = {x.url: found[x.url] for x in links if x.url in chosen and not x.in_menu}
    lists = main_runs(runs(_own_anchors(listed)), _pager(page, found))
    main = standing_in(lists, {url: theirs for url, theirs in listed.items() if len(theirs) > 1})
    articles = (x if x.url not in main else _as_main(x) for x in links if x.url in chosen)
    listings = (link for link in others if link.url not in chosen)
    elsewhere = _elsewhere(leaving, lists)
    return Links(tuple(articles), tuple(listings), tuple(feeds(page)), elsewhere)


def _without_strays(articles: list[Link]) -> list[Link]:
    """Articles without those that only a long text speaks for, where others share another form."""
    scores = {link.url: article_score(link.url) for link in articles}
    forms = Counter(form(url) for url, score in scores.items() if score >= CERTAIN)
    if max(forms.values(), default=0) < KIN:
        return articles
    return [x for x in articles if scores[x.url] >= CERTAIN or form(x.url) in forms]


def _as_main(link: Link) -> Link:
    return Link(link.url, link.text, link.in_menu, main=True)


def _kin(articles: list[Link], others: list[Link]) -> set[str]:
    """Links whose address is built like that of articles on the same page: short titles hide them."""
    forms = Counter(form(link.url) for link in articles)
    return {
        link.url
        for link in others
        if not link.in_menu
        and forms[form(link.url)] >= KIN
        and len(link.text.split()) >= KIN_WORDS
        and not is_paged(link.url)
    }


def _listed(articles: list[Link], others: list[Link], found: Anchors) -> set[str]:
    """Links that stand in a list as articles do, whatever their address.

    Their items are built like those of the articles around them, or print a date or a teaser.
    """
    known = {link.url for link in articles}
    maybe = [x for x in others if not x.in_menu and _is_title(x)]
    if not maybe:
        return set()
    titles = {link.url: link.text for link in (*articles, *maybe)}
    lists = runs(_own_anchors({url: found[url] for url in titles}))
    wanted = [run for run in lists if len(run.items) >= LISTED and not run.addresses <= known]
    return {url for run in wanted if not run.aside for url in alike(run, known, titles)}


def _is_title(link: Link) -> bool:
    return len(link.text.split()) > KIN_WORDS and not is_paged(link.url)


def _elsewhere(leaving: Anchors, lists: list[Run]) -> frozenset[str]:
    """Where entries of the listing lead that leave the site: they are built as its others are; where it has
    no others, they are lists themselves.
    """
    found = {
        url: anchors
        for url, anchors in leaving.items()
        if len(title_of(anchors).split()) > KIN_WORDS
    }
    if lists or not found:
        return standing_in(lists, found) & found.keys()
    alone = runs(_own_anchors(found))
    wanted = (run.addresses for run in alone if len(run.items) >= LISTED and not run.aside)
    return frozenset().union(*wanted)


def _own_anchors(found: Anchors) -> dict[str, Element]:
    return {url: own_anchor(anchors) for url, anchors in found.items()}


def _pager(page: Page, found: Anchors) -> Element | None:
    """An anchor of the page's pager: a number that leads to a numbered page, or posts a form."""
    numbered = (
        anchor
        for url, anchors in found.items()
        if is_paged(url)
        for anchor in anchors
        if NUMBER.fullmatch(text_of(anchor))
    )
    if (first := next(numbered, None)) is not None or "__doPostBack" not in page.text:
        return first
    posting = (a for a in page.root.iter("a") if "__doPostBack" in a.get("href", ""))
    return next((a for a in posting if NUMBER.fullmatch(text_of(a))), None)


def _is_section(link: Link) -> bool:
    return link.in_menu and len(link.text.split()) < MENU_WORDS and not is_dated(link.url)


def anchors(page: Page) -> list[Link]:
    """Each address on the page's own site once, normalised, with the title that its anchors give it."""
    return _links(page, _anchors(page)[0])


def _links(page: Page, found: Anchors) -> list[Link]:
    menus = set(_menu_anchors(page.root))
    return [
        Link(url, title_of(anchors), all(anchor in menus for anchor in anchors))
        for url, anchors in found.items()
    ]


def _anchors(page: Page) -> tuple[dict[str, list[Element]], dict[str, list[Element]]]:
    """The anchors of a page's links within its site, and of those that leave it."""
    own: dict[str, list[Element]] = {}
    others: dict[str, list[Element]] = {}
    site = site_of(page.url)
    for anchor in page.root.iter("a"):
        if address := resolve(page.base, anchor.get("href", "")):
            found = own if same_site(site_of(address), site) else others
            found.setdefault(address, []).append(anchor)
    return own, others


def _menu_anchors(root: Element) -> Iterator[Element]:
    """Anchors in menus, told by the element or its class. What holds all links is the page's frame."""
    most = MENU_SHARE * sum(1 for _ in root.iter("a"))
    for element in root.iter("nav", "ul", "div", "td", "table", "aside", "header"):
        names = element.get("class"), element.get("id")
        if element.tag == "nav" or (any(names) and _is_menu(*names)):
            found = list(element.iter("a"))
            if len(found) <= most:
                yield from found


@remembered(4_096)
def _is_menu(name: str | None, id_: str | None) -> bool:
    return bool(MENU.search(f"{name or ''} {id_ or ''}"))


def resolve(base: str, href: str) -> str:
    """The normalised absolute http(s) address of a link; "" where it is none."""
    href = href.strip()
    if not 0 < len(href) <= LONGEST or href.startswith(
        ("#", "javascript:", "mailto:", "tel:", "data:")
    ):
        return ""
    return _absolute(base_for(href, base), href)


@remembered(CACHED)
def _absolute(base: str, href: str) -> str:
    try:
        address = normalise_url(urljoin(base, href))
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def feeds(page: Page) -> Iterator[str]:
    """Addresses of the RSS and Atom feeds that a page declares or links to."""
    declared = (
        link.get("href", "")
        for link in page.root.iter("link")
        if link.get("type", "").lower() in FEED_TYPES
    )
    hrefs = (anchor.get("href", "") for anchor in page.root.iter("a"))
    linked = (href for href in hrefs if _is_feed(href))
    found = (resolve(page.base, href) for href in (*declared, *linked))
    own = (feed for feed in found if feed and same_site(feed, page.url))
    yield from dict.fromkeys(feed for feed in own if not COMMENTS.search(feed))


@remembered(CACHED)
def _is_feed(href: str) -> bool:
    return bool(FEED_LINK.search(href))


def sections(links: Iterable[Link]) -> tuple[Section, ...]:
    """Listing links that a menu names: with a text of words, and no page of another listing."""
    return tuple(
        Section(link.text, link.url)
        for link in links
        if re.search(r"[^\W\d_]{2}", link.text) and len(link.text) < 80 and not is_paged(link.url)
    )
