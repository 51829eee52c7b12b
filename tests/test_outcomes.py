"""Why an address gave nothing: each failure's name, evidence and next step."""

import pytest
from scrapy import exceptions as scrapy
from scrapy.exceptions import IgnoreRequest
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.middlewares import OffsiteError
from crawler.network.connections import NotHttpError, TooLargeError
from crawler.network.guard import NameGoneError, PrivateAddressError
from crawler.network.outcomes import (
    CAUSES,
    ELSEWHERE,
    FAILED,
    NEXT_STEPS,
    TO_PIN,
    name_failure,
    name_status,
    next_step,
)
from pipeline import errors

TLS = "[('SSL routines', '', 'certificate verify failed')]"


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (PrivateAddressError("x leads to the private address 10.0.0.1"), "private"),
        (scrapy.CannotResolveHostError("x leads to the private address 10.0.0.1"), "private"),
        (OffsiteError("https://bao.vn/"), "offsite"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots"),
        (network.DNSLookupError("unknown"), "failed-dns"),
        (scrapy.CannotResolveHostError("unknown"), "failed-dns"),
        (network.ConnectionRefusedError(), "failed-refused"),
        (scrapy.DownloadConnectionRefusedError("Connection was refused"), "failed-refused"),
        (network.TimeoutError(), "failed-timeout-connect"),
        (network.TCPTimedOutError(), "failed-timeout-connect"),
        (network.NoRouteError(), "failed-unreachable"),
        (NameGoneError("khong.vn: unknown"), "failed-dns-gone"),
        (TooLargeError("more than 16 MiB"), "too-large"),
        (scrapy.DownloadCancelledError("Received 9 bytes"), "too-large"),
        (IgnoreRequest("… exceeded DOWNLOAD_MAXSIZE (9 B) during decompression."), "too-large"),
        (NotHttpError("no HTTP"), "failed-not-http"),
        (OffsiteError("https://login.microsoftonline.com/abc/oauth2"), "login"),
        (OffsiteError("https://sso.tinh.gov.vn/cas/login?service=x"), "login"),
        (OffsiteError("https://www.hugedomains.com/domain_profile.cfm?d=a"), "parked"),
        (OffsiteError("https://danang.gov.vn/"), "offsite"),
        (
            scrapy.DownloadFailedError("[('SSL routines', '', 'dh key too small')]"),
            "failed-tls-legacy",
        ),
        (
            scrapy.DownloadFailedError("[('SSL routines', '', 'wrong version number')]"),
            "failed-tls-none",
        ),
        (scrapy.ResponseDataLossError(), "failed-reset"),
        (
            scrapy.DownloadTimeoutError("Getting http://a.vn/ took longer than 45 s"),
            "failed-timeout",
        ),
        (scrapy.DownloadFailedError(TLS), "failed-tls"),
        (ResponseFailed([Failure(network.ConnectionLost())]), "failed-reset"),
        (ResponseFailed([Failure(network.ConnectionDone())]), "failed-no-answer"),
        (ResponseFailed([Failure(network.TimeoutError())]), "failed-timeout-connect"),
        (network.ConnectionLost(), "failed-reset"),
        (RuntimeError("whatever else"), "failed-connection"),
    ],
)
def test_every_failure_of_the_network_has_a_name(error: Exception, name: str) -> None:
    assert name_failure(Failure(error))[0] == name


def test_the_evidence_is_the_failures_own_words() -> None:
    assert name_failure(Failure(scrapy.DownloadFailedError(f" {TLS} ")))[1] == TLS


def test_a_failure_without_words_is_named_by_its_class() -> None:
    assert name_failure(Failure(RuntimeError())) == ("failed-connection", "RuntimeError")


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (404, "gone"),
        (410, "gone"),
        (401, "login"),
        (406, "forbidden"),
        (403, "forbidden"),
        (451, "forbidden"),
        (429, "failed-busy"),
        (503, "failed-busy"),
        (500, "failed-server-error"),
        (502, "failed-server-error"),
        (418, "failed-server-error"),
        (200, "not-html"),
    ],
)
def test_every_status_has_a_name_and_its_address_as_evidence(status: int, name: str) -> None:
    url = "https://huyen.example.vn/a"
    assert name_status(status, url) == (name, f"HTTP {status} at {url}")


def test_what_passes_is_told_by_its_name_from_what_stays() -> None:
    passing = {name for name in NEXT_STEPS if name.startswith(FAILED)}
    assert {name_status(503, "")[0], name_status(500, "")[0]} <= passing
    assert not {name_status(404, "")[0], "robots", "offsite", "private"} & passing


def test_every_name_comes_with_what_to_do() -> None:
    statuses = {name_status(status, "")[0] for status in range(200, 600)}
    blocked = {errors.ChallengePage, errors.MaintenancePage, errors.LoginPage, errors.MembersOnly}
    unreadable = {errors.NotHtml, errors.EmptyPage, errors.TooLarge}
    reasons = {error.reason for error in blocked | unreadable}
    causes = {name for name, _ in (*CAUSES, *ELSEWHERE)}
    assert causes | statuses | reasons | TO_PIN | {"failed-connection"} <= set(NEXT_STEPS)
    assert all(step.endswith(".") for step in NEXT_STEPS.values())


def test_scrapys_wrapping_hides_neither_name_nor_evidence() -> None:
    wrapped = scrapy.DownloadFailedError("[<twisted.python.failure.Failure …>]")
    wrapped.__cause__ = ResponseFailed([Failure(network.ConnectionLost("cut off"))])
    name, detail = name_failure(Failure(wrapped))
    assert name == "failed-reset"
    assert "cut off" in detail
    assert "Failure" not in detail


def test_a_connection_that_failed_tells_where_to() -> None:
    error = network.TimeoutError()
    error.args = (*error.args, "203.0.114.9 port 80")
    assert name_failure(Failure(error))[1].endswith("(203.0.114.9 port 80)")


def test_the_next_step_of_a_certificate_is_a_line_to_copy() -> None:
    pin = f"sha256:{'0a' * 32}"
    step = next_step("failed-certificate-expired", f"huyen.vn, valid 2019 to 2020, {pin}")
    assert step.endswith(f'The line for sources.toml: certificate = "{pin}"')


def test_other_next_steps_are_sentences_alone() -> None:
    assert next_step("gone", f"sha256:{'0a' * 32}") == NEXT_STEPS["gone"]
    assert next_step("finished") == ""


def test_a_refusal_that_is_asked_for_again_has_the_same_next_step() -> None:
    assert next_step("failed-maintenance") == NEXT_STEPS["maintenance"]
