"""What single values of a feed must be: dates, addresses, names, text."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

RELATIONS = set(
    "alternate current describedby edit edit-media enclosure first hub last license next next-archive"
    " payment prev-archive previous related replies search self service up via".split()
)
"""RFC 4287, RFC 5005, WebSub and the IANA registry: what the W3C validator knows."""

_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" \d{4} \d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})"
)
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
)
_TAG_URI = re.compile(r"tag:[A-Za-z0-9.@-]+,\d{4}(-\d{2}(-\d{2})?)?:.+")
_MIME = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\s*;\s*[\w.+-]+=\S+)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!|<\?|&(#\w+|\w+);")
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def rfc822(text: str) -> str:
    """ "" or what is wrong: form, an impossible day, a wrong day of the week, an implausible year."""
    if not _RFC822.fullmatch(text):
        return "no RFC 822 date with a four-digit year"
    try:
        moment = parsedate_to_datetime(text)
    except ValueError as error:
        return str(error)
    if moment.strftime("%a") != text[:3]:
        return "wrong day of the week"
    return _plausible(moment)


def rfc3339(text: str) -> str:
    """ "" or what is wrong with a date of Atom or JSON Feed."""
    if not _RFC3339.fullmatch(text):
        return "no RFC 3339 date"
    try:
        return _plausible(datetime.fromisoformat(text))
    except ValueError as error:
        return str(error)


def uri(text: str) -> str:
    """ "" or what is wrong with an identifier."""
    if not _URI.fullmatch(text):
        return "no URI"
    if text.startswith("tag:") and not _TAG_URI.fullmatch(text):
        return "no tag: URI (RFC 4151)"
    return ""


def address(text: str) -> str:
    """ "" or what is wrong with an address that a reader shall open."""
    if wrong := uri(text):
        return wrong
    try:
        parts = urlsplit(text)
    except ValueError as error:
        return str(error)
    return (
        "" if parts.scheme.lower() in ("http", "https") and parts.netloc else "not absolute http(s)"
    )


def mime(text: str) -> str:
    """ "" or what is wrong with a media type."""
    return "" if _MIME.fullmatch(text) else "no media type"


def language(text: str) -> str:
    """ "" or what is wrong with a language code."""
    return "" if _LANGUAGE.fullmatch(text) else "no language code"


def length(text: str) -> str:
    """ "" or what is wrong with a number of bytes."""
    return "" if re.fullmatch(r"\d{1,18}", text) else "no number of bytes"


def words(text: str) -> str:
    """ "" or what is wrong with text that must not be blank."""
    return characters(text) or ("" if text.strip() else "blank")


def plain(text: str) -> str:
    """ "" or what is wrong with text that a reader may take for HTML."""
    return words(text) or ("looks like HTML" if _MARKUP.search(text) else "")


def characters(text: str) -> str:
    """ "" or which character no feed should hold."""
    found = _BAD.search(text)
    return f"character U+{ord(found.group()):04X}" if found else ""


def _plausible(moment: datetime) -> str:
    if not datetime(1970, 1, 1, tzinfo=UTC) - timedelta(days=1) <= moment:
        return "before 1970"
    return ""
