"""A link as written -> an absolute address. Pure."""

import re
from urllib.parse import urljoin, urlsplit


def absolute_url(base: str, href: str) -> str:
    """`href` against `base`; without a base as it stands; "" where it leads to no http(s) address."""
    href = re.sub(r"[\t\r\n]", "", href).strip("\x00 \u00a0\u200b\ufeff")
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    if not parts.scheme and not base:
        return url
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def path_in(url: str) -> str:
    """The path of an address, "" of one that cannot be read."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """The host of an absolute http(s) address, lower case; "" of any other."""
    if not url.lower().startswith(("http://", "https://", "//")):
        return ""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
