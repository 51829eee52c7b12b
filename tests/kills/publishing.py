"""`congtin publish` while articles come, change and vanish, and readers read all the while."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from feed_reader import ids, walk
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_visit

from kills import invariants
from kills.worlds import World
from pipeline.store import open_store

SOURCES = (HA_NAM, DAK_LAK)
BASE = "https://tin.example.vn"


class Publish(World):
    """Feeds of five, so that archive pages are sealed in every trial."""

    name = "publish"
    lasts = 12

    def build(self) -> None:
        (self.data / "sources.toml").write_text("")
        self.env = {"CONGTIN_FEED_SIZE": "5"}
        self.keys: dict[int, str] = {}
        self.edited: set[str] = set()
        self.sealed: dict[Path, bytes] = {}
        self.readers = self.held.enter_context(Readers(self.data / "feeds", self.dice.random()))

    def words(self) -> list[object]:
        return ["publish", "--base-url", BASE]

    def prepare(self) -> None:
        day = self.trials
        with open_store(self.url) as store:
            if not self.keys:
                store.put_sources(SOURCES)
            for number in range(len(self.keys), len(self.keys) + self.dice.randint(2, 9)):
                self.keys[number] = save(store, number)
            for number in self.dice.sample(sorted(self.keys), 2):
                self.edited.add(save(store, number, day + 1))

    def wrong_at_once(self) -> Iterator[str]:
        yield from self.readers.seen()
        yield from invariants.parsed(self.data / "feeds")
        yield from self._changed_pages()

    def _changed_pages(self) -> Iterator[str]:
        """An archive page never changes."""
        now = pages(self.data / "feeds")
        for file, content in self.sealed.items():
            if now.get(file) != content:
                yield f"archive page changed: {file.name}"
        self.sealed = now

    def wrong(self) -> Iterator[str]:
        yield from self.wrong_at_once()
        yield from invariants.free(self.data)
        for source in SOURCES:
            mine = {key for number, key in self.keys.items() if SOURCES[number % 2] is source}
            yield from self._walk(f"sources/{source.id}", mine)
        yield from self._walk("all", set(self.keys.values()))
        again = self.other(*self.words(), "--json")
        if again.code or '"written": []' not in again.out:
            yield f"a second publishing had something to do: {again.code} {again.out[:200]}"

    def _walk(self, name: str, wanted: set[str]) -> Iterator[str]:
        """Each article once; one that was edited may stand in an older page as it was then."""
        for form in ("rss", "atom"):
            found = walked(self.data / "feeds", name, form)
            if missing := wanted - found.keys():
                yield f"{name}.{form}: {len(missing)} articles in no document"
            if strays := found.keys() - wanted:
                yield f"{name}.{form}: {len(strays)} articles that are none of it"
            twice = {key for key, times in found.items() if times > 1} - self.edited
            if twice:
                yield f"{name}.{form}: {len(twice)} articles twice"


def save(store, number: int, day: int = 0) -> str:
    source = SOURCES[number % 2]
    article = make_article(
        number, url=f"{source.url}tin/{number}", title=f"Tin {number} ngày {day}",
        content_hash=f"{number} {day}", tags=(), section=None,
    )  # fmt: skip
    when = NOON + timedelta(days=100 + day)
    return store.save(article, replace(make_visit(article, source), fetched_at=when)).key


def pages(feeds: Path) -> dict[Path, bytes]:
    """The archive pages."""
    files = feeds.rglob("archive/*.*")
    return {file: file.read_bytes() for file in files if not file.name.startswith(".")}


def walked(feeds: Path, name: str, form: str) -> Counter[str]:
    """How often each article stands in the documents of a feed."""

    def fetch(path: str) -> bytes:
        return (feeds / path.removeprefix("/feeds/")).read_bytes()

    try:
        found = walk(fetch, urlsplit(f"{BASE}/feeds/{name}.{form}").path)
    except FileNotFoundError:
        return Counter()
    return Counter(identity.rpartition("/")[2] for _, body in found for identity in ids(body))


class Readers(threading.Thread):
    """Somebody reads feeds at random all the while: each must be whole whenever it is there."""

    def __init__(self, feeds: Path, seed: float) -> None:
        super().__init__(daemon=True)
        self._feeds, self._dice = feeds, random.Random(seed)
        self._over = threading.Event()
        self._flaws: list[str] = []
        self.read = 0

    def run(self) -> None:
        while not self._over.wait(0.002):
            files = [f for f in self._feeds.rglob("*.*") if not f.name.startswith(".")]
            for file in self._dice.sample(files, min(8, len(files))):
                self.read += 1
                if found := invariants.flaw(file):
                    self._flaws.append(f"a reader met it: {found}")

    def seen(self) -> Iterator[str]:
        """What was wrong since last asked."""
        found, self._flaws = self._flaws, []
        yield from found

    def __enter__(self) -> "Readers":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()
