"""Markup of any origin -> a small allow-list of tags with absolute links. Sanitise last, always."""

import re
from urllib.parse import urljoin

import nh3

TAGS = set(
    "a abbr b blockquote br caption cite code dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins"
    " li ol p pre q s small strong sub sup table tbody td tfoot th thead tr u ul audio video source".split()
)
ATTRIBUTES = {
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
DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "form",
}
DATA_IMAGE = re.compile(r"data:image/(png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
DATA_IMAGE_BYTES = 4096
"""Larger data: images weigh a feed down; the text keeps their caption."""
TRACKER = re.compile(
    r"//(?:[\w.-]+\.)?(?:google-analytics|googletagmanager|doubleclick|facebook\.com/tr|scorecardresearch"
    r"|histats|statcounter|quantserve|2mdn)\b|/(?:pixel|beacon|1x1|spacer|blank)\.(?:gif|png)",
    re.IGNORECASE,
)
URL_ATTRIBUTES = {("a", "href"), ("img", "src"), ("video", "src"), ("video", "poster")} | {
    ("audio", "src"),
    ("source", "src"),
}
NO_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
NO_HREF = re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.DOTALL)
EMPTY = re.compile(r"<(p|div|span|em|strong|b|i|u|li|figure|figcaption)>\s*</\1>")


def sanitise(markup: str, base: str) -> str:
    """`markup` reduced to the allow-list; links absolute against `base`; nothing that runs or tracks."""

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) in URL_ATTRIBUTES:
            return _address(tag, value, base)
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
    cleaned = NO_HREF.sub(r"\1", NO_SOURCE.sub("", cleaned))
    return _unempty(cleaned).strip()


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
    allowed = ("http://", "https://", "mailto:", "tel:") if tag == "a" else ("http://", "https://")
    relative = not base and ":" not in value.split("/")[0]
    return url if url.lower().startswith(allowed) or relative else None


def _unempty(markup: str) -> str:
    previous = ""
    while previous != markup:
        previous, markup = markup, EMPTY.sub("", markup)
    return re.sub(r"\s*\n\s*", "\n", markup)
