"""Stories in any order of arrival, with any edits on the way: always what the definition says."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

import pytest
from reprint_forms import POWER, WEATHER, filled
from reprint_pairs import captioned, cut_short, in_house_style, mended, without_lead
from reprint_texts import BRIDGE, RICE, News
from store_samples import FAR, OTHER, SOURCE, article, at, visit

from pipeline.model import Article
from pipeline.store import Store
from pipeline.store.stories import bucket, grouping, likeness, signature
from pipeline.store.stories.settling import DAYS, OWN_DAYS
from pipeline.store.timeline import timeline

SOURCES = (SOURCE, OTHER, FAR)
KINDS = (captioned, cut_short, in_house_style, mended, without_lead)
TEXTS = (
    BRIDGE,
    RICE,
    *(kind(news) for kind in KINDS for news in (BRIDGE, RICE)),
    *filled(POWER),
    *filled(WEATHER),
    News("Tin ngắn", "Chi tiết xem trong tệp đính kèm."),
)


@dataclass(frozen=True)
class Version:
    """What one article is at one time."""

    number: int
    source: int
    news: News
    at: datetime

    @property
    def article(self) -> Article:
        return article(
            self.number,
            self.news.title,
            self.news.text,
            published_at=self.at,
            published_precision="minute",
        )


def a_version(rng: random.Random, number: int, begin: datetime) -> Version:
    moment = begin + timedelta(minutes=rng.randrange(45 * 24 * 60))
    return Version(number, number % len(SOURCES), rng.choice(TEXTS), moment)


def arrivals(rng: random.Random, last: Mapping[int, Version], begin: datetime) -> Iterator[Version]:
    """The articles in some order, some of them after other versions of themselves."""
    visits = [n for n in last for _ in range(rng.choice((1, 1, 2, 3)))]
    rng.shuffle(visits)
    for place, number in enumerate(visits):
        final = number not in visits[place + 1 :]
        yield last[number] if final else a_version(rng, number, begin)


def save_all(store: Store, versions: Iterator[Version], hour: Iterator[int]) -> dict[int, str]:
    """Number -> key."""
    keys = {}
    for version in versions:
        when = at(1) + timedelta(hours=next(hour))
        line = visit(version.article, when, SOURCES[version.source].id)
        keys[version.number] = store.save(version.article, line).key
    return keys


def by_definition(last: Mapping[int, Version], keys: Mapping[int, str]) -> dict[int, str | None]:
    """Number -> the story's key, from all pairs of all articles."""
    stands: dict[int, list[tuple[int, int]]] = {}
    for number, version in last.items():
        place = timeline(version.at, keys[number])
        for band in signature.bands(signature.runs_of(version.news.text)):
            stands.setdefault(band, []).append((place, number))
    near = set()
    for places in stands.values():
        order = [number for _, number in sorted(places)]
        for (one, first), (other, second) in combinations(enumerate(order), 2):
            if other - one <= bucket.NEAR:
                near.add((min(first, second), max(first, second)))
    groups = {number: {number} for number in last}
    for one, other in near:
        if are_reprints(last[one], last[other]) and groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for number in groups[other]:
                groups[number] = groups[one]
    return {number: led(groups[number], last, keys) for number in last}


def are_reprints(one: Version, other: Version) -> bool:
    days = OWN_DAYS if one.source == other.source else DAYS
    texts = (likeness.read(each.news.title, each.news.text) for each in (one, other))
    return abs(one.at - other.at) <= timedelta(days=days) and likeness.is_reprint(*texts)


def led(group: set[int], last: Mapping[int, Version], keys: Mapping[int, str]) -> str | None:
    if not 1 < len(group) <= grouping.MOST:
        return None
    return keys[min(group, key=lambda number: (last[number].at, keys[number]))]


@pytest.mark.parametrize("near", [1, 2, 8])
def test_any_order_with_any_edits_gives_the_same_stories(
    store: Store, monkeypatch: pytest.MonkeyPatch, near: int
) -> None:
    """Each round is years from the others, so that none meets another's articles."""
    monkeypatch.setattr(bucket, "NEAR", near)
    monkeypatch.setattr(grouping, "MOST", 6)
    store.put_sources(SOURCES)
    rng = random.Random(near)
    hour = iter(range(1_000_000))
    found = 0
    for round_ in range(5 if "sqlite" in store._url.drivername else 2):
        begin = at(1) - timedelta(days=200 * (round_ + 1))
        last = {n: a_version(rng, n, begin) for n in range(100 * round_, 100 * round_ + 14)}
        keys = save_all(store, arrivals(rng, last, begin), hour)
        expected = by_definition(last, keys)
        stories = {}
        for number, key in keys.items():
            entry = store.entry(key)
            assert entry
            stories[number] = entry.story
            copies = [other for other in expected if expected[other] == expected[number]]
            copies.sort(key=lambda other: (last[other].at, keys[other]))
            beside = [keys[other] for other in copies if other != number]
            assert [copy.key for copy in entry.also] == (beside if entry.story else [])
        assert stories == expected
        found += len(set(stories.values()) - {None})
    assert found > 1


def test_the_list_of_changes_names_all_whose_copies_changed(store: Store) -> None:
    """Whoever reads what the list names, and nothing else, knows every story."""
    store.put_sources(SOURCES)
    rng = random.Random(5)
    last = {n: a_version(rng, n, at(1)) for n in range(12)}
    known: dict[str, tuple[str, ...]] = {}
    read_up_to = 0
    hour = iter(range(1_000_000))
    for version in arrivals(rng, last, at(1)):
        save_all(store, iter([version]), hour)
        for change in store.changes(read_up_to):
            known[change.key] = beside(store, change.key)
            read_up_to = change.number
        assert known == {key: beside(store, key) for key in known}
    assert any(known.values())


def beside(store: Store, key: str) -> tuple[str, ...]:
    entry = store.entry(key)
    assert entry
    return (entry.story or "", *(f"{copy.key} {copy.title}" for copy in entry.also))
