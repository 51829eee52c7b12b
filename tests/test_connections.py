"""How a crawl connects: every trap ends with a name, and the next page is fetched all the same."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fetching import SHORT, SMALL, Asked, Came, fetch, one
from tls_servers import listening
from traps import BODIES, GOOD, HEADS, JUNK, OK, SLOW, packed, resetting, saying, trap

from crawler.network.connections import MAX_CODINGS, causes, codings
from crawler.network.outcomes import FAILED, NEXT_STEPS

ENDS = {
    "reset": (resetting, "failed-reset"),
    "closed": (saying(b""), "failed-no-answer"),
    "broken off": (saying(OK + b"Content-Length: 99\r\n\r\nabc"), "failed-reset"),
    "no gzip": (saying(packed("gzip", b"no gzip at all")), "failed-coding"),
    "no brotli": (saying(packed("br", b"no brotli at all")), "failed-coding"),
    "more than declared": (saying(GOOD + b"more"), "200"),
    "nothing in it": (saying(OK + b"Content-Length: 0\r\n\r\n"), "200"),
}
OUTCOMES = {
    **{f"body: {name}": (talk, "too-large") for name, talk in BODIES.items()},
    **{f"head: {name}": (talk, "too-large") for name, talk in HEADS.items()},
    **{f"slow: {name}": (talk, "failed-timeout") for name, talk in SLOW.items()},
    **{f"junk: {name}": (talk, "failed-not-http") for name, talk in JUNK.items()},
    **ENDS,
}


@pytest.fixture(scope="module")
def came() -> dict[str, list[Came]]:
    """What each trap gave, and the page after it."""
    slow = [name for name, (_, outcome) in OUTCOMES.items() if outcome == "failed-timeout"]
    others = [name for name in OUTCOMES if name not in slow]
    return _visit(others, SMALL) | _visit(slow, SHORT)


def _visit(names: list[str], patch: str) -> dict[str, list[Came]]:
    with ExitStack() as stack:
        asked = [
            Asked(stack.enter_context(trap(OUTCOMES[name][0])), ("/trap", "/after"))
            for name in names
        ]
        return dict(zip(names, fetch(*asked, patch=patch), strict=True))


def test_every_trap_ends_with_a_name(came: dict[str, list[Came]]) -> None:
    found = {name: answers[0].name for name, answers in came.items()}
    assert found == {name: outcome for name, (_, outcome) in OUTCOMES.items()}
    assert {name for name in found.values() if name != "200"} <= set(NEXT_STEPS)


def test_and_with_evidence(came: dict[str, list[Came]]) -> None:
    assert {name for name, answers in came.items() if not answers[0].detail} == {"nothing in it"}


def test_the_crawl_goes_on_after_each(came: dict[str, list[Came]]) -> None:
    assert {name: answers[1].detail for name, answers in came.items()} == dict.fromkeys(
        OUTCOMES, "good"
    )


def test_what_is_too_large_today_is_so_tomorrow() -> None:
    assert not "too-large".startswith(FAILED)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[bytes]]]:
    """A server inside that no source may visit: its address, and what was asked of it."""
    asked: list[bytes] = []
    with listening(lambda connection: asked.append(connection.recv(999))) as port:
        yield f"127.0.0.1:{port}", asked


def test_a_redirect_to_another_port_or_host_inside_is_refused(
    elsewhere: tuple[str, list[bytes]],
) -> None:
    address, asked = elsewhere
    ways = (
        f"/to?http://{address}/",
        "/to?http://169.254.169.254/latest/",
        "/to?file:///etc/passwd",
    )
    with trap(saying(GOOD)) as url:
        (answers,) = fetch(Asked(url, (*ways, "/after")))
    found = {answer.url.removeprefix(url): answer.name for answer in answers}
    assert [found[way[1:]] for way in (*ways, "/after")] == ["offsite", "offsite", "302", "200"]
    assert asked == []


WITHOUT_STAYING = (
    SHORT
    + """
crawler.settings.DOWNLOADER_MIDDLEWARES["crawler.middlewares.StayHome"] = None
"""
)
"""What is left when the portal's own limits are lifted is the guard."""


def test_what_one_source_is_allowed_opens_nothing_else(
    elsewhere: tuple[str, list[bytes]],
) -> None:
    address, asked = elsewhere
    ways = (f"/to?http://{address}/", "/to?http://169.254.169.254/latest/", f"http://{address}/")
    with trap(saying(GOOD)) as url:
        port = url.rsplit(":", 1)[1].rstrip("/")
        spelled = f"/to?http://localhost:{port}/"
        (answers,) = fetch(Asked(url, (*ways, spelled, "/after")), patch=WITHOUT_STAYING)
    assert sorted(answer.name for answer in answers) == ["200"] + ["private"] * 4
    assert asked == []


