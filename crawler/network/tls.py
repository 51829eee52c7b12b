"""TLS of one source: certificates are always judged; old servers and pinned ones by its entry alone.

Scrapy's own setting DOWNLOAD_VERIFY_CERTIFICATES verifies as well, but tells only "certificate verify
failed". Here the certificate that was refused is the evidence.
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import AuthorityInformationAccessOID
from OpenSSL import SSL
from OpenSSL.crypto import X509
from service_identity import VerificationError
from service_identity.cryptography import extract_patterns
from service_identity.exceptions import CertificateError as NoNamesError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

TLS, CERTIFICATE = "CONGTIN_TLS", "CONGTIN_CERTIFICATE"
"""Scrapy settings of one source: its keys `tls` and `certificate`."""
PIN = re.compile(r"sha256:([0-9a-f]{64})")
LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, which pyOpenSSL does not name."""
LEGACY_CIPHERS = b"DEFAULT:@SECLEVEL=0"
"""Small keys, SHA-1 and TLS 1.0 are taken too: OpenSSL refuses them from level 1 on."""
EXPIRED, EARLY, SELF_SIGNED, UNKNOWN_ISSUERS, WEAK = 10, 9, 18, (2, 20, 21), (66, 67, 68)
"""X509_V_ERR_… numbers of OpenSSL (x509_vfy.h)."""
CA_ISSUERS = AuthorityInformationAccessOID.CA_ISSUERS


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server's certificate says of itself."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    """Hosts and addresses that it is made out to (its subjectAltName)."""
    not_before: datetime
    not_after: datetime
    fingerprint: str
    """ "sha256:" and 64 hex digits, as the key `certificate` of a source has it."""
    issuer_url: str = ""
    """Where its issuer's certificate can be had, as public authorities write."""

    def __str__(self) -> str:
        names = ", ".join(self.names[:4]) or "no host"
        return (
            f"{self.subject} for {names}, issued by {self.issuer}, valid "
            f"{self.not_before:%Y-%m-%d} to {self.not_after:%Y-%m-%d}, {self.fingerprint}"
        )


class CertificateRefusedError(Exception):
    """The server's certificate is not accepted: `reason` is the outcome's name."""

    def __init__(self, reason: str, certificate: Certificate, more: str = "") -> None:
        self.reason = reason
        self.certificate = certificate
        super().__init__(f"{certificate}{more}")


