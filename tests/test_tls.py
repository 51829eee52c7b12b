"""TLS of one source: what is wrong with a server's certificate has a name, and stays refused."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from fetching import Asked, Came, fetch
from tls_servers import (
    Signed,
    Talk,
    answering,
    hung_up,
    listening,
    plain,
    secure,
    sign,
    silent,
    without_renegotiation_info,
)

from crawler.network.outcomes import NEXT_STEPS, next_step
from crawler.network.tls import Judge, name_problem, read_certificate
from crawler.sources import format_source, load_sources
from pipeline.errors import ConfigError

PRIVATE = (("allow_private", True),)
LEGACY = (*PRIVATE, ("tls", "legacy"))


@dataclass(frozen=True)
class Case:
    """A server, the keys of its source's entry, and what comes of it."""

    name: str
    talk: Talk
    outcome: str
    evidence: str = ""
    keys: tuple[tuple[str, object], ...] = PRIVATE


def _cases(folder: Path, authority: Signed) -> Iterator[Case]:
    def serving(signed: Signed, *chain: Signed, old: bool = False) -> Talk:
        return answering(secure(folder, signed, *chain, old=old))

    def pinned(signed: Signed) -> tuple[tuple[str, object], ...]:
        return (*PRIVATE, ("certificate", signed.pin))

    middle = sign("Our Middle", authority, authority=True)
    other = sign("Other CA", authority=True)
    good, expired = sign("good", authority), sign("expired", authority, days=(-90, -5))
    elsewhere = sign("elsewhere", hosts=("khac.example.vn",), days=(-90, -5))
    old, weak = sign("old", authority), sign("weak", authority, bits=1024)
    certificate = "failed-certificate-"
    yield Case("good", serving(good), "200")
    yield Case("whole chain", serving(sign("leaf", middle), middle), "200")
    yield Case("expired", serving(expired), f"{certificate}expired", expired.pin)
    yield Case("early", serving(sign("early", authority, days=(5, 9))), f"{certificate}early")
    other_host = sign("host", authority, hosts=("khac.example.vn",))
    yield Case("host", serving(other_host), f"{certificate}host", "khac.example.vn")
    nameless = sign("127.0.0.1", authority, hosts=())
    yield Case("no host at all", serving(nameless), f"{certificate}host", "no host")
    yield Case("self-signed", serving(sign("self")), f"{certificate}self-signed", "issued by self")
    leaf = sign("leaf", middle, issuer_url="http://ca.example/middle.crt")
    yield Case("incomplete chain", serving(leaf), f"{certificate}chain", "Our Middle")
    stranger = sign("stranger", other)
    yield Case("untrusted", serving(stranger), f"{certificate}untrusted", stranger.pin)
    yield Case("untrusted root", serving(stranger, other), f"{certificate}untrusted", stranger.pin)
    yield Case("pinned", serving(elsewhere), "200", keys=pinned(elsewhere))
    changed = f"{certificate}changed"
    yield Case("another than pinned", serving(good), changed, elsewhere.pin, pinned(elsewhere))
    yield Case("old", serving(old, old=True), "failed-tls-legacy", "protocol version")
    yield Case("old allowed", serving(old, old=True), "200", keys=LEGACY)
    old_expired = sign("old", authority, days=(-9, -1))
    yield Case("old, expired", serving(old_expired, old=True), f"{certificate}expired", keys=LEGACY)
    yield Case("weak", serving(weak), "failed-tls-legacy")
    yield Case("weak allowed", serving(weak), "200", keys=LEGACY)
    before_2010 = without_renegotiation_info
    yield Case("renegotiation", before_2010, "failed-tls-legacy", "unsafe legacy renegotiation")
    yield Case("renegotiation allowed", before_2010, "failed-reset", keys=LEGACY)
    yield Case("plain", plain, "failed-tls-none", "wrong version number")
    yield Case("hung up", hung_up, "failed-reset")
    yield Case("silent", silent, "failed-timeout", "took longer")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Case, Came]]:
    """All of them visited in one go: each is a source of its own, with its own profile."""
    folder = tmp_path_factory.mktemp("tls")
    authority = sign("Our CA", authority=True)
    (folder / "ca.pem").write_bytes(authority.pem())
    cases = tuple(_cases(folder, authority))
    with ExitStack() as stack:
        ports = [stack.enter_context(listening(case.talk)) for case in cases]
        asked = [
            Asked(f"https://127.0.0.1:{port}/", keys=case.keys)
            for port, case in zip(ports, cases, strict=True)
        ]
        came = fetch(*asked, env={"SSL_CERT_FILE": str(folder / "ca.pem")})
    return {case.name: (case, found[0]) for case, found in zip(cases, came, strict=True)}


