"""Never private: which addresses are refused, and where."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from crawler.network import guard
from crawler.network.guard import (
    Doors,
    NameGoneError,
    PrivateAddressError,
    is_private,
    is_secret,
    private_doors,
    refuse_private,
    resolve,
)
from pipeline.errors import ConfigError
from pipeline.model import Source

PRIVATE = """127.0.0.1 127.8.9.1 10.0.0.8 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0
    255.255.255.255 224.0.0.1 192.0.2.1 198.18.0.1 240.0.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1
    2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1 [::1]
    192.0.0.9 192.88.99.1 198.19.255.255 100.127.255.255 0.1.2.3 fec0::1 64:ff9b:1::7f00:1 ::7f00:1 3fff::1
    2001:0:4136:e378:8000:63bf:80ff:fffe fd00:ec2::254 ::ffff:169.254.169.254 2002:a9fe:a9fe:: 5f00::1"""
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
    return lambda *_, **__: [(socket.AF_INET, 0, 0, "", (address, 0)) for address in addresses]


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
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(guard.socket, "getaddrinfo", fails)
    refuse_private("huyen.example.vn")


@pytest.mark.parametrize(
    "host",
    ["127.1", "2130706433", "0x7f.1", "017700000001", "localhost", "localhost.", "127.0.0.1."],
)
def test_every_spelling_of_an_address_is_resolved_to_it(host: str) -> None:
    assert "127.0.0.1" in resolve(host, 80)


def test_ipv4_is_tried_first_and_every_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET6, 0, 0, "", ("2405:4800::1", 0)), *answers("8.8.8.8", "8.8.8.8")()]
    monkeypatch.setattr(guard.socket, "getaddrinfo", lambda *_, **__: found)
    assert resolve("huyen.example.vn", 80) == ("8.8.8.8", "2405:4800::1")


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".vn", "a@b\x00c"])
def test_what_is_no_name_is_unknown_to_dns(host: str) -> None:
    with pytest.raises(NameGoneError):
        resolve(host, 80)


INSIDE = Source("noi-bo", "", "http://127.0.0.1:8086/", allow_private=True)


def doors(source: Source) -> Doors:
    return Doors.of(private_doors(source))


def test_a_source_that_is_allowed_finds_its_own_door_open() -> None:
    doors(INSIDE).judge("127.0.0.1", 8086, ["127.0.0.1"])


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("127.0.0.1", 9999, "127.0.0.1"),
        ("localhost", 8086, "127.0.0.1"),
        ("127.0.0.2", 8086, "127.0.0.2"),
        ("169.254.169.254", 80, "169.254.169.254"),
        ("huyen.example.vn", 443, "10.0.0.8"),
    ],
)
def test_and_no_other(host: str, port: int, address: str) -> None:
    with pytest.raises(PrivateAddressError, match=f"{host} leads to the private address {address}"):
        doors(INSIDE).judge(host, port, [address])


def test_a_source_that_is_not_allowed_has_no_door() -> None:
    assert private_doors(Source("a", "", "http://127.0.0.1/")) == []


@pytest.mark.parametrize("url", ["http://www.xa.vn/", "https://xa.vn/", "https://XA.vn:443/tin"])
def test_http_https_and_www_are_one_portal(url: str) -> None:
    opened = doors(Source("xa", "", url, allow_private=True))
    for host in ("xa.vn", "www.xa.vn", "XA.VN."):
        for port in (80, 443):
            opened.judge(host, port, ["10.0.0.8"])
    with pytest.raises(PrivateAddressError):
        opened.judge("xa.vn", 8080, ["10.0.0.8"])


def test_a_literal_ipv6_address_can_be_allowed() -> None:
    doors(Source("a", "", "http://[::1]:8086/", allow_private=True)).judge("::1", 8086, ["::1"])


@pytest.mark.parametrize(
    "address", "169.254.169.254 fe80::1 fd00:ec2::254 224.0.0.1 0.0.0.0 :: 100.100.100.200".split()
)
def test_where_secrets_are_no_source_is_let(address: str) -> None:
    assert is_secret(address)
    with pytest.raises(PrivateAddressError):
        doors(INSIDE).judge("127.0.0.1", 8086, [address])


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "fc00::1", "8.8.8.8", "xa.vn"])
def test_an_ordinary_private_address_is_no_secret(address: str) -> None:
    assert not is_secret(address)


def test_one_private_answer_among_public_ones_is_enough() -> None:
    with pytest.raises(PrivateAddressError):
        Doors().judge("huyen.example.vn", 80, ["8.8.8.8", "::1"])
    Doors().judge("huyen.example.vn", 80, ["8.8.8.8", "2405:4800::1"])
