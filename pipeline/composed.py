"""Text in Unicode's composed form (NFC), at a cost that only its length decides. Pure."""

import re
from unicodedata import combining, normalize

STRIDE = 100
"""Letters between those looked at: what lies between two of them is sorted fast enough."""
MOST_MARKS = 30
"""Marks on one letter: UAX #15's stream-safe text; no language needs more than a handful."""
SIGNS = re.compile(r"[^\w\s\x00-\x7f]{31,}")


def compose(text: str) -> str:
    """`text` in NFC; of a letter with more than thirty marks the rest is dropped.

    Python puts the marks of a letter in order by insertion: 200 KB of them would take hours.
    """
    if text.isascii():
        return text
    if len(text) > STRIDE and any(map(combining, text[::STRIDE])):
        text = SIGNS.sub(_bounded, text)
    return normalize("NFC", text)


def _bounded(match: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in match[0]:
        marks = marks + 1 if combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
