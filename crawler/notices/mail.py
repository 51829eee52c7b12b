"""A round's messages as one mail, handed to the operators' own mail server."""

import hashlib
import ipaddress
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from crawler.network.posting import Failure, within, words_of
from crawler.notices.messages import Message, paragraph, title
from pipeline.clock import now
from pipeline.config import Config
from pipeline.publish.words.notices import said
from pipeline.publish.xmltext import shorten
from pipeline.telling import MailServer, mail_server, recipients, sender

TIMEOUT = 20.0
"""Seconds for one answer of the server."""
SUBJECT = 200
"""Letters at most."""


def send(
    config: Config, messages: Sequence[Message], budget: float
) -> Iterator[tuple[Message, str]]:
    """Each message with what went wrong, "" where the server took the one mail that holds them all."""
    letter, said_no = letter_of(config, messages), list[str]()
    failure = within(budget, lambda: _hand_in(config, letter, said_no))
    server = mail_server(config.smtp_url)
    problem = f"mail by {server.host}:{server.port}: {said(failure.words)}" if failure else ""
    for message in messages:
        yield message, problem
    for refused in said_no:
        yield Message(()), refused


def letter_of(config: Config, messages: Sequence[Message]) -> EmailMessage:
    """The mail. Its Message-ID is that of its notices: who gets it twice can tell."""
    letter = EmailMessage(policy=SMTP)
    shown, address = sender(config.mail_from, config.mail_to)
    numbers = [number for message in messages for number in message.numbers]
    mark = hashlib.sha256(repr(numbers or now()).encode()).hexdigest()[:20]
    letter["Subject"] = shorten(f"[congtin] {title(messages)}", SUBJECT)
    letter["From"] = shown
    letter["To"] = ", ".join(recipients(config.mail_to))
    letter["Date"] = format_datetime(now())
    letter["Message-ID"] = f"<congtin.{mark}@{address.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    parts = [paragraph(message, config.base_url) for message in messages]
    base = config.base_url.rstrip("/")
    foot = f"-- \nCongtin at {base}/sources; the same as a feed: {base}/operators/feed.atom\n"
    letter.set_content("\n\n".join((*parts, foot)), cte="quoted-printable")
    return letter


def _hand_in(config: Config, letter: EmailMessage, said_no: list[str]) -> Failure | None:
    """None where the server took it for at least one recipient; the others are told in `said_no`."""
    server = mail_server(config.smtp_url)
    envelope = sender(config.mail_from, config.mail_to)[1], recipients(config.mail_to)
    try:
        with _connected(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            refused = connection.send_message(letter, *envelope)
    except smtplib.SMTPRecipientsRefused as error:
        return Failure(f"no recipient is taken: {_refusals(error.recipients)}")
    except smtplib.SMTPAuthenticationError as error:
        return Failure(f"the name or the password is not taken ({error.smtp_code})")
    except smtplib.SMTPResponseException as error:
        return Failure(f"{error.smtp_code} {_words(error.smtp_error)}")
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return Failure(words_of(error))
    if refused:
        said_no.append(f"mail by {server.host}: not taken for {_refusals(refused)}")
    return None


def _connected(server: MailServer) -> smtplib.SMTP:
    """The connection, encrypted but to this very machine. Raises SMTPException, OSError."""
    where = server.host, server.port
    if server.is_tls:
        return smtplib.SMTP_SSL(*where, timeout=TIMEOUT, context=ssl.create_default_context())
    connection = smtplib.SMTP(*where, timeout=TIMEOUT)
    try:
        connection.ehlo_or_helo_if_needed()
        if is_here(server.host):
            return connection
        if connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
        elif server.user:
            raise smtplib.SMTPException(
                "it offers no STARTTLS, so the password would be readable on the way: "
                "use smtps:// or another port"
            )
    except BaseException:
        connection.close()
        raise
    return connection


def is_here(host: str) -> bool:
    """Whether it is this machine: what goes there is on nobody's wire, and its certificate names no one."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refusals(refused: dict[str, tuple[int, bytes]]) -> str:
    return said("; ".join(f"{to} ({code} {_words(text)})" for to, (code, text) in refused.items()))


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
