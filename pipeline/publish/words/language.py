"""Which of the two languages a reader gets: asked for, chosen before, or what the browser prefers; pure."""

import re
from collections.abc import Mapping
from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}
"""Each in its own words, as a switch shows them."""
PARAMETER = "lang"
"""Of addresses, and the name of the cookie that keeps what was chosen."""

_RANGE = re.compile(
    r"\s*([a-z]{1,8})(?:-[a-z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.ASCII
)
_MOST = 20
"""Languages of a header that are looked at."""


def named(text: str | None) -> Language | None:
    """The language of that tag; None for any other text."""
    return next((language for language in LANGUAGES if language == text), None)


def chosen(asked: Mapping[str, str], cookies: Mapping[str, str], preferred: str) -> Language:
    """From `?lang=`, else the cookie, else Accept-Language (RFC 9110, 12.5.4), else Vietnamese."""
    return (
        named(asked.get(PARAMETER))
        or named(cookies.get(PARAMETER))
        or _preferred(preferred)
        or "vi"
    )


def _preferred(header: str) -> Language | None:
    """The one of ours that the header likes best; of equals the one that it names first."""
    best: Language | None = None
    weight = 0.0
    for part in header.lower().split(",")[:_MOST]:
        match = _RANGE.fullmatch(part)
        language = named(match[1]) if match else None
        if match and language and (liked := float(match[2] or 1)) > weight:
            best, weight = language, liked
    return best
