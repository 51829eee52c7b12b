"""`congtin import`: the articles of a WARC file, by the same rules as a crawl, without the network."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from crawler.discover import bare_source, draft_source
from crawler.platforms import named
from crawler.sources import add_source, load_sources
from crawler.spiders.archive import candidates, split_damage
from crawler.visitor import Observer
from pipeline.archive import Archive, Damage, read_file
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ArchiveError, PipelineError
from pipeline.ingest import ingest
from pipeline.model import Outcome, RawPage, RunReport, Source
from pipeline.normalise.urls import same_site
from pipeline.reprocess import catch_up
from pipeline.store import Store

REPORT_EVERY = 20
HOME = (("/", ""), ("", ""))
"""Path and query of a home page."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file gave: a run for each source in it, and what of it could not be taken."""

    runs: tuple[RunReport, ...]
    problems: tuple[str, ...]


def import_file(
    config: Config, file: Path, store: Store, *, observer: Observer | None = None
) -> Imported:
    """Ingest every capture of a WARC file that a crawl would have brought home.

    Hosts that are no source yet become one, drafted from their captured home page. The file itself
    is copied into the archive first, so that `reprocess` finds it. Raises ArchiveError, ConfigError.
    """
    _refuse_foreign(file)
    name = Archive(config.archive).adopt(file)
    damages: list[Damage] = []
    records = split_damage(read_file(config.archive / name, name), damages)
    pages = [page if _is_home(page) else replace(page, body=b"") for page in records]
    runs = []
    for group in _by_site(pages):
        if not any(True for _ in candidates(group, None)):
            continue  # a host that only gave pictures or scripts is no portal
        source = _source_of(group, config)
        store.put_sources([source])
        runs.append(_import_site(group, source, store, Archive(config.archive), observer))
    taken = tuple(run for run in runs if run.requests)
    problems = [str(replace(damage, file=file)) for damage in damages]
    if not taken:
        problems.append(f"{file}: no captured web page in it that could be an article.")
    return Imported(taken, tuple(problems))


def _refuse_foreign(file: Path) -> None:
    """Raise ArchiveError for what holds no captured answer, before a copy of it is kept."""
    if not any(isinstance(record, RawPage) for record in read_file(file)):
        raise ArchiveError(f"{file}: no captured page in it. Name a WARC file of a crawl.")


def _import_site(
    pages: Sequence[RawPage],
    source: Source,
    store: Store,
    archive: Archive,
    observer: Observer | None,
) -> RunReport:
    """Ingest a site's captures, each read again from the archive: bodies are never held together."""
    platform, template = named(source.platform), store.template(source.id)
    run = store.save_run(RunReport(source.id, now(), detail="import"))
    outcomes: list[Outcome] = []
    status = "stopped"
    try:
        for page in candidates(pages, platform):
            assert page.warc is not None  # it was read from a file
            raw = archive.read(page.warc, source.id)
            outcomes.append(ingest(raw, source, store, template=template))
            if observer and len(outcomes) % REPORT_EVERY == 0:
                observer.report(_counted(run, outcomes))
        status = "finished"
    finally:  # interrupted, the run still says how far it came
        done = store.save_run(replace(_counted(run, outcomes), finished_at=now(), status=status))
    catch_up(archive.root, source, store)
    if observer:
        observer.report(done)
    return done


def _counted(run: RunReport, outcomes: Iterable[Outcome]) -> RunReport:
    changes = Counter(outcome.change or f"-{outcome.reason}" for outcome in outcomes)
    return replace(
        run,
        requests=changes.total(),
        new=changes["new"],
        changed=changes["changed"],
        unchanged=changes["unchanged"],
        rejected={key[1:]: count for key, count in changes.items() if key.startswith("-")},
    )


def _by_site(pages: Iterable[RawPage]) -> list[list[RawPage]]:
    groups: dict[str, list[RawPage]] = {}
    for page in pages:
        netloc = urlsplit(page.final_url).netloc.removeprefix("www.")
        groups.setdefault(netloc, []).append(page)
    return list(groups.values())


def _source_of(pages: Sequence[RawPage], config: Config) -> Source:
    """The known source of a site, else one drafted from its captured home page."""
    known = load_sources(config.sources_file).values()
    site = pages[0].final_url
    for source in known:
        if same_site(source.url, site):
            return source
    source = _draft(pages)
    add_source(config.sources_file, source)
    return source


def _draft(pages: Sequence[RawPage]) -> Source:
    parts = urlsplit(pages[0].final_url)
    root = f"{parts.scheme}://{parts.netloc}/"
    home = next((page for page in pages if page.status == 200 and _is_home(page)), None)
    try:
        return draft_source(home).source if home else bare_source(root)
    except PipelineError:  # a captured home that cannot be read tells no more than none
        return bare_source(root)


def _is_home(page: RawPage) -> bool:
    return urlsplit(page.final_url)[2:4] in HOME
