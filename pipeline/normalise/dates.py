"""Dates as portals and newspapers print them -> an aware time with its precision. Pure, day first.

The formats and traps are those of 48 measured Vietnamese portals, where general parsers read 34 to
38, and those of newspapers in the languages of `pipeline.months`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from unicodedata import normalize

from pipeline.model import VIETNAM, Precision
from pipeline.months import MONTHS
from pipeline.normalise.clocks import is_bare_midnight, offset, read_clock, read_zone

EARLIEST = 2000
LATEST = 2100
LONGEST = 500
"""Characters of a text in which a date is looked for; clean gives short ones."""


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A printed time: `at` is aware, +07:00, at midnight when only the day stands."""

    at: datetime
    precision: Precision
    rough: bool = False
    """Counted in whole hours, days or weeks from the fetch ("3 tuần trước"): off by up to one of them."""


MONTHS_VI = {
    "mười hai": 12, "mười một": 11, "mười": 10, "chín": 9, "tám": 8, "bảy": 7, "bẩy": 7, "sáu": 6,
    "năm": 5, "tư": 4, "bốn": 4, "ba": 3, "hai": 2, "một": 1, "giêng": 1, "chạp": 12,
}  # fmt: skip
"""Longest first, so that "mười hai" is never read as "mười"."""
_VI = "|".join(MONTHS_VI)
_SEP = r"\s*[/.\-–]\s*"
_YEAR = r"(?P<y>(?:19|20)\d\d)(?:(?!\d)|(?=\d+\s*(?:lượt|views?\b)))"
"""It ends here, or a counter of views is glued to it: 22/12/20231520 lượt xem."""
_WORD = r"(?P<word>[^\W\d_]{3,14})"
_OF = r"(?:\s+(?:de|del|of)\s+|[\s./,-]+)"

ISO = re.compile(
    r"(?<!\d)(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"
    r"(?:(?:t|\s+)(?P<H>\d\d):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?\s*(?P<z>z|utc|gmt(?!\s*[+-])"
    r"|[+-]\d\d:?(?:\d\d)?)?)?"
)
NUKEVIET = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?P<z>[+-]\d\d)(?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d)"
)
"""Its `article:published_time`, with the offset in the middle: 2015-10-21+0708:33:00."""
CTIME = re.compile(
    rf"(?<!\w){_WORD}\s+(?P<d>\d{{1,2}})\s+(?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d)\s+"
    r"(?:(?P<z>[+-]\d{4}|gmt|utc)\s+|[a-z]{3,5}\s+)?(?P<y>\d{4})(?!\d)"
)
"""Java's and C's way, which portals built on them print: Fri Sep 05 16:30:00 ICT 2025."""
COMPACT = re.compile(
    r"(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:t?(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?(?P<z>z|[+-]\d{4})?)?"
)
EPOCH = re.compile(r"(?:/date\()?(?P<seconds>\d{10})(?P<milli>\d{3})?(?:\)/)?")
"""Seconds or milliseconds since 1970, as attributes for scripts hold them."""
DAY_FORMS = (
    re.compile(
        rf"(?<![\d/])(?P<y>(?:19|20)\d\d){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<d>\d{{1,2}})(?!\d)"
    ),
    re.compile(rf"(?<![\d/])(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}{_YEAR}"),
    re.compile(
        r"(?P<d>\d{1,2})\s*[,/-]?\s*(?:tháng|thg|th)\.?\s*(?P<m>\d{1,2})\s*[,/-]?\s*(?:năm\s*)?(?P<y>\d{4})"
    ),
    re.compile(
        rf"(?P<d>\d{{1,2}})\s*[,/-]?\s*tháng\s+(?P<vi>{_VI})\s*[,/-]?\s*(?:năm\s+)?(?P<y>\d{{4}})"
    ),
    re.compile(
        rf"tháng\s+(?:(?P<vi>{_VI})|(?P<m>\d{{1,2}}))\s+(?P<d>\d{{1,2}})\s*,?\s+(?:năm\s+)?(?P<y>\d{{4}})"
    ),
    re.compile(rf"(?<!\w){_WORD}\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_OF}(?P<y>\d{{4}})"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|[.ºª])?{_OF}{_WORD}\.?{_OF}(?P<y>\d{{4}})(?!\d)"
    ),
    re.compile(rf"(?<!\d)(?P<y>20\d\d)\.?\s+(?:m\.\s+)?{_WORD}\s+(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]"),
    re.compile(
        r"(?<![\d/.-])(?P<d>\d{1,2})(?P<s>\s?[/.-]\s?)(?P<m>\d{1,2})(?P=s)(?P<y>\d\d)(?!\d|(?P=s)|:)"
    ),
)
RELATIVE = re.compile(
    r"(?<!\d)(\d{1,3})\s*(phút|giờ|tiếng|ngày|tuần|minutes?|hours?|days?|weeks?)\s*(?:trước|ago)"
    r"|cách đây\s+(\d{1,3})\s*(phút|giờ|tiếng|ngày|tuần)"
)
UNITS = {"phút": 1, "minute": 1, "giờ": 60, "tiếng": 60, "hour": 60, "ngày": 1440, "day": 1440}
UNITS |= {"tuần": 10080, "week": 10080}
NEAR_DAY = {"hôm nay": 0, "hôm qua": 1, "hôm kia": 2, "today": 0, "yesterday": 1}
NOW = ("vừa xong", "mới đây", "just now")


