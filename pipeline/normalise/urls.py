"""Addresses: one spelling for each page, and none for what is no web address. Pure."""

import re
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from pipeline.composed import compose
from pipeline.remembering import remembered

DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|zarsrc|mc_[ce]id|_ga|_gl"
    r"|vero_\w+|mkt_tok|spm|_hs(enc|mi)|fb_(action_\w+|source|ref)|ref_src|ref_url"
    # session ids; NukeViet's theme switch, whose token is new at every request; WordPress' reply links
    r"|jsessionid|phpsessid|aspsessionid\w*|sessionid|sid|cfid|cftoken"
    r"|nvvithemever|nventhemever|nv_redirect|replytocom"
    # where to come back to and tokens of Liferay's links; the window's state in Oracle WebCenter's
    r"|(\w+_)?(inherit)?redirect|(\w+_)?backurl|return_?url|p_p?_?auth|_afr(loop|window(mode|id))"
    r"|_adf\.ctrl-state|adf-(window|page)-id|_|rand(om)?|rnd|no_?cache|timestamp|csrf_?token|_token",
    re.IGNORECASE,
)
"""Query parameters that never choose the content."""
PATH_SESSION = re.compile(r";(jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
ASP_SESSION = re.compile(r"/\([SAFXsafx]\([0-9A-Za-z]{20,}\)\)(?=/)")
SESSION_VALUE = re.compile(r"[0-9a-zA-Z,-]{16,}")
ESCAPE = re.compile(r"([A-Za-z=]?)((?:%[0-9a-fA-F]{2})+)")
"""With the letter before, which a mark may belong to."""
BARE = re.compile(r"%(?=[0-9a-fA-F]?%)")
"""A percent sign that escapes nothing, where the next escape's letter would make it one: "%%341"."""
PATH_SAFE = "/:@!$&'()*+,;=-._~%"
QUERY_SAFE = PATH_SAFE + "?[]{}|"


@remembered(1_024)
def normalise_url(url: str) -> str:
    """The one spelling of an absolute http(s) address; any other string comes back stripped.

    Scheme and host lower, no default port, fragment, session id or tracking parameter; dot segments
    resolved; escapes in UTF-8 NFC (RFC 3986, 6.2.2). Path case, trailing slash and query order stay:
    servers may tell them apart. Idempotent.
    """
    url = _strip(url)
    try:
        parts = urlsplit(url)
        host = _host(parts.hostname or "", parts.port, parts.scheme)
    except ValueError:
        return url
    if parts.scheme not in DEFAULT_PORTS or not host:
        return url
    path = _dots(_escapes(without_session(parts.path), PATH_SAFE)) or "/"
    return urlunsplit((parts.scheme, host, path, _query(parts.query), ""))


def is_web(url: str) -> bool:
    """Whether it is an http(s) address that can be asked for, unlike "http://[x" and "http://a:b/"."""
    try:
        parts = urlsplit(url)
        return parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def leads_inside(url: str, own: str) -> bool:
    """Whether it names a machine or network of whoever opens it, and no page's own host: a portal's readers
    would ask inside their own walls. Addresses as browsers read them: 2130706433 and 0x7f.1 are 127.0.0.1.
    """
    try:
        host, home = urlsplit(url).hostname, urlsplit(own).hostname
    except ValueError:
        return False
    if not host or not home or host == home:
        return False
    if host.rstrip(".").rpartition(".")[2] == "localhost":
        return True
    address = _numeric(host)
    return address is not None and not (getattr(address, "ipv4_mapped", None) or address).is_global


def _numeric(host: str) -> IPv4Address | IPv6Address | None:
    with suppress(ValueError):
        return ip_address(host)
    try:
        *first, last = (_number(part) for part in host.rstrip(".").split("."))
        return IPv4Address(last + sum(part << 8 * (3 - n) for n, part in enumerate(first)))
    except ValueError:
        return None


def _number(part: str) -> int:
    octal = part[:1] == "0" and part.isdecimal()
    return int(part, 16 if part.startswith("0x") else 8 if octal else 10)


def without_session(url: str) -> str:
    """The address without a session id in its path, else as it stands."""
    return ASP_SESSION.sub("", PATH_SESSION.sub("", url))


def same_site(one: str, other: str) -> bool:
    """Whether both addresses stand on one host and port, `www.` aside."""
    try:
        first, second = urlsplit(one), urlsplit(other)
    except ValueError:
        return False
    return bool(first.netloc) and _bare(first.netloc) == _bare(second.netloc)


def _bare(netloc: str) -> str:
    return netloc.lower().removesuffix(":80").removesuffix(":443").removeprefix("www.")


def _strip(url: str) -> str:
    """Browsers drop line ends and tabs inside an address and blanks around it (WHATWG URL)."""
    return re.sub(r"[\t\r\n]", "", url).strip("\x00 \u00a0\u200b\ufeff")


def _host(name: str, port: int | None, scheme: str) -> str:
    name = name.rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    name = f"[{name}]" if ":" in name else name
    return name if port in (None, DEFAULT_PORTS.get(scheme)) else f"{name}:{port}"


def _escapes(text: str, safe: str) -> str:
    """Every escape once and in upper case, unreserved ones plain, letters composed (NFC)."""
    escaped = BARE.sub("%25", quote(text, safe, "utf-8", "replace"))
    return ESCAPE.sub(_unescape, escaped)


def _unescape(match: re.Match[str]) -> str:
    """Only whole characters are composed: the E of "%0E" is none, whatever mark stands behind it."""
    letter, escapes = match.groups()
    composed = compose(letter + unquote_to_bytes(escapes).decode("utf-8", "surrogateescape"))
    if composed.startswith(letter):
        return letter + "".join(map(_escaped, composed[len(letter) :]))
    return "".join(map(_escaped, composed))


def _escaped(sign: str) -> str:
    plain = sign.isascii() and (sign.isalnum() or sign in "-._~")
    return sign if plain else quote(sign, "", "utf-8", "surrogateescape")  # bytes of no letter stay


def _dots(path: str) -> str:
    """RFC 3986, 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _query(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _is_noise(*_pair(pair))]
    return _escapes("&".join(kept).replace(" ", "+"), QUERY_SAFE)


def _pair(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return name, value


def _is_noise(name: str, value: str) -> bool:
    """Whether the parameter is tracking; `sid` may be a story's number: only long tokens count."""
    if name.lower() == "sid":
        return bool(SESSION_VALUE.fullmatch(value))
    return bool(TRACKING.fullmatch(name))
