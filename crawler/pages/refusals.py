"""Pages that come in place of a portal's: which refusal it is, told from an answer alone. Pure, cheap.

`refusal` is for any answer at any moment of a crawl: a captcha after page 50 is no article and no
empty listing. It holds its tongue wherever a page has a portal's links and text around the telling
words: a captcha in a comment form, a login box beside the news, "bảo trì" in a headline.
"""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from crawler.pages.links import resolve
from crawler.pages.refusal_words import DEFAULT_TEXT, DEFAULT_TITLE, MARKS, WORDS
from pipeline.model import RawPage
from pipeline.normalise.urls import same_site

LARGEST = 200_000
"""Bytes; challenge pages with all their scripts have fewer."""
MANY_LINKS, FEW_LINKS = 25, 8
MUCH_TEXT, SOME_TEXT = 4000, 1500
"""Characters of visible text: no default page of a server has more, no firewall's page."""
SHORT, OPENING = 900, 400
"""Characters: the whole text of a notice in words, and where its first words stand."""
LITTLE = 120
"""Characters of text of a page that only scripts fill: a name and "Loading…"."""
DATED_TEXT = 250
"""Characters from which a text with a date is a short article, a copy made for printing perhaps."""

Named = tuple[str, str]


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE | re.DOTALL)


_MARKS = tuple((name, whose, _any(words)) for name, whose, words in MARKS)
_WORDS = tuple((name, _any(words)) for name, words in WORDS)
_DEFAULT_TITLE, _DEFAULT_TEXT = _any(DEFAULT_TITLE), _any(DEFAULT_TEXT)

