"""What a verb works on, what it is given to do in each trial, and what must be true afterwards."""

import random
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import databases
from commands import register
from live_portals import VIETNAM, NukeViet, WebForms
from live_portals.portal import Portal

from kills import invariants
from kills.invariants import Kept
from kills.servers import Server
from kills.warm import Ran, Verb
from kills.weather import Weather, exposed
from kills.wounds import Wound


@dataclass
class Ground:
    """Where worlds stand: a scratch folder, and a PostgreSQL server where theirs is one."""

    folder: Path
    server: Server | None = None
    used: int = 0
    stocks: dict[int, Any] = field(default_factory=dict)
    """What worlds share: a portal once crawled."""

    def data(self, name: str) -> Path:
        """A new data folder, whose database stands on the server if there is one."""
        self.used += 1
        data = self.folder / f"{name}-{self.used}" / "data"
        data.mkdir(parents=True)
        if self.server:
            self.server.take(data)
        return data


class World:
    """A data folder and a verb. Used for several trials, one after another."""

    name: ClassVar[str]
    lasts: ClassVar[int] = 8
    """Trials that one world is good for."""
    network: ClassVar[bool] = False
    """Whether it has a portal."""

    def __init__(self, ground: Ground, dice: random.Random) -> None:
        self.ground, self.dice = ground, dice
        self.held = ExitStack()
        self.data = ground.data(self.name)
        self.known: dict[str, Kept] = {}
        self.ahead = timedelta(0)
        self.patch = ""
        self.env: dict[str, str] = {}
        self.trials = 0
        self.build()

    # --- what a verb says -------------------------------------------------------------------------

    def build(self) -> None:
        """Make what stands there before the first trial."""

    def prepare(self) -> None:
        """Give the verb something to do."""

    def words(self) -> list[object]:
        """The verb with its arguments."""
        return [self.name]

    def wrong_at_once(self) -> Iterator[str]:
        """What is wrong right after the injury, before anything is started again."""
        yield from ()

    def wrong(self) -> Iterator[str]:
        """What is wrong after the restart."""
        yield from ()

    def met(self) -> bool:
        """Whether the last injury from outside, which no verb counts, was met."""
        return False

    def calm(self) -> None:
        """The injury is over."""

    def let_be(self) -> None:
        """What happens by itself until the verb is started again."""

    def is_done(self, _ran: Ran) -> bool:
        """Whether a refusal only says that everything was done before the injury."""
        return False

    # --- what all do alike ------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return databases.url_of(self.data)

    def run(self, wound: Wound | None = None, words: list[object] | None = None) -> Verb:
        """Start the verb, or another."""
        given = wound or Wound(counted=False)
        hours = self.ahead / timedelta(hours=1)
        mine = Wound(
            **(vars(given) | {"ahead": given.ahead + hours, "patch": self.patch + given.patch})
        )
        return Verb(words or self.words(), self.data, self.data.parent, mine, self.env)

    def other(self, *words: object) -> Ran:
        """Another verb, unharmed."""
        return self.run(words=list(words)).end()

    def close(self) -> None:
        self.held.close()
        shutil.rmtree(self.data.parent, ignore_errors=True)

    def wrong_data(self, truth: set[str]) -> Iterator[str]:
        """What is wrong with the database, the archive and the folder; `truth`: what is to be stored."""
        now = invariants.kept(self.url)
        yield from invariants.articles(self.url, truth)
        yield from invariants.lasting(self.known, now)
        yield from invariants.consistent(self.url)
        yield from invariants.ended(self.url)
        yield from self.wrong_files()
        self.known = now

    def wrong_files(self) -> Iterator[str]:
        yield from invariants.archived(self.data / "archive")
        yield from invariants.free(self.data)

    def wrong_by_doctor(self) -> Iterator[str]:
        """What `congtin doctor` finds broken."""
        done = self.other("doctor", "--offline", "--json")
        if '"broken"' in done.out or done.code:
            yield f"doctor: {done.code}: {done.out[-400:]} {done.err[-200:]}"


