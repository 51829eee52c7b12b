"""Read every archived page again, offline: what this version makes of what was fetched."""

from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.archive import Archive
from pipeline.errors import ArchiveError
from pipeline.ingest import ingest
from pipeline.model import Outcome, Source
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
    """Ingest every archived page of a source again, in the order of first visit.

    Nothing is fetched, and a text that comes out differently is no edit of the publisher's, so no
    `updated` moves. Records that cannot be read are counted and named.
    """
    archive = Archive(folder)
    outcomes: list[Outcome] = []
    problems: list[str] = []
    for visit in store.visits(source.id):
        if visit.warc is None:
            continue
        try:
            raw = replace(archive.read(visit.warc, source.id), url=visit.url)
            outcomes.append(ingest(raw, source, store, reextracted=True))
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
