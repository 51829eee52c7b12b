"""An entry's id outlives whatever becomes of its article: moves, edits, re-readings, another database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import SOURCE, article, at, visit

from pipeline.exported import parse_entry
from pipeline.model import VIETNAM, Article, EntryFilter, Source
from pipeline.normalise.urls import normalise_url
from pipeline.store import Store, open_store
from pipeline.store.identity.addresses import same_address, url_key

LONG = (
    "Sáng nay, bà con thôn Hạ dự lễ khánh thành cây cầu mới. Công trình dài một trăm hai mươi mét, do nhân"
    " dân các xã cùng góp công xây dựng trong hơn năm trời, với sự giúp đỡ của nhiều đơn vị trong huyện."
    " Phát biểu tại buổi lễ, ông trưởng thôn cảm ơn những gia đình đã hiến đất làm đường."
)
HOME, NEXT = "http://lynhan.test", "https://tin.lynhan.example"
NEWS = article(12, "Thôn Hạ khánh thành cây cầu mới", LONG)
DATED = replace(NEWS, published_at=at(5), published_precision="minute")
HEIR = Source("lynhan-moi", "Xã Lý Nhân", f"{NEXT}/", successor="")


def at_host(of: Article, host: str, path: str = "") -> Article:
    return replace(of, url=f"{host}{path or '/' + of.url.split('/', 3)[3]}")


def edited(of: Article, **fields: Any) -> Article:
    """With words of its own and a hash that follows title and text."""
    made = replace(of, **fields)
    return replace(made, content_hash=f"{made.title}|{made.text}")


# --- one portal that moves ----------------------------------------------------------------------


@pytest.fixture(params=[NEWS, DATED], ids=["undated", "dated"])
def news(request: pytest.FixtureRequest) -> Article:
    return edited(request.param)


@pytest.fixture
def key(store: Store, news: Article) -> str:
    store.put_sources([SOURCE])
    return store.save(news, visit(news, at(20))).key


def moved(store: Store) -> None:
    """The portal is registered under its new address."""
    store.put_sources([replace(SOURCE, url=f"{NEXT}/")])


def look(store: Store, at_now: Article, day: int = 21, source_id: str = "lynhan") -> str:
    return store.save(at_now, visit(at_now, at(day), source_id)).key


@pytest.mark.parametrize(
    "url",
    [
        "https://lynhan.test/tin-12",
        "http://www.lynhan.test/tin-12",
        "https://www.lynhan.test:443/tin-12",
    ],
)
def test_another_scheme_is_the_same_address_whatever_stands_there(
    store: Store, key: str, news: Article, url: str
) -> None:
    assert look(store, edited(news, url=url, title="Khác", text="Khác hẳn")) == key
    assert store.count() == 1


NEARLY = pytest.mark.parametrize("url", [f"{HOME}/tin-12/", f"{HOME}/Tin-12", f"{NEXT}/tin-12"])


@NEARLY
def test_an_address_that_differs_otherwise_is_the_same_with_the_same_words(
    store: Store, key: str, news: Article, url: str
) -> None:
    assert look(store, replace(news, url=url)) == key


@NEARLY
def test_an_address_that_differs_otherwise_is_another_with_other_words(
    store: Store, key: str, news: Article, url: str
) -> None:
    other = edited(news, url=url, title="Hội làng", text="Hội làng mở sớm.")
    assert look(store, other) != key


def test_a_portal_under_a_new_host_keeps_its_entries(store: Store, key: str, news: Article) -> None:
    moved(store)
    there = at_host(news, NEXT)
    assert look(store, there) == key
    entry = store.entry(key)
    assert entry
    assert entry.article.url == there.url
    assert [one.kind for one in store.changes()] == ["new", "moved"]


def test_an_article_edited_while_its_portal_moved_is_the_same(
    store: Store, key: str, news: Article
) -> None:
    moved(store)
    there = edited(at_host(news, NEXT), text=news.text + "Có thêm một câu.")
    assert look(store, there) == key
    assert [one.reason for one in store.revisions(key)] == ["publisher"]


def test_another_article_under_the_path_on_another_host_is_another(
    store: Store, key: str, news: Article
) -> None:
    other = edited(at_host(news, NEXT), text="Xã Đông họp bàn về vụ mùa. " * 9)
    assert look(store, other) != key
    assert store.count() == 2


def test_two_notices_of_one_form_on_two_hosts_stay_apart(store: Store) -> None:
    store.put_sources([SOURCE])
    notices = [
        edited(at_host(DATED, host), title="Thông báo", published_at=at(day), text=LONG + host)
        for day, host in ((5, HOME), (6, NEXT))
    ]
    assert len({look(store, one) for one in notices}) == 2


def test_the_former_host_does_not_take_an_article_back(
    store: Store, key: str, news: Article
) -> None:
    moved(store)
    there = at_host(news, NEXT)
    assert [look(store, one, day) for day, one in enumerate((there, news, there), 21)] == [key] * 3
    entry = store.entry(key)
    assert entry
    assert entry.article.url == there.url
    assert [one.kind for one in store.changes()] == ["new", "moved"]


def test_a_former_capture_read_again_is_the_article_that_moved(
    store: Store, key: str, news: Article
) -> None:
    moved(store)
    there = edited(at_host(news, NEXT, "/bai/9"), title="Tên mới")
    store.save(there, visit(there, at(21), url=news.url))
    later = edited(there, text="Nội dung viết lại hẳn.", published_at=None)
    look(store, later, 22)
    again = store.save(news, visit(news, at(20)), reextracted=True)
    assert (again.key, store.count()) == (key, 1)


# --- a portal that another one succeeds -----------------------------------------------------------


@pytest.fixture
def heir(store: Store, key: str) -> Source:
    """The portal that took over from the first."""
    store.put_sources([replace(SOURCE, successor=HEIR.id), HEIR])
    return HEIR


@pytest.mark.parametrize("path", ["/tin-12", "/chi-tiet?id=9"])
def test_a_successor_takes_the_entries_over(
    store: Store, key: str, heir: Source, news: Article, path: str
) -> None:
    there = at_host(news, NEXT, path)
    assert look(store, there, source_id=heir.id) == key
    entry = store.entry(key)
    assert entry
    assert (entry.source_id, entry.article.url) == (heir.id, there.url)
    assert entry.id.startswith("tag:congtin,2025:lynhan/")
    assert store.count(EntryFilter(source_id="lynhan")) == 0


def test_what_it_took_over_is_its_own_from_then_on(
    store: Store, key: str, heir: Source, news: Article
) -> None:
    there = at_host(news, NEXT)
    look(store, there, source_id=heir.id)
    later = edited(there, title="Tên khác", text="Viết lại.")
    assert look(store, later, 22, heir.id) == key
    assert store.mark_gone(visit(later, at(23), heir.id))


def test_the_former_portal_finds_it_with_its_successor(
    store: Store, key: str, heir: Source, news: Article
) -> None:
    there = at_host(news, NEXT)
    look(store, there, source_id=heir.id)
    assert look(store, news, 22) == key
    entry = store.entry(key)
    assert entry
    assert (entry.source_id, entry.article.url) == (heir.id, there.url)


def test_its_own_article_under_the_same_path_is_another(
    store: Store, key: str, heir: Source, news: Article
) -> None:
    own = edited(at_host(news, NEXT), text="Xã Đông họp bàn về vụ mùa. " * 9)
    assert look(store, own, source_id=heir.id) != key
    assert store.count(EntryFilter(source_id="lynhan")) == 1


def test_a_successors_successor_takes_over_too(
    store: Store, key: str, heir: Source, news: Article
) -> None:
    third = Source("ly-nhan-3", "Xã Lý Nhân", "https://ba.example/")
    store.put_sources([replace(heir, successor=third.id), third])
    assert look(store, at_host(news, "https://ba.example"), source_id=third.id) == key


def test_portals_that_name_each_other_still_share_one_entry(
    store: Store, key: str, heir: Source, news: Article
) -> None:
    store.put_sources([replace(heir, successor="lynhan")])
    there = at_host(news, NEXT)
    assert [look(store, there, 21, heir.id), look(store, news, 22)] == [key, key]
    assert store.count() == 1


def test_a_portal_that_is_no_kin_keeps_apart(store: Store, key: str, news: Article) -> None:
    store.put_sources([HEIR])
    assert look(store, at_host(news, NEXT), source_id=HEIR.id) != key
    assert store.count() == 2


def printed(of: Article, path: str, *, day_only: bool = True, **fields: Any) -> Article:
    """As a successor with another CMS prints it: another address, other words around it."""
    there = edited(at_host(of, NEXT, path), text=f"Tin ảnh. {of.text}", **fields)
    if not day_only or there.published_at is None:
        return there
    midnight = there.published_at.astimezone(VIETNAM).replace(hour=0, minute=0)
    return replace(there, published_at=midnight, published_precision="day")


@pytest.mark.parametrize("day_only", [True, False], ids=["day", "minute"])
def test_a_successor_that_prints_it_otherwise_takes_it_over(
    store: Store, key: str, heir: Source, news: Article, day_only: bool
) -> None:
    if news.published_at is None:
        pytest.skip("without a date nothing tells it")
    there = printed(news, "/bai/9", day_only=day_only)
    assert look(store, there, source_id=heir.id) == key
    entry = store.entry(key)
    assert entry
    assert (entry.article.url, entry.article.published_at) == (there.url, news.published_at)
    assert entry.article.published_precision == "minute"
    assert look(store, there, 22, heir.id) == key
    assert store.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Thông báo khác"},
        {"text": LONG[::-1]},
        {"published_at": at(6)},
    ],
    ids=["title", "text", "day"],
)
def test_a_successors_own_article_of_much_the_same_words_is_another(
    store: Store, key: str, heir: Source, news: Article, fields: dict[str, Any]
) -> None:
    there = printed(replace(news, **fields), "/bai/9", day_only=news.published_at is not None)
    if news.published_at is None and "published_at" not in fields:
        there = replace(there, published_at=None)
    assert look(store, there, source_id=heir.id) != key


def test_of_two_notices_that_are_equally_alike_neither_is_taken(store: Store, heir: Source) -> None:
    twins = [
        edited(DATED, url=f"{HOME}/tin-{n}", text=f"{LONG} {n} {n}", published_at=at(5, 8 + n))
        for n in (1, 2)
    ]
    keys = {look(store, one) for one in twins}
    assert len(keys) == 2
    third = printed(edited(DATED, text=f"{LONG} 3 3"), "/bai/9")
    assert look(store, third, source_id=heir.id) not in keys


def test_of_two_notices_each_finds_its_own(store: Store, heir: Source) -> None:
    twins = [
        edited(DATED, url=f"{HOME}/tin-{n}", text=f"{LONG} {word}", published_at=at(5, 8 + n))
        for n, word in ((1, "hộ nghèo"), (2, "hộ cận khá giàu"))
    ]
    keys = [look(store, one) for one in twins]
    again = [printed(one, f"/bai/{n}") for n, one in enumerate(twins)]
    assert [look(store, one, source_id=heir.id) for one in again] == keys


@pytest.mark.parametrize("beside", [0, 1, -1], ids=["its day", "the day after", "the day before"])
def test_a_page_of_ones_own_that_prints_less_of_the_time_keeps_it(
    store: Store, beside: int
) -> None:
    store.put_sources([SOURCE])
    first = look(store, edited(DATED), 20)
    midnight = at(5).astimezone(VIETNAM).replace(hour=0, minute=0)
    day = midnight + timedelta(days=beside)  # "five days ago", counted by hours
    vague = edited(DATED, published_at=day, published_precision="day")
    assert look(store, vague, 21) == first
    entry = store.entry(first)
    assert entry
    assert entry.article.published_at == DATED.published_at
    other = edited(DATED, published_at=midnight + timedelta(days=3), published_precision="day")
    look(store, other, 22)
    entry = store.entry(first)
    assert entry
    assert entry.article.published_at == other.published_at


# --- a host that another unit took over -------------------------------------------------------------


def test_two_sources_of_one_host_share_no_entry(store: Store, key: str, news: Article) -> None:
    """The new owner's CMS counts from 1 again: /tin-12 is another article, or even the same words."""
    owner = replace(SOURCE, id="lynhan-2025", name="Xã Lý Nhân")
    store.put_sources([replace(SOURCE, enabled=False), owner])
    other = edited(news, title="Hội làng", text="Hội làng mở sớm.")
    theirs = look(store, other, 21, owner.id)
    assert theirs != key
    assert look(store, news, 22, owner.id) != key
    entry = store.entry(key)
    assert entry
    assert (entry.source_id, entry.article.text) == ("lynhan", news.text)
    assert list(store.revisions(key)) == []


