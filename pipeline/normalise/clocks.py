"""The time of day beside a date, and its zone: 16h30, 4:30 CH, 14.30 Uhr, (GMT+7). Pure."""

import re
from datetime import UTC, timedelta, timezone

_HALF = r"sa|ch|am|pm|a\.m\.?|p\.m\.?|sáng|trưa|chiều|tối|đêm"
CLOCK = re.compile(
    r"(?<![\d/.,:-])(?P<H>\d{1,2})\s*(?:(?:giờ|gio)\s*(?P<M1>\d{1,2})?(?:\s*(?:phút|ph|'))?"
    r"|[hg]\s*(?P<M2>\d{1,2})?(?!\w)(?:\s*(?:phút|ph|'))?|uhr\b|\.(?P<M4>\d\d)(?=\s*uhr)"
    r"|:\s*(?P<M3>\d\d)(?:\s*:\s*(?P<S>\d\d)(?:\.\d+)?)?)"
    rf"(?:\s*[-,]?\s*(?P<half>{_HALF})(?!\w)|(?!\d)|(?=\d+\s*(?:lượt|views?\b)))"
)
"""A counter of views may be glued to it: 08:30123 lượt xem."""
DOTTED = re.compile(r"\b(?:kl|klo|ore|pukul|jam)\.?\s*(?P<H>\d{1,2})\.(?P<M>\d\d)(?!\d)")
"""Where times are written with a dot a word says that it is one: kl. 16.30."""
CHANGED = re.compile(r"cập nhật|chỉnh sửa|updated|modified")
SEPARATORS = " -–,|.;:·•@("
REACH = 40
"""Characters between a date and its time."""
ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "bst": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120,
    "eest": 180, "msk": 180, "trt": 180, "ist": 330, "ict": 420, "wib": 420, "wita": 480, "sgt": 480,
    "hkt": 480, "wit": 540, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "edt": -240, "est": -300,
    "cdt": -300, "cst": -360, "mdt": -360, "mst": -420, "pdt": -420, "pst": -480,
}  # fmt: skip
"""Minutes east of Greenwich, as newspapers use the abbreviations."""
ZONE = re.compile(
    r"(?:gmt|utc)\s*(?P<z>[+-]\d{1,2}(?::?\d\d)?)|\s(?P<rfc>[+-](?:0\d|1[0-4])\d\d)\b"
    r"|(?<=:\d\d)\s?(?P<iso>\+\d\d:\d\d)"
    rf"|(?<=\d\d)\s?(?:[ap]\.?m\.?)?\s*\(?(?P<name>{'|'.join(ZONES)})\b(?!\s*[+-]\d)"
)


def read_clock(before: str, after: str) -> tuple[int, int] | None:
    """Hour and minute of the time nearest to a date, after it, else before it; None where none stands.

    Midnight to the second is none: so databases print a day without a time.
    """
    after = after[:REACH].lstrip(SEPARATORS)
    own = CHANGED.split(after)[0]
    match = (
        CLOCK.search(own)
        or next(reversed(list(CLOCK.finditer(before[-REACH:]))), None)
        or CLOCK.search(after)
    )
    if match is None:
        dotted = DOTTED.search(after) or DOTTED.search(before[-REACH:])
        return _valid(int(dotted["H"]), int(dotted["M"])) if dotted else None
    hour = _hour(int(match["H"]), (match["half"] or "").replace(".", ""))
    minute = int(match["M1"] or match["M2"] or match["M3"] or match["M4"] or 0)
    return None if is_bare_midnight(hour, minute, match["S"]) else _valid(hour, minute)


def is_bare_midnight(hour: int, minute: int, second: str | None) -> bool:
    """Whether the time only fills the place of one: 00:00:00."""
    return hour == minute == 0 and second == "00"


def _valid(hour: int, minute: int) -> tuple[int, int] | None:
    return (hour, minute) if hour < 24 and minute < 60 else None


def _hour(hour: int, half: str) -> int:
    """The hour of 24 by the word for its part of the day."""
    if half in ("pm", "ch", "chiều", "tối") and hour < 12:
        return hour + 12
    if half in ("am", "sa", "đêm") and hour == 12:
        return 0
    if half == "đêm" and 6 < hour < 12:
        return hour + 12
    return hour + 12 if half == "trưa" and hour < 4 else hour


def read_zone(text: str) -> timezone | None:
    """The zone printed beside a time; None where none is."""
    match = ZONE.search(text)
    if match is None:
        return None
    if match["name"]:
        return timezone(timedelta(minutes=ZONES[match["name"]]))
    return offset(match["z"] or match["rfc"] or match["iso"])


def offset(text: str | None) -> timezone | None:
    """The zone of +07:00, +0700, +7, z; None for no text and for more than a day."""
    if not text:
        return None
    match = re.fullmatch(r"([+-])(\d{1,2}):?(\d\d)?", text)
    if match is None:
        return UTC
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    signed = -minutes if match[1] == "-" else minutes
    return timezone(timedelta(minutes=signed)) if minutes < 1440 else None
