"""A portal that moved takes its articles along: whoever subscribed to it goes on with its successor."""

from dataclasses import replace

import feedparser
from sample_entries import make_article, make_visit

from pipeline.model import Source
from pipeline.publish.catalog import successions
from pipeline.publish.publishing.files import publish

OLD = Source("ly-nhan", "Huyện Lý Nhân", "https://lynhan.example.vn/")
NEW = Source("ly-nhan-moi", "Xã Lý Nhân", "https://xalynhan.example.vn/")
MOVED = replace(OLD, successor=NEW.id, enabled=False)
TEXT = "Huyện làm đường.\n" + "Đường liên thôn dài hai cây số được đổ bê tông. " * 6


def article(number, source, **more):
    url = f"{source.url}tin/{number}.html"
    return make_article(number, url=url, text=f"Tin số {number}. {TEXT}", **more)


def save(store, number, source, **more):
    made = article(number, source, **more)
    store.save(made, make_visit(made, source))


def ids(config, name):
    body = (config.data / "feeds" / f"{name}.rss").read_bytes()
    return {entry.id for entry in feedparser.parse(body).entries}


def test_the_portals_that_went_on_for_each_stand_one_after_another():
    first, second, third = (replace(OLD, id=name) for name in "abc")
    line = (replace(first, successor="b"), replace(second, successor="c"), third)
    assert successions(line) == {"a": ("b", "c"), "b": ("c",), "c": ()}


def test_a_circle_of_successors_ends():
    pair = (replace(OLD, id="a", successor="b"), replace(OLD, id="b", successor="a"))
    assert successions(pair) == {"a": ("b",), "b": ("a",)}


def test_the_feed_of_a_portal_that_moved_keeps_its_articles_and_goes_on(store, config):
    store.put_sources([OLD])
    for number in (1, 2):
        save(store, number, OLD)
    publish(store, config)
    before = ids(config, "sources/ly-nhan")
    store.put_sources([MOVED, NEW])
    for number in (1, 2, 3):
        save(store, number, NEW)
    publish(store, config)
    after = ids(config, "sources/ly-nhan")
    assert len(before) == 2
    assert before < after
    assert after == ids(config, "sources/ly-nhan-moi")


def test_the_page_of_a_portal_that_moved_says_so_and_shows_what_it_published(store, client):
    store.put_sources([MOVED, NEW])
    save(store, 3, NEW)
    page = client.get("/sources/ly-nhan").text
    assert 'href="/sources/ly-nhan-moi"' in page
    assert article(3, NEW).title in page
