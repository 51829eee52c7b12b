"""What a publishing has to do: which feeds there are, what changed in each, what is sealed."""

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.config import VERSION, Config
from pipeline.model import ArticleChange, Source
from pipeline.publish.catalog import (
    FORMATS,
    TOPIC_ARTICLES,
    TOPICS,
    Catalog,
    Feed,
    catalog,
    continued,
)
from pipeline.publish.feeds.splice import RENDERING
from pipeline.publish.publishing import membership
from pipeline.publish.publishing.archives import adopt
from pipeline.publish.publishing.owners import Owners
from pipeline.publish.publishing.state import KeptFeed, State
from pipeline.store import Store

_CHANGES = 1000
"""Changes read at a time."""


@dataclass(slots=True)
class Work:
    """What is to be done for one feed."""

    feed: Feed
    kept: KeptFeed
    anew: bool = False
    """Reuse nothing of its former documents."""
    interrupted: bool = False
    """A killed run may have written its documents and told nobody."""
    fresh: Collection[str] = frozenset()
    """The articles of its subscription document that may have changed."""
    sealed: Sequence[tuple[int, list[str]]] = ()
    """Archive pages to write: number, keys."""

    @property
    def is_needed(self) -> bool:
        """There is anything to do."""
        return self.anew or bool(self.fresh) or bool(self.sealed)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every feed, and what is to be done."""

    catalog: Catalog
    looks: str
    """A digest of what the listed feeds say of themselves, and so of their list."""
    run: int
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of articles since the last plan."""

    keys: tuple[str, ...] = ()
    last: ArticleChange | None = None
    followed: bool = True
    """False: the state does not follow this database, so everything is looked at."""


def make_plan(store: Store, state: State, config: Config, *, anew: bool = False) -> Plan:
    """Look what changed, and keep in the state what is to be done: whoever is killed leaves that behind."""
    run = int(state.fact("run") or 0) + 1
    if state.fact("rendering") != (rendering := f"{VERSION} {RENDERING}"):
        state.put_fact("rendering", rendering)
        state.readmit()
    changes = changes_since(store, state)
    admit_topics(store, state, changes)
    sources = store.registered()
    listed = catalog(sources, state.topics().items())
    known = state.feeds()
    works = _works(state, known, listed, config, anew=anew or _renamed(state, sources))
    owners = Owners(sources)
    news = frozenset(changes.keys) if changes.followed else None
    for work in works.values():
        _bring_in_line(store, state, work, owners, run, news)
    kept = {name: work.kept for name, work in works.items()}
    feeds = membership.membership([work.feed for work in works.values()], kept, owners)
    fresh = membership.apply(state, store, feeds, changes.keys, run)
    for work in works.values():
        work.fresh = fresh.get(work.kept.id, frozenset())
        _seal(state, work, config.feed_size)
    _keep(state, known, works, changes, run)
    needed = tuple(work for work in works.values() if work.is_needed)
    return Plan(listed, _digest([works[feed.name].kept.look for feed in listed]), run, needed)


def _works(
    state: State, known: Mapping[str, KeptFeed], listed: Catalog, config: Config, *, anew: bool
) -> dict[str, Work]:
    """Each feed as the last run left it; anew where its look or its files are not what they were."""
    files, directory = state.files(), config.feeds
    shared = repr((VERSION, RENDERING, *_settings(config)))
    works = {}
    for feed in (*listed, *continued(listed, known)):
        kept = known.get(feed.name) or state.add_feed(feed.name)
        if feed.name not in known:
            kept = adopt(state, directory, feed, replace(kept, base=config.base_url))
        look = _look(feed, shared)
        changed = anew or kept.look != look
        work = Work(feed, kept, anew=changed or kept.stale, interrupted=kept.stale)
        if changed:  # whatever is missing of its archive is written too
            work.kept = replace(kept, look=look, written=0)
        work.anew = work.anew or not _untouched(directory, feed, files)
        works[feed.name] = work
    return works


def _untouched(directory: Path, feed: Feed, files: Mapping[str, tuple[int, int]]) -> bool:
    """Its documents lie there as we left them."""
    return all(stamp(directory, path) == files.get(path) for path in map(feed.path, FORMATS))


