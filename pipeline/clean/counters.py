"""View counters, which portals print beside titles and names: "Lượt xem: 271", "271 lượt xem". Pure.

They name nobody and are no part of a title: each view changes them.
"""

import re

_NUMBER = r"\d++(?:[.,]\d++)*+[km]?\+?"
_READ = r"(?:xem|đọc|truy cập|views?|click)"
_READERS = rf"(?:lượt(?: người)?|lần|(?:lượt )?người(?: đã)?) {_READ}"
_LABEL = (
    rf"(?:(?:tổng )?số )?{_READERS}(?: (?:bài(?: viết)?|tin))?|(?:tổng )?số lượt|đã (?:xem|đọc)"
    r"|(?:page ?)?views?"
)
_WEAK = r"xem|đọc|lượt|hits?|reads?|view count"
"""What only a colon makes a counter's label: "Xem: 12", "Hits: 33"."""
_TIMES = rf"(?: (?:lượt|lần|người)(?: {_READ})?)?"
_LABELLED = rf"(?:(?:{_LABEL})\s?[:：]?|(?:{_WEAK})\s?[:：])\s?{_NUMBER}{_TIMES}"
_COUNTER = rf"(?:{_LABELLED}|(?:(?:đã )?có )?{_NUMBER}\s?(?:{_READERS}|(?:page ?)?views?))(?!\w)"
_BRACKETED = rf"[(\[{{（]\s?{_COUNTER}\s?[)\]}}）]"
_BAR = r"(?:[-–—](?=\s)|[|•·»/])"
"""A hyphen needs its space: "9-12 lượt xem" is one number."""

ONLY = re.compile(
    r"^\W*(?:(?:tác giả|nguồn(?: tin)?|người (?:đăng|viết)|đăng bởi|bởi|author|by|source)\s?[:：]?\s?)?"
    rf"(?:{_COUNTER}|(?:{_LABEL})\s?[:：]?)\W*$",
    re.IGNORECASE,
)
"""A line of a counter, or of its label where a script fills in the number, whatever field it stands in."""
AT_END = re.compile(
    rf"(?:\s?{_BRACKETED}|\s{_BAR}\s?{_COUNTER}|\s?[|•·]\s?{_COUNTER}"
    rf"|\s(?:{_LABEL})\s?[:：]\s?{_NUMBER}{_TIMES})\s?$",
    re.IGNORECASE,
)
AT_START = re.compile(rf"^\s?(?:{_BRACKETED}|{_COUNTER}\s?{_BAR})\s?", re.IGNORECASE)
LOOSE_END = re.compile(rf"(?:{_BRACKETED}|(?<!\w){_COUNTER})\W*$", re.IGNORECASE)
LOOSE_START = re.compile(rf"^\W*{_COUNTER}\W*", re.IGNORECASE)
DIGIT = re.compile(r"\d")
LONGEST = 60
"""Characters of a counter with what sets it apart: only a line's ends are looked at."""
EDGES = " \t|•·,;:–—-"


def is_counter(line: str) -> bool:
    """Whether the line says nothing but how often something was read."""
    return len(line) <= LONGEST and bool(ONLY.match(line))


def without_counters(line: str) -> str:
    """The title without the counters at its ends that brackets, bars or a label with a colon set apart.

    Words before a number are its own: "Clip đạt 300.000 lượt xem" stays.
    """
    return _cut(line, AT_START, AT_END) if DIGIT.search(line) else line


def name_without_counters(line: str) -> str:
    """The name without the counters at its ends, however they are set apart; no name has numbers."""
    cut = _cut(line, LOOSE_START, LOOSE_END)
    return cut if cut == line else cut.strip(EDGES)


def _cut(line: str, at_start: re.Pattern[str], at_end: re.Pattern[str]) -> str:
    """The line without what the patterns find at its ends, "" where nothing else is in it."""
    if is_counter(line):
        return ""
    if match := at_end.search(line, max(len(line) - LONGEST, 0)):
        line = line[: match.start()].rstrip()
    if match := at_start.match(line[:LONGEST]):
        line = line[match.end() :].lstrip()
    return line
