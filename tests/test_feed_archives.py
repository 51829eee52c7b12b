"""Feeds kept current by what changed, and their archive: complete, immutable, safe to be killed anywhere."""

import os
import random
import shutil
import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from feed_reader import ids, links, walk
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_config, make_visit

from pipeline.model import Source
from pipeline.publish.catalog import FORMATS
from pipeline.publish.publishing import writing
from pipeline.publish.publishing.files import publish

KIM_BANG = Source(
    id="kim-bang",
    name="Huyện Kim Bảng",
    url="https://kimbang.example.vn/",
    province="Ninh Bình",
    province_before="Hà Nam",
    district="Huyện Kim Bảng",
)
SOURCES = (HA_NAM, DAK_LAK, KIM_BANG)
CHAINS = ("all", "sources/ha-nam-ly-nhan", "provinces/ninh-binh", "provinces-before/ha-nam")


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch):
    """Hundreds of files: no test here pulls the plug."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)


@pytest.fixture
def config(tmp_path, database_url):
    return make_config(tmp_path, database_url=database_url, feed_size=3)


@pytest.fixture
def store(store):
    store.put_sources(SOURCES)
    return store


def save(store, number, source=HA_NAM, *, day=0, **given):
    url = f"{source.url}tin/{number}"
    words = given.pop("words", f"bản 0 của {source.id} {number}")
    article = make_article(number, url=url, content_hash=words, title=f"Tin {words}", **given)
    line = make_visit(article, source)
    return store.save(article, replace(line, fetched_at=line.fetched_at + timedelta(days=day))).key


def snapshot(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def subscriptions(directory: Path) -> dict[str, bytes]:
    return {path: body for path, body in snapshot(directory).items() if "/archive/" not in path}


def archive(directory: Path) -> dict[str, bytes]:
    return {path: body for path, body in snapshot(directory).items() if "/archive/" in path}


def fetch_from(config):
    prefix = urlsplit(config.base_url).path.rstrip("/") + "/feeds/"
    return lambda path: (config.feeds / path.removeprefix(prefix)).read_bytes()


def walked(config, name="all", form="rss"):
    base = urlsplit(config.base_url).path.rstrip("/")
    return walk(fetch_from(config), f"{base}/feeds/{name}.{form}")


def counted(pages):
    return Counter(identity.rpartition("/")[2] for _, body in pages for identity in ids(body))


@pytest.mark.parametrize("form", ["rss", "atom"])
@pytest.mark.parametrize("batches", [[20], [1] * 20, [7, 7, 6]])
def test_walking_the_archive_gives_every_article_once(store, config, batches, form):
    keys, number = set(), 0
    for batch in batches:
        for _ in range(batch):
            number += 1
            keys.add(save(store, number))
        publish(store, config)
    for name in CHAINS:
        pages = walked(config, name, form)
        assert counted(pages) == dict.fromkeys(keys, 1)
        assert len(pages) == 6  # 5 archive pages of 3, and the rest


def test_archive_pages_hold_feed_size_articles_and_say_what_they_are(store, config):
    for number in range(1, 10):
        save(store, number)
    publish(store, config)
    (_, current), (path, newer), (_, older) = walked(config, form="atom")
    assert [len(ids(body)) for body in (current, newer, older)] == [3, 3, 3]
    assert path == "/feeds/all/archive/2.atom"
    assert b"<fh:archive" in newer
    assert links(newer)["current"] == "https://tin.example.vn/feeds/all.atom"
    assert "prev-archive" not in links(older)
    assert "hub" not in links(newer)


def test_a_new_article_of_an_old_date_is_seen_before_it_is_sealed(store, config):
    for number in range(10, 15):
        save(store, number)
    publish(store, config)
    late = save(store, 1)
    publish(store, config)
    assert late in counted(walked(config)[:1])


def test_an_edited_article_of_the_archive_is_seen_again_and_its_page_stays(store, config):
    keys = [save(store, number) for number in range(1, 12)]
    publish(store, config)
    before = archive(config.feeds)
    save(store, 1, day=3, words="bản 1")
    publish(store, config)
    assert keys[0] in counted(walked(config)[:1])
    assert before.items() <= archive(config.feeds).items()


def test_what_a_portal_took_down_stays_and_says_so(store, config):
    key = save(store, 1)
    article = make_article(1, url=f"{HA_NAM.url}tin/1")
    line = replace(make_visit(article), outcome="gone", fetched_at=NOON + timedelta(days=9))
    publish(store, config)
    store.mark_gone(line)
    publish(store, config)
    ((_, body),) = walked(config)
    assert counted([("", body)]) == {key: 1}
    assert "gỡ" in body.decode()


def test_without_archives_there_are_no_pages_and_no_links_to_any(store, config):
    config = replace(config, feed_archives="none")
    for number in range(1, 12):
        save(store, number)
    publish(store, config)
    assert archive(config.feeds) == {}
    assert len(walked(config)) == 1


def test_archives_turned_on_later_are_complete(store, config):
    keys = [save(store, number) for number in range(1, 12)]
    publish(store, replace(config, feed_archives="none"))
    publish(store, config)
    assert counted(walked(config)) == dict.fromkeys(keys, 1)


def test_archives_hold_summaries_unless_full_ones_are_asked_for(store, config):
    for number in range(1, 12):
        save(store, number)
    publish(store, replace(config, feed_archives="full"))
    whole = archive(config.feeds)
    shutil.rmtree(config.feeds)
    publish(store, config)
    short = archive(config.feeds)
    assert short.keys() == whole.keys()
    assert all(b"<content" not in body for body in short.values())
    assert all(b"<content" in body for body in whole.values())
    assert sum(map(len, short.values())) < sum(map(len, whole.values()))


def test_at_another_base_address_the_archive_can_be_walked_and_articles_stay(store, config):
    keys = [save(store, number) for number in range(1, 12)]
    publish(store, config)
    before = archive(config.feeds)
    moved = replace(config, base_url="https://tin.example.vn/tin")
    publish(store, moved)
    assert counted(walked(moved)) == dict.fromkeys(keys, 1)
    for path, body in archive(config.feeds).items():
        mark = b"<item>" if path.endswith("rss") else b"<entry>"
        assert body.partition(mark)[2] == before[path].partition(mark)[2]
        assert b"https://tin.example.vn/tin/feeds/" in body.partition(mark)[0]
    assert publish(store, moved).written == ()


def test_a_lost_state_is_made_again_from_the_archive_pages(store, config):
    for number in range(1, 12):
        save(store, number)
    publish(store, config)
    before = snapshot(config.feeds)
    (config.feeds / ".state.db").unlink()
    assert publish(store, config).written == ()
    assert snapshot(config.feeds) == before


def test_a_state_that_is_no_database_is_made_again(store, config):
    save(store, 1)
    publish(store, config)
    (config.feeds / ".state.db").write_bytes(b"not a database" * 100)
    assert publish(store, config).written == ()


def test_another_database_is_looked_at_as_a_whole(store, config):
    gone = save(store, 1, words="khác")
    publish(store, config)
    keys = [save(store, number) for number in (2, 3)]
    publish(store, config)
    state_of_another_database = config.feeds / ".state.db"
    with sqlite3.connect(state_of_another_database) as connection:
        connection.execute("UPDATE facts SET value = 'another' WHERE name = 'mark'")
        connection.execute("UPDATE places SET key = 'k' || key WHERE key = ?", (gone,))
    connection.close()
    publish(store, config)
    assert counted(walked(config)) == dict.fromkeys([gone, *keys], 1)


def test_a_deleted_or_changed_file_is_made_again(store, config):
    save(store, 1)
    publish(store, config)
    before = snapshot(config.feeds)
    (config.feeds / "all.rss").unlink()
    (config.feeds / "all.atom").write_bytes(b"<feed/>")
    assert set(publish(store, config).written) == {"all.rss", "all.atom"}
    assert snapshot(config.feeds) == before


def test_anew_writes_archive_pages_that_are_missing(store, config):
    for number in range(1, 12):
        save(store, number)
    publish(store, config)
    before = snapshot(config.feeds)
    (config.feeds / "all/archive/1.rss").unlink()
    assert publish(store, config).written == ()
    assert publish(store, config, anew=True).written == ("all/archive/1.rss",)
    assert snapshot(config.feeds) == before


def test_a_source_that_moves_to_another_province_takes_its_articles_along(store, config):
    key, other = save(store, 1), save(store, 2, KIM_BANG)
    publish(store, config)
    store.put_sources([replace(HA_NAM, province="Đắk Lắk")])
    publish(store, config)
    assert counted(walked(config, "provinces/dak-lak")) == {key: 1}
    assert counted(walked(config, "provinces/ninh-binh")) == {other: 1}


def test_a_source_of_another_name_bears_it_in_every_feed(store, config):
    save(store, 1)
    publish(store, config)
    store.put_sources([replace(HA_NAM, name="Cổng mới")])
    publish(store, config)
    for name in CHAINS:
        assert "Cổng mới" in (config.feeds / f"{name}.rss").read_text()


def test_a_topic_gets_files_when_it_is_large_enough_and_not_before(store, config):
    for number in range(1, 20):
        save(store, number, section=None, tags=("Nông thôn mới", f"riêng {number}"))
    publish(store, config)
    assert not (config.feeds / "topics").exists()
    key = save(store, 20, section=None, tags=("nông thôn mới",))
    publish(store, config)
    pages = walked(config, "topics/nong-thon-moi")
    assert len(counted(pages)) == 20
    assert key in counted(pages[:1])
    assert {path.name for path in (config.feeds / "topics").glob("*.rss")} == {"nong-thon-moi.rss"}


class Killed(BaseException):
    """As by kill -9: nothing of ours may catch it."""


def killed_after(monkeypatch, writes, act) -> bool:
    """Whether `act` was killed because it began one more write than that."""
    left, replaced = [None] * writes, Path.replace

    def replace_or_die(draft, target):
        if not left:
            raise Killed
        left.pop()
        return replaced(draft, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_or_die)
        try:
            act()
        except Killed:
            return True
    return False


def test_killed_at_any_write_the_next_publishing_ends_as_if_nothing_had_happened(
    store, config, monkeypatch, tmp_path
):
    for number in range(1, 6):
        save(store, number, DAK_LAK)
    publish(store, config)
    for number in range(6, 11):
        save(store, number, DAK_LAK)
    save(store, 2, DAK_LAK, day=4, words="bản 1")
    base = tmp_path / "before"
    shutil.copytree(config.feeds, base)
    writes = 0
    publish(store, config)
    right = snapshot(config.feeds)
    while True:
        shutil.rmtree(config.feeds)
        shutil.copytree(base, config.feeds)
        killed = killed_after(monkeypatch, writes, lambda: publish(store, config))
        sealed = archive(config.feeds)
        publish(store, config)
        assert snapshot(config.feeds) == right
        assert sealed.items() <= right.items()
        if not killed:
            break
        writes += 1
    assert writes > 9 + 6  # three feeds: their documents, and a page of each in two formats


def test_what_changes_after_a_kill_is_in_no_page_that_was_written_and_in_the_next(
    store, config, monkeypatch
):
    """A page that a killed run has written is not written again, whatever became of its articles."""
    keys = [save(store, number) for number in range(1, 8)]
    assert killed_after(monkeypatch, 1, lambda: publish(store, config))
    sealed = archive(config.feeds)
    assert len(sealed) == 1
    save(store, 1, day=3, words="bản 1")
    publish(store, config)
    assert sealed.items() <= archive(config.feeds).items()
    pages = walked(config)
    assert set(counted(pages)) == set(keys)
    assert keys[0] in counted(pages[:1])


def change(store, chance, day):
    """One of the things that happen to articles."""
    number = chance.randrange(1, 30)
    source = SOURCES[number % 3]
    what = chance.choice(["new", "new", "edit", "gone", "back", "redated", "retagged"])
    given = {}
    if what == "edit":
        given = {"words": f"bản {day} của {source.id} {number}"}
    if what == "redated":
        given = {"published_at": NOON + timedelta(hours=chance.randrange(100))}
    if what == "retagged":
        given = {"tags": ("lễ hội",), "words": f"nhãn {day} {number}"}
    if what == "gone":
        article = make_article(number, url=f"{source.url}tin/{number}")
        when = NOON + timedelta(days=1 + day)
        store.mark_gone(replace(make_visit(article, source), outcome="gone", fetched_at=when))
    else:
        save(store, number, source, day=day, **given)


@pytest.mark.parametrize("seed", range(6))
def test_documents_are_those_that_a_publishing_from_nothing_would_write(store, config, seed):
    chance = random.Random(seed)
    config = replace(config, feed_size=chance.choice([3, 50]))
    for day in range(12):
        for _ in range(chance.randrange(6)):
            change(store, chance, day)
        publish(store, config)
        made_of_what_changed = snapshot(config.feeds)
        publish(store, config, anew=True)
        assert snapshot(config.feeds) == made_of_what_changed
    if config.feed_size == 50:  # all stand in the subscription documents: memory plays no part
        shutil.rmtree(config.feeds)
        publish(store, config)
        assert subscriptions(config.feeds) == {
            path: body for path, body in made_of_what_changed.items() if "/archive/" not in path
        }


def test_every_document_has_all_formats(store, config):
    save(store, 1)
    written = set(publish(store, config).written)
    for name in CHAINS:
        assert {f"{name}.{form}" for form in FORMATS} <= written


def test_a_write_is_made_in_one_step(tmp_path):
    assert writing.write(tmp_path / "a", b"1")
    assert not writing.write(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"
