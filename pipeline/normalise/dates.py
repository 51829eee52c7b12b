"""Dates as Vietnamese portals print them -> an aware time with its precision. Pure, day first.

The formats and traps are those of 48 measured portals; general parsers read 34 to 38 of them.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from unicodedata import normalize

from pipeline.model import VIETNAM, Precision

EARLIEST = 2000
LATEST = 2100


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A printed time: `at` is aware, +07:00, at midnight when only the day stands."""

    at: datetime
    precision: Precision
    rough: bool = False
    """Counted in whole days or weeks from the fetch ("3 tuần trước"): off by up to one of them."""


MONTHS_VI = {
    "mười hai": 12, "mười một": 11, "mười": 10, "chín": 9, "tám": 8, "bảy": 7, "bẩy": 7, "sáu": 6,
    "năm": 5, "tư": 4, "bốn": 4, "ba": 3, "hai": 2, "một": 1, "giêng": 1, "chạp": 12,
}  # fmt: skip
"""Longest first, so that "mười hai" is never read as "mười"."""
MONTHS_EN = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug"
        "|september sept sep|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_VI = "|".join(MONTHS_VI)
_EN = "|".join(MONTHS_EN)
_SEP = r"\s*[/.\-–]\s*"

ISO = re.compile(
    r"(?<!\d)(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"
    r"(?:(?:t|\s+)(?P<H>\d\d):(?P<M>\d\d)(?::\d\d(?:[.,]\d+)?)?\s*(?P<z>z|utc|gmt(?!\s*[+-])"
    r"|[+-]\d\d:?(?:\d\d)?)?)?"
)
NUKEVIET = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?P<z>[+-]\d\d)(?P<H>\d\d):(?P<M>\d\d):\d\d"
)
"""Its `article:published_time`, with the offset in the middle: 2015-10-21+0708:33:00."""
DAY_FORMS = [
    re.compile(
        r"(?<![\d/])(?P<y>(?:19|20)\d\d)"
        + _SEP
        + r"(?P<m>\d{1,2})"
        + _SEP
        + r"(?P<d>\d{1,2})(?!\d)"
    ),
    re.compile(
        r"(?<![\d/])(?P<d>\d{1,2})"
        + _SEP
        + r"(?P<m>\d{1,2})"
        + _SEP
        + r"(?P<y>(?:19|20)\d\d)(?!\d)"
    ),
    re.compile(
        r"(?P<d>\d{1,2})\s*[,-]?\s*(?:tháng|thg|th)\.?\s*(?P<m>\d{1,2})\s*[,/-]?\s*(?:năm\s*)?(?P<y>\d{4})"
    ),
    re.compile(
        rf"(?P<d>\d{{1,2}})\s*[,-]?\s*tháng\s+(?P<vi>{_VI})\s*[,-]?\s*(?:năm\s+)?(?P<y>\d{{4}})"
    ),
    re.compile(
        rf"tháng\s+(?:(?P<vi>{_VI})|(?P<m>\d{{1,2}}))\s+(?P<d>\d{{1,2}})\s*,?\s+(?:năm\s+)?(?P<y>\d{{4}})"
    ),
    re.compile(
        rf"(?<![\w])(?P<en>{_EN})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y>\d{{4}})"
    ),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<en>{_EN})\.?,?[\s-]+(?P<y>\d{{4}})"),
    re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"),
    re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})([/.-])(?P<m>\d{1,2})\2(?P<y>\d\d)(?![\d/:.-])"),
]
CLOCK = re.compile(
    r"(?<![\d/.,:-])(?P<H>\d{1,2})\s*(?:(?:giờ|gio)\s*(?P<M1>\d{1,2})?(?:\s*(?:phút|ph|'))?"
    r"|[hg]\s*(?P<M2>\d{1,2})?(?![\w])(?:\s*(?:phút|ph|'))?|:\s*(?P<M3>\d\d)(?:\s*:\s*\d\d(?:\.\d+)?)?)"
    r"\s*[-,]?\s*(?P<half>sa|ch|am|pm|a\.m\.?|p\.m\.?|sáng|trưa|chiều|tối|đêm)?(?!\w)"
)
ZONE = re.compile(r"(?:gmt|utc)\s*(?P<z>[+-]\d{1,2}(?::?\d\d)?)?|\s(?P<rfc>[+-]\d{4})\b|(?<=\d)z\b")
RELATIVE = re.compile(
    r"(?<!\d)(\d{1,3})\s*(phút|giờ|tiếng|ngày|tuần|minutes?|hours?|days?|weeks?)\s*(?:trước|ago)"
)
UNITS = {"phút": 1, "minute": 1, "giờ": 60, "tiếng": 60, "hour": 60, "ngày": 1440, "day": 1440}
UNITS |= {"tuần": 10080, "week": 10080}
NEAR_DAY = {"hôm nay": 0, "hôm qua": 1, "hôm kia": 2, "today": 0, "yesterday": 1}
NOW = ("vừa xong", "mới đây", "just now")