# --- addresses -------------------------------------------------------------------------------------


def test_a_key_knows_no_host_case_last_slash_or_order() -> None:
    same = ("http://a.vn/Tin/1/?b=2&a=1", "https://www.b.vn:8080/tin/1?a=1&b=2")
    assert len(set(map(url_key, same))) == 1
    assert url_key("http://a.vn/tin/1") != url_key("http://a.vn/tin/2")


def test_one_address_has_one_host_path_and_query() -> None:
    assert same_address("http://A.vn/t?x=1", "https://www.a.vn:443/t?x=1")
    assert not same_address("http://a.vn/t", "http://b.vn/t")
    assert not same_address("http://a.vn/t", "http://a.vn/T")
    assert not same_address("http://a.vn/t", "http://a.vn:8080/t")


# --- whatever happens --------------------------------------------------------------------------------

EVENTS = (
    *("retitle", "slug", "relink", "edit", "redate", "scheme", "www", "host", "heir", "session"),
    *("reread", "archive", "gone", "twin", "carry"),
)
SYLLABLES = "an bình cao dương đông giang hà khê lam minh nam ninh phú quang sơn tân thái".split()
_worlds = count()


@dataclass
class Portal:
    """Where a portal is now, and the ids that it had."""

    name: str
    source: Source
    hosts: list[str]
    scheme: str = "http"
    www: str = ""
    moves: int = 0

    def url(self, item: "Item") -> str:
        return f"{self.scheme}://{self.www}{self.hosts[item.host]}{item.path}"


