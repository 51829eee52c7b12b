"""Text that XML 1.0 and UTF-8 can carry."""

import re

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Everything outside XML 1.0's Char production: control characters, surrogates, U+FFFE, U+FFFF."""


def fit(text: str) -> str:
    """The text without the characters that XML forbids: one of them would kill a whole feed."""
    return _UNFIT.sub("", text)


def one_line(text: str) -> str:
    """`fit` text with every run of white space as one space: titles, names, categories."""
    return " ".join(fit(text).split())


def shorten(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut between words and then ended by an ellipsis."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rsplit(" ", 1)[0] or head).rstrip(" ,;:.") + "…"
