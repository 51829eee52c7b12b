"""Read archived pages again, offline: what this version, and what was learned since, makes of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.archive import Archive
from pipeline.archived import ArchivedPages
from pipeline.clock import now
from pipeline.differences import FieldChange, differences
from pipeline.errors import ContinuationPage, PipelineError
from pipeline.ingest import TOO_OLD, read_article, record_parts
from pipeline.learn import is_due, learn
from pipeline.model import Article, EntryFilter, Outcome, PageVisit, RawPage, Source, Template
from pipeline.store import Store
from pipeline.store.rehearsal import as_stored

REPORT_EVERY = 20
SECONDARY = frozenset(("redirect", TOO_OLD))
"""Outcomes that a page's own words did not give: such a page is not read for an article again."""

Told = Callable[["Reprocessed"], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What reading a page again would change: its article's fields, or whether it is one."""

    url: str
    kind: str
    """new, changed, or the reason why a page that gave an article gives none now ("listing")."""
    title: str = ""
    fields: tuple[FieldChange, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        changed = {change.field: change.to_dict() for change in self.fields}
        return {"url": self.url, "kind": self.kind, "title": self.title, "fields": changed}


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """What became, or would become, of one source's archived pages, in counts."""

    source_id: str
    pages: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    unreadable: int = 0
    dropped: int = 0
    """Pages whose capture the archive's retention dropped: they stay as they were read."""
    problems: tuple[str, ...] = ()
    articles: tuple[Difference, ...] = field(default=())
    """Only when nothing is written: what would change, article by article."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"articles": [one.to_dict() for one in self.articles]}


def reprocess(
    folder: Path,
    source: Source,
    store: Store,
    *,
    relearn: bool = False,
    dry_run: bool = False,
    told: Told | None = None,
) -> Reprocessed:
    """Read every archived page of a source again, in the order of first visit, and store what it gives.

    Nothing is fetched, and a text that comes out differently is no edit of the publisher's, so no
    `updated` moves. Records that cannot be read are counted and named, captures that retention dropped are
    counted. The source's template is the one it has, so that nothing changes where no rule did; it is
    learned afresh where there is none, where that is due, and with `relearn`.

    `dry_run`: nothing is written; `articles` says what would be. `told` hears of the counts so far.
    """
    fresh = relearn or is_due(source, store) or not store.learned_from(source.id)
    template = learn(folder, source, store) if fresh else store.template(source.id)
    reading = _Reading(folder, source, store, template, dry_run=dry_run)
    done = reading.all(store.visits(source.id), told)
    if fresh and not dry_run:
        _keep(source, store, template)
    return done


def catch_up(folder: Path, source: Source, store: Store) -> None:
    """At the end of a run: learn when it is due, and read the stored articles again if that is news.

    The template is kept last, so that a run killed in between does it all once more.
    """
    if not is_due(source, store):
        return
    template = learn(folder, source, store)
    if replace(template, pages=0) != replace(store.template(source.id), pages=0):
        articles = (visit for visit in store.visits(source.id) if visit.outcome == "article")
        _Reading(folder, source, store, template).all(articles)
    _keep(source, store, template)


def _keep(source: Source, store: Store, template: Template) -> None:
    """In place of the last one; a source without pages has none."""
    if template.pages:
        articles = store.count(EntryFilter(source_id=source.id))
        store.save_template(source.id, template, articles=articles, learned_at=now())


class _Reading:
    """One source's pages read again, and what that gave."""

    def __init__(
        self,
        folder: Path,
        source: Source,
        store: Store,
        template: Template,
        *,
        dry_run: bool = False,
    ) -> None:
        self._archive = Archive(folder)
        self._source = source
        self._store = store
        self._template = template
        self._take = self._compared if dry_run else self._stored
        self._differences: list[Difference] = []
        self._dropped = 0

    def all(self, visits: Iterable[PageVisit], told: Told | None = None) -> Reprocessed:
        """Read them one by one."""
        counts: Counter[str] = Counter()
        problems: list[str] = []
        for visit, raw in self._pages(visits, problems):
            counts[self._take(visit, raw).change or "rejected"] += 1
            if told and counts.total() % REPORT_EVERY == 0:
                told(self._counted(counts, problems))
        done = self._counted(counts, problems)
        if told:
            told(done)
        return done

    def _counted(self, counts: Counter[str], problems: list[str]) -> Reprocessed:
        kinds = {kind: counts[kind] for kind in ("new", "changed", "unchanged", "rejected")}
        return Reprocessed(
            self._source.id,
            pages=counts.total(),
            **kinds,
            unreadable=len(problems),
            dropped=self._dropped,
            problems=tuple(problems),
            articles=tuple(self._differences),
        )

    def _pages(
        self, visits: Iterable[PageVisit], problems: list[str]
    ) -> Iterator[tuple[PageVisit, RawPage]]:
        """Each archived page under the address it was asked for; `problems` names those that are lost."""
        archived = ArchivedPages(self._archive, self._source, self._store, problems)
        for visit in visits:
            if visit.outcome in SECONDARY or _is_of_article(visit):
                continue
            if raw := archived.page(visit):
                yield visit, raw
            self._dropped += visit.dropped_at is not None

    def _read(self, raw: RawPage) -> Article | PipelineError:
        try:
            return read_article(raw, self._source, template=self._template)
        except PipelineError as error:
            return error

    def _stored(self, visit: PageVisit, raw: RawPage) -> Outcome:
        """Store what the page gives now. The visit stays what it was, but for its outcome."""
        read = self._read(raw)
        if isinstance(read, PipelineError):
            first = read.detail if isinstance(read, ContinuationPage) else raw.final_url
            self._store.record(replace(visit, outcome=read.reason, canonical=first))
            return Outcome(visit.url, reason=read.reason)
        record_parts(raw, read.url, self._store)
        line = replace(visit, outcome="article", canonical=read.url)
        return self._store.save(read, line, reextracted=True)

    def _compared(self, visit: PageVisit, raw: RawPage) -> Outcome:
        """What `_stored` would do, found by reading alone."""
        read = self._read(raw)
        if isinstance(read, PipelineError):
            if visit.outcome == "article":
                self._differences.append(Difference(visit.url, read.reason))
            return Outcome(visit.url, reason=read.reason)
        article = as_stored(read)
        entry = self._store.entry_for(article, visit)
        if entry is None:
            self._differences.append(Difference(article.url, "new", article.title))
            return Outcome(visit.url, change="new")
        found = differences(entry.article, article)
        if not found or visit.fetched_at < entry.last_seen or _is_twin(entry.article, article):
            return Outcome(visit.url, change="unchanged", key=entry.key)
        self._differences.append(Difference(article.url, "changed", article.title, found))
        return Outcome(visit.url, change="changed", key=entry.key)


def _is_of_article(visit: PageVisit) -> bool:
    """Whether the page was read as a further one of an article, and is so again with its first."""
    return visit.outcome == ContinuationPage.reason and visit.canonical != visit.url


def _is_twin(stored: Article, read: Article) -> bool:
    """The same article under another address, of which the stored one is kept."""
    same = ("content_hash", "title", "published_at")
    elsewhere = stored.url != read.url and read.published_at is not None
    return elsewhere and all(getattr(stored, name) == getattr(read, name) for name in same)
