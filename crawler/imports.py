"""`congtin import`: the articles of captured pages, by the same rules as a crawl, without the network."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.captures.index import Capture
from crawler.onboarding.discover import bare_source, draft_source
from crawler.pages.paging.captured import gathered
from crawler.platforms import named
from crawler.sources import add_source, load_sources, shipped
from crawler.sources.periods import owner_on
from crawler.sources.writing import described
from crawler.spiders.archive import candidates, is_home, split_damage
from crawler.visitor import Observer
from pipeline.archive import Archive, Damage, Part, Revisit, parts_of, read_file
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ArchiveError, PipelineError
from pipeline.ingest import ingest, read_article
from pipeline.model import VIETNAM, Outcome, RawPage, RunReport, Source
from pipeline.normalise.urls import same_site
from pipeline.reprocess import catch_up
from pipeline.store import Store

REPORT_EVERY = 20
MOST_TOLD = 10
"""Damages of one kind that are named one by one, and kinds of them."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What captures gave: a run for each source among them, and what could not be taken."""

    runs: tuple[RunReport, ...] = ()
    problems: tuple[str, ...] = ()
    refusals: tuple[ArchiveError, ...] = field(default=(), compare=False)
    """Files that were not taken at all."""
    registered: tuple[str, ...] = ()
    """Ids of the sources that it made: nobody asked for visits to them, so they are not enabled."""


def import_file(
    config: Config, file: Path, store: Store, *, observer: Observer | None = None
) -> Imported:
    """Ingest every capture of a WARC or WACZ file that a crawl would have brought home.

    Hosts with articles that are no source yet become one, drafted from their captured home page and not
    enabled. The WARC files are copied into the archive first, so that `reprocess` finds them. Raises
    ArchiveError, ConfigError.
    """
    done = import_files(config, [file], store, observer=observer)
    if done.refusals:
        raise done.refusals[0]
    return done


def import_files(
    config: Config, files: Sequence[Path], store: Store, *, observer: Observer | None = None
) -> Imported:
    """The same for several files; one that is refused keeps no other out.

    All are kept before any is read: a revisit may refer to an answer in another file.
    """
    archive = Archive.of(config)
    refusals: list[ArchiveError] = []
    kept: list[tuple[str, str]] = []
    for file in files:
        try:
            kept += _keep(archive, file, config.data / "scratch")
        except ArchiveError as error:
            refusals.append(error)
    done = [_import_kept(config, archive, name, label, store, observer) for name, label in kept]
    return Imported(
        tuple(run for one in done for run in one.runs),
        tuple(problem for one in done for problem in one.problems),
        tuple(refusals),
        tuple(name for one in done for name in one.registered),
    )


def _keep(archive: Archive, file: Path, scratch: Path) -> list[tuple[str, str]]:
    """Copies in the archive of a file's parts: name there, and what a person knows it as."""
    with ExitStack() as held:
        parts = held.enter_context(parts_of(file, scratch))
        for part in parts:
            _refuse_foreign(part)
        return [(archive.adopt(part.file), part.label) for part in parts]


def _refuse_foreign(part: Part) -> None:
    """Raise ArchiveError for what holds no captured answer, before a copy of it is kept."""
    try:
        found = any(isinstance(record, RawPage | Revisit) for record in read_file(part.file))
    except ArchiveError as error:
        raise ArchiveError(str(error).replace(str(part.file), part.label)) from error
    if not found:
        raise ArchiveError(
            f"{part.label}: no captured page in it. Name a WARC or WACZ file of a crawl."
        )


def _import_kept(
    config: Config,
    archive: Archive,
    name: str,
    label: str,
    store: Store,
    observer: Observer | None,
) -> Imported:
    damages: list[Damage] = []
    records = split_damage(archive.answers(name), damages)
    pages = [page if is_home(page) else replace(page, body=b"") for page in records]
    runs: list[RunReport] = []
    registered: list[str] = []
    for group in _by_site(pages):
        for known, owned in by_owner(group, lambda page: page.fetched_at, config):
            source = known or draft_of(owned)
            if not known:
                if not _has_article(owned, source, archive):
                    continue  # what else a browser fetched: a counter, an advertisement, a frame
                source = register(source, config)
                registered.append(source.id)
            runs.append(import_site(owned, source, store, archive, observer))
    taken = tuple(run for run in runs if run.requests)
    problems = _told(label, damages)
    if not taken:
        problems.append(f"{label}: no captured web page in it that is an article.")
    return Imported(taken, tuple(problems), registered=tuple(registered))


