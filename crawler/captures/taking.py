"""`congtin import --captures`: a host's captures fetched, kept in the archive, and ingested."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.captures.asking import Asker, CaptureError
from crawler.captures.index import Capture, Query, captures, sources_of
from crawler.captures.replay import NotToBeHad, fetch
from crawler.imports import MOST_TOLD, Imported, by_owner, draft_of, import_site, register
from crawler.pages.addresses import Shape, shape
from crawler.platforms import Platform, named
from crawler.spiders.archive import HOME
from crawler.visitor import Observer
from pipeline.archive import Archive
from pipeline.clock import now
from pipeline.config import Config
from pipeline.model import RawPage, RunReport, Source
from pipeline.store import Store


def import_captures(
    config: Config,
    query: Query,
    store: Store,
    asker: Asker,
    *,
    limit: int = 0,
    observer: Observer | None = None,
) -> Imported:
    """Fetch the captures of a host that a crawl would have brought home, and ingest them.

    The moment of the capture is the time of the visit. Of captures of one address with the same
    payload the first is taken. What the archive holds already is not fetched again, so that an import
    that was stopped goes on where it was. `limit`: fetch no more than so many. Raises CaptureError when
    the index gives nothing, ConfigError and ArchiveError.
    """
    replay, files = sources_of(query)
    listed = sorted(captures(query, asker), key=lambda capture: capture.at)
    found = [capture for capture in listed if _is_page(capture)]
    if not found:
        return Imported(problems=(f"{query.site}: no captured page between those dates.",))
    archive = Archive.of(config)
    taking = _Taking(archive, asker, replay, files, limit)
    runs: list[RunReport] = []
    registered: list[str] = []
    for known, owned in by_owner(found, lambda capture: capture.at, config):
        source = known or register(draft_of(taking.homes(owned)), config)
        registered += [] if known else [source.id]
        store.put_sources([source])
        wanted = list(_wanted(owned, named(source.platform)))
        pages = taking.all(source, wanted, observer)
        runs.append(import_site(pages, source, store, archive, observer))
    taken = tuple(run for run in runs if run.requests)
    return Imported(taken, tuple(taking.problems), registered=tuple(registered))


class _Taking:
    """Fetches captures into the archive; `problems` says of which ones that failed."""

    def __init__(self, archive: Archive, asker: Asker, replay: str, files: str, limit: int) -> None:
        self.problems: list[str] = []
        self._archive = archive
        self._asker = asker
        self._from = {"replay": replay, "files": files}
        self._left = limit or -1
        self._missing = 0

    def homes(self, found: Sequence[Capture]) -> list[RawPage]:
        """The last captured home page, from which a source can be drafted; else one page without body."""
        homes = [capture for capture in found if urlsplit(capture.url)[2:4] in HOME]
        for capture in reversed(homes[-3:]):
            try:
                return [fetch(capture, self._asker, **self._from)[0]]
            except NotToBeHad:
                continue
        return [_stub(found[-1], "")]

    def all(
        self, source: Source, wanted: Sequence[Capture], observer: Observer | None
    ) -> list[RawPage]:
        """The pages' places in the archive; a server that fails ends it, and what is there is used."""
        started, pages = now(), []
        try:
            for page in self._each(source, wanted):
                pages.append(page)
                if observer:
                    observer.report(RunReport(source.id, started, requests=len(pages)))
        except CaptureError as error:
            self.problems.append(str(error))
        if self._missing > MOST_TOLD:
            self.problems.append(f"{self._missing - MOST_TOLD} more captures were not to be had.")
        return pages

    def _each(self, source: Source, wanted: Sequence[Capture]) -> Iterator[RawPage]:
        for capture in wanted:
            place = self._archive.holds(source.id, capture.url, capture.at)
            if place:
                yield replace(_stub(capture, source.id), warc=place)
            elif self._left:
                self._left -= 1
                yield from self._fetched(source, capture)

    def _fetched(self, source: Source, capture: Capture) -> Iterator[RawPage]:
        try:
            page, address = fetch(capture, self._asker, **self._from)
        except NotToBeHad as error:
            self._missing += 1
            if self._missing <= MOST_TOLD:
                self.problems.append(f"{capture.stamp} {capture.url}: {error}")
            return
        place = self._archive.write(replace(page, source_id=source.id), taken_from=address)
        yield replace(page, source_id=source.id, body=b"", warc=place)


def _is_page(capture: Capture) -> bool:
    return capture.status == 200 and ("html" in capture.mime or capture.mime in ("", "unk"))


def _wanted(found: Iterable[Capture], platform: Platform | None) -> Iterator[Capture]:
    """The captures worth a request: of pages that may be articles, each payload once an address."""
    seen: set[tuple[str, str]] = set()
    for capture in found:
        key = (capture.url, capture.digest or capture.stamp)
        if key not in seen and shape(capture.url, "", platform) is not Shape.SKIP:
            seen.add(key)
            yield capture


def _stub(capture: Capture, source_id: str) -> RawPage:
    """What `candidates` asks of a page; its body lies in the archive."""
    kind = (("Content-Type", "text/html"),)
    return RawPage(source_id, capture.url, capture.url, capture.status, kind, b"", capture.at)
