"""Archived pages of one source, read for its articles again: whole, with the further pages of each."""

from dataclasses import dataclass, field, replace

from pipeline.archive import Archive
from pipeline.errors import ArchiveError
from pipeline.gathering import with_parts
from pipeline.model import PageVisit, RawPage, Source
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class ArchivedPages:
    """The pages that the ledger knows the places of; `problems` names those that are lost."""

    archive: Archive
    source: Source
    store: Store
    problems: list[str] = field(default_factory=list)

    def page(self, visit: PageVisit) -> RawPage | None:
        """The page of a visit under the address it was asked for, with the further ones of its article
        as they were captured last; None where it was not archived or is lost.
        """
        raw = self._alone(visit)
        return with_parts(raw, self.source.page, self._part) if raw else None

    def _part(self, url: str) -> RawPage | None:
        visit = self.store.visit(self.source.id, url)
        return self._alone(visit) if visit else None

    def _alone(self, visit: PageVisit) -> RawPage | None:
        if visit.warc is None:
            return None
        try:
            raw = self.archive.read(visit.warc, self.source.id)
        except ArchiveError as error:
            self.problems.append(str(error))
            return None
        return replace(raw, url=visit.url)
