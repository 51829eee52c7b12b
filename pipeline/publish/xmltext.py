"""Text that XML 1.0 and UTF-8 can carry."""

import re

_UNFIT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Everything outside XML 1.0's Char production (control characters, surrogates, U+FFFE, U+FFFF), and
U+007F to U+009F, which it allows and discourages: left-overs of windows-1252 that no reader shows."""
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_REFERENCE = re.compile(r"&(?=#|\w+;)")


def fit(text: str) -> str:
    """The text without the characters that XML forbids: one of them would kill a whole feed."""
    return _UNFIT.sub("", text.replace("\x85", "\n"))


def one_line(text: str) -> str:
    """`fit` text with every run of white space as one space: titles, names, categories."""
    return " ".join(fit(text).split())


def plain(text: str) -> str:
    """`one_line` text that nobody can take for markup: what RSS titles, names and categories ask for.

    RSS never said whether a title is text or HTML, and readers differ: a "<" that could begin a tag
    and an "&" that could begin a reference become their look-alikes "‹" and "＆".
    """
    return _REFERENCE.sub("＆", _TAG.sub("‹", one_line(text)))


def shorten(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut between words and then ended by an ellipsis."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rsplit(" ", 1)[0] or head).rstrip(" ,;:.") + "…"
