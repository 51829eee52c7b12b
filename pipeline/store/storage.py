"""The store: every article, page, source and run in one database, SQLite or PostgreSQL."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, Engine

from pipeline.errors import StoreError
from pipeline.model import (
    Article,
    ArticleChange,
    ArticleSample,
    ChangeKind,
    Entry,
    EntryFilter,
    Facets,
    Found,
    Health,
    Host,
    KnownPage,
    ListingVisit,
    Notice,
    Outcome,
    PageVisit,
    Publication,
    Revision,
    RunReport,
    SearchOrder,
    Source,
    SourceStatus,
    Template,
    Verification,
    WarcLocation,
)
from pipeline.store import (
    figures,
    health,
    history,
    hosts,
    ledger,
    queue,
    reading,
    registry,
    rehearsal,
    runs,
    saving,
    standing,
    templates,
    topics,
    verifications,
)
from pipeline.store.database import backup, copying, schema
from pipeline.store.database.engine import connect, for_writing, parse_url
from pipeline.store.database.failures import describe, named
from pipeline.store.figures import Figures, RunTotals
from pipeline.store.identity import adopting
from pipeline.store.identity.minting import AUTHORITY
from pipeline.store.queue import QueueFigures
from pipeline.store.searching import search, upkeep
from pipeline.store.searching.upkeep import Indexed
from pipeline.store.sizes import Sizes, UnitSize

BATCH = 200
"""Rows held at a time while all are streamed."""

STANDINGS = 5000
"""The same where a row is but a few numbers."""

EVERYTHING = EntryFilter()


def open_store(
    url: str, *, authority: str = AUTHORITY, read_only: bool = False, seconds: float | None = None
) -> "Store":
    """The store in that database; a new or empty one is made ready.

    `url`: sqlite:////path/to/file or postgresql://user:password@host/name. Raises ConfigError for
    another URL, StoreError for a database that cannot be opened, is damaged, is not ours, or
    is of another version.
    `authority`: the tagging entity of new entries' tag: URIs (RFC 4151).
    `read_only`: nothing may be written, not even what a killed program left to be tidied up.
    `seconds`: what takes longer is a StoreError.
    """
    parsed = parse_url(url)
    engine = connect(parsed, read_only=read_only, seconds=seconds)
    try:
        with named(parsed):
            schema.prepare(engine, describe(parsed))
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, parsed, authority)


def find_store(url: str) -> "Store | None":
    """The store in that database; None where it is empty, and it stays so. Raises as `open_store` does."""
    parsed = parse_url(url)
    engine = connect(parsed, read_only=True)
    try:
        with named(parsed), engine.begin() as connection:
            empty = schema.state(connection) == "empty"
    finally:
        engine.dispose()
    return None if empty else open_store(url)


def open_for_readers(url: str, *, seconds: float) -> "Store":
    """The store as strangers ask it: nothing can be written, and what takes longer is a StoreError.

    A new or empty database is made ready first. Raises as `open_store` does.
    """
    open_store(url).close()
    return open_store(url, read_only=True, seconds=seconds)


def upgrade(url: str) -> tuple[str, str]:
    """Move the database to this program's version: (revision before or "", revision now)."""
    parsed = parse_url(url)
    engine = connect(parsed)
    try:
        with named(parsed):
            return schema.upgrade(engine, describe(parsed))
    finally:
        engine.dispose()


