"""Mail goes to another machine encrypted, with its password, and only to whom the certificate belongs."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import tls_servers
from receivers import MailServer, Webhook, running
from sample_entries import make_config

from crawler.notices import send_test
from pipeline.config import Config

WAYS = {"smtp": "STARTTLS", "smtps": "TLS from the first byte"}
WRONG = {
    "of nobody that is known": ({}, "self-signed certificate"),
    "of another host": ({"hosts": ("mail.example.org",)}, "not valid for '127.0.0.1'"),
    "that has expired": ({"days": (-90, -10)}, "certificate has expired"),
}


@dataclass
class Post:
    """A mail server with the certificate that a known authority gave it, or another."""

    server: MailServer
    config: Config

    def told(self) -> str:
        """What went wrong with a test message; "" where it was taken."""
        ((channel, problem),) = send_test(self.config)
        assert channel == "e-mail"
        return problem


@pytest.fixture(scope="module")
def authority() -> tls_servers.Signed:
    return tls_servers.sign("Known", authority=True)


@pytest.fixture(autouse=True)
def known(tmp_path: Path, authority: tls_servers.Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The authority is one of the system's, and loopback is another machine."""
    trusted = tmp_path / "known.pem"
    trusted.write_bytes(authority.pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr("crawler.notices.mail.is_here", lambda _host: False)


@contextlib.contextmanager
def post(folder: Path, way: str, signed: tls_servers.Signed) -> Iterator[Post]:
    context = tls_servers.secure(folder, signed)
    with running(MailServer(context, at_once=way == "smtps")) as server:
        address = f"{way}://lan:may%40@127.0.0.1:{server.port}"
        yield Post(server, make_config(folder, smtp_url=address, mail_to="lan@example.vn"))


@pytest.mark.parametrize("way", WAYS)
def test_a_mail_and_its_password_go_encrypted(
    way: str, tmp_path: Path, authority: tls_servers.Signed
) -> None:
    with post(tmp_path, way, tls_servers.sign("mail", authority)) as there:
        assert there.told() == ""
    assert len(there.server.letters) == 1
    assert there.server.logins == [("lan", "may@")]
    assert there.server.encrypted == [True]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("way", WAYS)
def test_a_certificate_is_refused_by_what_is_wrong_with_it(
    way: str, wrong: str, tmp_path: Path, authority: tls_servers.Signed
) -> None:
    how, said = WRONG[wrong]
    signed = tls_servers.sign("mail", authority if how else None, **how)  # type: ignore[arg-type]
    with post(tmp_path, way, signed) as there:
        problem = there.told()
    assert problem.startswith(
        f"mail by 127.0.0.1:{there.server.port}: its certificate is refused: "
    )
    assert said in problem
    assert "may@" not in problem
    assert (there.server.logins, there.server.letters) == ([], [])


def test_a_webhook_s_certificate_is_refused_in_the_same_words(tmp_path: Path) -> None:
    with running(Webhook()) as hook:
        context = tls_servers.secure(tmp_path, tls_servers.sign("hook"))
        hook.socket = context.wrap_socket(hook.socket, server_side=True)
        address = hook.address.replace("http:", "https:")
        ((_, problem),) = send_test(make_config(tmp_path, webhook=address))
    assert "its certificate is refused: self-signed certificate" in problem
    assert "secret-path" not in problem
    assert hook.told == []
