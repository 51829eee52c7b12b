"""Published feeds over HTTP: types, strong ETag, 304."""

import re

import pytest
from sample_entries import DAK_LAK, HA_NAM
from web_client import page_of, save, words

from pipeline.publish.files import publish


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
    assert re.fullmatch(r'"[0-9a-f]{32}"', first.headers["etag"])
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