def read_certificate(certificate: x509.Certificate) -> Certificate:
    """The facts of a certificate, however odd it is."""
    return Certificate(
        subject=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        names=_names(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        fingerprint=f"sha256:{certificate.fingerprint(SHA256()).hex()}",
        issuer_url=_issuer_url(certificate),
    )


def _name(name: x509.Name) -> str:
    for kind in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(kind):
            return str(found[0].value)
    return name.rfc4514_string() or "nobody"


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    addresses = found.get_values_for_type(x509.IPAddress)
    return (*found.get_values_for_type(x509.DNSName), *map(str, addresses))


def _issuer_url(certificate: x509.Certificate) -> str:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except (x509.ExtensionNotFound, ValueError):
        return ""
    ways = (way for way in access.value if way.access_method == CA_ISSUERS)
    return next((str(way.access_location.value) for way in ways), "")


def name_problem(error: int, depth: int, certificate: Certificate) -> str:
    """The name of what OpenSSL found wrong: its error's number, and how far from the leaf."""
    if error == EXPIRED:
        return "failed-certificate-expired"
    if error == EARLY:
        return "failed-certificate-early"
    if error == SELF_SIGNED:
        return "failed-certificate-self-signed"
    if error in UNKNOWN_ISSUERS and depth == 0 and certificate.issuer_url:
        return "failed-certificate-chain"
    if error in WEAK:
        return "failed-tls-legacy"
    return "failed-certificate-untrusted"


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """How one source's connections are secured, and what was wrong with the last of each host.

    `legacy`: TLS 1.0, weak ciphers and unsafe renegotiation are taken; certificates are judged all
    the same. `pinned` ("sha256:…"): that very certificate is taken, whatever else is wrong with it,
    and no other.
    """

    def __init__(self, *, legacy: bool = False, pinned: str = "") -> None:
        self.pinned = pinned
        self.problems: dict[tuple[str, int], CertificateRefusedError] = {}
        self._context = SSL.Context(SSL.TLS_METHOD)
        self._context.set_min_proto_version(SSL.TLS1_VERSION if legacy else SSL.TLS1_2_VERSION)
        if legacy:
            self._context.set_cipher_list(LEGACY_CIPHERS)
            self._context.set_options(LEGACY_SERVER_CONNECT)
        self._context.set_default_verify_paths()

    def creatorForNetloc(self, hostname: bytes, port: int) -> "Creator":  # noqa: N802
        """Twisted's interface: who makes the connections to a host."""
        host = hostname.decode("ascii").strip("[]")
        self.problems.pop((host, port), None)

        def refused(problem: CertificateRefusedError) -> None:
            self.problems[host, port] = problem

        return Creator(self._context, lambda: Judge(host, self.pinned), refused)


@implementer(IOpenSSLClientConnectionCreator)
class Creator:
    """Makes one host's connections."""

    def __init__(
        self,
        context: SSL.Context,
        judge: Callable[[], "Judge"],
        refused: Callable[[CertificateRefusedError], None],
    ) -> None:
        self._context = context
        self._judge = judge
        self._refused = refused

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:  # noqa: N802
        """Twisted's interface: a connection that is given up where the judge finds a problem."""
        del protocol
        judge = self._judge()
        connection = SSL.Connection(self._context)
        if not judge.is_address:
            connection.set_tlsext_host_name(judge.host.encode("ascii"))
        mode = SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT
        connection.set_verify(mode, lambda _, *told: self._verify(judge, *told))
        return connection

    def _verify(self, judge: "Judge", found: X509, error: int, depth: int, ok: int) -> bool:
        """OpenSSL's callback, for each certificate of the chain. An exception here would be lost."""
        try:
            judge.judge(found.to_cryptography(), error, depth, ok=bool(ok))
        except CertificateRefusedError as problem:
            self._refused(problem)
            return False
        except Exception:  # noqa: BLE001
            return False  # a certificate that cannot be read; OpenSSL's own words are the evidence
        return True


class Judge:
    """Whether a certificate is taken for a host."""

    def __init__(self, host: str, pinned: str = "") -> None:
        self.host = host
        self.is_address = _is_address(host)
        self._pinned = pinned
        self._found = (0, 0)
        self._wanted = IPAddress_ID(host) if self.is_address else DNS_ID(host)

    def judge(self, certificate: x509.Certificate, error: int, depth: int, *, ok: bool) -> None:
        """Raise CertificateRefusedError. `error`, `depth` and `ok` are OpenSSL's."""
        if self._pinned:
            if depth == 0:
                self._judge_pinned(read_certificate(certificate))
            return
        if not ok and not self._found[0]:
            self._found = (error, depth)
        if depth == 0:
            self._judge_leaf(certificate)

    def _judge_leaf(self, certificate: x509.Certificate) -> None:
        """The leaf comes last, so that what was wrong above it is told with the leaf as evidence."""
        error, depth = self._found
        if error:
            facts = read_certificate(certificate)
            raise CertificateRefusedError(name_problem(error, depth, facts), facts)
        self._judge_host(certificate)

    def _judge_pinned(self, facts: Certificate) -> None:
        if facts.fingerprint != self._pinned:
            more = f"; sources.toml has {self._pinned}"
            raise CertificateRefusedError("failed-certificate-changed", facts, more)

    def _judge_host(self, certificate: x509.Certificate) -> None:
        try:
            verify_service_identity(extract_patterns(certificate), [self._wanted], [])
        except (VerificationError, NoNamesError) as error:
            facts = read_certificate(certificate)
            raise CertificateRefusedError("failed-certificate-host", facts) from error


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
