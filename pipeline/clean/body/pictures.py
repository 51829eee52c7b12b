"""Where a picture really is: lazy-loading attributes, source sets, placeholders; icons are none. Pure."""

import re
from itertools import islice

from bs4 import Tag
from lxml import etree

from pipeline.clean.links import absolute_url
from pipeline.remembering import remembered

SOURCES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-original-src",
    "data-lazy",
    "data-img-src",
    "data-url",
    "data-image",
    "data-hi-res-src",
    "data-full-url",
    "file",
)
"""Attributes of lazy-loading scripts, the commonest first."""
SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
PLACEHOLDER = re.compile(
    r"data:|blank|placeholder|place-holder|spacer|load(?:ing|er)|lazy|1x1|grey\.gif|transparent"
    r"|no-?image|pixel\.|trans\.gif|empty\.|default[-_.]",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"/(?:blank|spacer|1x1|pixel|transparent|grey|trans|empty|loading|loader|ajax-loader|lazy)"
    r"\.(?:gif|png|jpe?g|svg)",
    re.IGNORECASE,
)
"""A placeholder that stands for no picture when nothing else is named."""
ICON = re.compile(
    r"/(?:icons?|emoticons?|smileys?|emoji|sprites?)/|icon[-_]|[-_]icon|\.svg(?:$|\?)|gravatar\.com|/avatars?\b"
    r"|/logo(?:[-_]?\d*)?\.\w+(?:$|\?)|/(?:facebook|twitter|zalo|email|print|share|youtube|pdf)\.(?:png|gif)"
    r"|facebook\.com/tr|doubleclick\.net|scorecardresearch|google-analytics|/pixel(?:$|[/?])",
    re.IGNORECASE,
)
ICON_NAMES = re.compile(
    r"(?:^|[-_\s])(?:icon|avatar|logo|emoji|smiley|gravatar|favicon|spinner)(?:$|[-_\s])",
    re.IGNORECASE,
)
BETWEEN = re.compile(r",\s+|(?<=\d[wx]),")
"""What parts the candidates of a source set; a comma alone may stand in an address."""
SIZE = re.compile(r"(\d+(?:\.\d+)?)[wx]")
WIDTH = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*(\d+)(?:\.\d+)?px", re.IGNORECASE)
MOST_INSIDE = 60
"""Nodes of a `<picture>` among which its sources stand."""
SMALLEST = 40
"""Pixels of a side; what is smaller is an icon."""


def image_address(tag: Tag, base: str) -> str:
    """Where the picture really is, absolute: what lazy loading names before a placeholder; "" for icons."""
    if _is_icon(tag):
        return ""
    source = str(tag.get("src") or "")
    placeholder = not source or PLACEHOLDER.search(source)
    choices = [*_lazy(tag), *_from_sets(tag), source] if placeholder else [source]
    url = next((c.strip() for c in choices if _is_address(c.strip())), "")
    if not url or ICON.search(url) or NOTHING.search(url):
        return ""
    return absolute_url(base, url)


def _lazy(tag: Tag) -> list[str]:
    return [str(tag.get(name) or "") for name in SOURCES]


def _from_sets(tag: Tag) -> list[str]:
    """The largest of the picture's own source set, then of `<picture>`'s sources."""
    holders = [tag]
    parent = tag.parent
    while parent is not None and parent.name == "source":  # libxml2 leaves `<source>` open
        parent = parent.parent
    if parent is not None and parent.name == "picture":
        inside = islice(parent.descendants, MOST_INSIDE)
        holders += (node for node in inside if isinstance(node, Tag) and node.name == "source")
    sets = [str(holder.get(name) or "") for holder in holders for name in SOURCE_SETS]
    return [url for listed in sets if listed and (url := largest(listed))]


@remembered(1_000)
def largest(srcset: str) -> str:
    """The address with the largest width or density of a `srcset`, the first where none is given."""
    best, most = "", -1.0
    for candidate in BETWEEN.split(srcset):
        address, _, told = candidate.strip().rstrip(",").partition(" ")
        size = SIZE.fullmatch(told.strip())
        if _is_address(address) and (width := float(size[1]) if size else 0.0) > most:
            best, most = address, width
    return best


def _is_address(text: str) -> bool:
    return bool(text) and text[:5].lower() not in ("data:", "blob:") and text not in ("#", "null")


def _is_icon(tag: Tag) -> bool:
    """Whether size or class words make an icon of it."""
    for side in ("width", "height"):
        value = str(tag.get(side) or "").strip().removesuffix("px")
        if value.isdigit() and int(value) < SMALLEST:
            return True
    style, names = str(tag.get("style") or ""), tag.get("class") or ""
    if style and any(int(size) < SMALLEST for size in WIDTH.findall(style)):
        return True
    words = names if isinstance(names, str) else " ".join(names)
    return bool(words and ICON_NAMES.search(words))


def rescue_pictures(container: etree._Element) -> None:
    """Give pictures that name no address of their own the one that the `<noscript>` after them names."""
    for noscript in container.iter("noscript"):
        picture = next(noscript.iter("img"), None)
        before = noscript.getprevious()
        if picture is None or before is None or not picture.get("src"):
            continue
        lazy = next(before.iter("img"), None)
        if lazy is not None and not any(_is_address(v) for v in _named(lazy)):
            lazy.set("data-src", picture.get("src") or "")


def _named(picture: etree._Element) -> list[str]:
    """The addresses that a picture names itself, placeholders aside."""
    source = picture.get("src") or ""
    own = [picture.get(name) or "" for name in (*SOURCES, *SOURCE_SETS)]
    return own if PLACEHOLDER.search(source) else [*own, source]
