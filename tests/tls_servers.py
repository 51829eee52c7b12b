"""Servers on loopback with everything that is wrong with a certificate or a TLS stack."""

import contextlib
import ipaddress
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nchao!"
DAY = timedelta(days=1)
Talk = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Signed:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pin(self) -> str:
        return f"sha256:{self.certificate.fingerprint(hashes.SHA256()).hex()}"

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def sign(
    name: str,
    by: Signed | None = None,
    hosts: tuple[str, ...] = ("127.0.0.1",),
    days: tuple[int, int] = (-10, 90),
    bits: int = 2048,
    authority: bool = False,
    issuer_url: str = "",
    digest: type[hashes.HashAlgorithm] = hashes.SHA256,
) -> Signed:
    """A certificate valid from and until so many days from now; signed by itself where by nobody."""
    key = rsa.generate_private_key(65537, bits)
    named = [x509.NameAttribute(x509.NameOID.COMMON_NAME, name)] if name else []
    subject = x509.Name(named)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + days[0] * DAY)
        .not_valid_after(now + days[1] * DAY)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
    )
    if hosts and not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName(map(_general, hosts)), False)
    if issuer_url:
        way = x509.AccessDescription(
            x509.oid.AuthorityInformationAccessOID.CA_ISSUERS,
            x509.UniformResourceIdentifier(issuer_url),
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([way]), False)
    return Signed(builder.sign(by.key if by else key, digest()), key)


def _general(host: str) -> x509.GeneralName:
    with contextlib.suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(host))
    return x509.DNSName(host)


@contextlib.contextmanager
def listening(talk: Talk) -> Iterator[int]:
    """A port of loopback where each connection is talked to; what goes wrong there is its affair."""
    stop = threading.Event()

    def one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError, ssl.SSLError):
            connection.settimeout(20)
            talk(connection)

    def serve() -> None:
        while not stop.is_set():
            with contextlib.suppress(OSError):
                connection, _ = server.accept()
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        stop.set()
        thread.join()


def secure(folder: Path, signed: Signed, *chain: Signed, old: bool = False) -> ssl.SSLContext:
    """A server's side of TLS; `old`: TLS 1.0 and nothing newer."""
    file = folder / f"{signed.certificate.serial_number}.pem"
    key = signed.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(key + signed.pem() + b"".join(one.pem() for one in chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old or signed.key.key_size < 2048:
        context.set_ciphers("ALL:@SECLEVEL=0")
    if old:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    context.load_cert_chain(file)
    return context


def answering(context: ssl.SSLContext) -> Talk:
    """An HTTPS server of one page."""

    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(4096)
            secured.sendall(ANSWER)

    return talk


def plain(connection: socket.socket) -> None:
    """An HTTP server on the port of HTTPS."""
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def silent(connection: socket.socket) -> None:
    """Takes the connection and says nothing."""
    while connection.recv(4096):
        pass


def hung_up(connection: socket.socket) -> None:
    """Hears the greeting and hangs up."""
    connection.recv(4096)


def without_renegotiation_info(connection: socket.socket) -> None:
    """The greeting of a server from before 2010 (RFC 5746), as some load balancers still are."""
    connection.recv(4096)
    # Version 1.2, 32 random bytes, no session, ECDHE-RSA-AES128-GCM-SHA256, no compression.
    hello = b"\x03\x03" + bytes(range(32)) + b"\x00" + b"\xc0\x2f" + b"\x00"
    message = b"\x02" + len(hello).to_bytes(3, "big") + hello
    connection.sendall(b"\x16\x03\x03" + len(message).to_bytes(2, "big") + message)
