"""Which article stands in which document of which feed: what joins, what leaves, what is sealed.

Each feed is a subscription document and archive pages (RFC 5005). What is new or edited joins the
subscription document; when that holds twice the size of a feed, what joined first is sealed into the next
archive page and stays there for ever. So whoever polls sees each article and each edit before it is
sealed, however old the article is, and whoever walks the archive misses nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeVar

from pipeline.publish.catalog import ALL, Feed
from pipeline.publish.publishing.owners import Owners
from pipeline.publish.publishing.state import KeptFeed, Place, State
from pipeline.store import Store
from pipeline.store.standing import Standing

Thing = TypeVar("Thing")

BATCH = 500
"""Articles looked up at a time."""
LONG_AGO = 0
"""The publishing that put in what no subscriber waits for; the first one has number 1."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Membership:
    """The feeds of a catalog, found by what makes an article theirs."""

    known: Mapping[str, KeptFeed]
    by_source: Mapping[str, tuple[str, ...]]
    """Source id -> names of the feeds that hold every article of it, but the one of everything."""
    by_unit: Mapping[str, tuple[str, ...]]
    by_topic: Mapping[str, str]

    def names(self, article: Standing) -> list[str]:
        """The feeds that the article is for, whoever else prints it."""
        of_units = (name for unit in article.units for name in self.by_unit.get(unit, ()))
        of_topics = (self.by_topic[slug] for slug in article.topics if slug in self.by_topic)
        of_source = self.by_source.get(article.source_id, ())
        return list(dict.fromkeys((ALL.name, *of_source, *of_units, *of_topics)))

    def carriers(self, story: Iterable[Standing]) -> dict[str, str]:
        """Feed -> the key of the one article of a story that stands in it."""
        chosen: dict[str, Standing] = {}
        for article in story:
            for name in self.names(article):
                chosen[name] = first(article, chosen.get(name))
        return {name: article.key for name, article in chosen.items()}


def first(article: Standing, other: Standing | None) -> Standing:
    """Which of two articles of a story stands in a feed: the story's first publisher's, else the older."""
    if other is None or article.key == article.story:
        return article
    if other.key == other.story:
        return other
    return min(article, other, key=lambda each: each.timeline)


def membership(feeds: Iterable[Feed], known: Mapping[str, KeptFeed], owners: Owners) -> Membership:
    """The feeds found by source, by unit and by topic."""
    by_source: dict[str, list[str]] = {}
    by_unit: dict[str, list[str]] = {}
    by_topic = {}
    for feed in feeds:
        if feed.where.topic:
            by_topic[feed.where.topic] = feed.name
        elif feed.where.unit:
            by_unit.setdefault(feed.where.unit, []).append(feed.name)
        else:
            for source in owners.members(feed):
                by_source.setdefault(source, []).append(feed.name)
    return Membership(known, _tuples(by_source), _tuples(by_unit), by_topic)


def _tuples(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(names) for key, names in lists.items()}


def reconcile(
    state: State,
    store: Store,
    feed: Feed,
    kept: KeptFeed,
    run: int,
    news: Collection[str] | None = None,
) -> None:
    """Bring a feed's articles in line with the store, whatever happened meanwhile.

    `news`: the articles that changed since the last publishing, where that is known. What else joins has
    been published long ago, by a source that is the feed's only now: it goes to the archive before all
    that a subscriber waits for.
    """

    def placed(article: Standing, before: Place | None) -> Place:
        is_old = news is not None and before is None and article.key not in news
        return placed_now(article, before, LONG_AGO if is_old else run)

    lost = {place.key for place in state.current(kept.id)}
    for batch in batched(carried(store.iter_standings(feed.where)), BATCH):
        before = state.places(kept.id, [article.key for article in batch])
        places = [placed(article, before.get(article.key)) for article in batch]
        state.put_places(kept.id, places)
        lost.difference_update(place.key for place in places)
    state.drop_places(kept.id, lost)


def carried(articles: Iterable[Standing]) -> Iterator[Standing]:
    """Of each story the one article that stands in the feed, and all that stand alone."""
    stories: dict[str, Standing] = {}
    for article in articles:
        if article.story is None:
            yield article
        else:
            stories[article.story] = first(article, stories.get(article.story))
    yield from stories.values()


def batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """The things in lists of at most that size."""
    running = iter(things)
    while batch := list(islice(running, size)):
        yield batch


Fresh = dict[int, set[str]]
"""Feed -> the articles whose rendering in its subscription document may have changed."""


def apply(state: State, store: Store, feeds: Membership, keys: Iterable[str], run: int) -> Fresh:
    """Put changed articles where they belong now."""
    touched: Fresh = {}
    for batch in batched(dict.fromkeys(keys), BATCH):
        state.readmit(batch)
        found = store.standings(batch)
        carriers = _carriers(feeds, found)
        changed = set(batch)
        for (
            article
        ) in found:  # those of its story too: where it leaves a feed, one of them steps in
            feed_ids = _wanted(feeds, article, carriers.get(article.story or "", {}))
            _apply(state, feed_ids, article, run, touched, changed=article.key in changed)
    return touched


def _carriers(feeds: Membership, articles: Iterable[Standing]) -> dict[str, dict[str, str]]:
    """Story -> feed -> the key of the article that stands there."""
    stories: dict[str, list[Standing]] = {}
    for article in articles:
        if article.story is not None:
            stories.setdefault(article.story, []).append(article)
    return {story: feeds.carriers(held) for story, held in stories.items()}


def _wanted(feeds: Membership, article: Standing, carriers: Mapping[str, str]) -> list[int]:
    names = feeds.names(article)
    return [feeds.known[n].id for n in names if carriers.get(n, article.key) == article.key]


def _apply(
    state: State, wanted: list[int], article: Standing, run: int, touched: Fresh, *, changed: bool
) -> None:
    for feed in state.current_feeds(article.key):
        if feed not in wanted:
            state.drop_places(feed, (article.key,))
            touched.setdefault(feed, set()).add(article.key)
    for feed in wanted:
        before = state.place(feed, article.key)
        place = placed_now(article, before, run)
        if place != before:
            state.put_places(feed, (place,))
        if not place.page and (changed or place != before):
            touched.setdefault(feed, set()).add(article.key)


def placed_now(article: Standing, before: Place | None, run: int) -> Place:
    """Where an article of a feed stands from now on: sealed stays sealed until its publisher edits it."""
    updated = seconds(article.updated)
    if before is None or before.updated != updated:
        return Place(article.key, 0, run, article.timeline, updated)
    return replace(before, timeline=article.timeline)


def seconds(moment: datetime) -> int:
    """A time as a place's `updated`: whole seconds, for that is what feeds print."""
    return (moment - _EPOCH) // _SECOND


def moment(updated: int) -> datetime:
    """A place's `updated` as a time."""
    return _EPOCH + updated * _SECOND