def _has_article(pages: Sequence[RawPage], source: Source, archive: Archive) -> bool:
    for page in candidates(pages, named(source.platform)):
        try:
            read_article(_read(archive, source, page), source, documents=True)
        except PipelineError:
            continue
        return True
    return False


def _told(label: str, damages: Sequence[Damage]) -> list[str]:
    """The damages, of each kind no more than a person would read."""
    told = []
    kinds = Counter(one.reason for one in damages)  # a reason may quote what stands in the file
    for reason, count in kinds.most_common(MOST_TOLD):
        alike = [one for one in damages if one.reason == reason][:MOST_TOLD]
        told += [f"{label}: {one.what} at byte {one.offset}: {reason}" for one in alike]
        if count > MOST_TOLD:
            told.append(f"{label}: {count - MOST_TOLD} more of these: {reason}")
    if len(kinds) > MOST_TOLD:
        told.append(f"{label}: {len(kinds) - MOST_TOLD} more kinds of damage")
    return told


def import_site(
    pages: Iterable[RawPage],
    source: Source,
    store: Store,
    archive: Archive,
    observer: Observer | None,
) -> RunReport:
    """Ingest a site's captures, the oldest first, each read again from the archive.

    `pages`: with their places in the archive; their bodies are not used, so none need be held together.
    """
    store.put_sources([source])
    platform, template = named(source.platform), store.template(source.id)
    run = store.save_run(RunReport(source.id, now(), detail="import"))
    outcomes: list[Outcome] = []
    status = "stopped"
    try:
        taken = candidates(sorted(pages, key=lambda page: page.fetched_at), platform)
        for raw in gathered(list(taken), source.page, partial(_read, archive, source)):
            outcomes.append(ingest(raw, source, store, template=template, archive=archive))
            if observer and len(outcomes) % REPORT_EVERY == 0:
                observer.report(_counted(run, outcomes))
        status = "finished"
    finally:  # interrupted, the run still says how far it came
        done = store.save_run(replace(_counted(run, outcomes), finished_at=now(), status=status))
    catch_up(archive.root, source, store)
    if observer:
        observer.report(done)
    return done


def _read(archive: Archive, source: Source, page: RawPage) -> RawPage:
    assert page.warc is not None  # it was read from a file
    return archive.read(page.warc, source.id)


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
    """Pages of one site together: http and https, with and without `www.`."""
    groups: list[list[RawPage]] = []
    sites: dict[str, list[RawPage]] = {}
    for page in pages:
        netloc = urlsplit(page.final_url).netloc
        if netloc not in sites:
            same = [group for group in groups if same_site(group[0].final_url, page.final_url)]
            sites[netloc] = same[0] if same else []
            groups += [] if same else [sites[netloc]]
        sites[netloc].append(page)
    return groups


def draft_of(pages: Sequence[RawPage]) -> Source:
    """The source of a site that none has yet: the portal that is shipped, else one drafted from its captured
    home page.
    """
    url = pages[0].final_url
    known = (source for source in shipped().values() if same_site(source.url, url))
    return next(known, None) or _draft(pages)


def register(source: Source, config: Config) -> Source:
    """The source as it stands in sources.toml now, the shipped one by its id: known, and not enabled, since
    a file of captures may name any host.
    """
    source = replace(source, enabled=False)
    add_source(config.sources_file, source, [described(source)])
    return source


C = TypeVar("C", RawPage, Capture)


def by_owner(
    captures: Sequence[C], moment: Callable[[C], datetime], config: Config
) -> list[tuple[Source | None, list[C]]]:
    """A site's captures by the source whose the host was at their moment; None: no source has it yet."""
    url = getattr(captures[0], "final_url", captures[0].url)
    sources = [s for s in load_sources(config.sources_file).values() if same_site(s.url, url)]
    if len(sources) < 2:
        return [(sources[0] if sources else None, list(captures))]
    owned: dict[str, list[C]] = {}
    for capture in captures:
        owner = owner_on(sources, moment(capture).astimezone(VIETNAM).date())
        owned.setdefault(owner.id, []).append(capture)
    return [(source, owned[source.id]) for source in sources if source.id in owned]


def _draft(pages: Sequence[RawPage]) -> Source:
    parts = urlsplit(pages[0].final_url)
    root = f"{parts.scheme}://{parts.netloc}/"
    home = next((page for page in pages if page.status == 200 and is_home(page)), None)
    try:
        return draft_source(home).source if home else bare_source(root)
    except PipelineError:  # a captured home that cannot be read tells no more than none
        return bare_source(root)
