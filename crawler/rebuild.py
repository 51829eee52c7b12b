"""`congtin reprocess --from-archive`: a lost database made again from `archive/` and `sources.toml` alone.

What was crawled is read in the order in which it came, run by run, with what a run's end learns learned
at its end: so the same articles come out under the same identities (an entry's id is made of its source's
id and of its first canonical address), with the same times of first and last capture. What no answer
holds is gone: run reports, which listings were walked to their end, that a page had not changed when it
was asked for, and that an article was withdrawn. The next crawl finds it out again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.pages.paging.captured import gathered
from crawler.platforms import named
from crawler.spiders.archive import candidates, split_damage
from pipeline.archive import IMPORTED, Archive, Damage
from pipeline.config import Config
from pipeline.errors import ArchiveError
from pipeline.ingest import ingest
from pipeline.model import Outcome, RawPage, Source
from pipeline.normalise.urls import same_site
from pipeline.reprocess import REPORT_EVERY, Reprocessed, Told, catch_up
from pipeline.store import Store

RUN_GAP = timedelta(minutes=10)
"""Two answers of one run never lie further apart: a run waits five minutes for a host at most."""

Run = tuple[datetime, list[RawPage]]
"""When a run ended, and the pages that it brought, without their bodies."""


def rebuild(
    config: Config, source: Source, store: Store, *, told: Told | None = None
) -> Reprocessed:
    """Ingest every archived page of a source as if it were crawled, and imported, once more."""
    archive = Archive.of(config)
    store.put_sources([source])
    problems: list[str] = []
    counts: Counter[str] = Counter()
    for _, pages in sorted(_runs(archive, source, problems), key=lambda run: run[0]):
        for outcome in _ingest(archive, pages, source, store, problems):
            counts[outcome.change or "rejected"] += 1
            if told and counts.total() % REPORT_EVERY == 0:
                told(_counted(source, counts, problems))
        catch_up(archive.root, source, store)
    done = _counted(source, counts, problems)
    if told:
        told(done)
    return done


def strangers(config: Config, sources: Iterable[Source]) -> list[str]:
    """Folders of the archive that belong to none of these sources."""
    known = {source.id for source in sources} | {IMPORTED}
    folders = (path for path in sorted(config.archive.glob("*")) if path.is_dir())
    return [str(folder) for folder in folders if folder.name not in known]


def _ingest(
    archive: Archive, pages: Sequence[RawPage], source: Source, store: Store, problems: list[str]
) -> Iterator[Outcome]:
    platform, template = named(source.platform), store.template(source.id)

    def read(page: RawPage) -> RawPage | None:
        try:
            return archive.read(page.warc, source.id) if page.warc else None
        except ArchiveError as error:
            problems.append(str(error))
            return None

    for raw in gathered(list(candidates(pages, platform)), source.page, read):
        yield ingest(raw, source, store, template=template, archive=archive)


def _counted(source: Source, counts: Counter[str], problems: Sequence[str]) -> Reprocessed:
    return Reprocessed(
        source.id,
        pages=counts.total(),
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        rejected=counts["rejected"],
        unreadable=len(problems),
        problems=tuple(problems),
    )


def _runs(archive: Archive, source: Source, problems: list[str]) -> Iterator[Run]:
    """The runs that filled the archive: crawls by the gaps between them, each import as one."""
    crawled: list[RawPage] = []
    captured: list[RawPage] = []
    latest = datetime.min.replace(tzinfo=UTC)
    for name in archive.files(source.id):
        pages = _pages(archive, name, problems)
        if f"{source.id}-captured-" in name:
            captured += pages
            latest = max(latest, _written(archive.root / name))
        else:
            crawled += pages
    yield from _parted(sorted(crawled, key=_fetched))
    yield latest, sorted(captured, key=_fetched)
    for name in archive.files(IMPORTED):
        pages = _pages(archive, name, problems)
        own = [page for page in pages if same_site(page.final_url, source.url)]
        yield _written(archive.root / name), sorted(own, key=_fetched)


def _pages(archive: Archive, name: str, problems: list[str]) -> list[RawPage]:
    damages: list[Damage] = []
    try:
        pages = [replace(page, body=b"") for page in split_damage(archive.answers(name), damages)]
    except ArchiveError as error:  # a file of our own that a crash left empty, say
        problems.append(str(error))
        return []
    problems += map(str, damages)
    return pages


def _parted(pages: Iterable[RawPage]) -> Iterator[Run]:
    run: list[RawPage] = []
    for page in pages:
        if run and page.fetched_at - run[-1].fetched_at > RUN_GAP:
            yield run[-1].fetched_at, run
            run = []
        run.append(page)
    if run:
        yield run[-1].fetched_at, run


def _fetched(page: RawPage) -> datetime:
    return page.fetched_at


def _written(file: Path) -> datetime:
    """When the file was last written: when its captures were imported."""
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
