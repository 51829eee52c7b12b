"""Markup of any origin -> a small allow-list of tags with absolute links. Sanitise last, always."""

import re
from urllib.parse import urljoin

import nh3

from pipeline.normalise.urls import leads_inside

TAGS = set(
    "a abbr b blockquote br caption cite code dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins"
    " li ol p pre q s small strong sub sup table tbody td tfoot th thead tr u ul audio video source".split()
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # without it nh3 keeps title and lang everywhere
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "video": {"src", "controls", "poster"},
    "audio": {"src", "controls"},
    "source": {"src", "type"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel", "data"}
DROPPED_WITH_CONTENT = set(
    "script style noscript noembed noframes template iframe object applet svg math form select textarea"
    " title xmp plaintext".split()
)
DATA_IMAGE = re.compile(r"data:image/(png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
DATA_IMAGE_BYTES = 4096
"""Larger data: images weigh a feed down; the text keeps their caption."""
TRACKER = re.compile(
    r"//(?:[\w.-]+\.)?(?:google-analytics|googletagmanager|doubleclick|facebook\.com/tr|scorecardresearch"
    r"|histats|statcounter|quantserve|2mdn|chartbeat|matomo|piwik)\b"
    r"|/(?:pixel|beacon|1x1|spacer|blank)\.(?:gif|png)",
    re.IGNORECASE,
)
ADDRESSES = {"href", "src", "poster"}
NUMBERS = {"width", "height", "colspan", "rowspan", "start"}
NUMBER = re.compile(r"\d{1,4}")
# What nh3 prints has every attribute in double quotes and no such quote inside one; ">" may stand there.
_OTHERS = r'(?:\s(?!{})[\w-]+="[^"]*")*'
NO_SOURCE = re.compile(f"<(?:img|source){_OTHERS.format('src=')}>")
DOT = re.compile(
    f"<img{_OTHERS.format('(?:width|height)=')}" + r'\s(?:width|height)="[01]"'
    f"{_OTHERS.format('$')}>"
)
"""A picture one pixel wide counts readers."""
NO_HREF = re.compile(f"<a{_OTHERS.format('href=')}>(.*?)</a>", re.DOTALL)
EMPTY = re.compile(r"<(p|em|strong|b|i|u|s|li|ul|ol|blockquote|figure|figcaption|h[2-6])>\s*</\1>")


def sanitise(markup: str, base: str) -> str:
    """`markup` reduced to the allow-list; links absolute against `base`; nothing that runs or tracks."""
    base = base.encode("utf-8", "replace").decode()  # a lone surrogate is no text to nh3

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute in ADDRESSES:
            return _address(tag, value, base)
        if attribute in NUMBERS:
            return value if NUMBER.fullmatch(value) else None
        return value

    cleaned = nh3.clean(
        markup,
        tags=TAGS,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    if "<img" in cleaned or "<source" in cleaned:
        cleaned = DOT.sub("", NO_SOURCE.sub("", cleaned))
    if "<a" in cleaned:
        cleaned = NO_HREF.sub(r"\1", cleaned)
    return "\n".join(filter(None, map(str.strip, _unempty(cleaned).split("\n"))))


def _address(tag: str, value: str, base: str) -> str | None:
    value = value.strip()
    if value[:5].lower() == "data:":
        small = tag == "img" and len(value) <= DATA_IMAGE_BYTES and DATA_IMAGE.fullmatch(value)
        return value if small else None
    try:
        url = urljoin(base, value)
    except ValueError:
        return None
    if tag == "img" and TRACKER.search(url):
        return None
    if tag != "a" and leads_inside(url, base):
        return None
    allowed = ("http://", "https://", "mailto:", "tel:") if tag == "a" else ("http://", "https://")
    relative = not base and ":" not in value.split("/")[0]
    return url if url.lower().startswith(allowed) or relative else None


def _unempty(markup: str) -> str:
    count = 1
    while count:
        markup, count = EMPTY.subn("", markup)
    return markup
