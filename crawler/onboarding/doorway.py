"""Where a portal's home is: behind an intro page, above a page deep inside, at the end of redirects. Pure."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from crawler.onboarding.menus import plain_name, printed_name
from crawler.onboarding.sections import subject
from crawler.pages.links import anchors, read_links, resolve
from pipeline.clean.page import Page
from pipeline.model import RawPage
from pipeline.normalise.urls import normalise_url, same_site

HOME = re.compile(r"^(về )?trang (chủ|nhất|chính|đầu)$|^home( ?page)?$|^trang chu$", re.IGNORECASE)
HOME_ICON = re.compile(
    r"(^|[\s_-])(icon-?)?home($|[\s_-])|(^|[\s_-])trang-?chu($|[\s_-])", re.IGNORECASE
)
LOGO = re.compile(r"(^|[\s_-])(logo|brand|navbar-brand|site-?title)($|[\s_-])", re.IGNORECASE)
HOMELY = re.compile(
    r"^(index|default|home|homepage|trang-?chu|trang-?nhat|main|start|guest|portal|pages|web|vi|vn|vi-vn)(\.\w+)?$",
    re.IGNORECASE,
)
"""Last path segments of home pages: "/web/guest", "/portal/", "/vi/", "/Pages/default.aspx"."""
ENTER = re.compile(
    r"(vào|truy cập|đến|xem|tới) (trang|cổng|website|web|site|đây)|^(vào|enter|skip|bỏ qua)\b|trang chủ"
    r"|^tiếng việt$|^việt nam$|^vietnamese$|^vi$|cổng thông tin|trang thông tin",
    re.IGNORECASE,
)
"""What an intro page writes on the way in, a chooser of languages on Vietnamese."""
REFRESH = re.compile(
    r"^\s*+(\d+(?:\.\d+)?)?\s*+[;,]?\s*+(?:url\s*+=\s*+)?['\"]?\s*+([^'\"\s]+)", re.IGNORECASE
)
"""Possessive: of a thousand blanks each `\\s*` would try every share."""
SCRIPTED = re.compile(
    r"(?:(?:window|document|self|top|parent)\s*\.\s*)*location(?:\s*\.\s*href)?\s*"
    r"(?:=\s*|\.\s*(?:replace|assign)\s*\(\s*)['\"]([^'\"]+)['\"]",
    re.IGNORECASE,
)
UNSEEN = frozenset(("script", "style", "noscript", "title", "head", "template"))
AT_ONCE = 15.0
"""Seconds of a refresh that leads on; a longer one keeps a page fresh."""
FEW_LINKS = 12
"""Links of an intro page at most: a home page has menus."""
FEW_WORDS = 250


def way_in(page: Page) -> str:
    """The address that an intro page leads to: refresh, frame, script or link; "" for a home page."""
    sent = sends_on(page)
    if sent or _is_home(page):
        return sent
    return next((url for url in _entrances(page) if _is_other(url, page.url)), "")


def sends_on(page: Page) -> str:
    """The address to which an intro page sends whoever comes, without a click; "" for a page that stays."""
    refreshed = _refresh(page)
    if refreshed or _is_home(page):
        return refreshed
    found = (*_frames(page), *_scripts(page))
    return next((url for url in found if _is_other(url, page.url)), "")


def _is_home(page: Page) -> bool:
    """Whether a page shows news or a menu of news."""
    links = read_links(page)
    subjects = [subject(plain_name(link.text)) for link in links.listings]
    sorted_news = sum(kind in ("news", "topic") for kind in subjects)
    return bool(links.articles) or len(links.listings) > FEW_LINKS or sorted_news > 1


def home_above(page: Page, *, article: bool) -> str:
    """The portal's home where this page may lie deep inside it; "" where it is the home itself.

    `article`: whether the page was read as one. The menu's "Trang chủ" is believed first, then a
    house or the logo; else it may be the host's root, unless most links lead below this address, as
    in a portal that lives in a folder of its own.
    """
    if _is_homely(page.url):
        return ""
    home = _home_link(page)
    if home:
        return "" if _same(home, page.url) else home
    return urljoin(page.url, "/") if article or not _has_own_folder(page) else ""


def links_to(page: Page, url: str) -> bool:
    """Whether a page links to an address."""
    return any(_same(link.url, url) for link in anchors(page))


def settled_address(home: RawPage) -> str:
    """The address to keep for a home: the one asked for, unless scheme or host were redirected."""
    asked, final = urlsplit(home.url), urlsplit(home.final_url)
    if (asked.scheme, asked.netloc) == (final.scheme, final.netloc):
        return home.url
    return normalise_url(home.final_url)


def _refresh(page: Page) -> str:
    for meta in page.root.iter("meta"):
        if meta.get("http-equiv", "").lower() != "refresh":
            continue
        match = REFRESH.match(meta.get("content", ""))
        if match and float(match[1] or 0) <= AT_ONCE:
            address = _absolute(page, match[2])
            if _is_other(address, page.url):
                return address
    return ""


def _frames(page: Page) -> Iterator[str]:
    """The frames of a frameset, the main one first; the one inner frame of a page without text."""
    frames = list(page.root.iter("frame"))
    frames.sort(
        key=lambda frame: (
            not re.search("main|content|body|giua", frame.get("name", ""), re.IGNORECASE)
        )
    )
    inner = list(page.root.iter("iframe"))
    if len(inner) == 1 and len(_words(page)) < FEW_WORDS // 5:
        frames += inner
    yield from (_absolute(page, frame.get("src", "")) for frame in frames)


def _scripts(page: Page) -> Iterator[str]:
    """Where a script of a page without text sends the window."""
    if len(_words(page)) > FEW_WORDS:
        return
    for script in page.root.iter("script", "body"):
        text = script.text or "" if script.tag == "script" else script.get("onload", "")
        yield from (_absolute(page, match[1]) for match in SCRIPTED.finditer(text))


def _entrances(page: Page) -> Iterator[str]:
    """Links that say they lead in, then the only link that there is."""
    links = [
        (resolve(page.base, a.get("href", "")), printed_name(a))
        for a in page.root.iter("a", "area")
    ]
    inside = [(url, name) for url, name in links if url and same_site(url, page.url)]
    yield from (url for url, name in inside if ENTER.search(name))
    others = {url for url, _ in inside if _is_other(url, page.url)}
    if len(others) == 1 and len(_words(page)) < FEW_WORDS:
        yield from others


def _home_link(page: Page) -> str:
    """Where "Trang chủ", a house or the logo lead."""
    linked = [a for a in page.root.iter("a") if a.get("href")]
    for is_home in (_says_home, _shows_home, _is_logo):
        for anchor in linked:
            address = resolve(page.base, anchor.get("href", ""))
            if address and same_site(address, page.url) and is_home(anchor):
                return address
    return ""


def _says_home(anchor: Element) -> bool:
    names = (
        printed_name(anchor),
        *(plain_name(anchor.get(k, "")) for k in ("title", "aria-label")),
    )
    return "home" in anchor.get("rel", "").split() or any(map(HOME.match, names))


def _shows_home(anchor: Element) -> bool:
    icons = (anchor, *islice(anchor.iter("i", "span", "svg"), 3))
    return any(HOME_ICON.search(icon.get("class", "")) for icon in icons)


def _is_logo(anchor: Element) -> bool:
    around = (anchor, *islice(anchor.iterancestors(), 2))
    return any(LOGO.search(f"{e.get('class', '')} {e.get('id', '')}") for e in around)


def _has_own_folder(page: Page) -> bool:
    """Whether most of a page's links lead into the folder that it stands at."""
    folder = urlsplit(page.url).path.rstrip("/") + "/"
    paths = [urlsplit(link.url).path for link in anchors(page) if not _same(link.url, page.url)]
    return 2 * sum(path.startswith(folder) for path in paths) > len(paths)


def _is_homely(url: str) -> bool:
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return not parts.query and (not last or bool(HOMELY.match(last)))


def _absolute(page: Page, address: str) -> str:
    return resolve(page.base, address.strip()) if address.strip() else ""


def _is_other(address: str, url: str) -> bool:
    return bool(address) and not _same(address, url)


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(url: str) -> str:
    parts = urlsplit(normalise_url(url))
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _words(page: Page) -> list[str]:
    """The words that a reader sees."""
    texts: list[str] = []
    for element in page.root.iter():
        if isinstance(element.tag, str) and element.tag not in UNSEEN:
            texts.append(element.text or "")
        texts.append(element.tail or "")
    return " ".join(texts).split()
