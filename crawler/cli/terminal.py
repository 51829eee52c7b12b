"""Text of others on a terminal: it may say anything, and steer nothing. Pure.

Titles, names, addresses, error messages of servers and names of files are others' words. An escape sequence
in them could clear the screen, set its title, or write a line that looks like ours; a mark of direction could
turn an address around.
"""

import re

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""Control characters but for tab and line end, and Unicode's marks of direction and of lines."""


def harmless(text: str) -> str:
    r"""The text with each such character as Python writes (\\x1b); a Windows line end is ours."""
    return STEERING.sub(_written, text.replace("\r\n", "\n"))


def harmless_json(document: str) -> str:
    """A document of JSON with such characters as JSON's own escapes: it says the same."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def _written(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
