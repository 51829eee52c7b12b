"""Never private: a portal's address must not lead into the machine or its network.

Every connection of a crawl is made through `reach` (crawler.network.connections): what a name resolves to is
judged there, and that very address is connected to. So neither a redirect, nor a DNS answer that
changes between check and use, nor an odd spelling of 127.0.0.1 gets past.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from twisted.internet.error import DNSLookupError

from pipeline.errors import ConfigError
from pipeline.model import Source

PRIVATE_DOORS = "CONGTIN_PRIVATE_DOORS"
"""Scrapy setting of one source: "host:port" of its address where it says `allow_private`."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
UNICAST = ipaddress.IPv6Network("2000::/3")
"""All IPv6 addresses that IANA has given out; what lies outside leads nowhere, or inside."""
RESERVED = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "3fff::/20"))
)
"""Ranges that `ipaddress` takes for global, in whole or in some of Python's versions."""
METADATA = (ipaddress.ip_address("fd00:ec2::254"), ipaddress.ip_address("100.100.100.200"))
"""Where clouds keep a machine's secrets, besides 169.254.169.254, which is link-local."""
GONE = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class PrivateAddressError(Exception):
    """The name leads to a loopback, private, link-local or reserved address."""


class NameGoneError(DNSLookupError):
    """DNS knows no such name, or no address of it; a look-up that failed is a DNSLookupError."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The host and port that one source may find inside: its own, where it says `allow_private`."""

    allowed: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, written: Sequence[str]) -> "Doors":
        """From "host:port", as the setting PRIVATE_DOORS has them."""
        pairs = (door.rpartition(":") for door in written)
        return cls(frozenset((_bare(host), int(port)) for host, _, port in pairs))

    def judge(self, host: str, port: int, addresses: Sequence[str]) -> None:
        """Raise PrivateAddressError when one of a name's addresses must not be connected to."""
        allowed = (_bare(host), port) in self.allowed
        for address in addresses:
            if is_secret(address) or (is_private(address) and not allowed):
                raise PrivateAddressError(f"{host} leads to the private address {address}")


def private_doors(source: Source) -> list[str]:
    """What PRIVATE_DOORS is for a source: the host and port of its address, or nothing.

    A portal on the usual ports is one portal over http and https, with www. and without.
    """
    if not source.allow_private:
        return []
    parts = urlsplit(source.url)
    host = (parts.hostname or "").removeprefix("www.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    ports = (80, 443) if port in (80, 443) else (port,)
    return [f"{name}:{number}" for name in (host, f"www.{host}") for number in ports]


def _bare(host: str) -> str:
    return host.lower().strip("[]").rstrip(".")


def is_private(address: str) -> bool:
    """Whether an IP address is anything but a public unicast one (RFC 6890); not an IP: False."""
    ip = _ip(address)
    return ip is not None and not all(map(_is_public, _meant(ip)))


def _is_public(ip: Address) -> bool:
    if ip.is_multicast or not ip.is_global or any(ip in network for network in RESERVED):
        return False
    return ip.version == 4 or ip in UNICAST


def is_secret(address: str) -> bool:
    """Whether not even a source that says `allow_private` is let there: link-local, where clouds
    keep a machine's secrets, and what is no single machine.
    """
    ip = _ip(address)
    return ip is not None and any(
        a.is_link_local or a.is_multicast or a.is_unspecified or a in METADATA for a in _meant(ip)
    )


def _ip(address: str) -> Address | None:
    try:
        return ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return None


def _meant(ip: Address) -> tuple[Address, ...]:
    """The address itself, or those that an IPv6 one leads to: mapped, 6to4 or translated."""
    if isinstance(ip, ipaddress.IPv4Address):
        return (ip,)
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip in NAT64:  # RFC 6052: the last four bytes
        return (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF),)
    return (ip, ip.sixtofour) if ip.sixtofour else (ip,)


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host: IPv4 where there are any, else IPv6; every spelling of an address is
    one (2130706433, 0x7f.1). All of them are given to be judged by `reach`. Blocks: call in a thread.

    Raises NameGoneError and DNSLookupError.
    """
    try:
        found = socket.getaddrinfo(host.rstrip("."), port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        kind = NameGoneError if error.errno in GONE else DNSLookupError
        raise kind(f"{host}: {error.strerror}") from error
    except (OSError, UnicodeError) as error:
        raise NameGoneError(f"{host}: no name for DNS ({error})") from error
    found.sort(key=lambda info: info[0] != socket.AF_INET)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


def refuse_private(host: str) -> None:
    """Raise ConfigError when a host resolves to a private address; a name unknown to DNS passes.

    For clear words at `congtin add`; Doors.judge, at connection time, is what holds.
    """
    try:
        found = resolve(host, 0)
    except DNSLookupError:
        return
    private = sorted(address for address in found if is_private(address))
    if private:
        raise ConfigError(
            f"{host} leads to {private[0]}, an address of this machine or its network. "
            "If that is what you want, add --allow-private."
        )
