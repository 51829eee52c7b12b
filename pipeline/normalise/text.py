"""Text as printed -> text as kept: NFC, no invisible characters, single spaces. Pure."""

import re

from pipeline.composed import compose

REPLACED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
"""Invisible characters, and controls that XML forbids."""
WINDOWS_1252 = {chr(code): bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""What HTML reads where a page writes &#150;: older libxml2 leaves the control character there."""
LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
NO_LETTERS = re.compile(r"[\W_]+")


def clean_line(text: str) -> str:
    """One line: NFC, every run of white space one space, nothing invisible, nothing XML forbids."""
    return compose(text) if _is_clean(text) else " ".join(_visible(text).split())


def clean_text(text: str) -> str:
    """Several lines, each as `clean_line`, none empty."""
    if _is_clean(text.replace("\n", " ")):
        return compose(text)
    if not text.isprintable():
        text = LINE_ENDS.sub("\n", text)
    return "\n".join(line for part in text.split("\n") if (line := clean_line(part)))


def _is_clean(line: str) -> bool:
    """Whether nothing but its normal form is to be seen to: so nearly every line, at a tenth of the cost."""
    return (
        line.isprintable()
        and "  " not in line
        and "\ufffc" not in line
        and line[:1] != " "
        and line[-1:] != " "
    )


def _visible(text: str) -> str:
    if not text.isprintable() or "\ufffc" in text:
        text = REPLACED.sub(_replacement, text)
    return compose(text)


def _replacement(match: re.Match[str]) -> str:
    return WINDOWS_1252.get(match[0], "")


def fold_key(text: str) -> str:
    """The letters and digits alone, lower case: equal for texts that differ in marks or case only."""
    return NO_LETTERS.sub("", compose(text).casefold())
