"""The hub is told of what changed, in time or the next time, and publishing never waits for it long."""

from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import sleep
from urllib.parse import parse_qsl

import pytest
from feed_reader import links
from receivers import running
from sample_entries import HA_NAM, make_article, make_config, make_visit

from crawler.websub import BATCH, ping
from pipeline.publish.publishing import files
from pipeline.publish.publishing.files import publish
from pipeline.publish.publishing.websub import owed, settle


class Hub(HTTPServer):
    """A hub that writes down what it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.told = []
        self.status = 204
        self.drips = False

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/hub"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.told.append(parse_qsl(body))
        if self.server.drips:
            self.drip()
            return
        self.send_response(self.server.status)
        self.send_header("location", "/elsewhere")
        self.end_headers()

    def drip(self):
        for byte in b"HTTP/1.0 204 No Content":
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            sleep(0.1)

    def log_message(self, *_words):
        """Quiet."""


@pytest.fixture
def hub():
    with running(Hub()) as hub:
        yield hub


@pytest.fixture
def config(tmp_path, database_url, hub):
    return make_config(tmp_path, database_url=database_url, hub=hub.address)


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM])
    return store


def save(store, number):
    article = make_article(number)
    store.save(article, make_visit(article))


def addresses(hub):
    return [value for fields in hub.told for name, value in fields if name == "hub.url"]


def test_documents_name_the_hub_and_themselves(store, config, hub):
    save(store, 1)
    publish(store, config)
    for form in ("rss", "atom"):
        found = links((config.feeds / f"all.{form}").read_bytes())
        assert found["hub"] == hub.address
        assert found["self"] == f"https://tin.example.vn/feeds/all.{form}"


def test_the_hub_is_told_of_each_changed_document_once(store, config, hub):
    publish(store, config)
    ping(config)
    hub.told.clear()
    save(store, 1)
    done = publish(store, config)
    assert ping(config) == (len(done.written), "")
    assert sorted(addresses(hub)) == sorted(
        f"https://tin.example.vn/feeds/{path}" for path in done.written
    )
    assert hub.told[0][0] == ("hub.mode", "publish")
    assert ping(config) == (0, "")
    publish(store, config)
    assert ping(config) == (0, "")


def test_many_changes_are_told_in_batches(store, config, hub):
    store.put_sources([replace(HA_NAM, id=f"s{n}", district="", province="") for n in range(40)])
    done = publish(store, config)
    count = len(done.written) - 2  # the list of feeds and the style sheet are no feeds
    assert ping(config) == (count, "")
    assert len(hub.told) == -(-count // BATCH) > 1


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_hub_that_refuses_is_told_the_next_time(store, config, hub, status):
    publish(store, config)
    hub.status = status
    told, problem = ping(config)
    assert told == 0
    assert str(status) in problem
    due = owed(config)
    hub.status = 204
    assert ping(config) == (len(due), "")
    assert owed(config) == []


def test_a_hub_that_is_not_there_is_named_and_told_later(store, config):
    publish(store, config)
    nobody = replace(config, hub="http://127.0.0.1:9/hub")
    told, problem = ping(nobody)
    assert told == 0
    assert "refused" in problem
    assert owed(config)


def test_a_hub_that_drips_its_answer_is_left_in_time(store, config, hub):
    publish(store, config)
    hub.drips = True
    assert ping(config, budget=0.5) == (0, "no answer in time")


def test_what_changed_while_the_hub_was_told_is_told_again(store, config, hub):
    publish(store, config)
    due = owed(config)
    save(store, 1)
    publish(store, config)
    settle(config, due)
    assert f"{config.base_url}/feeds/all.rss" in [address for address, _ in owed(config)]


def test_a_killed_publishing_tells_the_hub_when_it_is_made_up_for(store, config, hub, monkeypatch):
    publish(store, config)
    ping(config)
    save(store, 1)

    class Killed(BaseException):
        pass

    def die(*_given):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_lists", die)
        with pytest.raises(Killed):
            publish(store, config)
    assert owed(config) == []
    publish(store, config)
    assert f"{config.base_url}/feeds/all.rss" in [address for address, _ in owed(config)]


def test_without_a_hub_nothing_is_kept_and_nobody_is_told(store, config):
    nobody = replace(config, hub="")
    publish(store, nobody)
    assert ping(nobody) == (0, "")
    assert b"hub" not in (config.feeds / "all.rss").read_bytes()
    assert owed(config) == []
