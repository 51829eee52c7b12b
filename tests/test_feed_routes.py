"""Published feeds over HTTP: types, strong ETag, 304."""

import re
from dataclasses import replace

import pytest
from sample_entries import DAK_LAK, HA_NAM
from web_client import TestClient, page_of, save, words

from pipeline.publish.publishing.files import publish
from pipeline.publish.web import create_app


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    return store


def test_a_feed_that_was_not_published_says_what_to_run(client):
    response = client.get("/feeds/all.rss")
    assert response.status_code == 404
    assert "congtin publish" in words(page_of(response))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("all.rss", "application/rss+xml"),
        ("sources/dak-lak.atom", "application/atom+xml"),
        ("subscriptions.opml", "text/x-opml"),
    ],
)
def test_feeds_are_served_as_published_with_their_types(client, store, config, path, kind):
    publish(store, config)
    response = client.get(f"/feeds/{path}")
    assert response.content == (config.feeds / path).read_bytes()
    assert response.headers["content-type"] == f"{kind}; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=300"


def test_a_feed_has_a_strong_etag_and_answers_304(client, store, config):
    save(store)
    publish(store, config)
    first = client.get("/feeds/all.rss")
    assert re.fullmatch(r'"[0-9a-f]{32}-gzip"', first.headers["etag"])
    again = client.get("/feeds/all.rss", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    since = {"if-modified-since": first.headers["last-modified"]}
    assert client.get("/feeds/all.rss", headers=since).status_code == 304


def test_a_changed_feed_is_sent_though_the_date_has_not_moved(client, store, config):
    publish(store, config)
    first = client.get("/feeds/all.rss")
    save(store)
    publish(store, config)
    asked = {
        "if-none-match": first.headers["etag"],
        "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT",
    }
    assert client.get("/feeds/all.rss", headers=asked).status_code == 200


@pytest.mark.parametrize("tags", ['W/{}, "x"', '"x",{}', "*"])
def test_etags_are_compared_as_lists_and_weakly(client, store, config, tags):
    publish(store, config)
    etag = client.get("/feeds/all.rss").headers["etag"]
    answer = client.get("/feeds/all.rss", headers={"if-none-match": tags.format(etag)})
    assert answer.status_code == 304


@pytest.mark.parametrize("date", ["yesterday", "Fri, 01 Jan 99999999999999999999 00:00:00 GMT"])
def test_an_unreadable_date_is_ignored(client, store, config, date):
    publish(store, config)
    answer = client.get("/feeds/all.rss", headers={"if-modified-since": date})
    assert answer.status_code == 200


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["all.rss", "all.atom"])
def test_a_browser_gets_a_feed_as_xml_that_it_can_style(client, store, config, path):
    publish(store, config)
    shown = client.get(f"/feeds/{path}", headers=BROWSER)
    assert shown.headers["content-type"] == "application/xml; charset=utf-8"
    assert "Accept" in shown.headers["vary"]
    assert "style-src 'self'" in shown.headers["content-security-policy"]
    assert shown.headers["etag"] != client.get(f"/feeds/{path}").headers["etag"]
    assert client.get("/feeds/feed.css").headers["content-type"] == "text/css; charset=utf-8"


def test_feeds_are_compressed_for_who_takes_it_under_a_validator_of_their_own(
    client, store, config
):
    save(store)
    publish(store, config)
    packed = client.get("/feeds/all.rss", headers={"accept-encoding": "gzip"})
    plain = client.get("/feeds/all.rss", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert "Accept-Encoding" in packed.headers["vary"]


def test_head_says_what_get_sends(client, store, config):
    publish(store, config)
    head, get = client.head("/feeds/all.rss"), client.get("/feeds/all.rss")
    assert head.content == b""
    for name in ("etag", "last-modified", "content-type", "content-length"):
        assert head.headers[name] == get.headers[name]


def test_pages_of_other_sites_may_read_feeds(client, store, config):
    publish(store, config)
    assert client.get("/feeds/all.json").headers["access-control-allow-origin"] == "*"


def test_archive_pages_may_be_kept_for_ever(client, store, config):
    for number in range(1, 5):
        save(store, number)
    publish(store, replace(config, feed_size=2))
    page = client.get("/feeds/all/archive/1.rss")
    assert page.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert page.content == (config.feeds / "all/archive/1.rss").read_bytes()
    assert client.get("/feeds/all/archive/2.rss").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        ".state.db",
        ".lock",
        "sources/.x.rss",
        "sources/..%2Fall.rss",
        "all/archive/0.rss",
        "all.rss.tmp",
        "x/y.rss",
        "sources/a/b/c/d.rss",
    ],
)
def test_nothing_else_of_the_directory_is_served(client, store, config, path):
    publish(store, config)
    assert client.get(f"/feeds/{path}").status_code == 404


def test_the_link_header_names_hub_and_self(store, config):
    config = replace(config, hub="https://hub.example.vn/")
    publish(store, config)
    with TestClient(create_app(config)) as client:
        assert client.get("/feeds/all.rss").headers["link"] == (
            '<https://tin.example.vn/feeds/all.rss>; rel="self", <https://hub.example.vn/>; rel="hub"'
        )
