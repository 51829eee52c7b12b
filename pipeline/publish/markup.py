"""An article's markup as feeds and pages print it: complete, absolute, and sanitised last.

`normalise` has sanitised `Article.html` once, before it was stored. It is sanitised again here, at
about 0.1 ms per article, because what stands in a database may be older than today's allow-list, may
have come from an import, and because the pieces added here come after that first pass. The pages'
Content-Security-Policy is the second lock on the same door.
"""

import re
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

from pipeline.model import Article, Attachment, Image
from pipeline.normalise.html import ATTRIBUTES, NO_SOURCE, TAGS
from pipeline.publish.xmltext import fit

_QUIET = {
    "img": {"loading": "lazy", "referrerpolicy": "no-referrer"},
    "audio": {"preload": "none", "controls": ""},
    "video": {"preload": "none", "controls": ""},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ABSOLUTE = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")


def feed_html(article: Article) -> str:
    """The whole article for a feed reader: lead, body, pictures and attachments, each once."""
    parts = (*_missing_lead(article), _body(article), *_missing_figures(article))
    return sanitise("".join((*parts, *_missing_attachments(article))))


def page_html(article: Article) -> str:
    """The body for our own page, which prints lead and attachments itself; images load lazily."""
    markup = _body(article) + "".join(_missing_figures(article))
    return sanitise(markup, quiet=True)


def sanitise(markup: str, *, quiet: bool = False) -> str:
    """Only normalise's allow-list, addresses absolute http(s) (mailto, tel for links).

    `quiet` is for our own pages: nothing loads before it is seen, and no portal learns who reads.
    """
    cleaned = nh3.clean(
        fit(markup),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
        set_tag_attribute_values=_QUIET if quiet else None,
    )
    return fit(NO_SOURCE.sub("", cleaned))  # again: "&#127;" has become the character


def lead_stands_apart(article: Article) -> bool:
    """True when there is a lead and the body does not already print it."""
    lead = _squeeze(article.lead or "").rstrip(".…")
    if not lead or f">{lead}" in _squeeze(article.html):  # nearly always; no markup need be read
        return False
    return lead not in _squeeze(unescape(nh3.clean(fit(article.html), tags=set())))


def web_address(url: str | None) -> str:
    """The address when it is absolute http(s) and safe to link to, else ""."""
    address = re.sub(r"[\t\r\n]", "", fit(url or "")).strip()  # as browsers do
    return address if _WEB.match(address) and _well_formed(address) else ""


def _well_formed(address: str) -> bool:
    """False for "http://[::1" and "http://a:port/": one such address would break what prints it."""
    try:
        parts = urlsplit(address)
        return parts.port != 0
    except ValueError:
        return False


def _keep_attribute(_tag: str, name: str, value: str) -> str | None:
    if name in ("href", "src", "poster"):
        return value if _ABSOLUTE.match(value) and _well_formed(value) else None
    if name in ("width", "height", "start", "colspan", "rowspan"):
        return value if _NUMBER.fullmatch(value) else None
    return value


def _body(article: Article) -> str:
    """The stored markup, or the plain text as paragraphs where there is none."""
    if article.html.strip():
        return article.html
    lines = (line for line in article.text.splitlines() if line.strip() and line != article.lead)
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _missing_lead(article: Article) -> list[str]:
    if not lead_stands_apart(article):
        return []
    return [f"<p><strong>{escape(article.lead or '')}</strong></p>"]


def _missing_figures(article: Article) -> list[str]:
    markup = unescape(article.html)
    return [_figure(image) for image in article.images if image.url not in markup]


def _missing_attachments(article: Article) -> list[str]:
    markup = unescape(article.html)
    items = [_link(file) for file in article.attachments if file.url not in markup]
    return [f"<ul>{''.join(items)}</ul>"] if items else []


def _figure(image: Image) -> str:
    words = " ".join(part for part in (image.caption, image.credit) if part)
    caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    alt = escape(image.caption or "")
    return f'<figure><img src="{escape(image.url)}" alt="{alt}">{caption}</figure>'


def _link(file: Attachment) -> str:
    return f'<li><a href="{escape(file.url)}">{escape(file.name or file.url)}</a></li>'


def _squeeze(text: str) -> str:
    """Without any white space: markup glues and splits words where the text does not."""
    return "".join(fit(text).split())
