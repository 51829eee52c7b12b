"""Addresses that only show again what stands elsewhere, in another order, dress or cut. Pure.

Each rule names a way in which portals make addresses without end: a crawl that follows them never
comes home. What they show has an address of its own, so nothing is lost by leaving them out.
"""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.remembering import remembered

SORTED = re.compile(
    r"^(sort\w*|order\w*|sap-?xep\w*|filter\w*|loc-?theo)$|^(f|filter)\[|^\w*order(by\w*|col)$",
    re.IGNORECASE,
)
"""Sort orders and filters; Drupal's facets are `f[0]`."""
DIRECTED = re.compile(r"(^|&)\w*dir(ection)?=(asc|desc)(&|$)", re.IGNORECASE)
DRESSED = re.compile(
    r"^(theme|skin|style|css|font(_?size)?|contrast|color|giao-?dien|device|mobile|amp|nvvithemever"
    r"|is_?mobile|switch\w*|view_?mode|viewtype|kieu-?xem|displaymode|p_p_state)$",
    re.IGNORECASE,
)
"""Theme switches and view modes."""
VIEW_KEYS = re.compile(r"^(view|mode|layout|format|type|display|tmpl|output)$", re.IGNORECASE)
VIEWS = re.compile(
    r"^(grid|luoi|danh-?sach|compact|print|pdf|mobile|desktop|rss|xml|raw|thumbs?|calendar|month|week|day|agenda)$",
    re.IGNORECASE,
)
"""Views of what another address lists; "view=list" is how old systems name the list itself."""
CALENDAR = re.compile(
    r"^(month|thang|mon|day|ngay|date|week|tuan|year|nam|calendar\w*|lich|from_?date|to_?date|tu_?ngay|den_?ngay"
    r"|start_?date|end_?date|ngay_?(bat_?dau|ket_?thuc)|cal\w{0,6}(date|month|year)?|archive)$",
    re.IGNORECASE,
)
CALENDAR_VALUE = re.compile(r"^[\d/_.:T-]{1,20}$")
CALENDAR_PATH = re.compile(
    r"/(calendar|lich(-[a-z]+)*|events?|su-?kien|archives?|luu-?tru|ngay|thang|date)/(19|20)\d\d([-/]\d\d?){0,2}/?$"
    r"|/(19|20)\d\d([-/](0?[1-9]|1[0-2]))([-/](0?[1-9]|[12]\d|3[01]))?/?$",
    re.IGNORECASE,
)
"""Days and months without a title behind them; "/tin/2024/05/ten-bai" is an article."""
COUNTS = re.compile(
    r"^(limit|per_?page|page_?size|perpage|num(ber)?_?per_?page|items_?per_?page|so_?(tin|dong|ban_?ghi)|rows"
    r"|records?|sz|numrow|display_?num)$",
    re.IGNORECASE,
)
PAGES = re.compile(
    r"(?<!per)(?<!per_)(?<!per-)page(?!_?size)|trang|cur$|start|offset|^p$|^from$|^skip$|^pg$|^limitstart$|paged",
    re.IGNORECASE,
)
CLICKS = re.compile(r"^(click\w*|hits?|counter)$", re.IGNORECASE)
"""Clicks that are counted."""
COUNTERS = re.compile(
    r"/(click|clicks|adclick|ad-?click|out|goto|go|redirect|redir|track(ing)?|count(er)?|hits?|banner-?click|jump|visit)"
    r"(\.\w+|/\d*|)$",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"^(https?:|//|https?%3a)", re.IGNORECASE)
"""A parameter's value that is an address: what is counted, shared, or come back to."""
COPIES = re.compile(
    r"/(print|printer|printable|print-?view|print-?page|trang-?in|ban-?in|in-?bai(-?viet)?|in-?trang|savefile|save|luu-?bai"
    r"|tai-?ve|sendmail|send-?mail|email|mailto|gui-?(mail|email|ban-?be)|email-?friend|pdf|trackback|reply|tra-?loi"
    r"|replyto|quote|report)([/.?-](?!.*\w+-\w+-\w+-\w+)|$)",
    re.IGNORECASE,
)
COPY_PAIRS = re.compile(
    r"(^|[?&])((print(able|er|view|_?version)?|pdf|mail|sendmail|email|in_?bai|xem_?in|banin)=(1|true|y(es)?|on|\d+)?"
    r"|type=98|(do|act|action|task|cmd|op|mode|view|format|layout|viewmode|_\w+_viewmode)=(print\w*|pdf|mail\w*|email\w*|save\w*"
    r"|send\w*|reply\w*))(&|$)",
    re.IGNORECASE,
)
LANGUAGE_PATH = re.compile(
    r"^/(en|eng|english|en-(us|gb)|en_us|cn|zh|zh-(cn|tw|hans|hant)|chinese|fr|fr-fr|french|ja|ja-jp|jp|japanese|ko|ko-kr|kr"
    r"|korean|ru|ru-ru|russian|lao|khmer)(/|$)",
    re.IGNORECASE,
)
"""Translated editions: the Vietnamese one is the portal's own."""
MOST_SEGMENTS = 16
MOST_PAIRS = 24
MOST_LETTERS = 2000
FACETS = 4
"""Parameters that choose groups, of which each combination has an address."""
ID = re.compile(
    r"^(?!\w*(cat|zone|group|nhom|menu|module|section|channel|tab|site|lang))"
    r"(\w*_?id|id_?\w*|nid|urile|ddocname|dinhdanh|item|article|post|news|baiviet\w*|matin\w*|nd|p)$",
    re.IGNORECASE,
)
"""What chooses one article: no list is cut or combined by it."""
SYSTEM = re.compile(
    r"^(p_[pvlr]_\w*|p_r_p_\w*|_\w+|option|itemid|tabid|mid|ctl|lang\w*|do|act|action|mod|module|op|nv|task|view"
    r"|layout|com|func|cmd|t|portal\w*|site\w*|menu\w*)$",
    re.IGNORECASE,
)
"""Parameters of a portal's own machinery: Liferay's, Joomla's, DNN's, and what names a module."""


