"""What became of articles: former versions, and the list of changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import FULL, SOURCE, article, at, fill, visit

from pipeline.model import Finding
from pipeline.store import Store
from pipeline.store.timeline import first_of, second_of, timeline


def _kinds(store: Store) -> list[str]:
    return [change.kind for change in store.changes()]


def test_an_edit_keeps_the_former_version_and_moves_updated(store: Store) -> None:
    [key] = fill(store, article(text="Cầu dài 120 mét."))
    edited = article(text="Cầu dài 210 mét.", title="Tin")
    store.save(edited, visit(edited, at(21)))
    [former] = store.revisions(key)
    assert (former.article.text, former.reason) == ("Cầu dài 120 mét.", "publisher")
    assert (former.seen_at, former.replaced_at) == (at(20), at(21))
    assert store.entry(key).updated == at(21)  # type: ignore[union-attr]
    assert _kinds(store) == ["new", "edited"]


def test_another_reading_of_the_same_page_is_kept_but_moves_nothing(store: Store) -> None:
    [key] = fill(store, article(text="Cầu dài 120 mét. Lượt xem: 5"))
    before = store.entry(key)
    again = article(text="Cầu dài 120 mét.")
    store.save(again, visit(again, at(20)), reextracted=True)
    assert [former.reason for former in store.revisions(key)] == ["re-extraction"]
    assert store.entry(key).updated == before.updated  # type: ignore[union-attr]
    assert _kinds(store) == ["new", "re-extracted"]


@pytest.mark.parametrize("reextracted", [False, True])
def test_a_date_that_a_page_prints_no_more_stays(store: Store, reextracted: bool) -> None:
    found = Finding("published_at", "h5", 0.9)
    dated = replace(FULL, provenance=(Finding("title", "h1", 0.9), found))
    [key] = fill(store, dated)
    no_date = {"published_at": None, "published_precision": None, "published_source": None}
    undated = replace(dated, **no_date, provenance=dated.provenance[:1])
    for day in (21, 22):
        assert (
            store.save(undated, visit(undated, at(day)), reextracted=reextracted).change
            == "unchanged"
        )
    assert store.entry(key).article == dated  # type: ignore[union-attr]
    assert store.revisions(key) == []


def test_a_page_that_lost_its_pictures_is_no_edit_but_what_it_had_is_kept(store: Store) -> None:
    [key] = fill(store, FULL)
    before = store.entry(key)
    bare = replace(FULL, images=())
    store.save(bare, visit(bare, at(21)))
    [former] = store.revisions(key)
    assert (former.article.images, former.reason) == (FULL.images, "re-extraction")
    assert store.entry(key).updated == before.updated  # type: ignore[union-attr]
    assert _kinds(store) == ["new", "re-extracted"]


def test_what_is_the_same_changes_nothing(store: Store) -> None:
    [key] = fill(store, article())
    store.save(article(), visit(article(), at(22)))
    assert store.revisions(key) == []
    assert _kinds(store) == ["new"]


def test_each_version_stands_from_where_the_last_ended(store: Store) -> None:
    [key] = fill(store, article(text="một"))
    for day, text in ((21, "hai"), (22, "ba")):
        edited = article(text=text)
        store.save(edited, visit(edited, at(day)))
    spans = [(former.seen_at, former.replaced_at) for former in store.revisions(key)]
    assert spans == [(at(20), at(21)), (at(21), at(22))]


def test_going_and_coming_back_are_changes(store: Store) -> None:
    [key] = fill(store, article())
    gone = visit(article(), at(21), outcome="error-page")
    assert store.mark_gone(gone)
    assert not store.mark_gone(gone)
    store.save(article(), visit(article(), at(22)))
    assert _kinds(store) == ["new", "gone", "restored"]
    assert {change.key for change in store.changes()} == {key}


def test_an_unchanged_answer_brings_a_lost_article_back(store: Store) -> None:
    fill(store, article())
    store.mark_gone(visit(article(), at(21)))
    store.seen_unchanged(visit(article(), at(22)))
    assert _kinds(store) == ["new", "gone", "restored"]


def test_changes_go_on_where_they_were_left(store: Store) -> None:
    keys = fill(store, *(article(n) for n in range(5)))
    first = store.changes(limit=2)
    rest = store.changes(first[-1].number)
    assert [change.key for change in (*first, *rest)] == keys
    assert store.changes(rest[-1].number) == []
    assert store.last_change() == rest[-1].number


def test_changes_since_a_moment(store: Store) -> None:
    fill(store, article())
    written = store.changes()[0].at
    assert len(store.changes(since=written)) == 1
    assert store.changes(since=written + timedelta(seconds=1)) == []


def test_places_in_time_follow_seconds_and_then_keys() -> None:
    assert timeline(at(1), "a") < timeline(at(2), "a")
    assert timeline(at(1), "a") != timeline(at(1), "b")
    assert first_of(at(1)) <= timeline(at(1), "a") < first_of(at(1) + timedelta(seconds=1))
    assert second_of(timeline(at(1), "a")) == at(1)


def test_two_articles_never_share_a_place(store: Store) -> None:
    fill(store, *(article(n, published_at=at(3), published_precision="day") for n in range(50)))
    entries, cursor = store.entries(limit=30)
    more, _ = store.entries(limit=30, cursor=cursor)
    assert len({entry.key for entry in (*entries, *more)}) == 50


def test_topics_are_sections_and_tags_under_one_slug(store: Store) -> None:
    fill(
        store,
        article(1, section="Kinh tế - Xã hội", tags=("nông thôn mới",)),
        article(2, section="Kinh tế – xã hội"),
    )
    counted = store.topics()
    assert counted[0][0] == "kinh-te-xa-hoi"
    assert [count for _, _, count in counted] == [2, 1]
    assert store.sources()[0].source.id == SOURCE.id


def test_a_rereading_of_markup_alone_is_told_but_keeps_no_version(store: Store) -> None:
    [key] = fill(store, article())
    again = article(html="<p>Nội <em>dung</em></p>")
    store.save(again, visit(again, at(20)), reextracted=True)
    assert _kinds(store) == ["new", "re-extracted"]
    assert store.revisions(key) == []


def test_a_portals_new_tokens_in_markup_are_no_change(store: Store) -> None:
    fill(store, article(html='<p><img src="http://lynhan.test/a.jpg?t=1"></p>'))
    again = article(html='<p><img src="http://lynhan.test/a.jpg?t=2"></p>')
    store.save(again, visit(again, at(21)))
    assert _kinds(store) == ["new"]