@dataclass
class Item:
    """An article as its publisher has it."""

    portal: Portal
    host: int
    path: str
    title: str
    words: list[str]
    published: datetime | None
    note: str = ""
    key: str = ""
    id: str = ""
    captures: list[tuple[Article, str, datetime]] = field(default_factory=list)

    def article(self) -> Article:
        text = " ".join([*self.words, self.note]).strip()
        return Article(
            url=normalise_url(self.portal.url(self)),
            title=self.title,
            text=text,
            html=f"<p>{text}</p>",
            content_hash=f"{self.title}|{text}",
            published_at=self.published,
            published_precision="minute" if self.published else None,
        )


class World:
    """A few portals whose articles share paths and titles, in one of two databases."""

    def __init__(self, stores: tuple[Store, Store], seed: int) -> None:
        self.store, self.other = stores
        self.random = Random(seed)
        self.time = at(1)
        number = next(_worlds)
        self.portals = [self._portal(f"w{number}p{n}") for n in range(3)]
        self.items = [
            self._item(portal, host, slug, dated)
            for portal in self.portals
            for host in range(len(portal.hosts))
            for slug, dated in ((12, True), (13, False))
        ]
        for item in self.items:
            self.look(item)

    def _portal(self, name: str) -> Portal:
        hosts = [f"{name}.test", f"xa.{name}.test"]
        source = Source(name, name, f"http://{hosts[0]}/")
        self.store.put_sources([source])
        return Portal(name, source, hosts)

    def _item(self, portal: Portal, host: int, slug: int, dated: bool) -> Item:
        words = [f"{self.random.choice(SYLLABLES)}{self.random.randrange(50)}" for _ in range(60)]
        published = self.tick() if dated else None
        return Item(portal, host, f"/news_{slug}", "Thông báo", words, published)

    def tick(self) -> datetime:
        self.time += timedelta(hours=5, minutes=self.random.randrange(60))
        return self.time

    def look(self, item: Item, asked: str = "") -> None:
        """The crawl reads the article as it stands."""
        now, when = item.article(), self.tick()
        asked = asked or item.portal.url(item)
        outcome = self.store.save(now, visit(now, when, item.portal.source.id, url=asked))
        self.is_same(item, outcome.key)
        item.captures.append((now, item.portal.source.id, when))

    def is_same(self, item: Item, key: str) -> None:
        if not item.key:
            entry = self.store.entry(key)
            assert entry
            item.key, item.id = key, entry.id
        assert key == item.key

    def happen(self, event: str, number: int) -> None:
        item = self.items[number % len(self.items)]
        getattr(self, event)(item)

    def retitle(self, item: Item) -> None:
        item.title = f"Tin {self.random.randrange(1000)}"
        self.look(item)

    def slug(self, item: Item) -> None:
        """A new address, to which the old one leads."""
        before, item.path = item.portal.url(item), f"/tin/{self.random.randrange(10**6)}"
        self.look(item, asked=before)

    def relink(self, item: Item) -> None:
        """A new address that a listing links to; the old one shows the article, or nothing."""
        item.path = f"/tin/{self.random.randrange(10**6)}"
        self.look(item)

    def edit(self, item: Item) -> None:
        item.words[self.random.randrange(len(item.words))] = f"sửa{self.random.randrange(1000)}"
        self.look(item)

    def redate(self, item: Item) -> None:
        if item.published:
            item.published += timedelta(minutes=7)
        self.look(item)

    def scheme(self, item: Item) -> None:
        item.portal.scheme = "https" if item.portal.scheme == "http" else "http"
        self.look(item)

    def www(self, item: Item) -> None:
        item.portal.www = "" if item.portal.www else "www."
        self.look(item)

    def host(self, item: Item) -> None:
        """The portal has a new domain, under the same id."""
        self._move(item.portal)
        portal = item.portal
        portal.source = replace(portal.source, url=f"http://{portal.hosts[0]}/")
        self.store.put_sources([portal.source])
        self._visit(portal)

    def heir(self, item: Item) -> None:
        """A new portal takes over."""
        portal = item.portal
        self._move(portal)
        name = f"{portal.name}-{portal.moves}"
        heir = Source(name, name, f"http://{portal.hosts[0]}/")
        self.store.put_sources([replace(portal.source, successor=name), heir])
        portal.source = heir
        self._visit(portal)

    def _move(self, portal: Portal) -> None:
        portal.moves += 1
        portal.hosts = [f"{kind}{portal.name}m{portal.moves}.test" for kind in ("", "xa.")]

    def _visit(self, portal: Portal) -> None:
        for item in self.items:
            if item.portal is portal:
                self.look(item)

    def session(self, item: Item) -> None:
        url = item.portal.url(item)
        self.look(item, f"{url}?utm_source=zalo&PHPSESSID={self.random.randrange(10**9)}")

    def reread(self, item: Item) -> None:
        """New rules read the last capture otherwise."""
        item.note = "" if item.note else "Hộp thư bạn đọc"
        before, source_id, when = item.captures[-1]
        text = " ".join([*item.words, item.note]).strip()
        now = replace(before, text=text, content_hash=f"{before.title}|{text}")
        self.is_same(item, self._again(now, source_id, when))
        item.captures[-1] = (now, source_id, when)

    def _again(self, now: Article, source_id: str, when: datetime) -> str:
        return self.store.save(now, visit(now, when, source_id), reextracted=True).key

    def archive(self, item: Item) -> None:
        """`reprocess`: every capture once more, in the order of first visit."""
        for now, source_id, when in item.captures:
            self.is_same(item, self._again(now, source_id, when))

    def gone(self, item: Item) -> None:
        now = item.captures[-1][0]
        self.store.mark_gone(visit(now, self.tick(), item.portal.source.id))
        self.look(item)

    def twin(self, item: Item) -> None:
        """Filed under a second section too."""
        if item.published:
            now = replace(item.article(), url=f"{item.article().url}-{self.random.randrange(99)}")
            outcome = self.store.save(now, visit(now, self.tick(), item.portal.source.id))
            self.is_same(item, outcome.key)

    def carry(self, item: Item) -> None:
        """Exported, and taken into another database; what was captured stays behind."""
        for portal in self.portals:
            self.other.put_sources([portal.source])
            for entry in list(self.store.iter_entries(EntryFilter(source_id=portal.source.id))):
                told = parse_entry(json.loads(json.dumps(entry.to_dict())))
                self.other.adopt(told)
        self.store, self.other = self.other, self.store
        for one in self.items:
            one.captures = one.captures[-1:]

    def check(self) -> None:
        assert len({item.key for item in self.items}) == len(self.items)
        for item in self.items:
            entry = self.store.entry(item.key)
            assert entry
            assert (entry.id, entry.article.title) == (item.id, item.title)
        for portal in self.portals:
            here = self.store.count(EntryFilter(source_id=portal.source.id))
            assert here == sum(item.portal is portal for item in self.items)


@pytest.fixture
def stores(store: Store, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    with open_store(f"sqlite:///{tmp_path / 'other.db'}") as other:
        yield store, other


_days = st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 11)), min_size=1, max_size=12)


def test_whatever_happens_each_article_has_one_entry_with_its_first_id(
    stores: tuple[Store, Store], database_url: str
) -> None:
    @given(seed=st.integers(0, 10**6), days=_days)
    @settings(max_examples=25 if database_url.startswith("sqlite") else 8)
    def live(seed: int, days: list[tuple[str, int]]) -> None:
        world = World(stores, seed)
        for event, number in days:
            world.happen(event, number)
        world.check()

    live()
