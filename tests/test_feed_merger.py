"""A merger amid a month of readers: a portal changes its unit, and its feeds lose nothing, repeat nothing."""

import os
import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import feedparser
import pytest
from feed_reader import Reader, walk
from sample_entries import make_article, make_config, make_visit

from pipeline.geography import gazetteer
from pipeline.model import VIETNAM, NamedPlace, Source
from pipeline.publish.catalog import FORMATS
from pipeline.publish.publishing.files import publish
from pipeline.publish.unit_feeds import unit_feed

BEGINNING = datetime(2025, 6, 16, 8, 0, tzinfo=VIETNAM)
LE_CHAN = Source(
    id="le-chan",
    name="Cổng Lê Chân",
    url="https://lechan.example.vn/",
    province="Hải Phòng",
    district="Quận Lê Chân",
    unit_before="305",
)
PHU_LY = Source(
    id="phu-ly",
    name="Cổng Phủ Lý",
    url="https://phuly.example.vn/",
    province="Ninh Bình",
    province_before="Hà Nam",
    district="Thành phố Phủ Lý",
    unit_before="347",
)
ALSO_PHU_LY = replace(PHU_LY, id="phu-ly-2", url="https://bao.phuly.example.vn/")
MERGED = replace(LE_CHAN, commune="Phường Lê Chân", unit="11383")
MISTAKEN = replace(PHU_LY, district="Huyện Lý Nhân", unit_before="353")
REGISTRY = {0: (LE_CHAN, ALSO_PHU_LY, MISTAKEN), 23: (MERGED, MISTAKEN), 31: (MERGED, PHU_LY)}
"""Step -> how sources.toml has them from then on: the merger, and a mistake that is mended."""
UNITS = {
    "305": "districts/hai-phong/quan-le-chan",
    "11383@2025": "communes/hai-phong/phuong-le-chan",
    "353": "districts/ha-nam/huyen-ly-nhan",
    "347": "districts/ha-nam/thanh-pho-phu-ly",
}
NAMED = [None, *UNITS]
STEPS, HOURS, POLL = 42, 16, 5


@pytest.fixture
def config(tmp_path, database_url, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    return make_config(tmp_path, database_url=database_url, feed_size=8)


class Portals:
    """What the three portals publish and edit."""

    def __init__(self, store, chance):
        self.store, self.chance = store, chance
        self.articles = {}

    def step(self, step):
        now = BEGINNING + timedelta(hours=step * HOURS)
        if self.articles and self.chance.random() < 0.3:
            self.save(self.chance.choice(list(self.articles)), now, edited=True)
        self.save(len(self.articles), now)

    def save(self, number, now, *, edited=False):
        source = (LE_CHAN, PHU_LY, ALSO_PHU_LY)[number % 3]
        if edited:
            places, published = self.articles[number]
        else:
            unit = self.chance.choice(NAMED)
            places, published = (named(unit),) if unit else (), now
        self.articles[number] = places, published
        article = make_article(
            number,
            url=f"{source.url}tin/{number}",
            title=f"Tin {number} lúc {now:%d/%m %H}",
            content_hash=f"{number} {now}",
            published_at=published,
            places=places,
        )
        self.store.save(article, replace(make_visit(article, source), fetched_at=now))


def named(unit_id):
    unit = gazetteer().unit(unit_id)
    return NamedPlace(unit.id, unit.name, unit.level, unit.name)


def of_unit(store, unit_id):
    """Key -> (id, second) of each version that is the unit's now."""
    where = unit_feed(gazetteer().unit(unit_id)).where
    keys = [standing.key for standing in store.iter_standings(where)]
    found = store.entries_of(keys) if keys else []
    return {e.key: (e.id, e.updated.replace(microsecond=0).timestamp()) for e in found}


def seconds(version):
    identity, updated = version
    return identity, datetime.fromisoformat(updated).timestamp()


def archives(config):
    return {path: path.read_bytes() for path in config.feeds.rglob("archive/*") if path.is_file()}


def test_a_merger_and_a_mended_mistake_lose_nothing_and_show_nothing_twice(store, client, config):
    store.put_sources(REGISTRY[0])
    portals = Portals(store, random.Random(3))
    for number in range(36):  # what a first crawl finds
        portals.save(number, BEGINNING - timedelta(days=36 - number))
    readers = [(u, Reader(client, f"/feeds/{n}.{f}")) for u, n in UNITS.items() for f in FORMATS]
    ever, due, sealed = {u: set() for u in UNITS}, {u: set() for u in UNITS}, {}
    for step in range(STEPS):
        last = store.last_change()
        portals.step(step)
        changed = {change.key for change in store.changes(last)}
        store.put_sources(REGISTRY.get(step, ()))
        publish(store, config)
        for unit, name in UNITS.items():
            now = of_unit(store, unit)
            ever[unit] |= set(now.values())
            if (config.feeds / f"{name}.rss").is_file():  # till then it is made on demand
                due[unit] |= {now[key] for key in changed & now.keys()}
            due[unit] &= set(now.values())
        for number, (_, reader) in enumerate(readers):
            if (step + number) % POLL == 0:
                reader.poll()
        assert sealed.items() <= archives(config).items()
        sealed = archives(config)
    for unit, reader in readers:
        reader.poll()
        check_reader(reader, ever[unit], due[unit])
        if not reader.path.endswith("json"):
            check_archive(client, reader.path, set(of_unit(store, unit).values()))


def check_reader(reader, ever, due):
    """What came to the unit while the reader was there was seen, and nothing that was never the unit's."""
    found = Counter(seconds(version) for version in reader.seen)
    assert set(found.values()) == {1}
    assert found.keys() <= ever
    assert due <= found.keys()
    assert len(due) > 3


def check_archive(client, path, current):
    """Whoever walks the whole feed finds each version of the unit's articles once, and before the archive
    nothing that is no longer the unit's.
    """
    pages = walk(lambda place: client.get(place).content, path)
    shown = [
        seconds((entry.id, entry.updated))
        for _, body in pages
        for entry in feedparser.parse(body).entries
    ]
    assert max(Counter(shown).values()) == 1
    assert current <= set(shown)
    assert {entry.id for entry in feedparser.parse(pages[0][1]).entries} <= dict(current).keys()
    assert len(pages) > 1
