"""The application as a whole: policy, failures, base path, weight, queries, serving."""

import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace

import httpx
import pytest
from sample_entries import DAK_LAK, HA_NAM, make_config
from sqlalchemy import Engine, event
from web_client import TestClient, page_of, save, words

from pipeline.errors import ConfigError, StoreError
from pipeline.model import Source
from pipeline.publish import website
from pipeline.publish.publishing.files import publish
from pipeline.publish.web import create_app, serve
from pipeline.store import open_store


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    return store


@pytest.mark.parametrize(
    "address",
    ["/articles/none", "/sources/none", "/provinces/none", "/feeds/../congtin.db", "/x/y"],
)
def test_what_is_not_there_is_a_friendly_404(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "Không tìm thấy" in words(page_of(response))


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/sources/", "/sources"),
        ("/sources/?q=ha+nam", "/sources?q=ha+nam"),
        ("//evil.example/", "/evil.example"),
        ("/%5Cevil.example/", "/%5Cevil.example"),
        ("/x%0d%0aset-cookie:a=b/", "/x%0D%0Aset-cookie%3Aa%3Db"),
    ],
)
def test_a_slash_at_the_end_leads_to_the_page_and_never_elsewhere(asked, there, client):
    response = client.get(f"http://testserver{asked}", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (308, there)
    assert "set-cookie" not in response.headers


def test_search_engines_are_kept_off_what_has_no_end(client):
    rules = client.get("/robots.txt").text.splitlines()
    assert rules == ["User-agent: *", "Disallow: /search", "Disallow: /api/"]


def test_an_icon_is_there_for_those_who_ask_unread(client):
    assert (
        client.get("/favicon.ico", follow_redirects=True).headers["content-type"] == "image/svg+xml"
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [("/?cursor=%00x", 400), ("/sources?page=0", 422), ("/search?q=a&after=hôm-qua", 422)],
)
def test_a_wrong_value_is_a_friendly_page(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert page_of(response).xpath("//h1")


def test_nothing_writes_over_http(client):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, "/").status_code == 405
        assert client.request(method, "/api/articles").status_code == 405


def test_head_answers_like_get_without_a_body(client, store, config):
    publish(store, config)
    for address in ("/", "/feeds/all.rss", "/api/articles", "/static/style.css", "/healthz"):
        whole, head = client.get(address), client.head(address)
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize("address", ["/", "/nope", "/api/nope", "/static/style.css", "/docs"])
def test_every_answer_carries_a_strict_policy(client, address):
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    for rule in ("default-src 'none'", "style-src 'self'", "base-uri 'none'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_pages_use_no_script_no_inline_style_and_nothing_from_elsewhere(client, store):
    save(store, images=())
    for address in ("/", "/search?q=xã", "/sources", "/feeds", "/docs", "/nope"):
        page = page_of(client.get(address))
        assert page.xpath("//script | //style | //*[@style]") == []
        loaded = page.xpath("//img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert all(source.startswith("/static/") for source in loaded)
        for source in loaded:
            assert client.get(source).status_code == 200


def test_every_page_is_vietnamese_with_one_heading_and_a_skip_link(client, store):
    key = save(store)
    for address in ("/", f"/articles/{key}", "/search", "/sources", "/feeds", "/nope"):
        page = page_of(client.get(address))
        assert page.get("lang") == "vi"
        assert len(page.xpath("//h1")) == 1
        assert page.xpath("//body/a[1]/@href") == ["#main"]
        assert page.xpath("//main[@id='main']")
        named = set(page.xpath("//label/@for"))
        assert {field.get("id") for field in page.xpath("//input|//select")} == named


def test_pages_weigh_less_than_100_kb(client, store):
    store.put_sources(
        Source(
            f"cong-thong-tin-{n}",
            f"Cổng thông tin huyện {n}",
            "https://x.vn/",
            province=f"T{n % 34}",
        )
        for n in range(300)
    )
    for n in range(30):
        save(store, n, lead="Một câu dẫn dài vừa phải. " * 40)
    for address in ("/", "/search?q=xây", "/sources", "/feeds", f"/sources/{HA_NAM.id}", "/docs"):
        assert len(client.get(address).content) < 100_000, address


def test_each_page_takes_a_constant_number_of_queries(client, store):
    counted = []

    def count(*_args):
        counted.append(1)

    def queries(address):
        counted.clear()
        assert client.get(address).status_code == 200
        return len(counted)

    key = save(store, 0)
    addresses = (
        "/",
        f"/articles/{key}",
        "/search?q=xây",
        "/sources",
        f"/sources/{HA_NAM.id}",
        "/provinces/ninh-binh",
        "/feeds",
        "/api/articles",
        "/api/sources",
    )
    client.get("/")
    event.listen(Engine, "before_cursor_execute", count)
    try:
        few = {address: queries(address) for address in addresses}
        for n in range(1, 30):
            save(store, n)
        store.put_sources(Source(f"s{n}", f"Nguồn {n}", "https://x.vn/") for n in range(50))
        client.get("/")  # what was stored is counted once
        assert {address: queries(address) for address in addresses} == few
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def test_a_base_path_stands_before_every_link(config, store):
    save(store)
    app = create_app(replace(config, base_url="https://example.vn/tin/"))
    with TestClient(app) as client:
        for prefix in ("", "/tin"):  # a proxy may strip the prefix or pass it on
            page = page_of(client.get(f"{prefix}/"))
            inner = page.xpath("//a/@href[starts-with(., '/')] | //link/@href | //form/@action")
            assert inner
            assert all(link.startswith("/tin/") for link in inner)
            assert client.get(f"{prefix}/api/nope").json()["error"]["code"] == "not_found"
        assert client.get("/tin/static/style.css").status_code == 200
        assert "https://example.vn/tin/feeds/all.rss" in client.get("/feeds").text


def test_alive_and_ready(client):
    assert client.get("/healthz").json() == {"status": "alive"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["database"] == "up"
    assert ready.json()["last_crawl_at"] is None  # nothing was crawled yet, and readers are served


def test_a_database_that_does_not_open_is_503_everywhere_and_the_process_lives(tmp_path):
    config = make_config(tmp_path)
    (tmp_path / "congtin.db").write_bytes(b"this is no database" * 100)
    with TestClient(create_app(config)) as client:
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert (ready.json()["status"], ready.json()["database"]) == ("unavailable", "down")
        assert "congtin.db" in ready.json()["reason"]
        assert str(tmp_path) not in ready.text
        assert client.get("/api/articles").status_code == 503
        page = client.get("/")
        assert page.status_code == 503
        assert page.headers["retry-after"]
        assert "Tạm thời không phục vụ được" in words(page_of(page))


def test_a_database_that_comes_back_is_used_again(config, store, monkeypatch):
    answers = [StoreError("The database is locked."), None]

    def flaky(url, *, seconds):
        error = answers.pop(0)
        if error:
            raise error
        return open_store(url)

    monkeypatch.setattr(website, "open_for_readers", flaky)
    with TestClient(create_app(config)) as client:
        assert client.get("/readyz").status_code == 503
        assert client.get("/readyz").status_code == 200


def test_an_unforeseen_failure_tells_the_reader_nothing_inside(config, monkeypatch):
    def broken(_url, *, seconds):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(website, "open_for_readers", broken)
    with TestClient(create_app(config), raise_server_exceptions=False) as client:
        for address in ("/", "/api/articles"):
            response = client.get(address)
            assert response.status_code == 500
            assert "secret" not in response.text


def test_a_taken_port_is_named_with_what_to_do(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"127\.0\.0\.1:{port}.*--port"):
            serve(make_config(tmp_path, port=port))


def test_a_host_that_is_not_ours_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"192\.0\.2\.1.*--host"):
        serve(make_config(tmp_path, host="192.0.2.1"))


def test_serving_ends_cleanly_on_ctrl_c(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = (
        "from pathlib import Path; from pipeline.config import Config; "
        "from pipeline.publish.web import serve; "
        f"serve(Config(data=Path({str(tmp_path)!r}), port={port}))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE)
    try:
        while process.poll() is None and not answers(port):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, noise = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, noise) == (0, b"")


def answers(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False
