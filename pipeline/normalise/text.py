"""Text as printed -> text as kept: NFC, no invisible characters, single spaces. Pure."""

import re
from unicodedata import normalize

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffc]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SPACES = re.compile(r"[^\S\n]+")
LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")


def clean_line(text: str) -> str:
    """One line: NFC, every run of white space one space, nothing invisible, nothing XML forbids."""
    return " ".join(_visible(text).split())


def clean_text(text: str) -> str:
    """Several lines, each as `clean_line`, none empty."""
    lines = (SPACES.sub(" ", line).strip() for line in _visible(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(text: str) -> str:
    text = LINE_ENDS.sub("\n", text)
    return normalize("NFC", CONTROL.sub("", INVISIBLE.sub("", text)))


def fold_key(text: str) -> str:
    """The letters and digits alone, lower case: equal for texts that differ in marks or case only."""
    return "".join(c for c in clean_line(text).casefold() if c.isalnum())
