"""The layer around every route: who may read, what is refused at once, what goes out compressed."""

import asyncio
import gzip
import json

import pytest
from fastapi.routing import APIRoute
from sample_entries import DAK_LAK, HA_NAM, make_config
from starlette.responses import PlainTextResponse, StreamingResponse
from web_client import TestClient, save

from pipeline.publish.delivery import headers
from pipeline.publish.delivery.compression import Compressed, takes_gzip
from pipeline.publish.delivery.headers import LARGEST_BODY, Envelope
from pipeline.publish.web import create_app


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    return store


@pytest.fixture
def idle(tmp_path):
    """A reader of an application whose database nobody has filled."""
    with TestClient(create_app(make_config(tmp_path))) as client:
        yield client


def routes(app):
    """Every route there is, those of included routers too."""
    for route in app.routes:
        yield from routes(route.original_router) if hasattr(route, "original_router") else [route]


def test_no_route_takes_anything_but_reading(tmp_path):
    found = [route for route in routes(create_app(make_config(tmp_path))) if hasattr(route, "path")]
    assert len([route for route in found if isinstance(route, APIRoute)]) > 20
    for route in found:
        assert (getattr(route, "methods", None) or {"GET"}) <= {"GET", "HEAD"}, route.path


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "X"])
@pytest.mark.parametrize("path", ["/api/articles", "/feeds/all.rss", "/", "/static/style.css"])
def test_other_methods_are_refused_with_those_there_are(idle, method, path):
    answer = idle.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/api/articles", "/api/articles/k", "/feeds/all.rss", "/api"])
def test_pages_of_other_sites_may_read_api_and_feeds(idle, path):
    asked = {"origin": "https://reader.example", "access-control-request-method": "GET"}
    asked |= {"access-control-request-headers": "if-none-match"}
    answer = idle.options(path, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert idle.get(path).headers["access-control-allow-origin"] == "*"


def test_pages_for_people_are_not_shared_with_other_sites(idle):
    for answer in (idle.get("/"), idle.options("/"), idle.get("/feedsx"), idle.get("/apix")):
        assert "access-control-allow-origin" not in answer.headers


def test_a_request_with_a_large_body_is_refused_unread(idle):
    for path, kind in (("/api/articles", "application/json"), ("/", "text/plain")):
        answer = idle.request("GET", path, content=b"x" * (LARGEST_BODY + 1))
        assert answer.status_code == 413
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-security-policy"]
    assert idle.request("GET", "/api/articles", content=b"x" * LARGEST_BODY).status_code == 200


def test_one_request_too_many_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(headers, "MOST_AT_ONCE", 3)
    started = asyncio.Event()

    async def slow(scope, receive, send):
        await started.wait()
        await PlainTextResponse("done")(scope, receive, send)

    app = Envelope(slow)

    async def ask():
        said = []

        async def send(message):
            said.append(message)

        scope = {"type": "http", "method": "GET", "path": "/api/x", "headers": []}
        await app(scope, None, send)
        return said[0]["status"], said[1]["body"], dict(said[0]["headers"])

    async def all_at_once():
        waiting = [asyncio.create_task(ask()) for _ in range(3)]
        await asyncio.sleep(0)
        refused = await ask()
        started.set()
        return refused, [answer[0] for answer in await asyncio.gather(*waiting)], await ask()

    refused, answered, later = asyncio.run(all_at_once())
    assert (refused[0], json.loads(refused[1])["error"]["code"]) == (503, "unavailable")
    assert b"retry-after" in refused[2]
    assert answered == [200, 200, 200]
    assert later[0] == 200


def test_an_unforeseen_failure_is_answered_with_the_same_headers(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.publish.website.open_for_readers", lambda *_, **__: 1 / 0)
    with TestClient(create_app(make_config(tmp_path)), raise_server_exceptions=False) as client:
        answer = client.get("/api/articles")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/api/articles", "/openapi.json"])
def test_texts_are_compressed_for_who_takes_gzip(client, store, path):
    for n in range(5):
        save(store, n)
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    packed = client.get(path, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    for answer in (plain, packed):
        assert "accept-encoding" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=1", True),
        ("gzip; q=0.001", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("identity", False),
        ("", False),
        ("gzippy", False),
    ],
)
def test_whether_gzip_is_taken(accepted, taken):
    assert takes_gzip(accepted) is taken


@pytest.mark.parametrize(
    "answer",
    [
        PlainTextResponse("x" * 5000, headers={"etag": '"these-very-bytes"'}),
        PlainTextResponse(gzip.compress(b"x" * 5000), headers={"content-encoding": "gzip"}),
        PlainTextResponse("x" * 500),
        PlainTextResponse("x" * 5000, media_type="image/png"),
        StreamingResponse(iter(["x" * 5000, "y" * 5000]), media_type="text/plain"),
    ],
)
def test_what_stays_as_it_is(answer):
    client, packing = TestClient(answer), TestClient(Compressed(answer))
    if isinstance(answer, StreamingResponse):
        assert packing.get("/").text == "x" * 5000 + "y" * 5000
    else:
        before, after = client.get("/"), packing.get("/")
        assert (after.content, after.headers) == (before.content, before.headers)
