"""Readers poll for a month while articles come, change and vanish: each article seen once, each edit once."""

import os
import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from feed_reader import Reader
from sample_entries import NOON, make_article, make_config, make_visit

from pipeline.model import Source
from pipeline.publish.catalog import FORMATS
from pipeline.publish.publishing.files import publish

PORTALS = [
    Source(
        id=f"cong-{number}",
        name=f"Cổng {number}",
        url=f"https://c{number}.example.vn/",
        province="Ninh Bình",
        province_before=("Hà Nam", "Nam Định")[number % 2],
        district=f"Huyện {number}",
        commune="Xã Một",
    )
    for number in range(2)
]
NAMES = (
    "all",
    "sources/cong-0",
    "provinces/ninh-binh",
    "provinces-before/ha-nam",
    "districts/ha-nam/huyen-0",
    "communes/ninh-binh/xa-mot",
    "topics/van-hoa",
)
HOURS = range(0, 30 * 24, 6)
POLL = 7
"""Steps of six hours between two polls, and each reader at another time."""


@pytest.fixture
def config(tmp_path, database_url):
    return make_config(tmp_path, database_url=database_url, feed_size=12)


class Portals:
    """What happens at the portals in a month, and what of it was ever stored."""

    def __init__(self, store, chance):
        self.store = store
        self.chance = chance
        self.articles = {}
        self.versions = {}
        self.current = {}

    def hour(self, hour):
        """Something, or nothing."""
        what = self.chance.choices(
            ["new", "late", "edit", "gone", "back", ""], [3, 1, 2, 1, 1, 16]
        )[0]
        if what in ("new", "late"):
            days_ago = self.chance.randrange(1, 900) if what == "late" else 0
            self.save(len(self.articles) + 1, hour, NOON + timedelta(hours=hour, days=-days_ago))
        elif what and self.articles:
            number = self.chance.choice(list(self.articles))
            if what == "gone":
                article, source = self.articles[number]
                line = replace(
                    make_visit(article, source), outcome="gone", fetched_at=self.at(hour)
                )
                self.store.mark_gone(line)
            else:
                article, _ = self.articles[number]
                self.save(number, hour, article.published_at, edited=what == "edit")

    def save(self, number, hour, published, *, edited=False):
        source = PORTALS[number % 2]
        if number in self.articles and not edited:
            article, _ = self.articles[number]
        else:
            article = make_article(
                number,
                url=f"{source.url}tin/{number}",
                title=f"Tin {number} lúc {hour}",
                content_hash=f"{number} {hour}",
                published_at=published,
                section="Văn hóa",
            )
        self.articles[number] = article, source
        line = replace(make_visit(article, source), fetched_at=self.at(hour))
        key = self.store.save(article, line).key
        entry = self.store.entry(key)
        version = entry.id, entry.updated.replace(microsecond=0).timestamp()
        self.versions.setdefault(source.id, set()).add(version)
        self.current[number] = version

    @staticmethod
    def at(hour):
        return NOON + timedelta(days=1000, hours=hour)


def seen(reader):
    """(id, seconds) of each version that the reader saw, how often."""

    def seconds(text):
        return datetime.fromisoformat(text).timestamp()

    return Counter({(name, seconds(updated)): n for (name, updated), n in reader.seen.items()})


def test_every_reader_sees_each_article_once_and_each_edit_once(store, client, config, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # hundreds of publishings
    store.put_sources(PORTALS)
    portals = Portals(store, random.Random(1))
    for number in range(1, 31):  # what a first crawl finds
        portals.save(number, -1, NOON - timedelta(days=number))
    publish(store, config)
    readers = [Reader(client, f"/feeds/{name}.{form}") for name in NAMES for form in FORMATS]
    for reader in readers:
        reader.poll()
    initial = set(portals.current.values())
    stood = {reader.path: set() for reader in readers}
    for step, hour in enumerate(HOURS):
        portals.hour(hour)
        publish(store, config)
        for place, reader in enumerate(readers):
            if (step + place) % POLL == 0:
                reader.poll()
                stood[reader.path] |= set(portals.current.values()) - initial
    for reader in readers:
        reader.poll()
        reader.poll()
        check(reader, portals, stood[reader.path])
        assert reader.polls[304] > 0


def check(reader, portals, stood):
    """Each version that `stood` when the reader came was seen, once; and nothing that was never stored."""
    alone = reader.path.startswith(
        ("/feeds/sources", "/feeds/provinces-before", "/feeds/districts")
    )
    stored = set().union(
        *(portals.versions[p] for p in (["cong-0"] if alone else portals.versions))
    )
    found = seen(reader)
    assert set(found.values()) == {1}
    assert found.keys() <= stored
    assert stood & stored <= found.keys()
    assert len(stood & stored) > 10
