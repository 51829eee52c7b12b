"""Where operators are told how sources are: webhook, mail server, addresses, as settings have them; pure."""

import re
from dataclasses import dataclass
from email.utils import formataddr
from urllib.parse import SplitResult, unquote, urlsplit

WEBHOOK, MAIL = "webhook", "e-mail"
"""The channels, as notices have them that were told by them."""
SMTP_PORTS = {"smtps": 465, "smtp": 587}
"""As mail is handed in (RFC 8314, RFC 6409)."""
LOCAL_PORT = 25
"""Of a mail server that asks for no name and password: one's own."""

_UNFIT = re.compile(r"[\s\x00-\x1f\x7f]")
_MAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_BARE = re.compile(_MAIL)
_NAMED = re.compile(rf"(?P<name>[^<>\"\\\x00-\x1f\x7f]*?)\s*<(?P<address>{_MAIL})>")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and as whom."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    """TLS from the first byte; else STARTTLS."""


def mail_server(url: str) -> MailServer:
    """What `smtp_url` says: smtp://user:password@host:587, smtps://…; raises ValueError for all else."""
    parts = _address(url)
    if parts.scheme not in SMTP_PORTS:
        raise ValueError("another scheme")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("a path")
    port = SMTP_PORTS[parts.scheme]
    if parts.scheme == "smtp" and not parts.username:
        port = LOCAL_PORT
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
    )


def channels(webhook: str, smtp_url: str) -> tuple[str, ...]:
    """The channels that those settings set up."""
    return tuple(name for name, address in ((WEBHOOK, webhook), (MAIL, smtp_url)) if address)


def recipients(mail_to: str) -> list[str]:
    """The addresses between the commas."""
    return [part.strip() for part in mail_to.split(",") if part.strip()]


def sender(mail_from: str, mail_to: str) -> tuple[str, str]:
    """From whom mail is, as the letter and as the envelope say it; without one, from its first recipient."""
    given = mail_from.strip() or recipients(mail_to)[0]
    if named := _NAMED.fullmatch(given):
        return formataddr((named["name"].strip(), named["address"])), named["address"]
    return given, given


def problem(key: str, value: str) -> str:
    """What is wrong with the value of a setting of ours, in words that do not hold it; "" for nothing."""
    if key == "webhook":
        return "" if not value or _is_web(value) else "is no http(s) address of a webhook"
    if key == "smtp_url" and value:
        try:
            mail_server(value)
        except ValueError:
            form = "smtp://user:password@host:587 or smtps://user:password@host"
            return f"is no address of a mail server: write {form}, what is special in a password as %XX"
    if key == "mail_from" and value and not (_BARE.fullmatch(value) or _NAMED.fullmatch(value)):
        return "is no sender: write congtin@example.org or Cổng tin <congtin@example.org>"
    if key == "mail_to" and not all(map(_BARE.fullmatch, recipients(value))):
        return "are no mail addresses: write lan@example.org, minh@example.org"
    return ""


def halved(smtp_url: str, mail_to: str) -> str:
    """What is missing where mail is set up by half; "" where it is whole or not set up at all."""
    if smtp_url and not recipients(mail_to):
        return "smtp_url is set, mail_to is not: nobody would get the mail. Set CONGTIN_MAIL_TO too"
    if recipients(mail_to) and not smtp_url:
        return "mail_to is set, smtp_url is not: no server would send it. Set CONGTIN_SMTP_URL too"
    return ""


def _is_web(url: str) -> bool:
    try:
        return _address(url).scheme in ("http", "https")
    except ValueError:
        return False


def _address(url: str) -> SplitResult:
    parts = urlsplit(url)
    if _UNFIT.search(url) or not parts.hostname or parts.port == 0:
        raise ValueError("no address")
    return parts