def parse_date(text: str, *, fetched_at: datetime | None = None) -> PrintedTime | None:
    """The first date printed in `text`, None where there is none that can be a publication date.

    Relative words count from `fetched_at` and are unread without it. Years before 2000, days that
    do not exist and times later than a day after `fetched_at` are refused, never mended.
    """
    text = re.sub(r"\s+", " ", normalize("NFC", text)).strip().lower()
    found = _absolute(text) or (_relative(text, fetched_at) if fetched_at else None)
    return found if found and _plausible(found.at, fetched_at) else None


def _plausible(at: datetime, fetched_at: datetime | None) -> bool:
    if not EARLIEST <= at.year < LATEST:
        return False
    return fetched_at is None or at <= fetched_at + timedelta(days=1)


def _absolute(text: str) -> PrintedTime | None:
    for form in (NUKEVIET, ISO):
        if match := form.search(text):
            parts = match.groupdict()
            clock = (int(parts["H"]), int(parts["M"])) if parts["H"] else None
            return _printed(_day(parts), clock, _offset(parts["z"])) or _absolute(
                text[match.end() :]
            )
    matches = [match for form in DAY_FORMS if (match := form.search(text))]
    if not matches:
        return None
    match = min(matches, key=lambda m: (m.start(), -len(m[0])))
    rest = f"{text[: match.start()]} \x00 {text[match.end() :]}"
    return _printed(_day(match.groupdict()), _clock(rest), _zone(rest)) or _absolute(
        text[match.end() :]
    )


def _day(parts: dict[str, str | None]) -> tuple[int, int, int]:
    year, day = int(parts["y"] or 0), int(parts["d"] or 0)
    month = MONTHS_VI.get(parts.get("vi") or "") or MONTHS_EN.get(parts.get("en") or "")
    month = month or int(parts.get("m") or 0)
    if month > 12 >= day:
        # SharePoint sites left in English print month first; only such a date gives itself away
        month, day = day, month
    return (year if year > 99 else 2000 + year), month, day


def _printed(
    day: tuple[int, int, int], clock: tuple[int, int] | None, zone: timezone | None
) -> PrintedTime | None:
    try:
        at = datetime(*day, *(clock or (0, 0)), tzinfo=zone or VIETNAM)
    except ValueError:
        return None
    if clock is None:
        return PrintedTime(at.replace(tzinfo=VIETNAM), "day")
    return PrintedTime(at.astimezone(VIETNAM), "minute")


def _clock(text: str) -> tuple[int, int] | None:
    """The clock nearest to the date, whose place is marked by NUL: after it, else before it."""
    before, _, after = text.partition("\x00")
    match = CLOCK.search(after[:40])
    if match is None:
        match = next(reversed(list(CLOCK.finditer(before[-40:]))), None)
    if match is None:
        return None
    hour = _half(int(match["H"]), match["half"] or "")
    minute = int(match["M1"] or match["M2"] or match["M3"] or 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _half(hour: int, half: str) -> int:
    half = half.replace(".", "")
    if half in ("pm", "ch", "chiều", "tối") and hour < 12:
        return hour + 12
    if half in ("am", "sa", "đêm") and hour == 12:
        return 0
    if half == "đêm" and 6 < hour < 12:
        return hour + 12
    return hour + 12 if half == "trưa" and hour < 4 else hour


def _zone(text: str) -> timezone | None:
    match = ZONE.search(text)
    if match is None:
        return None
    return _offset(match["z"] or match["rfc"] or "z") if match[0].strip() else None


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    match = re.fullmatch(r"([+-])(\d{1,2}):?(\d\d)?", text)
    if match is None:
        return UTC
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return (
        timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
        if minutes < 1440
        else None
    )


def _relative(text: str, fetched_at: datetime) -> PrintedTime | None:
    local = fetched_at.astimezone(VIETNAM).replace(second=0, microsecond=0)
    if match := RELATIVE.search(text):
        minutes = int(match[1]) * UNITS[match[2].removesuffix("s")]
        at = local - timedelta(minutes=minutes)
        return PrintedTime(at, "minute") if minutes < 1440 else _printed_day(at)
    for word, days in NEAR_DAY.items():
        if word in text:
            day = local - timedelta(days=days)
            head, _, tail = text.partition(word)
            return _printed((day.year, day.month, day.day), _clock(f"{head} \x00 {tail}"), None)
    return PrintedTime(local, "minute") if any(word in text for word in NOW) else None


def _printed_day(at: datetime) -> PrintedTime:
    return PrintedTime(at.replace(hour=0, minute=0), "day", rough=True)
