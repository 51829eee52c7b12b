"""A source's template from its archived articles: which pages are compared, and when it is time to."""

from collections.abc import Iterator
from dataclasses import replace
from heapq import nsmallest
from pathlib import Path

from pipeline.archive import Archive
from pipeline.clean import shape_of
from pipeline.clean.template.learning import FEWEST, SAMPLE
from pipeline.clean.template.learning import learn as learn_from
from pipeline.clean.template.shape import Shape, digest
from pipeline.errors import ArchiveError, PipelineError
from pipeline.model import EntryFilter, PageVisit, Source, Template
from pipeline.store import Store

SPARE = 4
"""Visits looked at for each page of the sample: some are copies, some cannot be read any more."""


def learn(folder: Path, source: Source, store: Store) -> Template:
    """What the source's articles share, from a sample that depends on the set of their addresses alone.

    Reads at most SAMPLE pages, whatever the ledger holds; none of them with an earlier template.
    """
    visits = (
        visit for visit in store.visits(source.id) if visit.outcome == "article" and visit.warc
    )
    wanted = nsmallest(SPARE * SAMPLE, visits, key=_rank)
    return learn_from(_shapes(Archive(folder), source, wanted))


def is_due(source: Source, store: Store) -> bool:
    """Whether the source has twice the articles that its template was learned with, or none yet."""
    articles = store.count(EntryFilter(source_id=source.id))
    return articles >= max(FEWEST, 2 * store.learned_from(source.id))


def _rank(visit: PageVisit) -> tuple[int, str, str]:
    return digest(visit.canonical), visit.canonical, visit.url


def _shapes(archive: Archive, source: Source, visits: list[PageVisit]) -> Iterator[Shape]:
    """The shapes of the first pages that can be read, one an address."""
    taken: set[str] = set()
    for visit in visits:
        if len(taken) == SAMPLE:
            return
        if visit.canonical in taken or visit.warc is None:
            continue
        try:
            raw = archive.read(visit.warc, source.id)
            shape = shape_of(
                raw.body,
                raw.final_url,
                rules=source.page,
                content_type=raw.header("content-type"),
            )
        except (ArchiveError, PipelineError):
            continue
        taken.add(visit.canonical)
        yield replace(shape, address=visit.canonical)
