"""Why an address gave nothing: each failure's name, evidence and next step."""

import pytest
from scrapy import exceptions as scrapy
from scrapy.exceptions import IgnoreRequest
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.guard import PrivateAddressError
from crawler.middlewares import OffsiteError
from crawler.outcomes import FAILED, NAMES, NEXT_STEPS, WORDS, name_failure, name_status
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
        (network.TimeoutError(), "failed-timeout"),
        (network.TCPTimedOutError(), "failed-timeout"),
        (
            scrapy.DownloadTimeoutError("Getting http://a.vn/ took longer than 45 s"),
            "failed-timeout",
        ),
        (scrapy.DownloadFailedError(TLS), "failed-tls"),
        (ResponseFailed([Failure(network.ConnectionLost())]), "failed-connection"),
        (ResponseFailed([Failure(network.TimeoutError())]), "failed-timeout"),
        (network.ConnectionLost(), "failed-connection"),
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
        (401, "forbidden"),
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
    assert {*NAMES.values(), *WORDS.values(), *statuses, *reasons, "failed-connection"} <= set(
        NEXT_STEPS
    )
    assert all(step.endswith(".") for step in NEXT_STEPS.values())
