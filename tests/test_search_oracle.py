"""Search beside a reading of every article: on both databases the same articles in the same order."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from store_samples import OTHER, SOURCE, article, at, visit

from pipeline.geography import Unit, gazetteer
from pipeline.model import VIETNAM, Entry, EntryFilter, NamedPlace, Source
from pipeline.slug import slug
from pipeline.spelling import spellings
from pipeline.store import Store
from pipeline.store.searching import query, search
from pipeline.store.searching.query import All, Mark, Node, Run, Term
from pipeline.store.searching.syntax import parse
from pipeline.store.topics import topics_of

WORDS = (
    "nông nong nồng thôn thon mới moi hoà hòa hoa đường duong dương nhân dân nhan dan nam 2024 xã-hội"
).split()
SECTIONS = ("Kinh tế", "Văn hóa", None)
AUTHORS = ("Minh Hà", "minh hà", None)
PORTAL = Source(
    "lechan",
    "Lê Chân",
    "http://lechan.test/",
    "district",
    "Hải Phòng",
    unit="11383",
    unit_before="305",
)
"""Of Quận Lê Chân until 2025-06-30, of Phường Lê Chân since."""
NAMED = ("305", "11383@2025", "353", "13573@2025", "31@2025")
PLACES = (
    "place:kim-bang",
    'place:"quận Lê Chân"',
    'place:"phuong le chan"',
    'place:"Lê Chân"',
    'place:"Hải Phòng"',
    "place:353",
    'place:"Xã Lý Nhân"',
)
"""The first is a portal's without a code, which goes by its name; two are nobody's, only named."""


def some(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))


def fill(store: Store, chance: random.Random) -> list[Entry]:
    """Articles of few different words, newest first; several in one second, some changed after."""
    store.put_sources([PORTAL, *(replace(each, district=each.name) for each in (SOURCE, OTHER))])
    for number in range(40):
        day = at(1) + timedelta(days=chance.randrange(20))
        made = article(
            number,
            some(chance, 1, 4),
            some(chance, 0, 8),
            published_at=chance.choice((day, None)),
            section=chance.choice(SECTIONS),
            author=chance.choice(AUTHORS),
            tags=tuple(chance.choices(("Nông thôn", "Đường"), k=chance.randrange(3))),
        )
        source = chance.choice((SOURCE, OTHER, PORTAL)).id
        seen = at(22) + timedelta(seconds=number // 2)
        made = replace(made, places=named(chance))
        if source == PORTAL.id:
            hours = timedelta(hours=chance.randrange(48))
            made = replace(made, published_at=datetime(2025, 6, 30, tzinfo=VIETNAM) + hours)
            day = made.published_at
        store.save(made, visit(made, seen, source))
        if number % 4 == 0:
            edited = article(
                number, made.title, some(chance, 2, 8), published_at=day, places=named(chance)
            )
            store.save(edited, visit(edited, at(25), source))
    return list(store.iter_entries())[::-1]


def named(chance: random.Random) -> tuple[NamedPlace, ...]:
    """Units as an article names them."""
    units = chance.sample(NAMED, k=chance.choice((0, 0, 1, 2)))
    return tuple(NamedPlace(unit, "Xã Một", "commune", "xã Một") for unit in units)


def asked(chance: random.Random) -> str:
    """A line that might be typed."""
    pieces = []
    for _ in range(chance.randint(1, 4)):
        word = chance.choice(WORDS)
        phrase = f'"{some(chance, 2, 3)}"'
        field = chance.choice(
            (
                "source:lynhan",
                *PLACES,
                'section:"kinh te"',
                "author:minh-ha",
                "topic:duong",
            )
        )
        group = f"({word} OR {phrase})"
        kind = chance.choices((word, phrase, field, group), weights=(6, 2, 1, 1))[0]
        pieces.append(chance.choice(("", "", "", "-")) + kind)
    if chance.random() < 0.2:
        pieces.append(chance.choice(("after:2024-05-10", "before:12/5/2024", "before:2024-05")))
    joints = chance.choices((" ", " OR "), weights=(5, 1), k=len(pieces))
    return "".join(piece + joint for piece, joint in zip(pieces, joints, strict=True))


def answers(node: Node, entry: Entry) -> bool:
    match node:
        case Term():
            parts = [entry.article.title] + [entry.article.text] * (not node.in_title)
            return all(any(stands(run, part) for part in parts) for run in node.runs())
        case Mark():
            return marked(node, entry)
        case All(wanted=wanted, refused=refused):
            return all(answers(each, entry) for each in wanted) and not any(
                answers(each, entry) for each in refused
            )
    return any(answers(each, entry) for each in node.choices)


def stands(run: Run, text: str) -> bool:
    words = spellings(text)[0 if run.spelling == "exact" else 1]
    size = len(run.words)
    return any(tuple(words[n : n + size]) == run.words for n in range(len(words)))


def marked(mark: Mark, entry: Entry) -> bool:
    (value,) = mark.values
    has = {
        "source": {entry.source_id},
        "section": {slug(entry.article.section or "")},
        "author": {slug(entry.article.author or "")},
        "topic": set(topics_of(entry.article.section, entry.article.tags)),
    }
    return of_place(value, entry) if mark.field == "place" else value in has[mark.field]


def of_place(value: str, entry: Entry) -> bool:
    """As a reader would judge who knows whose portal it was on that day."""
    if not entry.unit:
        own = slug(entry.source_name)
        by_name = slug(value) in (own, own.removeprefix("huyen-"))
    else:
        by_name = False
    units = {unit.id for unit in gazetteer().find(value)}
    unit = gazetteer().unit(entry.unit)
    held = {each.id for each in over(unit)} if unit else set()
    return by_name or not units.isdisjoint(held | {place.unit for place in entry.article.places})


def over(unit: Unit) -> list[Unit]:
    """The unit and what it lies in."""
    known = gazetteer()
    return [unit, *known.above(unit), known.province_now(unit)]


def expected(entries: list[Entry], line: str) -> list[str]:
    """The keys of the articles that answer, best first and then newest first."""
    read = parse(line)
    if not read.asks:
        return []
    found = [
        entry
        for entry in entries
        if answers(read.root, entry)
        and (read.after is None or entry.sort_time >= read.after)
        and (read.before is None or entry.sort_time < read.before)
    ]
    if query.terms(read.root):
        gains = ((query.titled, 4), (query.in_a_row, 2), (query.typed, 1))
        found.sort(key=lambda entry: -sum(g for f, g in gains if answers(f(read.root), entry)))
    return [entry.key for entry in found]


@pytest.mark.parametrize("seed", range(3))
def test_the_same_articles_in_the_same_order(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    entries = fill(store, chance)
    hits = 0
    for _ in range(120):
        line = asked(chance)
        right = expected(entries, line)
        hits += len(right)
        found = store.search(line, limit=100)
        assert ([hit.entry.key for hit in found.hits], found.total) == (right, len(right)), line
        with monkeypatch.context() as bounded:
            bounded.setattr(search, "COUNTED", 5)
            bounded.setattr(search, "READ", 2)
            few = store.search(line, limit=100)
            assert [hit.entry.key for hit in few.hits] == right[:5], line
            assert (few.total, few.more) == (min(5, len(right)), len(right) > 5)
            page = store.search(line, limit=2, offset=2)
            assert [hit.entry.key for hit in page.hits] == right[2:4][: max(0, 5 - 2)], line
    assert hits > 300


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_the_order_of_time_is_that_of_every_list(store: Store, order: str) -> None:
    chance = random.Random(order)
    entries = fill(store, chance)
    for _ in range(40):
        line = asked(chance)
        right = set(expected(entries, line))
        found = store.search(line, EntryFilter(), order=order, limit=100)
        keys = [entry.key for entry in entries if entry.key in right]
        assert [hit.entry.key for hit in found.hits] == keys[:: 1 if order == "newest" else -1]


@pytest.mark.parametrize(
    "where",
    [
        EntryFilter("kimbang"),
        EntryFilter(sources=("kimbang", "nowhere")),
        EntryFilter(province="Ninh Bình"),
        EntryFilter(province="Cà Mau"),
        EntryFilter(place="Ninh Bình/Kim Bảng"),
        EntryFilter(place="nowhere"),
        EntryFilter(section="Kinh tế"),
        EntryFilter(section="Kinh Tế"),
        EntryFilter(section="kinh-te"),
        EntryFilter(section="经济"),
        EntryFilter(province="ninh binh"),
        EntryFilter(once=True),
        EntryFilter(unit="305"),
        EntryFilter(unit="11383@2025"),
        EntryFilter(unit="353"),
        EntryFilter(unit="31@2025"),
        EntryFilter(unit="nobody's"),
        EntryFilter(unit="305", once=True, author="minh hà"),
        EntryFilter(place="Lê Chân"),
        EntryFilter(place="Lê Chân, Hải Phòng", after=datetime(2025, 7, 1, tzinfo=VIETNAM)),
        EntryFilter(province="31"),
        EntryFilter(author="minh hà"),
        EntryFilter(topic="duong"),
        EntryFilter(after=at(5), before=at(15)),
        EntryFilter("lynhan", author="Minh Hà", topic="kinh-te", after=at(3)),
    ],
)
def test_a_filter_means_the_same_as_in_a_list(store: Store, where: EntryFilter) -> None:
    fill(store, random.Random(7))
    listed = store.entries(where, limit=100)[0]
    found = store.search("", where, limit=100)
    assert [hit.entry.key for hit in found.hits] == [entry.key for entry in listed]
    assert found.total == len(listed)
    everywhere = store.search("moi", limit=100, order="newest").hits
    narrowed = store.search("moi", where, limit=100, order="newest").hits
    keys = {entry.key for entry in listed}
    assert narrowed == tuple(hit for hit in everywhere if hit.entry.key in keys)