def test_a_robots_txt_that_leads_inside_is_not_fetched(
    elsewhere: tuple[str, list[bytes]],
) -> None:
    address, asked = elsewhere

    def serve(connection: object) -> None:
        while data := connection.recv(9999):  # type: ignore[attr-defined]
            moved = (
                f"HTTP/1.1 302 Found\r\nLocation: http://{address}/\r\nContent-Length: 0\r\n\r\n"
            )
            connection.sendall(moved.encode() if b"/robots.txt" in data else GOOD)  # type: ignore[attr-defined]

    with listening(serve) as port:
        fetch(Asked(f"http://127.0.0.1:{port}/"))
    assert asked == []


@pytest.mark.parametrize("allowed_by_another", [False, True])
def test_a_private_address_in_every_spelling_is_refused(
    elsewhere: tuple[str, list[bytes]], allowed_by_another: bool
) -> None:
    address, asked = elsewhere
    port = address.rsplit(":", 1)[1]
    hosts = "127.0.0.1 127.1 2130706433 0x7f.1 017700000001 localhost localhost. 0.0.0.0 [::1]"
    hosts += " [::ffff:127.0.0.1] [::127.0.0.1] 127。0。0。1"
    sources = [Asked(f"http://{host}:{port}/", keys=()) for host in hosts.split()]
    with trap(saying(GOOD)) as url:
        neighbour = [Asked(url)] if allowed_by_another else []
        came = fetch(*sources, *neighbour, patch=WITHOUT_STAYING)
    assert {answers[0].name for answers in came[: len(sources)]} == {"private"}
    assert asked == []


RESOLVING = """
import socket
def answers(host, port, *_, **__):
    looked_up.append(host)
    addresses = ANSWERS[min(len(looked_up), len(ANSWERS)) - 1]
    kinds = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in addresses]
    return [(kind, 1, 6, "", (address, port)) for kind, address in zip(kinds, addresses)]
looked_up = []
socket.getaddrinfo = answers
"""


def resolving(*answers: tuple[str, ...]) -> str:
    """DNS answers these, look-up after look-up."""
    return f"{SHORT}\nANSWERS = {answers!r}\n{RESOLVING}"


@pytest.mark.parametrize(
    "addresses", [("10.0.0.8",), ("203.0.114.9", "10.0.0.8"), ("203.0.114.9", "::1"), ("fc00::1",)]
)
def test_a_name_with_any_private_answer_is_refused(addresses: tuple[str, ...]) -> None:
    came = one(Asked("http://huyen.example.vn/", keys=()), patch=resolving(addresses))
    assert came.name == "private"
    assert "huyen.example.vn leads to the private address" in came.detail


def test_a_name_that_changes_between_two_requests_is_judged_again() -> None:
    with trap(saying(GOOD)) as url:
        port = int(url.rsplit(":", 1)[1].rstrip("/"))
        name = f"http://noi-bo.example.vn:{port}/"
        patch = resolving(("127.0.0.1",), ("169.254.169.254",))
        (answers,) = fetch(Asked(name, ("/trap", "/after")), patch=patch)
    assert {answer.name for answer in answers} <= {"200", "private"}
    assert answers[-1].name == "private"


def test_an_allowed_name_must_not_lead_to_where_secrets_are() -> None:
    came = one(Asked("http://noi-bo.example.vn/"), patch=resolving(("169.254.169.254",)))
    assert came.name == "private"


def test_a_name_that_dns_does_not_know_is_told_from_a_look_up_that_failed() -> None:
    failing = """
import socket
def fails(host, *_, **__):
    raise socket.gaierror(socket.EAI_AGAIN if "tam" in host else socket.EAI_NONAME, "no answer")
socket.getaddrinfo = fails
"""
    gone, failed = fetch(
        Asked("http://mat.example.vn/", keys=()),
        Asked("http://tam.example.vn/", keys=()),
        patch=SHORT + failing,
    )
    assert (gone[0].name, failed[0].name) == ("failed-dns-gone", "failed-dns")
    assert "mat.example.vn" in gone[0].detail


def test_a_host_that_never_answers_is_asked_once_a_run() -> None:
    from traps import mute

    again = 'FetchSpider.custom_settings |= {"RETRY_ENABLED": True, "RETRY_TIMES": 1}'
    with listening(mute) as port:
        came = one(Asked(f"http://127.0.0.1:{port}/"), patch=f"{SHORT}\n{again}")
    assert (came.name, came.detail.rpartition("than ")[2]) == ("failed-timeout", "2.0 seconds.")


def test_an_endless_redirect_ends() -> None:
    with trap(saying(GOOD)) as url:
        came = one(Asked(url, ("/on/1",)))
    assert (came.name, came.detail) == ("failed-redirects", "max redirections reached")


def test_layers_of_compression_are_counted_over_all_headers() -> None:
    from scrapy.http import Response

    response = Response("http://a.vn/", headers={"Content-Encoding": ["gzip, br", "gzip,"]})
    assert len(codings(response)) == 3 > MAX_CODINGS


def test_causes_of_causes_are_found_and_circles_end() -> None:
    inner, outer = ValueError("inner"), ValueError("outer")
    outer.__cause__, inner.__cause__ = inner, outer
    assert list(causes(outer)) == [outer, inner]