def stamp(directory: Path, path: str) -> tuple[int, int] | None:
    """Size and time of change of a file; None where there is none.

    Asked of every document each time: joining the two as paths would cost more than the question.
    """
    try:
        found = os.stat(f"{directory}/{path}")  # noqa: PTH116
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _bring_in_line(
    store: Store,
    state: State,
    work: Work,
    owners: Owners,
    run: int,
    news: Collection[str] | None,
) -> None:
    """Look at all articles of a feed whose sources are others now, or of which nothing is known."""
    members = _digest(owners.rule(work.feed))
    if news is not None and work.kept.members == members:
        return
    membership.reconcile(state, store, work.feed, work.kept, run, news)
    work.kept = replace(work.kept, members=members)
    work.anew = True


def _seal(state: State, work: Work, size: int) -> None:
    if not work.is_needed:
        return
    unwritten = state.sealed(work.kept) if work.kept.written < work.kept.pages else []
    work.kept, sealed = state.seal(work.kept, size)
    work.sealed = [*unwritten, *sealed]


def _keep(
    state: State,
    known: Mapping[str, KeptFeed],
    works: Mapping[str, Work],
    changes: Changes,
    run: int,
) -> None:
    """Commit the plan: until a feed's files are written it counts as stale."""
    for work in works.values():
        if work.is_needed:
            state.save_feed(replace(work.kept, stale=True))
    for name, kept in known.items():
        if (
            name not in works and kept.members
        ):  # no feed any more; looked at as a whole if it is one again
            state.save_feed(replace(kept, members=""))
    if any(work.is_needed for work in works.values()):  # else not a byte of the state changes
        state.put_fact("run", str(run))
    if changes.last:
        state.put_fact("last", str(changes.last.number))
        state.put_fact("mark", _mark(changes.last))
    state.commit()


def changes_since(store: Store, state: State) -> Changes:
    """The changes that the state has not seen. It follows a database when its last change is that one's."""
    seen = int(state.fact("last") or 0)
    lines = store.changes(max(0, seen - 1), limit=_CHANGES)
    if not seen or not lines or _mark(lines[0]) != state.fact("mark"):
        last = store.changes(max(0, store.last_change() - 1), limit=1)
        return Changes(last=last[0] if last else None, followed=False)
    found = lines[1:]
    while len(lines) == _CHANGES:
        lines = store.changes(lines[-1].number, limit=_CHANGES)
        found += lines
    return Changes(tuple(line.key for line in found), found[-1] if found else None)


def admit_topics(store: Store, state: State, changes: Changes) -> None:
    """Give feeds of their own to the topics that have become large enough."""
    held = state.topics()
    room = TOPICS - len(held)
    if room <= 0:
        return
    if changes.followed:
        sizes = _sizes(store, changes.keys, held)
    else:
        sizes = store.topics(least=TOPIC_ARTICLES, limit=TOPICS)
    large = [(key, name) for key, name, n in sizes if n >= TOPIC_ARTICLES and key not in held]
    state.add_topics(large[:room])


def _sizes(store: Store, keys: Sequence[str], held: Collection[str]) -> list[tuple[str, str, int]]:
    """The topics of those articles that have no feed, with how many articles each has, the largest first."""
    sizes: dict[str, tuple[str, str, int]] = {}
    for part in membership.batched(keys, membership.BATCH):
        slugs = {slug for article in store.standings(part) for slug in article.topics}
        for some in membership.batched(sorted(slugs - sizes.keys() - set(held)), membership.BATCH):
            sizes |= {size[0]: size for size in store.topic_sizes(some)}
    return sorted(sizes.values(), key=lambda size: (-size[2], size[0]))


def _renamed(state: State, sources: Iterable[Source]) -> bool:
    """A source that was known has another name now: every item of it prints that."""
    before = json.loads(state.fact("names") or "{}")
    names = {source.id: source.name for source in sources}
    if names != before:
        state.put_fact("names", json.dumps(names))
    return any(before.get(source, name) != name for source, name in names.items())


def _look(feed: Feed, shared: str) -> str:
    """A digest of what shapes a feed's documents besides its articles: `Feed.channel` and what all share."""
    return _digest((shared, feed.name, feed.heading, feed.description, feed.page, feed.heirs))


def _settings(config: Config) -> tuple[object, ...]:
    """What shapes the documents of every feed."""
    return config.base_url, config.hub, config.feed_size, config.feed_archives


def _mark(change: ArticleChange) -> str:
    """What tells a change from that of another database with the same number."""
    return f"{change.number} {change.kind} {change.key} {change.at.timestamp()}"


def _digest(value: object) -> str:
    return hashlib.blake2b(repr(value).encode(), digest_size=12).hexdigest()
