"""Stories: which articles print one text, in whatever order they come."""

from datetime import timedelta

from store_samples import FAR, OTHER, SOURCE, article, at, visit

from pipeline.model import Article, Entry, EntryFilter, Source
from pipeline.store import Store

WORDS = (
    "Sáng nay, huyện khánh thành cây cầu mới bắc qua sông Châu sau mười tám tháng thi công. Cầu dài "
    "hai trăm mét, nối hai xã ven sông, giúp bà con đi lại thuận lợi trong mùa mưa lũ.\n"
    "Phát biểu tại buổi lễ, lãnh đạo huyện đề nghị các đơn vị sớm hoàn thiện đường dẫn, lắp đặt đèn "
    "chiếu sáng và bàn giao cho địa phương quản lý, khai thác có hiệu quả công trình."
)


def printed(number: int, day: int, text: str = WORDS, title: str = "Cầu mới") -> Article:
    """An article of that day in May."""
    return article(number, title, text, published_at=at(day), published_precision="day")


def save(store: Store, of: Article, source: Source = SOURCE, day: int = 20) -> str:
    """The key of the article, saved at that day's visit."""
    store.put_sources([source])
    return store.save(of, visit(of, at(day), source.id)).key


def story(store: Store, key: str) -> list[str]:
    return [entry.key for entry in store.story(key)]


def entry(store: Store, key: str) -> Entry:
    found = store.entry(key)
    assert found
    return found


def told(store: Store, after: int = 0) -> set[str]:
    """The articles of which the list of changes says that their story changed."""
    return {change.key for change in store.changes(after) if change.kind == "story"}


def test_the_first_publisher_leads_and_the_others_stand_beside_it(store: Store) -> None:
    later = save(store, printed(1, 6), OTHER)
    first = save(store, printed(2, 5), SOURCE)
    last = save(store, printed(3, 8), FAR)
    assert story(store, last) == [first, later, last]
    assert {entry(store, key).story for key in (first, later, last)} == {first}
    beside = entry(store, later).also
    assert [copy.key for copy in beside] == [first, last]
    assert (beside[0].source_name, beside[0].url) == (SOURCE.name, "http://lynhan.test/tin-2")
    assert beside[0].published_at == at(5)


def test_who_stands_alone_has_no_story(store: Store) -> None:
    key = save(store, printed(1, 5))
    assert (story(store, key), entry(store, key).story, entry(store, key).also) == ([], None, ())
    assert story(store, "unknown") == []
    assert told(store) == set()


def test_a_list_may_show_each_story_once(store: Store) -> None:
    first, later = save(store, printed(1, 5)), save(store, printed(2, 6), OTHER)
    alone = save(store, printed(3, 7, "Một tin khác hẳn."))
    once = EntryFilter(once=True)
    assert [each.key for each in store.entries(once)[0]] == [alone, first]
    assert store.count(once) == 2
    assert next(store.iter_entries(once)).also[0].key == later


def test_who_changed_his_text_leaves_the_story(store: Store) -> None:
    first, later = save(store, printed(1, 5)), save(store, printed(2, 6), OTHER)
    assert told(store) == {first, later}
    before = store.last_change()
    save(store, printed(1, 5, "Bài này đã được rút."), day=21)
    assert entry(store, first).story is None
    assert entry(store, later).story is None
    assert told(store, before) == {first, later}


def test_a_new_date_makes_another_the_first(store: Store) -> None:
    first, later = save(store, printed(1, 5)), save(store, printed(2, 6), OTHER)
    save(store, printed(1, 7), day=21)
    assert story(store, first) == [later, first]
    assert entry(store, first).story == later


def test_the_same_words_months_later_are_another_story(store: Store) -> None:
    first = save(store, printed(1, 5))
    save(store, article(2, text=WORDS, published_at=at(5) + timedelta(days=31)), OTHER)
    assert story(store, first) == []


def test_a_portals_weekly_notice_is_no_reprint_of_itself(store: Store) -> None:
    keys = [save(store, printed(number, 1 + 7 * number)) for number in range(3)]
    assert [story(store, key) for key in keys] == [[], [], []]


def test_another_title_changes_what_stands_beside_the_others(store: Store) -> None:
    first, later = save(store, printed(1, 5)), save(store, printed(2, 6), OTHER)
    before = store.last_change()
    save(store, printed(1, 5, title="Khánh thành cầu mới"), day=21)
    assert entry(store, later).also[0].title == "Khánh thành cầu mới"
    assert later in told(store, before)
    assert first not in told(store, before)


def test_search_names_the_others_too(store: Store) -> None:
    first, later = save(store, printed(1, 5)), save(store, printed(2, 6), OTHER)
    hits = store.search("sông Châu").hits
    assert {hit.entry.key: [copy.key for copy in hit.entry.also] for hit in hits} == {
        first: [later],
        later: [first],
    }
