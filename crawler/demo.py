"""The demo: the sample farm crawled, published, and compared with its truth."""

from dataclasses import dataclass, replace

from crawler.farm import Farm, Portal
from crawler.interrupts import interruptible
from crawler.onboarding.discover import bare_source
from crawler.run import crawl
from crawler.sources import add_source, load_sources
from crawler.visitor import Observer
from pipeline.config import Config
from pipeline.model import EntryFilter, RunReport, Source
from pipeline.publish.publishing.files import publish
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class PortalResult:
    """What one sample portal gave, against its truth."""

    id: str
    url: str
    expected: int
    found: int
    missing: tuple[str, ...]
    unwanted: tuple[str, ...]
    """Addresses stored as articles that the truth does not know."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """The demo's outcome."""

    portals: tuple[PortalResult, ...]
    runs: tuple[RunReport, ...]
    articles: int
    feeds: int

    @property
    def complete(self) -> bool:
        """Whether every portal gave every article and nothing else."""
        return all(not portal.missing and not portal.unwanted for portal in self.portals)


def run_demo(
    config: Config, store: Store, farm: Farm, *, observer: Observer | None = None
) -> DemoResult:
    """Crawl the running farm into the store and publish. Raises KeyboardInterrupt when told to end."""
    sources = [_source(portal, config) for portal in farm.portals]
    done = crawl(config, sources, store, observer=observer)
    interruptible()
    if any(run.detail == "interrupted" for run in done.runs):
        raise KeyboardInterrupt
    published = publish(store, config)
    pairs = zip(farm.portals, sources, strict=True)
    portals = tuple(_compare(portal, source, store) for portal, source in pairs)
    feeds = len(published.written) + len(published.unchanged)
    return DemoResult(portals, done.runs, sum(p.found for p in portals), feeds)


def _source(portal: Portal, config: Config) -> Source:
    """The registry's source for a sample portal; written there the first time."""
    bare = bare_source(portal.url, allow_private=True)
    known = load_sources(config.sources_file)
    if bare.id in known:
        return known[bare.id]
    source = replace(bare, name=portal.name, province=portal.province)
    add_source(config.sources_file, source)
    return source


def _compare(portal: Portal, source: Source, store: Store) -> PortalResult:
    expected = {article.url for article in portal.truth}
    stored = _urls(store, source)
    return PortalResult(
        id=portal.id,
        url=portal.url,
        expected=len(expected),
        found=len(expected & stored),
        missing=tuple(sorted(expected - stored)),
        unwanted=tuple(sorted(stored - expected)),
    )


def _urls(store: Store, source: Source) -> set[str]:
    return {entry.article.url for entry in store.iter_entries(EntryFilter(source_id=source.id))}
