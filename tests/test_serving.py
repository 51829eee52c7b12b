"""The server over real sockets: slow clients, large heads, many at once, proxies, forged headers."""

import asyncio
import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
import uvicorn
from sample_entries import DAK_LAK, HA_NAM, make_config
from web_client import save

from pipeline.publish.delivery import serving
from pipeline.publish.publishing.files import publish
from pipeline.publish.web import create_app
from pipeline.store import open_store


@contextlib.contextmanager
def served(app) -> Iterator[int]:
    """The port at which the application answers meanwhile."""
    with serving.listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(serving.settings(app))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def port(tmp_path):
    """Of a server over two articles and the feeds of them."""
    config = make_config(tmp_path)
    with open_store(config.database) as store:
        store.put_sources([HA_NAM, DAK_LAK])
        save(store, 1)
        save(store, 2, DAK_LAK)
        publish(store, config)
    with served(create_app(config)) as port:
        yield port


def ask(port, path, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def said(port, sent, then=b""):
    """All that the server says to these bytes, until it hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(sent)
        if then:
            time.sleep(0.05)
            client.sendall(then)
        return b"".join(iter(lambda: client.recv(65536), b""))


def test_a_client_that_never_finishes_asking_is_cut_off(port, monkeypatch):
    monkeypatch.setattr(serving, "REQUEST_SECONDS", 0.2)
    assert said(port, b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ") == b""
    assert said(port, b"") == b""


def test_a_client_that_drips_its_next_request_is_cut_off(port, monkeypatch):
    monkeypatch.setattr(serving, "REQUEST_SECONDS", 0.3)
    heard = said(port, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", then=b"GET /he")
    assert heard.count(b"HTTP/1.1 200") == 1


def test_a_client_that_does_not_take_its_answer_is_cut_off(monkeypatch):
    monkeypatch.setattr(serving, "ANSWER_SECONDS", 0.2)
    ended = threading.Event()

    async def large(scope, receive, send):
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            with contextlib.suppress(Exception):
                for _ in range(1000):
                    await send(
                        {"type": "http.response.body", "body": b"x" * 65536, "more_body": True}
                    )
            ended.set()

    with served(large) as port, socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert ended.wait(20)


def test_an_overlong_head_is_refused(port):
    heard = said(port, b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * serving.HEAD_BYTES * 2)
    assert heard.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "forged",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example/x?y"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"Forwarded": "host=evil.example;proto=https"},
        {"X-Forwarded-Prefix": "/evil.example"},
        {"X-Original-URL": "/evil.example", "X-Rewrite-URL": "/evil.example"},
    ],
)
def test_no_header_changes_a_printed_link(port, forged):
    for path in ("/", "/api/articles", "/feeds/all.rss", "/openapi.json", "/nope", "/api/nope"):
        status, _, body = ask(port, path, **forged)
        assert (status, body) == ask(port, path)[::2], path
        assert b"evil" not in body


def test_who_asks_a_hundred_at_a_time_waits_and_no_one_fails(port):
    found = []

    def work():
        found.append(ask(port, "/api/articles")[0])

    threads = [threading.Thread(target=work) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 100


class Proxy:
    """What a web server in front does: the path passed on with its prefix, or without."""

    def __init__(self, app, *, strips):
        self.app, self.strips = app, strips

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            path = scope["path"]
            assert path.startswith("/tin"), path
            path = (path.removeprefix("/tin") or "/") if self.strips else path
            scope = scope | {"path": path, "raw_path": path.encode()}
        await self.app(scope, receive, send)


@pytest.mark.parametrize("strips", [True, False])
def test_behind_a_proxy_every_printed_link_leads_back_through_it(tmp_path, strips):
    with serving.listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    config = make_config(tmp_path, base_url=f"http://127.0.0.1:{port}/tin", port=port)
    with open_store(config.database) as store:
        store.put_sources([HA_NAM])
        key = save(store, 1)
        publish(store, config)
    with served(Proxy(create_app(config), strips=strips)) as port:
        base = f"http://127.0.0.1:{port}/tin"
        for path in ("/", f"/articles/{key}", "/feeds/all.rss", "/api/articles", "/api/feeds"):
            status, _, body = ask(port, f"/tin{path}")
            assert status == 200, path
            own = body.replace(f"http://127.0.0.1:{config.port}/tin".encode(), base.encode())
            for link in links(own, base):
                assert ask(port, link)[0] == 200, (path, link)


def links(body, base):
    """The paths of the addresses of ours that stand in a page, a feed or an answer."""
    found = re.findall(rb"""(?:href|src|action)=["'](/[^"'#]*)""", body)
    found += re.findall(re.escape(base.encode()) + rb"""[^"'<>#\s]*""", body)
    paths = {link.decode().removeprefix(base.removesuffix("/tin")) for link in found}
    return {path.replace("&amp;", "&") for path in paths}
