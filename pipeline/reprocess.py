"""Read archived pages again, offline: what this version, and what was learned since, makes of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.archive import Archive
from pipeline.clock import now
from pipeline.errors import ArchiveError
from pipeline.ingest import ingest
from pipeline.learn import is_due, learn
from pipeline.model import EntryFilter, Outcome, PageVisit, Source, Template
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """What became of one source's archived pages, in counts."""

    source_id: str
    pages: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    unreadable: int
    problems: tuple[str, ...]


def reprocess(folder: Path, source: Source, store: Store) -> Reprocessed:
    """Learn the source's template afresh and ingest every archived page again, in the order of first visit.

    Nothing is fetched, and a text that comes out differently is no edit of the publisher's, so no
    `updated` moves. Records that cannot be read are counted and named.
    """
    template = learn(folder, source, store)
    done = _read_again(folder, source, store, template, store.visits(source.id))
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
        _read_again(folder, source, store, template, articles)
    _keep(source, store, template)


def _keep(source: Source, store: Store, template: Template) -> None:
    """In place of the last one; a source without pages has none."""
    if template.pages:
        articles = store.count(EntryFilter(source_id=source.id))
        store.save_template(source.id, template, articles=articles, learned_at=now())


def _read_again(
    folder: Path, source: Source, store: Store, template: Template, visits: Iterator[PageVisit]
) -> Reprocessed:
    archive = Archive(folder)
    outcomes: list[Outcome] = []
    problems: list[str] = []
    for visit in visits:
        if visit.warc is None:
            continue
        try:
            raw = replace(archive.read(visit.warc, source.id), url=visit.url)
            outcomes.append(ingest(raw, source, store, template=template, reextracted=True))
        except ArchiveError as error:
            problems.append(str(error))
    changes = [outcome.change for outcome in outcomes]
    return Reprocessed(
        source_id=source.id,
        pages=len(outcomes),
        new=changes.count("new"),
        changed=changes.count("changed"),
        unchanged=changes.count("unchanged"),
        rejected=changes.count(None),
        unreadable=len(problems),
        problems=tuple(problems),
    )