def test_what_is_wrong_is_named_with_its_evidence(
    outcomes: dict[str, tuple[Case, Came]],
) -> None:
    found = {name: came.name for name, (_, came) in outcomes.items()}
    assert found == {name: case.outcome for name, (case, _) in outcomes.items()}
    without = [name for name, (case, came) in outcomes.items() if case.evidence not in came.detail]
    assert without == []


def test_a_profile_serves_its_own_source_alone(outcomes: dict[str, tuple[Case, Came]]) -> None:
    assert outcomes["old"][1].name != outcomes["old allowed"][1].name
    assert outcomes["pinned"][1].name == "200"
    assert outcomes["self-signed"][1].name == "failed-certificate-self-signed"


def test_the_line_that_pins_a_certificate_is_told(outcomes: dict[str, tuple[Case, Came]]) -> None:
    came = outcomes["self-signed"][1]
    fingerprint = came.detail.rpartition(" ")[2]
    assert next_step(came.name, came.detail).endswith(f'certificate = "{fingerprint}"')


def test_an_early_certificate_is_the_clocks_affair_and_not_to_be_pinned() -> None:
    assert "certificate =" not in next_step("failed-certificate-early", f"sha256:{'a' * 64}")


def test_every_problem_of_a_certificate_has_its_next_step() -> None:
    facts = read_certificate(sign("any").certificate)
    names = {name_problem(error, depth, facts) for error in range(1, 100) for depth in (0, 1)}
    assert names <= set(NEXT_STEPS)


@pytest.mark.parametrize(
    ("made_out_to", "host", "fits"),
    [
        ("*.example.vn", "huyen.example.vn", True),
        ("*.example.vn", "tin.huyen.example.vn", False),
        ("huyen.example.vn", "www.huyen.example.vn", False),
        ("127.0.0.1", "127.0.0.2", False),
    ],
)
def test_a_certificate_is_for_the_hosts_that_it_names(
    made_out_to: str, host: str, fits: bool
) -> None:
    certificate = sign("any", hosts=(made_out_to,)).certificate
    judge = Judge(host)
    if fits:
        judge.judge(certificate, 0, 0, ok=True)
        return
    with pytest.raises(Exception, match="any for") as refused:
        judge.judge(certificate, 0, 0, ok=True)
    assert refused.value.reason == "failed-certificate-host"  # type: ignore[attr-defined]


def test_a_certificate_of_nobody_can_be_told_too() -> None:
    assert "no host" in str(read_certificate(sign("", hosts=()).certificate))


PIN = f"sha256:{'0a' * 32}"


def write(folder: Path, keys: str) -> Path:
    file = folder / "sources.toml"
    file.write_text(f'[[source]]\nid = "a"\nname = "A"\nurl = "https://a.vn/"\n{keys}\n')
    return file


def test_the_keys_are_read_and_written_as_they_were(tmp_path: Path) -> None:
    keys = f'tls = "legacy"\ncertificate = "{PIN}"'
    source = load_sources(write(tmp_path, keys))["a"]
    assert (source.tls, source.certificate) == ("legacy", PIN)
    assert keys in format_source(source)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ('tls = "off"', "line 5, key tls"),
        ("tls = false", "line 5, key tls"),
        ('certificate = "sha256:12"', "line 5, key certificate: use sha256: and 64 hex digits"),
        (f'certificate = "{PIN.upper()}"', "line 5, key certificate"),
        ("verify = false", "line 5, key verify: no such key"),
    ],
)
def test_no_key_turns_verification_off(tmp_path: Path, keys: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        load_sources(write(tmp_path, keys))
