"""Walks through listings: what is asked for next, where they end, and what counts as walked."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.pager import NextPage
from crawler.visit.walk import MAX_PAGES, Reading
from crawler.visit.walks import BARREN, FRUITLESS, RESUMED, WHOLE, Walks
from pipeline.model import ListingVisit, Order

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
LISTING = "http://huyen.example.vn/tin-tuc"
VIEW = f"{LISTING}?kieu=anh"
Judge = Callable[[tuple[str, ...]], bool]


def named(*numbers: int) -> tuple[str, ...]:
    return tuple(f"http://huyen.example.vn/bai-{n}.html" for n in numbers)


def visit(url: str = LISTING, order: Order = "newest", **fields: Any) -> ListingVisit:
    given: dict[str, Any] = {"read_at": NOW - HOUR, "walked_at": NOW - HOUR}
    return ListingVisit("huyen", url, order=order, **given | fields)


@dataclass
class Portal:
    """Listings page by page, walked as a crawl does: what was asked for, in order."""

    pages: dict[str, Sequence[Sequence[str]]]
    before: Iterable[ListingVisit] = ()
    known: Collection[str] = ()
    """What earlier runs settled."""
    mapped: Collection[str] = ()
    """What sitemaps name: asked for already."""
    failing: Collection[int] = ()
    """Numbers of pages that do not answer."""
    tells_last: bool = True
    at_idle: Callable[[Walks], None] = lambda _: None
    asked: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._met = {*self.known, *self.mapped}
        self.walks = Walks(self.before, lambda urls: set(urls) <= set(self.mapped), NOW)

    def walk(self) -> "Portal":
        """All first pages, then what is held until nothing is."""
        for base in self.pages:
            if (base, 1) not in self.asked:
                self._ask(base, 1)
        while True:
            self.at_idle(self.walks)
            held = self.walks.held()
            if not held:
                return self
            for key, page in held:
                self._ask(key, page.number)

    def numbers(self, key: str = LISTING) -> list[int]:
        return [number for asked, number in self.asked if asked == key]

    def is_whole(self, key: str = LISTING) -> bool:
        done = self.walks.done()
        return key in done and done[key].is_whole

    def _ask(self, key: str, number: int) -> None:
        self.asked.append((key, number))
        if number in self.failing:
            self.walks.fail(key)
        else:
            self.walks.read(key, self._reading(key, number))

    def _reading(self, key: str, number: int) -> Reading:
        pages = self.pages[key.removesuffix(RESUMED)]
        articles = tuple(pages[number - 1])
        fresh = frozenset(articles) - self._met
        self._met |= fresh
        count = len(pages)
        return Reading(
            number,
            articles,
            fresh,
            following=at(key, number + 1) if number < count else None,
            last=at(key, count) if self.tells_last and number < count else None,
            known=frozenset(articles) & set(self.known),
            place=at(key, number),
        )


def at(key: str, number: int) -> NextPage:
    joint = "&" if "?" in key else "?"
    return NextPage(f"{key.removesuffix(RESUMED)}{joint}page={number}", number=number)


def numbered(count: int, size: int = 4, first: int = 0) -> list[tuple[str, ...]]:
    """So many pages of articles that stand nowhere else."""
    starts = range(first, first + count * size, size)
    return [named(*range(start, start + size)) for start in starts]


# --- a first walk --------------------------------------------------------------------------------


def test_a_first_walk_goes_to_the_last_page() -> None:
    portal = Portal({LISTING: numbered(5)}).walk()
    assert portal.numbers() == [1, 2, 3, 4, 5]
    assert portal.is_whole()


def test_the_pages_of_several_listings_are_asked_for_in_turns() -> None:
    other = "http://huyen.example.vn/van-hoa"
    portal = Portal({LISTING: numbered(3), other: numbered(2, first=50)}).walk()
    assert portal.asked == [(LISTING, 1), (other, 1), (LISTING, 2), (other, 2), (LISTING, 3)]


def test_what_the_first_page_showed_is_remembered() -> None:
    portal = Portal({LISTING: numbered(3)}).walk()
    assert portal.walks.done()[LISTING].head == numbered(3)[0]


def test_a_pager_that_leads_in_a_circle_ends() -> None:
    portal = Portal({LISTING: [*numbered(3), *numbered(3) * 20]}).walk()
    assert portal.numbers() == [1, 2, 3, 4]


def test_pages_without_articles_are_left_after_a_few() -> None:
    portal = Portal({LISTING: [*numbered(1), *[()] * 40]}).walk()
    assert len(portal.numbers()) == 1 + BARREN


def test_one_empty_page_ends_no_walk() -> None:
    portal = Portal({LISTING: [*numbered(2), (), *numbered(2, first=20)]}).walk()
    assert portal.numbers() == [1, 2, 3, 4, 5]


def test_pages_that_do_not_say_their_number_are_bounded_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crawler.visit.walks.MAX_PAGES", 50)
    walks = Walks((), lambda _: False, NOW)
    for n in range(200):
        reading = Reading(0, named(n), frozenset(named(n)), following=NextPage(f"{LISTING}/{n}"))
        walks.read(LISTING, reading)
        if not walks.held():
            break
    assert n < 50


def test_a_walk_whose_links_lead_to_no_article_is_left() -> None:
    portal = Portal(
        {LISTING: numbered(30)}, at_idle=lambda walks: walks.leave_barren(lambda _: False)
    ).walk()
    assert len(portal.numbers()) == FRUITLESS


def test_one_article_in_a_few_pages_keeps_a_walk_going() -> None:
    def leave(walks: Walks) -> None:
        walks.leave_barren(set(named(*range(0, 200, 8))).__contains__)

    portal = Portal({LISTING: numbered(20)}, at_idle=leave).walk()
    assert len(portal.numbers()) == 20


# --- known ground --------------------------------------------------------------------------------


def test_a_listing_walked_before_ends_on_its_first_page_when_nothing_is_new() -> None:
    known = named(*range(40))
    portal = Portal({LISTING: numbered(10)}, before=[visit()], known=known).walk()
    assert portal.numbers() == [1]


def test_it_goes_on_behind_a_page_of_new_articles() -> None:
    known = named(*range(6, 40))
    portal = Portal({LISTING: numbered(10)}, before=[visit()], known=known).walk()
    assert portal.numbers() == [1, 2]


def test_articles_pinned_to_the_top_end_no_walk() -> None:
    known = {*named(0), *named(*range(8, 40))}
    portal = Portal({LISTING: numbered(10)}, before=[visit()], known=known).walk()
    assert portal.numbers() == [1, 2, 3]


def test_a_walk_to_known_ground_makes_no_listing_whole() -> None:
    portal = Portal({LISTING: numbered(3)}, before=[visit()], known=named(*range(12))).walk()
    assert LISTING in portal.walks.done()
    assert not portal.is_whole()


def test_a_listing_that_was_never_walked_to_its_end_is_walked_though_all_is_known() -> None:
    before = [visit(walked_at=None)]
    portal = Portal(
        {LISTING: numbered(4)}, before=before, known=named(*range(16)), tells_last=False
    )
    assert portal.walk().numbers() == [1, 2, 3, 4]


def test_a_listing_that_grows_at_its_end_is_read_from_its_last_page() -> None:
    before, known = [visit(order="oldest")], named(*range(36))
    portal = Portal({LISTING: numbered(10)}, before=before, known=known).walk()
    assert portal.numbers() == [1, 10]


def test_a_listing_in_no_order_is_read_on_only_where_there_is_news_elsewhere() -> None:
    other = "http://huyen.example.vn/van-hoa"
    before = [visit(order="mixed"), visit(other)]
    known = named(*range(100))
    quiet = Portal({LISTING: numbered(4), other: numbered(2, first=50)}, before, known).walk()
    assert quiet.numbers() == [1]
    news = {LISTING: numbered(4), other: numbered(2, first=98)}
    assert Portal(news, before, known).walk().numbers() == [1, 2, 3, 4]


def test_a_listing_in_no_order_is_walked_to_its_end_once_a_day() -> None:
    before = [visit(order="mixed", walked_at=NOW - WHOLE - HOUR)]
    portal = Portal({LISTING: numbered(3)}, before, named(*range(12)), tells_last=False).walk()
    assert portal.numbers() == [1, 2, 3]
    assert portal.is_whole()


# --- cut off and resumed --------------------------------------------------------------------------


def test_a_page_that_does_not_answer_leaves_the_listing_unwalked() -> None:
    portal = Portal({LISTING: numbered(5)}, failing={3}).walk()
    assert portal.numbers() == [1, 2, 3]
    assert LISTING not in portal.walks.done()


def test_where_a_walk_goes_on_is_told_while_its_next_page_is_held() -> None:
    places: list[tuple[str, NextPage]] = []
    Portal({LISTING: numbered(3)}, at_idle=lambda walks: places.extend(walks.positions())).walk()
    assert places == [(LISTING, at(LISTING, 2)), (LISTING, at(LISTING, 3))]


def test_a_place_that_only_a_form_leads_to_is_not_told() -> None:
    walks = Walks((), lambda _: False, NOW)
    form = NextPage(LISTING, (("__EVENTTARGET", "pager"),), 2)
    walks.read(LISTING, Reading(1, named(1, 2, 3), frozenset(named(1, 2, 3)), following=form))
    assert list(walks.positions()) == []


def resumed(portal: Portal, number: int) -> Portal:
    portal._ask(LISTING + RESUMED, number)
    return portal.walk()


CUT_OFF = visit(walked_at=None, next_url=at(LISTING, 4).url, next_number=4)


def test_a_walk_that_was_cut_off_reads_no_page_twice() -> None:
    portal = resumed(Portal({LISTING: numbered(6)}, [CUT_OFF], named(*range(12))), 4)
    assert portal.numbers() == [1]
    assert portal.numbers(LISTING + RESUMED) == [4, 5, 6]


def test_both_parts_of_a_walk_make_a_listing_whole() -> None:
    portal = resumed(Portal({LISTING: numbered(6)}, [CUT_OFF], named(*range(12))), 4)
    walk = portal.walks.done()[LISTING]
    assert walk.is_whole
    assert (walk.head, walk.place) == (numbered(6)[0], at(LISTING, 6))
    assert walk.order == list(named(*range(4), *range(12, 24)))


def test_what_was_published_since_a_walk_was_cut_off_is_read_as_well() -> None:
    portal = resumed(Portal({LISTING: numbered(6)}, [CUT_OFF], named(*range(6, 18))), 4)
    assert portal.numbers() == [1, 2]
    assert portal.numbers(LISTING + RESUMED) == [4, 5, 6]


def test_a_resumed_walk_that_is_cut_off_again_makes_none() -> None:
    portal = Portal({LISTING: numbered(6)}, [CUT_OFF], named(*range(12)))
    portal._ask(LISTING + RESUMED, 4)
    portal.walks.end(LISTING)
    assert portal.walks.held() == [(LISTING + RESUMED, at(LISTING, 5))]
    portal.walks.fail(LISTING + RESUMED)
    assert portal.walks.done() == {}


def test_a_resumed_walk_finds_what_lies_behind_known_articles() -> None:
    """Cut off among news, while as many more were published: its page shows what it showed before."""
    before = [visit(next_url=at(LISTING, 3).url)]
    known = {*named(*range(4, 12)), *named(*range(20, 40))}
    portal = Portal({LISTING: numbered(10)}, before, known)
    assert resumed(portal, 3).numbers(LISTING + RESUMED) == [3, 4, 5, 6]


@pytest.mark.parametrize("answer", [Walks.fail, Walks.end], ids=["gone", "leads elsewhere"])
@pytest.mark.parametrize("first", [True, False], ids=["after the first page", "before it"])
@pytest.mark.parametrize("walked_at", [None, NOW - HOUR], ids=["first walk", "later walk"])
def test_a_walk_whose_place_is_no_more_begins_anew(
    answer: Callable[[Walks, str], None], first: bool, walked_at: datetime | None
) -> None:
    before = replace(CUT_OFF, walked_at=walked_at)
    portal = Portal({LISTING: numbered(6)}, [before], named(*range(12)), tells_last=False)
    if first:
        portal._ask(LISTING, 1)
    answer(portal.walks, LISTING + RESUMED)
    assert portal.walk().numbers() == [1, 2, 3, 4, 5, 6]
    assert portal.is_whole()


def test_not_modified_ends_a_walk() -> None:
    walks = Walks([visit()], lambda _: False, NOW)
    walks.end(LISTING)
    assert walks.held() == []
    assert LISTING in walks.done()


def turned(head: tuple[str, ...], order: Order = "newest") -> Portal:
    """A listing that has begun with its newest, and now begins with its oldest."""
    pages = numbered(4)
    return Portal({LISTING: pages}, [visit(order=order, head=head)], named(*range(14)))


@pytest.mark.parametrize("head", [(13, 12, 11, 10), (13, 12, 3, 2)])
def test_a_listing_that_was_turned_round_is_read_to_its_end(head) -> None:
    portal = turned(named(*head)).walk()
    assert portal.numbers() == [1, 2, 3, 4]
    assert portal.is_whole()  # so that its order is known from now on


@pytest.mark.parametrize(
    "portal",
    [
        turned(named(3, 2, 1, 0)),  # nothing new: it begins as it did
        turned(named(20, 19, 0, 1)),  # two were withdrawn
        turned(named(13, 12)),  # too few to tell
    ],
)
def test_a_listing_that_begins_much_as_it_did_is_not_turned(portal: Portal) -> None:
    assert portal.walk().numbers() == [1]


# --- a date to go back to -------------------------------------------------------------------------


def since(first: int, *, rising: bool = False) -> Callable[[Walks], None]:
    """As `--since`: articles are too old from that number on, or below it where they rise."""
    young = {*named(*range(first, 1000))} if rising else {*named(*range(first))}
    return lambda walks: walks.cut(lambda urls: bool(young & set(urls)), lambda _: rising)


def test_a_date_ends_a_walk_behind_the_first_page_that_is_older() -> None:
    portal = Portal({LISTING: numbered(10)}, at_idle=since(6), tells_last=False).walk()
    assert portal.numbers() == [1, 2, 3]


def test_a_listing_that_a_date_ended_does_not_count_as_walked() -> None:
    portal = Portal({LISTING: numbered(10)}, at_idle=since(6)).walk()
    assert LISTING not in portal.walks.done()


def test_a_walk_to_a_date_leaves_no_place_to_go_on_from() -> None:
    """Before it stand articles that were too old for that walk, and are not for the next."""
    places: list[tuple[str, NextPage]] = []

    def idle(walks: Walks) -> None:
        since(6)(walks)
        places.extend(walks.positions())

    Portal({LISTING: numbered(10)}, at_idle=idle).walk()
    assert places == []


def test_a_listing_that_begins_with_its_oldest_is_read_backwards_from_its_last_page() -> None:
    portal = Portal({LISTING: numbered(10)}, at_idle=since(33, rising=True)).walk()
    assert portal.numbers()[:3] == [1, 10, 9]
    assert set(portal.numbers()) >= {1, 8, 9, 10}
    assert not set(portal.numbers()) & {2, 3, 4, 5, 6}


def test_it_is_read_to_its_end_where_its_pager_does_not_tell_the_last_page() -> None:
    portal = Portal({LISTING: numbered(6)}, at_idle=since(20, rising=True), tells_last=False).walk()
    assert portal.numbers() == [1, 2, 3, 4, 5, 6]


# --- listings that show what stands elsewhere -------------------------------------------------------


def sorted_out(count: int) -> Portal:
    articles = named(*range(count * 4))
    return Portal({LISTING: numbered(count)}, mapped=articles)


def test_of_a_listing_that_sitemaps_hold_the_last_page_is_asked_for_alone() -> None:
    portal = sorted_out(10).walk()
    assert portal.numbers() == [1, 10]
    assert portal.is_whole()


def test_where_the_last_page_has_something_of_its_own_it_is_walked_after_all() -> None:
    portal = sorted_out(10)
    portal.mapped = named(*range(38))
    portal._met = set(portal.mapped)
    assert sorted(portal.walk().numbers()) == list(range(1, 11))


def test_a_listing_that_shows_another_one_s_articles_is_probed_at_some_places() -> None:
    shown = numbered(40)
    known = [url for page in shown for url in page]
    portal = Portal({LISTING: shown}, known=known).walk()
    assert portal.numbers() == [1, 40, 21, 11, 30]


@pytest.mark.parametrize("own", [11, 21, 30, 40])
def test_where_one_of_them_has_something_of_its_own_every_page_is_read_once(own: int) -> None:
    shown = numbered(40)
    known = [url for n, page in enumerate(shown, 1) for url in page if n < own]
    portal = Portal({LISTING: shown}, known=known).walk()
    assert sorted(portal.numbers()) == list(range(1, 41))


def test_a_page_probed_that_does_not_answer_leaves_the_listing_unwalked() -> None:
    shown = numbered(40)
    known = [url for page in shown for url in page]
    portal = Portal({LISTING: shown}, known=known, failing={21}).walk()
    assert portal.numbers().count(21) == 1
    assert LISTING not in portal.walks.done()


def read_first(walks: Walks, key: str, articles: tuple[str, ...], fresh: bool = True) -> bool:
    reading = Reading(1, articles, frozenset(articles) if fresh else frozenset())
    is_view = walks.is_view(key, reading)
    walks.read(key, reading)
    return is_view


def test_an_address_with_more_parameters_that_shows_nothing_new_is_a_view() -> None:
    walks = Walks((), lambda _: False, NOW)
    assert not read_first(walks, LISTING, named(1, 2, 3))
    assert read_first(walks, VIEW, named(3, 2, 1), fresh=False)


def test_a_view_that_shows_something_new_is_a_listing() -> None:
    walks = Walks((), lambda _: False, NOW)
    read_first(walks, LISTING, named(1, 2, 3))
    assert not read_first(walks, VIEW, named(4, 5, 6))


def test_another_section_that_shows_nothing_new_is_no_view() -> None:
    walks = Walks((), lambda _: False, NOW)
    read_first(walks, LISTING, named(1, 2, 3))
    assert not read_first(walks, "http://huyen.example.vn/noi-bat", named(1, 2, 3), fresh=False)


def test_what_is_addressed_as_the_home_with_parameters_is_a_view_only_where_it_shows_the_same() -> (
    None
):
    walks, home = Walks((), lambda _: False, NOW), "http://huyen.example.vn/"
    read_first(walks, home, named(1, 2, 3, 4))
    assert not read_first(walks, f"{home}?nv=news", named(7, 8, 9), fresh=False)
    assert read_first(walks, f"{home}?theme=1", named(4, 2, 3), fresh=False)


# --- whatever comes ------------------------------------------------------------------------------

_some = st.sets(st.integers(0, 30)).map(lambda ns: named(*ns))
_page = st.lists(st.integers(0, 30), max_size=5, unique=True).map(lambda ns: named(*ns))
_pages = st.lists(_page, min_size=1, max_size=20) | st.integers(1, 30).map(numbered)
_known = _some | st.integers(0, 120).map(lambda n: named(*range(n)))
_orders: st.SearchStrategy[Order] = st.sampled_from(["newest", "oldest", "mixed"])
_before = st.lists(_orders, max_size=1).map(lambda found: [visit(order=o) for o in found])
_failing = st.sets(st.integers(2, 30), max_size=4)
_since = st.builds(lambda n, rising: since(n, rising=rising), st.integers(0, 120), st.booleans())
_at_idle = st.just(lambda _: None) | _since


@given(_pages, _before, _known, _known, _failing, st.booleans(), _at_idle)
def test_no_listing_has_a_page_asked_for_twice(
    pages, before, known, mapped, failing, tells, at_idle
):
    portal = Portal({LISTING: pages}, before, known, mapped, failing, tells, at_idle).walk()
    assert len(portal.asked) == len(set(portal.asked))


@given(_pages, _known, _known, _failing, _at_idle)
def test_a_listing_of_which_a_page_failed_is_never_whole(pages, known, mapped, failing, at_idle):
    portal = Portal({LISTING: pages}, (), known, mapped, failing, at_idle=at_idle).walk()
    assert not (set(portal.numbers()) & failing and portal.is_whole())


@given(st.integers(1, 12), _some, _some)
def test_a_whole_listing_was_read_to_its_last_page(count, known, mapped):
    portal = Portal({LISTING: numbered(count)}, (), known, mapped).walk()
    assert portal.is_whole()
    assert count in portal.numbers()


_readings = st.builds(
    Reading,
    number=st.integers(0, 5),
    articles=_some,
    fresh=_some.map(frozenset),
    following=st.integers(0, 9).map(lambda n: at(LISTING, n) if n else None),
    last=st.none() | st.integers(2, 9).map(lambda n: at(LISTING, n)),
    known=_some.map(frozenset),
    place=st.integers(1, 9).map(lambda n: at(LISTING, n)),
)


@given(st.lists(_readings, min_size=1), _before, _some, st.integers(0, 30))
def test_whatever_the_pages_hold_a_walk_ends(readings, before, mapped, young):
    """The same pages again and again: a pager that never says where it is."""
    walks = Walks(before, lambda urls: set(urls) <= set(mapped), NOW)
    judge = since(young)
    asked = 0
    walks.read(LISTING, readings[0])
    while True:
        judge(walks)
        held = walks.held()
        if not held:
            break
        for key, _ in held:
            asked += 1
            walks.read(key, readings[asked % len(readings)])
    assert asked <= MAX_PAGES