class Crawl(World):
    """`congtin crawl` of one portal, which goes on publishing."""

    name = "crawl"
    network = True
    lasts = 6

    def build(self) -> None:
        kind = self.dice.choice((NukeViet, WebForms))
        self.portal: Portal = kind(
            _office_hour(), size=self.dice.randint(8, 22), seed=str(self.dice.random())
        )
        if isinstance(self.portal, WebForms):
            self.portal.twice = self.portal.sessions = False
        self.weather: Weather = self.held.enter_context(exposed(self.portal))
        register(self.data, ("live", f"{self.portal.url}/"))

    def prepare(self) -> None:
        if self.trials:
            self.let_time_pass()
            self.portal.publish(self.dice.randint(1, 5))

    def let_time_pass(self) -> None:
        self.ahead += timedelta(days=1)
        self.portal.advance(days=1)

    def met(self) -> bool:
        return bool(self.weather.met)

    def calm(self) -> None:
        self.weather.clear()

    def truth(self) -> set[str]:
        return {self.portal.canonical(address) for address in self.portal.truth()}

    def wrong(self) -> Iterator[str]:
        yield from self.wrong_data(self.truth())
        yield from invariants.recorded(self.url, self.data / "archive")
        yield from self.wrong_by_doctor()


def _office_hour() -> datetime:
    """The last three in the afternoon: a portal that publishes by day and then at a test's hour is amiss."""
    now = datetime.now(VIETNAM)
    today = now.replace(hour=15, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


class Due(Crawl):
    """`congtin crawl --due`, as cron starts it: by the schedule."""

    name = "due"

    def words(self) -> list[object]:
        return ["crawl", "--due"]

    def let_be(self) -> None:
        self.let_time_pass()  # after a failure the schedule waits


@dataclass(frozen=True)
class Stock:
    """A portal once crawled without any harm, and what was made of it."""

    data: Path
    url: str
    warc: Path
    export: Path
    articles: dict[str, Kept]

    @classmethod
    def of(cls, ground: Ground) -> "Stock":
        """The ground's, made when it is first asked for."""
        if 0 not in ground.stocks:
            ground.stocks[0] = cls.make(ground)
        found = ground.stocks[0]
        assert isinstance(found, cls)
        return found

    @classmethod
    def make(cls, ground: Ground) -> "Stock":
        crawl = Crawl(ground, random.Random(1))
        with crawl.held:
            done = crawl.other("crawl")
            assert done.code == 0, done.err
        export = crawl.data.parent / "all.jsonl"
        exported = crawl.other("export", "--format", "jsonl", "--output", export)
        assert exported.code == 0, exported.err
        (warc,) = (crawl.data / "archive" / "live").glob("*.warc.gz")
        return cls(crawl.data, crawl.url, warc, export, invariants.kept(crawl.url))


class ImportWarc(World):
    """`congtin import FILE.warc.gz` into an empty folder."""

    name = "import-warc"
    lasts = 1

    def build(self) -> None:
        self.stock = Stock.of(self.ground)
        shutil.copy(self.stock.data / "sources.toml", self.data)

    def words(self) -> list[object]:
        return ["import", self.stock.warc]

    def wrong(self) -> Iterator[str]:
        self.known = {n: Kept(k.id, k.key, k.first_seen) for n, k in self.stock.articles.items()}
        yield from self.wrong_data(set(self.stock.articles))
        yield from invariants.recorded(self.url, self.data / "archive")
        yield from self.wrong_by_doctor()


class ImportExport(ImportWarc):
    """`congtin import FILE.jsonl` into an empty folder."""

    name = "import-jsonl"

    def words(self) -> list[object]:
        return ["import", self.stock.export]


class Reprocess(World):
    """`congtin reprocess` with rules that read every title otherwise than those before."""

    name = "reprocess"
    lasts = 6
    RULE = """
import pipeline.reprocess as module
from dataclasses import replace
def read(*given, reader=module.read_article, **more):
    found = reader(*given, **more)
    return replace(found, title=found.title + " (bis)")
module.read_article = read
"""

    def build(self) -> None:
        self.stock = Stock.of(self.ground)
        self.data = copied(self.ground, self.stock.data, self.name)
        self.known = invariants.kept(self.url)
        self.titles = dict(invariants.rows(self.url, "SELECT url, title FROM articles"))

    def prepare(self) -> None:
        self.patch = "" if self.patch else self.RULE

    def wrong(self) -> Iterator[str]:
        yield from self.wrong_data(set(self.stock.articles))
        more = " (bis)" if self.patch else ""
        for url, title in invariants.rows(self.url, "SELECT url, title FROM articles"):
            if title != self.titles[url] + more:
                yield f"not read again: {url}: {title}"
        yield from self.wrong_by_doctor()


def copied(ground: Ground, data: Path, name: str) -> Path:
    """A data folder once more, with its database."""
    from pipeline.store import open_store

    target = ground.data(name)
    shutil.copytree(data, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("congtin.db*"))
    with open_store(databases.url_of(data), read_only=True) as store:
        store.copy_to(databases.url_of(target))
    return target
