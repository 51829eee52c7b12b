"""A link as written -> an absolute address. Pure."""

import re
from urllib.parse import urljoin, urlsplit

from pipeline.remembering import remembered

LONGEST = 16_000
"""Characters of a link; servers take half of that."""


def absolute_url(base: str, href: str) -> str:
    """`href` against `base`; without a base as it stands; "" where it leads to no http(s) address."""
    if len(href) > LONGEST:
        return ""
    href = re.sub(r"[\t\r\n]", "", href).strip("\x00 \u00a0\u200b\ufeff")
    return _joined(base_for(href, base), href)


def base_for(href: str, base: str) -> str:
    """What of the base a link needs: the site alone, where it leads to the same from every page of it."""
    alone = href.startswith(("/", "http://", "https://")) and not href.startswith("//")
    return site_of(base) if alone else base


def site_of(url: str) -> str:
    """The address up to its path: what all pages of a site have in common."""
    return url[: url.find("/", 8) + 1] or url


@remembered(20_000)  # every page of a portal repeats its menus
def _joined(base: str, href: str) -> str:
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
