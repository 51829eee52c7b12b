"""Which stored article a page's article is; and what becomes of one that moves, goes or comes back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from store_samples import SOURCE, article, at, visit

from pipeline.model import Article, Entry, Outcome, PageVisit, WarcLocation
from pipeline.store import Store
from pipeline.store.identity.matching import ENOUGH_TEXT

LONG = "Sáng nay, bà con thôn Hạ dự lễ khánh thành cây cầu mới. " * 5
FIRST = at(20)
MINUTE = {"published_precision": "minute", "published_at": at(5)}
NEWS = article(1, "Thôn Hạ khánh thành cây cầu mới", LONG, **MINUTE)
ELSEWHERE = f"{NEWS.url}-moi"
RETITLED = replace(NEWS, url=ELSEWHERE, title="Cầu mới về thôn Hạ", content_hash="đổi tên")


@pytest.fixture(autouse=True)
def registered(store: Store) -> None:
    store.put_sources([SOURCE])


@pytest.fixture
def key(store: Store) -> str:
    """A store that saw NEWS on 20 May."""
    return save(store, NEWS).key


def save(store: Store, each: Article, when: datetime = FIRST, asked: str = "") -> Outcome:
    return store.save(each, visit(each, when, url=asked or each.url))


def entry_of(store: Store, key: str) -> Entry:
    entry = store.entry(key)
    assert entry
    return entry


def line_of(store: Store, url: str) -> PageVisit:
    line = store.visit("lynhan", url)
    assert line
    return line


def seen(canonical: str, when: datetime, outcome: str = "gone", **fields: Any) -> PageVisit:
    line = PageVisit("lynhan", canonical, canonical, 404, outcome, when)
    return replace(line, **fields)


# --- the same article --------------------------------------------------------------------------


def test_an_edit_at_the_same_address_is_the_same_article(store: Store, key: str) -> None:
    edited = replace(NEWS, title="Khác hẳn", text="Khác", content_hash="h", published_at=at(1))
    outcome = save(store, edited, at(21))
    assert (outcome.key, outcome.change) == (key, "changed")


def test_the_same_words_at_the_same_minute_under_another_section_are_a_twin(
    store: Store, key: str
) -> None:
    outcome = save(store, replace(NEWS, url=ELSEWHERE), at(21))
    assert (outcome.key, outcome.change) == (key, "unchanged")
    assert entry_of(store, key).article.url == NEWS.url
    assert line_of(store, ELSEWHERE).canonical == NEWS.url


def test_a_new_title_with_a_new_address_that_the_old_one_leads_to_is_the_same_article(
    store: Store, key: str
) -> None:
    outcome = save(store, RETITLED, at(21), asked=NEWS.url)
    assert (outcome.key, outcome.change) == (key, "changed")
    assert entry_of(store, key).article.url == ELSEWHERE


def test_a_moved_article_is_known_by_its_text_alone(store: Store) -> None:
    undated = article(1, text=LONG)
    (key,) = {save(store, undated).key}
    moved = replace(undated, url=ELSEWHERE)
    assert save(store, moved, at(21), asked=undated.url).key == key


def test_an_article_retitled_and_moved_is_known_by_its_minute_and_its_text(
    store: Store, key: str
) -> None:
    assert save(store, RETITLED, at(21)).key == key
    assert store.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": at(5) + timedelta(minutes=1)},
        {"published_precision": "day"},
        {"text": LONG + "Thêm một câu."},
        {"text": "Ảnh: Lễ khánh thành."},
    ],
    ids=["another minute", "a day alone", "another text", "a line of text"],
)
def test_without_minute_and_a_text_of_some_length_it_is_another_article(
    store: Store, fields: dict[str, Any]
) -> None:
    stored = replace(NEWS, text=fields["text"]) if "Ảnh" in fields.get("text", "") else NEWS
    first = save(store, stored).key
    assert save(store, replace(RETITLED, **fields), at(21)).key != first


def test_two_short_notes_of_one_minute_stay_apart(store: Store) -> None:
    text = "x" * (ENOUGH_TEXT - 1)
    notes = [article(n, f"Ảnh số {n}", text, **MINUTE) for n in (1, 2)]
    assert len({save(store, note).key for note in notes}) == 2


# --- another article at a known address ------------------------------------------------------------

OTHER = article(2, "Hội làng mở vào tháng giêng", LONG.replace("cầu", "đình"), published_at=at(9))


def test_what_stands_where_an_article_stood_has_an_identity_of_its_own(
    store: Store, key: str
) -> None:
    save(store, RETITLED, at(21), asked=NEWS.url)
    other = save(store, replace(OTHER, url=NEWS.url), at(22))
    assert (other.change, store.count()) == ("new", 2)
    first, second = entry_of(store, key), entry_of(store, other.key)
    assert first.id != second.id
    assert (first.article.url, second.article.url) == (ELSEWHERE, NEWS.url)


def test_it_keeps_that_identity_from_then_on(store: Store, key: str) -> None:
    save(store, RETITLED, at(21), asked=NEWS.url)
    other = replace(OTHER, url=NEWS.url)
    again = [save(store, other, at(day)) for day in (22, 23)]
    assert [outcome.change for outcome in again] == ["new", "unchanged"]
    assert again[0].key == again[1].key


def test_an_address_that_leads_to_another_article_now_leaves_the_first_alone(
    store: Store, key: str
) -> None:
    other = save(store, replace(OTHER, url=ELSEWHERE), at(21), asked=NEWS.url)
    assert other.change == "new"
    assert entry_of(store, key).article == NEWS


# --- gone and back -------------------------------------------------------------------------------


def test_a_withdrawn_article_is_marked_once(store: Store, key: str) -> None:
    marked = [store.mark_gone(seen(NEWS.url, at(day))) for day in (21, 22)]
    assert marked == [True, False]
    assert entry_of(store, key).gone_at == at(21)


def test_what_was_never_stored_is_not_marked(store: Store) -> None:
    assert not store.mark_gone(seen(NEWS.url, at(21)))


def test_a_mark_leaves_the_last_capture_and_drops_its_validators(store: Store) -> None:
    place = WarcLocation("a.warc.gz", 10, 20)
    store.save(NEWS, visit(NEWS, at(20), warc=place, etag='"7"', last_modified="gestern"))
    store.mark_gone(seen(NEWS.url, at(21)))
    line = line_of(store, NEWS.url)
    assert (line.warc, line.etag, line.last_modified) == (place, "", "")
    assert (line.outcome, line.status, line.fetched_at) == ("gone", 404, at(21))


def test_a_later_capture_takes_the_mark_away(store: Store, key: str) -> None:
    store.mark_gone(seen(NEWS.url, at(21)))
    save(store, NEWS, at(22))
    assert entry_of(store, key).gone_at is None


def test_an_earlier_capture_leaves_the_mark(store: Store, key: str) -> None:
    store.mark_gone(seen(NEWS.url, at(22)))
    save(store, NEWS, at(21))
    assert entry_of(store, key).gone_at == at(22)


def test_an_article_that_is_gone_and_stands_elsewhere_now_has_moved_there(
    store: Store, key: str
) -> None:
    store.mark_gone(seen(NEWS.url, at(21)))
    outcome = save(store, replace(NEWS, url=ELSEWHERE), at(22))
    entry = entry_of(store, key)
    assert outcome.key == key
    assert (entry.article.url, entry.gone_at) == (ELSEWHERE, None)


def test_a_second_address_read_before_the_first_was_gone_is_no_move(store: Store, key: str) -> None:
    store.mark_gone(seen(NEWS.url, at(22)))
    save(store, replace(NEWS, url=ELSEWHERE), at(21))
    entry = entry_of(store, key)
    assert (entry.article.url, entry.gone_at) == (NEWS.url, at(22))


# --- not modified --------------------------------------------------------------------------------


def test_not_modified_moves_the_times_of_looking_alone(store: Store, key: str) -> None:
    before, line = entry_of(store, key), line_of(store, NEWS.url)
    store.seen_unchanged(seen(NEWS.url, at(21), "article", told="2024-05-20", status=304))
    assert entry_of(store, key) == replace(before, last_seen=at(21))
    assert line_of(store, NEWS.url) == replace(line, fetched_at=at(21), told="2024-05-20")


def test_not_modified_takes_the_mark_away(store: Store, key: str) -> None:
    store.mark_gone(seen(NEWS.url, at(21)))
    store.seen_unchanged(seen(NEWS.url, at(22), "article", status=304))
    assert entry_of(store, key).gone_at is None


# --- what it costs -----------------------------------------------------------------------------


def test_no_step_reads_all_articles_of_a_source(store: Store, key: str) -> None:
    """Where only the source is looked up, a new article costs what its portal has published before."""
    plans: dict[str, str] = {}

    def explain(connection, cursor, statement, parameters, *_: object) -> None:
        if connection.dialect.name == "sqlite" and statement.startswith("SELECT"):
            driven = connection.connection.driver_connection
            steps = driven.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans[statement] = " | ".join(step[3] for step in steps)

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        other = replace(NEWS, url=f"{NEWS.url}-2", title="Tin khác", text=f"{LONG} Khác.")
        assert save(store, replace(other, content_hash="khác")).change == "new"
    finally:
        event.remove(Engine, "before_cursor_execute", explain)
    if plans:  # PostgreSQL's depend on how much it holds
        assert any("timeline>? AND timeline<?" in plan for plan in plans.values())
    whole = ("(source_id=?)", "SCAN articles", "SCAN pages")
    assert [plan for plan in plans.values() if any(way in plan for way in whole)] == []