@remembered(20_000)
def is_endless(url: str) -> bool:
    """Whether an address is one of those without end: see above; what is none leads nowhere."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    if len(url) > MOST_LETTERS or is_circling(parts.path) or is_counter(parts.path):
        return True
    if is_calendar_path(parts.path) or LANGUAGE_PATH.match(parts.path) or COPIES.search(parts.path):
        return True
    return bool(parts.query) and _is_endless_query(parts.query)


def is_circling(path: str) -> bool:
    """Whether a path repeats itself, as relative links gone wild do: /a/b/a/b, /a/a/a."""
    segments = [s for s in path.lower().split("/") if s]
    if len(segments) > MOST_SEGMENTS:
        return True
    named = Counter(s for s in segments if not s.isdigit() and len(s) > 1)
    if max(named.values(), default=0) > 2:
        return True
    pairs = Counter(pairwise(segments))
    return max(pairs.values(), default=0) > 1 and len(segments) > 3


def is_calendar_path(path: str) -> bool:
    """Whether a path ends in a day, month or year of a calendar or an archive by date."""
    return bool(CALENDAR_PATH.search(path))


def is_counter(path: str) -> bool:
    """Whether a path counts a click on its way elsewhere."""
    return bool(COUNTERS.search(path))


def _is_endless_query(query: str) -> bool:
    if COPY_PAIRS.search(query) or DIRECTED.search(query):
        return True
    pairs = parse_qsl(query, keep_blank_values=True)
    if _is_growing(pairs):
        return True
    if any(_is_other_view(name, value) for name, value in pairs):
        return True
    named = any(ID.match(name) and value for name, value in pairs)
    return not named and (_is_calendar(pairs) or _is_recounted(pairs) or _is_faceted(pairs))


def _is_growing(pairs: list[tuple[str, str]]) -> bool:
    """Whether each click adds to the query: the same name twice."""
    pairs = [(name, value) for name, value in pairs if not SYSTEM.match(name)]
    names = Counter(name for name, _ in pairs if not name.endswith("[]"))
    return len(pairs) > MOST_PAIRS or max(names.values(), default=0) > 1


def _is_other_view(name: str, value: str) -> bool:
    if SORTED.match(name) or CLICKS.match(name) or ELSEWHERE.match(unquote(value)):
        return True
    if DRESSED.match(name):
        return name.lower() != "p_p_state" or value.lower() not in ("normal", "maximized", "")
    return bool(VIEW_KEYS.match(name) and VIEWS.match(value))


def _is_calendar(pairs: list[tuple[str, str]]) -> bool:
    return any(CALENDAR.match(name) and CALENDAR_VALUE.match(value) for name, value in pairs)


def _is_recounted(pairs: list[tuple[str, str]]) -> bool:
    """Whether a listing is cut into pages of another length: pagers carry their number of items along,
    so only where no page is named.
    """
    counts = any(COUNTS.match(name) and value.isdigit() for name, value in pairs)
    return counts and not any(PAGES.search(name) for name, _ in pairs)


def _is_faceted(pairs: list[tuple[str, str]]) -> bool:
    """Whether several choices are combined, each with a value."""
    chosen = [n for n, v in pairs if v and not SYSTEM.match(n) and not PAGES.search(n)]
    return len(chosen) >= FACETS


def is_variant(url: str, other: str) -> bool:
    """Whether an address is another one's with more parameters, or with segments of its path said twice."""
    one, two = urlsplit(url), urlsplit(other)
    if _once(one.path) != _once(two.path) or len(one.path) < len(two.path):
        return False
    pairs, fewer = parse_qsl(one.query), parse_qsl(two.query)
    more = len(pairs) > len(fewer) or len(one.path) > len(two.path)
    return more and set(fewer) <= set(pairs)


def _once(path: str) -> list[str]:
    """A path's segments, those repeated in a row once."""
    segments = path.rstrip("/").split("/")
    return [s for n, s in enumerate(segments) if not n or s != segments[n - 1]]