HEADERS = {"cf-mitigated": "Cloudflare", "x-amzn-waf-action": "AWS WAF", "x-sucuri-block": "Sucuri"}
COOKIE_SCRIPT = re.compile(
    r"document\s*\.\s*cookie\s*=[\s\S]{0,3000}location\s*(?:\.\s*(?:reload|replace|href|assign)|=)"
    r"|location\s*\.\s*(?:reload|replace|href|assign)[\s\S]{0,3000}document\s*\.\s*cookie\s*="
)
SCRIPT_FILLED = _any(
    (
        (
            r"<(?:div|main|section)\s[^>]*id=[\"']?(?:root|app|__next|__nuxt|q-app|main-app|application"
            r"|wrapper|react\w*)[\"']?[^>]*>"
        ),
        r"<app-root|ng-app=|ng-version=|data-reactroot|<base href=[^>]*>.*\bmain[.-]\w*\.js",
        r"(?:enable|bật|activate|turn on|requires?) (?:your )?java ?script",
    )
)
LEADS_ON = re.compile(
    r"<meta[^>]+http-equiv=[\"']?refresh[^>]+url=|<frame\s|<iframe\s"
    r"|location(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*[\"'][^\"']",
    re.IGNORECASE,
)
DATE = re.compile(r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\b")
PASSWORD = re.compile(r"<input[^>]+type\s*=\s*[\"']?password", re.IGNORECASE)
SIGN_ON = re.compile(
    r"(?:href|action)\s*=\s*[\"']?[^\"'>]*(?:/auth/realms/|/oauth2?/|/connect/authorize|/cas/login|/saml2?\b"
    r"|[?&;]response_type=|[?&;]client_id=)",
    re.IGNORECASE,
)
"""Where a door leads that many sites share: the state's accounts, an office's."""
SCRIPTS = re.compile(
    r"<!--[\s\S]*?-->|<(script|style|noscript|template|svg|head)\b[\s\S]*?</\1\s*>", re.IGNORECASE
)
TITLE = re.compile(r"<title[^>]*>([\s\S]*?)</title", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
LINK = re.compile(r"<a\s[^>]*?href\s*=\s*[\"']?\s*([^\"'\s>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """A small page at a glance."""

    markup: str
    title: str
    text: str
    links: int
    url: str

    @property
    def evidence(self) -> str:
        """What it says, in a line."""
        said = self.title or self.text or f"{len(self.markup)} characters of markup without text"
        return said[:100]


def refusal(raw: RawPage) -> Named | None:
    """The outcome's name (crawler.network.outcomes) and the evidence, where an answer is a refusal.

    None for every ordinary page, and for an error that is only its status (outcomes.name_status).
    """
    if raw.status in (401, 407):
        return "login", f"HTTP {raw.status} {raw.header('WWW-Authenticate')[:60]}".strip()
    for header, whose in HEADERS.items():
        if value := raw.header(header):
            return "challenge", f"{whose}: {header}: {value[:60]}"
    if raw.status in (404, 410, 429) or not (raw.status == 200 or raw.status >= 400):
        return None
    if not raw.body.strip():
        return ("empty", "an answer without a body") if raw.status == 200 else None
    if not _may_be(raw):
        return None
    return _judge(look(raw.body, raw.final_url), raw.status)


def _may_be(raw: RawPage) -> bool:
    """Small, HTML, and without a portal's many links."""
    if len(raw.body) > LARGEST or raw.body.count(b"<a ") > MANY_LINKS:
        return False
    kind = raw.header("Content-Type").lower()
    if kind and not kind.startswith(("text/html", "application/xhtml", "text/plain")):
        return False
    return not raw.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:100].startswith(
        (b"<?xml", b"<rss", b"%PDF")
    )


def look(body: bytes, url: str) -> Look:
    """What a page shows without its scripts running."""
    markup = body.decode("utf-8", "replace")
    title = TITLE.search(markup)
    unscripted = SCRIPTS.sub(" ", markup)
    text, links = _plain(unscripted), markup.count("<a ")
    return Look(markup, _plain(title[1] if title else ""), text, links, url)


def _plain(markup: str) -> str:
    text = unescape(TAG.sub(" ", markup))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _judge(page: Look, status: int) -> Named | None:
    if len(page.text) > MUCH_TEXT:
        return None
    return (
        _by_mark(page)
        or _by_words(page, status)
        or _by_script(page)
        or _by_form(page)
        or _by_emptiness(page)
    )


def _by_mark(page: Look) -> Named | None:
    """The name of whoever made the page stands in its markup, and in its title or first words."""
    if _DEFAULT_TITLE.search(page.title) or (_is_bare(page) and _DEFAULT_TEXT.search(page.text)):
        return "default-page", page.evidence
    if len(page.text) > SOME_TEXT or page.links > FEW_LINKS:
        return None
    for name, whose, mark in _MARKS:
        if mark.search(page.markup):
            return name, f"{whose}: {page.evidence}"
    return None


def _is_bare(page: Look) -> bool:
    """Nothing but the notice, and no short article with its date."""
    short = len(page.text) < (DATED_TEXT if DATE.search(page.text) else SHORT)
    return short and page.links <= FEW_LINKS


def _by_words(page: Look, status: int) -> Named | None:
    """A notice in words: they name a short page, or begin it."""
    if not _is_bare(page):
        return None
    said = f"{page.title}. {page.text[:OPENING]}"
    for name, words in _WORDS:
        found = words.search(said)
        if found and (name != "closed" or _is_last_word(page)):
            told = f"{page.evidence} ({found[0][:80]})"
            if name == "closed" and (successor := _elsewhere(page)):
                told += f"; it names {successor}"
            return name, told if status == 200 else f"HTTP {status}: {told}"
    return None


def _is_last_word(page: Look) -> bool:
    """Whether nothing leads further inside: a portal that moved within its host is not over."""
    own = (url for url in _links(page) if same_site(url, page.url))
    return all(not urlsplit(url).path.strip("/") for url in own)


def _elsewhere(page: Look) -> str:
    """The first other site that it leads to; "" for none."""
    return next((url for url in _links(page) if not same_site(url, page.url)), "")


def _links(page: Look) -> list[str]:
    found = (resolve(page.url, unescape(href)) for href in LINK.findall(page.markup))
    return [url for url in found if url]


def _by_script(page: Look) -> Named | None:
    if len(page.text) < SHORT // 3 and COOKIE_SCRIPT.search(page.markup):
        return "script-challenge", f"a script sets a cookie and loads again: {page.evidence}"
    return None


def _by_form(page: Look) -> Named | None:
    if PASSWORD.search(page.markup) and _is_bare(page):
        return "login", f"a password is asked for: {page.evidence}"
    if SIGN_ON.search(page.markup) and _is_bare(page):
        return "login", f"it only leads to where one signs on: {page.evidence}"
    return None


def _by_emptiness(page: Look) -> Named | None:
    """A shell that only scripts fill; one that leads on to another page is none."""
    if len(page.text) > LITTLE or page.links > 3 or LEADS_ON.search(page.markup):
        return None
    if SCRIPT_FILLED.search(page.markup):
        return "script-shell", f"only scripts fill it: {page.evidence}"
    return None
