"""Publishers killed by the kernel at random moments, while articles come, change and vanish."""

import json
import os
import random
import signal
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from feed_reader import ids, walk
from lxml import etree
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_config, make_visit

from pipeline.publish.publishing.files import publish
from pipeline.store import open_store

SOURCES = (HA_NAM, DAK_LAK)
ARTICLES = 300
KILLS = 20


def save(store, number, day=0):
    source = SOURCES[number % 2]
    article = make_article(
        number,
        url=f"{source.url}tin/{number}",
        title=f"Tin {number} ngày {day}",
        content_hash=f"{number} {day}",
        tags=(),
        section=None,
    )
    when = NOON + timedelta(days=100 + day)
    return store.save(article, replace(make_visit(article, source), fetched_at=when)).key


def killed_while_publishing(config, chance, monkeypatch) -> bool:
    """A process publishes and is killed about when it puts its next file in place, or before the first."""
    seen, told = os.pipe()
    child = os.fork()
    if child == 0:
        replaced = Path.replace
        monkeypatch.setattr(Path, "replace", lambda *two: os.write(told, b".") and replaced(*two))
        try:
            published(config)
        finally:
            os._exit(0)
    os.close(told)
    for _ in range(chance.randrange(25)):
        os.read(seen, 1)
    time.sleep(chance.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    os.close(seen)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def published(config):
    with open_store(config.database) as store:
        publish(store, config)


def archive(config):
    return {
        path: path.read_bytes()
        for path in config.feeds.rglob("archive/*.*")
        if not path.name.startswith(".")
    }


def walked(config, name, form):
    def fetch(path):
        return (config.feeds / path.removeprefix("/feeds/")).read_bytes()

    found = walk(fetch, urlsplit(f"{config.base_url}/feeds/{name}.{form}").path)
    return Counter(identity.rpartition("/")[2] for _, body in found for identity in ids(body))


def test_after_twenty_kills_every_file_is_whole_and_the_walk_gives_each_article_once(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # the machine stays up
    config = make_config(tmp_path, feed_size=5)
    chance = random.Random(3)
    keys, edited, sealed, killed = {}, set(), {}, 0
    for turn in range(KILLS):
        with open_store(config.database) as store:
            store.put_sources(SOURCES)
            for number in range(len(keys), ARTICLES * (turn + 1) // KILLS):
                keys[number] = save(store, number)
            edited |= {save(store, n, turn + 1) for n in chance.sample(sorted(keys), 2)}
        killed += killed_while_publishing(config, chance, monkeypatch)
        now = archive(config)
        assert sealed.items() <= now.items()
        sealed = now
    assert killed > KILLS / 2
    assert sealed
    published(config)
    assert sealed.items() <= archive(config).items()
    check_files(config)
    for source in SOURCES:
        wanted = {key for number, key in keys.items() if SOURCES[number % 2] is source}
        check_walks(config, f"sources/{source.id}", wanted, edited)
    check_walks(config, "all", set(keys.values()), edited)


def check_files(config):
    """Every one is whole, and no draft is left of any but what the next write of that file replaces."""
    for path in config.feeds.rglob("*.*"):
        if path.suffix in (".rss", ".atom", ".opml"):
            etree.parse(path)
        elif path.suffix == ".json":
            json.loads(path.read_bytes())


def check_walks(config, name, wanted, edited):
    """Each article once; one that was edited may stand in an older page as it was then."""
    for form in ("rss", "atom"):
        found = walked(config, name, form)
        assert found.keys() == wanted
        assert {key for key, times in found.items() if times > 1} <= edited