class Store:
    """All reading and writing. Every method is one short transaction; threads may share a store.

    Every method raises StoreError, naming the database and what to do, when the database fails.
    """

    def __init__(self, engine: Engine, url: URL, authority: str) -> None:
        self._engine = engine
        self._writer = for_writing(engine)
        self._url = url
        self._authority = authority
        self._sizes = Sizes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up the connections."""
        self._engine.dispose()

    def ping(self) -> None:
        """Prove that the database answers, and still is of this program's version."""
        with self._reading() as connection:
            schema.check(connection, describe(self._url))

    def put_sources(self, sources: Iterable[Source], *, complete: bool = False) -> None:
        """Mirror sources of the registry: insert the new, update the known.

        `complete`: these are all, so others that never gave a page, a run or an article go.
        """
        with self._writing() as connection:
            registry.put(connection, sources, complete=complete)

    def source(self, source_id: str) -> Source | None:
        """The source of that id."""
        with self._reading() as connection:
            return registry.get(connection, source_id)

    def sources(self, *, brief: bool = False) -> list[SourceStatus]:
        """Every source by id, with its articles counted, its newest one's time and its last run.

        `brief`: of the source itself its id, name, address, level and units alone, at half the cost.
        """
        with self._reading() as connection:
            return registry.statuses(connection, self._sizes.of(connection), brief=brief)

    def save_verification(self, verification: Verification) -> None:
        """Write down what a look at a source's home found; the source need not be stored."""
        with self._writing() as connection:
            verifications.save(connection, verification)

    def verifications(self) -> dict[str, Verification]:
        """The last look at each source's home, by source id."""
        with self._reading() as connection:
            return verifications.all_of_them(connection)

    def sizes(self) -> Mapping[str, int]:
        """Source id -> number of its articles, where it has any."""
        with self._reading() as connection:
            return self._sizes.of(connection)

    def unit_sizes(self) -> Mapping[str, UnitSize]:
        """Unit id -> how many articles are its portals', and how many name it, where there are any."""
        with self._reading() as connection:
            return self._sizes.of_units(connection)

    def provinces(self) -> list[tuple[str, int]]:
        """Each present province that has a source, by name, with its number of articles."""
        with self._reading() as connection:
            return registry.provinces(connection, self._sizes.of(connection))

    def visits(self, source_id: str = "") -> Iterator[PageVisit]:
        """The ledger of pages in the order of first visit, streaming; of one source or of all."""
        after = 0
        while True:
            with self._reading() as connection:
                visits, after = ledger.batch(connection, source_id, after, BATCH)
            yield from visits
            if len(visits) < BATCH:
                return

    def visit(self, source_id: str, url: str) -> PageVisit | None:
        """The last visit to one address, as asked for; None where there was none."""
        with self._reading() as connection:
            return ledger.visit_of(connection, source_id, url)

    def capture(self, source_id: str, canonical: str) -> PageVisit | None:
        """The last visit that gave the article of that canonical address and was archived."""
        with self._reading() as connection:
            return ledger.capture_of(connection, source_id, canonical)

    def dropped(self, source_id: str, canonical: str) -> PageVisit | None:
        """The last visit that gave that article and whose capture the archive's retention dropped."""
        with self._reading() as connection:
            return ledger.dropped_of(connection, source_id, canonical)

    def archive_files(self) -> frozenset[str]:
        """The archive's files that the ledger names."""
        with self._reading() as connection:
            return ledger.archive_files(connection)

    def drop_captures(self, file: str, moved: Mapping[int, WarcLocation], at: datetime) -> int:
        """That archive file goes: what of it lies elsewhere now, by the byte where it began.

        Gives how many addresses are left without a capture.
        """
        with self._writing() as connection:
            return ledger.drop_captures(connection, file, moved, at)

    def known(self, source_id: str) -> dict[str, str]:
        """URL -> outcome of every address visited, and of the canonical ones that they gave."""
        with self._reading() as connection:
            return ledger.known(connection, source_id)

    def record(self, visit: PageVisit) -> None:
        """Write down a page that gave no article; a later visit to the same address stays."""
        with self._writing() as connection:
            ledger.record(connection, visit)

    def pages(self, source_id: str) -> list[KnownPage]:
        """Every address of a source that was visited, with what is stored of its article."""
        with self._reading() as connection:
            return ledger.pages_of(connection, source_id)

    def seen_unchanged(self, visit: PageVisit) -> None:
        """Write down that an address was asked for and has not changed."""
        with self._writing() as connection:
            ledger.seen_unchanged(connection, visit)
            saving.seen(connection, visit)

    def listings(self, source_id: str) -> dict[str, ListingVisit]:
        """The listings, feeds and sitemaps walked to their end at least once, by address."""
        with self._reading() as connection:
            return {visit.url: visit for visit in ledger.listings_of(connection, source_id)}

    def save_listing(self, visit: ListingVisit) -> None:
        """Write down that a listing, feed or sitemap has been walked to the end, and what it held."""
        with self._writing() as connection:
            ledger.save_listing(connection, visit)

    def host(self, name: str) -> Host:
        """What a host (name and port as in the address) asked for."""
        with self._reading() as connection:
            return hosts.get(connection, name)

    def save_host(self, host: Host) -> None:
        """Write down what a host asked for."""
        with self._writing() as connection:
            hosts.save(connection, host)

    def mark_gone(self, visit: PageVisit) -> bool:
        """The portal no longer shows an article: the visit is written down and the entry marked, never
        deleted. Whether that is news; a later capture of the page takes the mark away.
        """
        with self._writing() as connection:
            ledger.seen_otherwise(connection, visit)
            return saving.mark_gone(connection, visit)

    def save(self, article: Article, visit: PageVisit, *, reextracted: bool = False) -> Outcome:
        """Store an article and its ledger line in one transaction, under (visit.source_id, article.url).

        new: identity minted. changed: fields replaced; an edit (pipeline.edits) keeps the former version and
        moves `updated`, unless the article was merely `reextracted`. unchanged: at most `last_seen` moves.
        A capture older than the last one changes nothing but may move `first_seen` back.
        """
        with self._writing() as connection:
            change, key, canonical = saving.save(
                connection, article, visit, authority=self._authority, reextracted=reextracted
            )
        return Outcome(visit.url, change=change, key=key, canonical=canonical)

    def adopt(self, entry: Entry) -> Outcome:
        """Store an entry of another database under its own id, or what it tells that is newer of an article
        that is here. Its source must be here (`put_sources`).
        """
        with self._writing() as connection:
            change, key, canonical = adopting.adopt(connection, entry)
        return Outcome(entry.article.url, change=change, key=key, canonical=canonical)

    def entry_for(self, article: Article, visit: PageVisit) -> Entry | None:
        """The entry that `save` would store the article as; nothing is written."""
        with self._reading() as connection:
            return rehearsal.entry_for(connection, article, visit)

    def entry(self, key: str) -> Entry | None:
        """The entry of that key."""
        with self._reading() as connection:
            return reading.one(connection, key)

    def story(self, key: str) -> list[Entry]:
        """All articles of the story that the article of that key belongs to, in the order of time.

        [] where no other prints it, and for an unknown key.
        """
        with self._reading() as connection:
            return reading.of_story(connection, key)

    def entries(
        self,
        where: EntryFilter = EVERYTHING,
        *,
        limit: int = 50,
        cursor: str = "",
        oldest: bool = False,
    ) -> tuple[list[Entry], str]:
        """A page of entries, newest (or `oldest`) first, and the cursor of the next page, "" after the last.

        What is stored meanwhile never makes an entry come twice. Raises ValueError for a made-up cursor.
        """
        place = reading.parse_cursor(cursor)
        if limit < 1:
            return [], ""
        listed = reading.oldest if oldest else reading.newest
        with self._reading() as connection:
            found = listed(connection, where, limit + 1, place)
        page = found[:limit]
        following = reading.cursor(page[-1][1]) if len(found) > limit else ""
        return [entry for entry, _ in page], following

    def iter_entries(self, where: EntryFilter = EVERYTHING) -> Iterator[Entry]:
        """All entries, oldest first, in constant memory; nothing is held open between two of them."""
        place = None
        while True:
            with self._reading() as connection:
                page = reading.oldest(connection, where, BATCH, place)
            yield from (entry for entry, _ in page)
            if len(page) < BATCH:
                return
            place = page[-1][1]

    def iter_found(self, query: str, where: EntryFilter = EVERYTHING) -> Iterator[Entry]:
        """All entries that `search` finds, oldest first, in constant memory."""
        place = None
        while True:
            with self._reading() as connection:
                page = search.oldest(connection, query, where, BATCH, place)
            yield from (entry for entry, _ in page)
            if len(page) < BATCH:
                return
            place = page[-1][1]

    def revisions(self, key: str) -> list[Revision]:
        """The former versions of the article of that key, the oldest first."""
        with self._reading() as connection:
            return history.revisions_of(connection, key)

    def changes(
        self,
        after: int = 0,
        *,
        since: datetime | None = None,
        limit: int = 1000,
        kinds: Collection[ChangeKind] = (),
        source_id: str = "",
    ) -> list[ArticleChange]:
        """What changed beyond that number of a change (and since that moment), in its order.

        Of those kinds and of that source alone, where they are named.
        """
        with self._reading() as connection:
            return history.changes_since(connection, after, since, limit, kinds, source_id)

    def last_change(self) -> int:
        """The number of the last change, 0 before the first."""
        with self._reading() as connection:
            return history.last_change(connection)

    def topics(self, *, least: int = 1, limit: int = 1000) -> list[tuple[str, str, int]]:
        """(slug, name, number of articles) of the topics with at least so many, the largest first."""
        with self._reading() as connection:
            return topics.counted(connection, least, limit)

    def registered(self) -> list[Source]:
        """Every source by id: its name, address, level and units alone."""
        with self._reading() as connection:
            return standing.registered(connection)

    def standings(self, keys: Sequence[str]) -> list[standing.Standing]:
        """Where those articles and the others of their stories stand, and their topics, in no order.

        Keep the keys few hundreds.
        """
        with self._reading() as connection:
            return standing.of_keys(connection, keys)

    def iter_standings(self, where: EntryFilter = EVERYTHING) -> Iterator[standing.Standing]:
        """Where the articles of a list stand, the oldest first, in constant memory."""
        place = None
        while True:
            with self._reading() as connection:
                page = standing.of_list(connection, where, place, STANDINGS)
            yield from page
            if len(page) < STANDINGS:
                return
            place = page[-1].timeline

    def entries_of(self, keys: Sequence[str]) -> list[Entry]:
        """The entries of those keys that are stored, in no order; keep the keys few hundreds."""
        with self._reading() as connection:
            return standing.entries_of(connection, keys)

    def topic_sizes(self, slugs: Iterable[str]) -> list[tuple[str, str, int]]:
        """(slug, name, number of articles) of each of those topics that has any."""
        with self._reading() as connection:
            return standing.topic_sizes(connection, slugs)

    def publications(self, source_id: str, limit: int = 200) -> list[Publication]:
        """When the source's last articles came, newest first: its rhythm is read from them."""
        with self._reading() as connection:
            return reading.publications(connection, source_id, limit)

    def count(self, where: EntryFilter = EVERYTHING) -> int:
        """How many entries."""
        with self._reading() as connection:
            return reading.count(connection, where)

    def search(
        self,
        query: str,
        where: EntryFilter = EVERYTHING,
        *,
        order: SearchOrder = "relevance",
        limit: int = 20,
        offset: int = 0,
        snippets: bool = True,
    ) -> Found:
        """A page of hits: best first and equally good ones newest first, or in the order of time.

        Words without accents find every accent, words with accents only those. "a phrase", -word or NOT word,
        one OR other, (parentheses), source: place: section: author: topic: after: before:
        (pipeline.store.searching.syntax). Fields alone list by date, -word alone all others. Whatever is
        typed, it never raises ValueError or a database error; `Found.problems` tells of a date that is none.
        Without `snippets` each is "".
        """
        with self._reading() as connection:
            return search.search(
                connection,
                query,
                where,
                order=order,
                limit=limit,
                offset=offset,
                snippets=snippets,
            )

    def facets(self, query: str, where: EntryFilter = EVERYTHING) -> Facets:
        """How the matches of a search are spread over sources, provinces and months."""
        with self._reading() as connection:
            return search.facets(connection, query, where)

    def indexed(self) -> Indexed:
        """Whether the search index holds every article once; reads a line of each."""
        with self._reading() as connection:
            return upkeep.indexed(connection)

    def reindex(self) -> int:
        """Make the search index anew from all articles; gives their number. Others wait with writing."""
        with self._writing() as connection:
            return upkeep.reindex(connection)

    def last_changed(self, where: EntryFilter = EVERYTHING) -> datetime | None:
        """When the content of any of these entries last changed."""
        with self._reading() as connection:
            return reading.last_changed(connection, where)

    def template(self, source_id: str) -> Template:
        """What the source's pages share; empty where nothing was learned yet."""
        with self._reading() as connection:
            return templates.get(connection, source_id)[0]

    def learned_from(self, source_id: str) -> int:
        """How many articles the source had when its template was learned, 0 before."""
        with self._reading() as connection:
            return templates.get(connection, source_id)[1]

    def save_template(
        self, source_id: str, template: Template, *, articles: int, learned_at: datetime
    ) -> None:
        """Put the template in the place of the source's last one."""
        with self._writing() as connection:
            templates.save(connection, source_id, template, articles, learned_at)

    def save_run(self, run: RunReport) -> RunReport:
        """Insert a run without an id, update one with; gives it back with its id."""
        with self._writing() as connection:
            return runs.save(connection, run)

    def runs(
        self, source_id: str = "", limit: int = 20, *, before: datetime | None = None
    ) -> list[RunReport]:
        """The last runs, newest first, of one source or of all. `before`: those that began before that."""
        with self._reading() as connection:
            return runs.newest(connection, source_id, limit, before)

    def last_runs(self) -> dict[str, RunReport]:
        """The last run of each source that has one, by its id."""
        with self._reading() as connection:
            return runs.last_of_each(connection)

    def examples(self, source_id: str, outcomes: Iterable[str], since: datetime) -> dict[str, str]:
        """For each of those outcomes in the ledger, an address that a visit since then ended with."""
        with self._reading() as connection:
            return runs.examples(connection, source_id, outcomes, since)

    def save_health(self, given: Health, notice: Notice | None = None) -> None:
        """Write down how a source is, and what operators are to be told: both or neither."""
        with self._writing() as connection:
            health.save(connection, given, notice)

    def health(self) -> dict[str, Health]:
        """How each source is that was judged, by its id."""
        with self._reading() as connection:
            return health.all_of_them(connection)

    def notices(self, source_id: str = "", limit: int = 50) -> list[Notice]:
        """The last changes of states, newest first, of one source or of all."""
        with self._reading() as connection:
            return health.newest_notices(connection, source_id, limit)

    def untold(self, channels: Collection[str], limit: int = 5000) -> list[Notice]:
        """The notices that not every one of the channels has delivered, oldest first."""
        with self._reading() as connection:
            return health.untold(connection, channels, limit)

    def mark_told(self, numbers: Collection[int], channel: str) -> None:
        """Operators have the notices of those numbers by that channel: all are marked, or none."""
        with self._writing() as connection:
            health.told(connection, numbers, channel)

    def health_of(self, source_id: str) -> Health | None:
        """How one source is; None where it was never judged."""
        with self._reading() as connection:
            return health.of_source(connection, source_id)

    def samples(
        self, source_id: str, limit: int, *, before: datetime | None = None
    ) -> list[ArticleSample]:
        """The source's articles of last, by when they were first seen, newest first.

        `before`: of those seen before that moment the newest published ones instead, as they were then.
        """
        with self._reading() as connection:
            return health.samples(connection, source_id, limit, before)

    def edits(
        self, source_id: str, since: datetime, limit: int
    ) -> list[tuple[ArticleSample, ArticleSample]]:
        """Articles of the source that were found changed since then: each as it was, and as it is."""
        with self._reading() as connection:
            return health.edits(connection, source_id, since, limit)

    def figures(self) -> Figures:
        """What operators watch, as it is now: in milliseconds, however much is stored."""
        with self._reading() as connection:
            return figures.read(connection, self._sizes.of(connection))

    def queue(self) -> QueueFigures | None:
        """The workers' queue, as it is now; None where the database has none."""
        with self._reading() as connection:
            return queue.read(connection)

    def count_runs(self, totals: RunTotals) -> None:
        """Bring the totals up to date with the runs that have ended since they last were."""
        with self._reading() as connection:
            figures.count_runs(connection, totals)

    def last_crawl(self) -> datetime | None:
        """The last time that a crawl began or ended; None where there never was one."""
        with self._reading() as connection:
            return figures.last_crawl(connection)

    def copy_to(
        self, url: str, told: copying.Told = copying.unheard
    ) -> tuple[copying.TableCopy, ...]:
        """Everything as it is at this moment into the empty database at that URL, all or nothing.

        What arrived is read again there and compared. Raises StoreError when that database holds
        rows, or reads otherwise afterwards. `told`: hears how far it is.
        """
        with (
            open_store(url, authority=self._authority) as target,
            named(self._url),
            copying.snapshot(self._engine) as source,
            target._writing() as into,
        ):
            return copying.copy(
                copying.Side(source, self._url), copying.Side(into, target._url), told
            )

    def backup(
        self, file: Path, *, replace: bool = False, told: copying.Told = copying.unheard
    ) -> Path:
        """Everything as it is at this moment into a SQLite file, while others write; gives the file back.

        Written beside its place, checked, then renamed. `replace`: a file that is there may go.
        Raises StoreError where it cannot be written, or is this database itself.
        """
        if backup.is_same_file(file, self._url):
            raise StoreError(f"{file}: it is the database itself. Name another file.")
        with backup.arriving(file, replace=replace) as partial:
            url = URL.create("sqlite", database=str(partial)).render_as_string()
            if self._url.get_backend_name() == "sqlite":
                with named(self._url), copying.snapshot(self._engine) as connection:
                    backup.pages_into(partial, connection, told)
            else:
                self.copy_to(url, told)
            open_store(url).close()
            backup.check(partial, file)
        return file

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with named(self._url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with named(self._url), self._writer.begin() as connection:
            yield connection
