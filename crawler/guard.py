"""Never private: a portal's name must not lead into the machine or its network.

Names are judged where they are resolved, at connection time, so neither a redirect nor a DNS
answer that changes between check and use gets past.
"""

import ipaddress
import socket
from typing import Any, ClassVar

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from pipeline.errors import ConfigError

PRIVATE_HOSTS = "CONGTIN_PRIVATE_HOSTS"
"""Scrapy setting: host names and literal addresses whose sources say `allow_private`."""


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddressError(DNSLookupError):
    """The name leads to a loopback, private, link-local or reserved address."""


def is_private(address: str) -> bool:
    """Whether an IP address is anything but a public unicast one (RFC 6890); not an IP: False."""
    try:
        ip = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    meant = _embedded(ip) or ip
    return not meant.is_global or meant.is_multicast


def _embedded(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, 6to4, or translated (RFC 6052)."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def refuse_private(host: str) -> None:
    """Raise ConfigError when a host resolves to a private address; a name unknown to DNS passes.

    For clear words at `congtin add`; GuardedResolver is what holds.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return
    private = sorted(address for address in found if is_private(address))
    if private:
        raise ConfigError(
            f"{host} leads to {private[0]}, an address of this machine or its network. "
            "If that is what you want, add --allow-private."
        )


class GuardedResolver(CachingThreadedResolver):
    """Resolves names as Scrapy does and refuses private answers, save for hosts that are allowed."""

    allowed: frozenset[str] = frozenset()
    refused: ClassVar[dict[str, str]] = {}
    """Name -> private address: Twisted tells its caller only that the name gave no answer."""

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "GuardedResolver":
        """Take the allowed hosts from the settings."""
        resolver: GuardedResolver = super().from_crawler(crawler, reactor)
        allowed = crawler.settings.getlist(PRIVATE_HOSTS)
        resolver.allowed = frozenset(host.lower() for host in allowed if host)
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802
        """The address of a name. Fails with PrivateAddressError."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(self._refuse, name)

    def _refuse(self, address: str, name: str) -> str:
        if is_private(address) and name.lower() not in self.allowed:
            self.refused[name.lower()] = address
            raise PrivateAddressError(f"{name} leads to the private address {address}")
        return address