def parse_date(text: str, *, fetched_at: datetime | None = None) -> PrintedTime | None:
    """The first date printed in `text`, None where there is none that can be a publication date.

    Relative words count from `fetched_at` and are unread without it. Years before 2000, days that
    do not exist and times later than a day after `fetched_at` are refused, never mended. A time
    without a zone is Vietnam's. A stamp of midnight to the second is a day.
    """
    text = " ".join(normalize("NFC", text[:LONGEST]).split()).lower()
    found = _stamp(text) or _absolute(text) or (_relative(text, fetched_at) if fetched_at else None)
    return found if found and _plausible(found.at, fetched_at) else None


def _plausible(at: datetime, fetched_at: datetime | None) -> bool:
    if not EARLIEST <= at.year < LATEST:
        return False
    return fetched_at is None or at <= fetched_at + timedelta(days=1)


def _stamp(text: str) -> PrintedTime | None:
    """A text that is nothing but digits for machines: 20250905163000, 1757064600."""
    if match := COMPACT.fullmatch(text):
        return _timed(match)
    if match := EPOCH.fullmatch(text):
        at = datetime.fromtimestamp(int(match["seconds"]), tz=UTC).astimezone(VIETNAM)
        return PrintedTime(at.replace(second=0), "minute")
    return None


def _absolute(text: str) -> PrintedTime | None:
    while True:
        for form in (NUKEVIET, ISO, CTIME):
            if (match := form.search(text)) and _day(match):
                found = _timed(match)
                break
        else:
            match = _first(text)
            if match is None:
                return None
            before, after = text[: match.start()], text[match.end() :]
            zone = read_zone(f"{before} \x00 {after}")
            found = _printed(_day(match), read_clock(before, after), zone)
        if found:
            return found
        text = text[match.end() :]


def _first(text: str) -> re.Match[str] | None:
    """The date that stands first, the longest of those that begin together."""
    matches = [
        match
        for form in DAY_FORMS
        if (match := next((m for m in form.finditer(text) if _day(m)), None))
    ]
    return min(matches, key=lambda m: (m.start(), -len(m[0])), default=None)


def _timed(match: re.Match[str]) -> PrintedTime | None:
    """Of a form that holds the time as well."""
    clock = (int(match["H"]), int(match["M"])) if match["H"] else None
    if clock and is_bare_midnight(*clock, match["S"]):
        clock = None
    return _printed(_day(match), clock, offset(match["z"]))


def _day(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Year, month and day; None where the word between them is no month."""
    parts = match.groupdict()
    century = (
        2000 if len(parts["y"]) == 2 else 0
    )  # "0001-01-01" is a date that was never set (.NET)
    year, day = century + int(parts["y"]), int(parts["d"])
    if word := parts.get("word"):
        month = MONTHS.get(word, 0)
    else:
        month = MONTHS_VI.get(parts.get("vi") or "") or int(parts["m"])
    if month > 12 >= day:
        # SharePoint sites left in English print month first; only such a date gives itself away
        month, day = day, month
    return (year, month, day) if month else None


def _printed(
    day: tuple[int, int, int] | None, clock: tuple[int, int] | None, zone: timezone | None
) -> PrintedTime | None:
    if day is None:
        return None
    try:
        at = datetime(*day, *(clock or (0, 0)), tzinfo=zone or VIETNAM)
        if clock is None:
            return PrintedTime(at.replace(tzinfo=VIETNAM), "day")
        return PrintedTime(at.astimezone(VIETNAM), "minute")
    except (ValueError, OverflowError):
        return None


def _relative(text: str, fetched_at: datetime) -> PrintedTime | None:
    local = fetched_at.astimezone(VIETNAM).replace(second=0, microsecond=0)
    if match := RELATIVE.search(text):
        minutes = int(match[1] or match[3]) * UNITS[(match[2] or match[4]).removesuffix("s")]
        at = local - timedelta(minutes=minutes)
        if minutes >= 1440:
            return PrintedTime(at.replace(hour=0, minute=0), "day", rough=True)
        return PrintedTime(at, "minute", rough=minutes >= 60)
    for word, days in NEAR_DAY.items():
        if word in text:
            day = local - timedelta(days=days)
            head, _, tail = text.partition(word)
            return _printed((day.year, day.month, day.day), read_clock(head, tail), None)
    return PrintedTime(local, "minute") if any(word in text for word in NOW) else None
