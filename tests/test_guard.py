"""Never private: which addresses are refused, and where."""

import socket
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from twisted.internet.defer import Deferred, succeed
from twisted.python.failure import Failure

from crawler import guard
from crawler.guard import GuardedResolver, PrivateAddressError, is_private, refuse_private
from pipeline.errors import ConfigError

PRIVATE = """127.0.0.1 127.8.9.1 10.0.0.8 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0
    255.255.255.255 224.0.0.1 192.0.2.1 198.18.0.1 240.0.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1
    2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1 [::1]"""
PUBLIC = "8.8.8.8 113.161.212.101 2405:4800::1 ::ffff:8.8.8.8 64:ff9b::808:808 172.32.0.1"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_what_is_no_public_address_is_private(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_a_public_address_is_not(address: str) -> None:
    assert not is_private(address)


def test_a_name_is_no_address() -> None:
    assert not is_private("localhost")


def answers(*addresses: str) -> Callable[..., list[Any]]:
    return lambda *_: [(socket.AF_INET, 0, 0, "", (address, 0)) for address in addresses]


def test_a_name_with_one_private_answer_is_refused_in_clear_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard.socket, "getaddrinfo", answers("8.8.8.8", "10.0.0.8"))
    with pytest.raises(ConfigError, match=r"leads to 10\.0\.0\.8.*--allow-private"):
        refuse_private("huyen.example.vn")


def test_a_public_name_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.socket, "getaddrinfo", answers("8.8.8.8"))
    refuse_private("huyen.example.vn")


def test_an_unknown_name_passes_for_the_crawl_to_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise socket.gaierror("unknown")

    monkeypatch.setattr(guard.socket, "getaddrinfo", fails)
    refuse_private("huyen.example.vn")


def resolve(monkeypatch: pytest.MonkeyPatch, name: str, address: str, *allowed: str) -> Any:
    """What the resolver answers for a name that leads to an address: that address, or the error."""

    def found(_self: object, _name: str, _timeout: object = ()) -> "Deferred[str]":
        return succeed(address)

    monkeypatch.setattr(guard.CachingThreadedResolver, "getHostByName", found)
    resolver = GuardedResolver.__new__(GuardedResolver)
    resolver.allowed = frozenset(allowed)
    results: list[Any] = []
    resolver.getHostByName(name).addBoth(results.append)
    return results[0].value if isinstance(results[0], Failure) else results[0]


def test_a_name_that_leads_inside_is_refused_at_connection_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    error = resolve(monkeypatch, "huyen.example.vn", "169.254.169.254")
    assert isinstance(error, PrivateAddressError)
    assert "huyen.example.vn leads to the private address 169.254.169.254" in str(error)


def test_a_literal_address_is_refused_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(resolve(monkeypatch, "127.0.0.1", "127.0.0.1"), PrivateAddressError)


def test_a_public_answer_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve(monkeypatch, "huyen.example.vn", "8.8.8.8") == "8.8.8.8"


def test_only_the_hosts_that_are_allowed_may_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve(monkeypatch, "LocalHost", "127.0.0.1", "localhost") == "127.0.0.1"
    assert isinstance(resolve(monkeypatch, "other", "127.0.0.1", "localhost"), PrivateAddressError)


def test_the_allowed_hosts_come_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    made = GuardedResolver.__new__(GuardedResolver)
    monkeypatch.setattr(guard.CachingThreadedResolver, "from_crawler", classmethod(lambda *_: made))
    settings = SimpleNamespace(getlist=lambda _: ["LocalHost", None])
    found = GuardedResolver.from_crawler(SimpleNamespace(settings=settings), None)
    assert found.allowed == {"localhost"}
