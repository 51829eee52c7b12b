"""A report of news, told by how it begins: its first words say when it happened."""

import re

from pipeline.clean.evidence import Evidence
from pipeline.clean.layout.scan import LONG_LINE

LOOKED_AT = 4
"""How many long lines of the text are looked at: lead and opening."""
LEAST = 300.0
"""Characters of prose."""
DAY = r"\d{1,2}\s*[/.-]\s*\d{1,2}(?!\d)|\d{1,2}\s+tháng\s+\d{1,2}"
OPENING = re.compile(
    r"^\W*(?:[\w\s.]{2,30}\s[–-]\s+)?(?:"
    rf"(?:vào\s+|trong\s+)?(?:sáng|trưa|chiều|tối|đêm|ngày|lúc)\b[^.\d]{{0,25}}(?:{DAY})"
    rf"|(?:vào\s+)?lúc\s+\d.{{0,30}}(?:{DAY})|vừa qua\b|mới đây\b|(?:sáng|chiều|tối) (?:nay|qua)\b"
    r"|hôm (?:nay|qua)\b)",
    re.IGNORECASE,
)
"""Vietnamese reports open with time, then place: "Sáng 22/12, tại …", "Vừa qua, …"."""


def tells_news(evidence: Evidence) -> bool:
    """Whether the text opens as a report does, under a title that the page's head confirms."""
    tree, place = evidence.tree, evidence.place
    if place is None or not evidence.title.confirmed or place.prose < LEAST:
        return False
    first = tree.index[place.element]
    long = [tree.lines[p] for p in tree.lines if tree.inside(p, first)]
    long = [line for line in long if len(line) >= LONG_LINE][:LOOKED_AT]
    return any(OPENING.match(line) for line in long)
