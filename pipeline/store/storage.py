"""The store: every article, page, source and run in one database, SQLite or PostgreSQL."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, Engine, text

from pipeline.model import (
    Article,
    ArticleChange,
    Entry,
    EntryFilter,
    Hit,
    Host,
    KnownPage,
    ListingVisit,
    Outcome,
    PageVisit,
    Publication,
    Revision,
    RunReport,
    Source,
    SourceStatus,
    Template,
)
from pipeline.store import (
    history,
    hosts,
    ledger,
    reading,
    registry,
    rehearsal,
    runs,
    saving,
    schema,
    search,
    templates,
    topics,
)
from pipeline.store.engine import connect, for_writing, parse_url
from pipeline.store.failures import describe, named
from pipeline.store.identity import AUTHORITY

BATCH = 200
"""Rows held at a time while all are streamed."""

EVERYTHING = EntryFilter()


def open_store(url: str, *, authority: str = AUTHORITY, read_only: bool = False) -> "Store":
    """The store in that database; a new or empty one is made ready.

    `url`: sqlite:////path/to/file or postgresql://user:password@host/name. Raises ConfigError for
    another URL, StoreError for a database that cannot be opened, is damaged, is not ours, or
    is of another version.
    `authority`: the tagging entity of new entries' tag: URIs (RFC 4151).
    `read_only`: nothing may be written, not even what a killed program left to be tidied up.
    """
    parsed = parse_url(url)
    engine = connect(parsed, read_only=read_only)
    try:
        with named(parsed):
            schema.prepare(engine, describe(parsed))
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, parsed, authority)


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
        """Prove that the database answers."""
        with self._reading() as connection:
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()

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

    def sources(self) -> list[SourceStatus]:
        """Every source by id, with its articles counted, its newest one's time and its last run."""
        with self._reading() as connection:
            return registry.statuses(connection)

    def provinces(self) -> list[tuple[str, int]]:
        """Each present province that has a source, by name, with its number of articles."""
        with self._reading() as connection:
            return registry.provinces(connection)

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

        new: identity minted. changed: fields replaced; `updated` moves if the content hash differs and the
        article was not merely `reextracted`. unchanged: at most `last_seen` moves. A capture older than the
        last one changes nothing but may move `first_seen` back.
        """
        with self._writing() as connection:
            change, key, canonical = saving.save(
                connection, article, visit, authority=self._authority, reextracted=reextracted
            )
        return Outcome(visit.url, change=change, key=key, canonical=canonical)

    def entry_for(self, article: Article, visit: PageVisit) -> Entry | None:
        """The entry that `save` would store the article as; nothing is written."""
        with self._reading() as connection:
            return rehearsal.entry_for(connection, article, visit)

    def entry(self, key: str) -> Entry | None:
        """The entry of that key."""
        with self._reading() as connection:
            return reading.one(connection, key)

    def entries(
        self, where: EntryFilter = EVERYTHING, *, limit: int = 50, cursor: str = ""
    ) -> tuple[list[Entry], str]:
        """A page of entries, newest first, and the cursor of the next page, "" after the last.

        What is stored meanwhile never makes an entry come twice. Raises ValueError for a made-up cursor.
        """
        place = reading.parse_cursor(cursor)
        if limit < 1:
            return [], ""
        with self._reading() as connection:
            found = reading.newest(connection, where, limit + 1, place)
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

    def revisions(self, key: str) -> list[Revision]:
        """The former versions of the article of that key, the oldest first."""
        with self._reading() as connection:
            return history.revisions_of(connection, key)

    def changes(
        self, after: int = 0, *, since: datetime | None = None, limit: int = 1000
    ) -> list[ArticleChange]:
        """What changed beyond that number of a change (and since that moment), in its order."""
        with self._reading() as connection:
            return history.changes_since(connection, after, since, limit)

    def last_change(self) -> int:
        """The number of the last change, 0 before the first."""
        with self._reading() as connection:
            return history.last_change(connection)

    def topics(self, *, least: int = 1, limit: int = 1000) -> list[tuple[str, str, int]]:
        """(slug, name, number of articles) of the topics with at least so many, the largest first."""
        with self._reading() as connection:
            return topics.counted(connection, least, limit)

    def publications(self, source_id: str, limit: int = 200) -> list[Publication]:
        """When the source's last articles came, newest first: its rhythm is read from them."""
        with self._reading() as connection:
            return reading.publications(connection, source_id, limit)

    def count(self, where: EntryFilter = EVERYTHING) -> int:
        """How many entries."""
        with self._reading() as connection:
            return reading.count(connection, where)

    def search(
        self, query: str, where: EntryFilter = EVERYTHING, *, limit: int = 20, offset: int = 0
    ) -> tuple[list[Hit], int]:
        """The hits of a page and their number in all: best first, equally good ones newest first.

        Words without accents find every accent, words with accents only those. "a phrase", -word or NOT word,
        one OR other. Whatever is typed, it never raises ValueError or a database error.
        """
        with self._reading() as connection:
            return search.search(connection, query, where, limit=limit, offset=offset)

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

    def runs(self, source_id: str = "", limit: int = 20) -> list[RunReport]:
        """The last runs, newest first, of one source or of all."""
        with self._reading() as connection:
            return runs.newest(connection, source_id, limit)

    def examples(self, source_id: str, outcomes: Iterable[str], since: datetime) -> dict[str, str]:
        """For each of those outcomes in the ledger, an address that a visit since then ended with."""
        with self._reading() as connection:
            return runs.examples(connection, source_id, outcomes, since)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with named(self._url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with named(self._url), self._writer.begin() as connection:
            yield connection
