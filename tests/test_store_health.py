"""How sources are, what operators are told of it, and the articles by which sources are judged."""

from dataclasses import replace
from datetime import datetime, timedelta

from store_samples import FULL, SOURCE, article, at, fill, visit

from pipeline.model import VIETNAM, Health, Notice, Source, Symptom
from pipeline.store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=VIETNAM)
SYMPTOMS = (Symptom("no-dates", "0 of 12 new articles have a date; usual 1.00"),)
SICK = Health("a", "degraded", NOON, NOON, SYMPTOMS, "Look at the page.", "broken", 1, 3)
NOTICE = Notice("a", NOON, "degraded", "healthy", SYMPTOMS, "Look at the page.")


def put(store: Store, *names: str) -> None:
    store.put_sources([Source(name, name, f"http://{name}.test/") for name in names])


def test_health_comes_back_as_it_was_kept_and_the_last_one_counts(store: Store) -> None:
    put(store, "a", "b")
    store.save_health(SICK, NOTICE)
    store.save_health(Health("b", "healthy", NOON, NOON))
    assert store.health() == {"a": SICK, "b": Health("b", "healthy", NOON, NOON)}
    store.save_health(replace(SICK, state="healthy", symptoms=(), suspected=None))
    assert store.health()["a"].state == "healthy"


def test_notices_are_told_once_a_channel_oldest_first(store: Store) -> None:
    put(store, "a")
    store.save_health(SICK, NOTICE)
    later = replace(NOTICE, at=NOON + timedelta(days=1), state="healthy", former="degraded")
    store.save_health(SICK, later)
    assert [one.state for one in store.notices("a")] == ["healthy", "degraded"]
    first, second = store.untold(["webhook", "e-mail"])
    assert (first.state, second.state) == ("degraded", "healthy")
    assert first.number is not None
    store.mark_told([first.number], "webhook")
    store.mark_told([first.number], "e-mail")
    store.mark_told([first.number], "e-mail")
    assert store.untold(["webhook", "e-mail"]) == [second]
    assert store.untold([]) == []
    assert store.notices("a")[-1] == replace(
        NOTICE, told=("e-mail", "webhook"), number=first.number
    )


def test_samples_are_the_source_s_articles_of_last(store: Store) -> None:
    put(store, "b")
    fill(store, *(article(n, f"Bài {n}", author="Minh Hà") for n in range(1, 5)))
    found = store.samples(SOURCE.id, 3)
    assert [sample.title for sample in found] == ["Bài 4", "Bài 3", "Bài 2"]
    assert (found[0].text, found[0].author) == ("Nội dung", "Minh Hà")
    assert (found[0].images, found[0].attachments) == (0, 0)
    assert store.samples("b", 3) == []


def test_articles_that_lost_what_they_had_are_shown_as_they_were(store: Store) -> None:
    [_] = fill(store, FULL)
    bare = replace(FULL, images=(), published_at=datetime(2023, 3, 5, 8, 30, tzinfo=VIETNAM))
    store.save(bare, visit(bare, at(21)))
    [(before, after)] = store.edits(SOURCE.id, at(21), 9)
    assert (before.images, before.published_at) == (2, FULL.published_at)
    assert (before.picture, after.picture) == (FULL.images[0].url, None)
    assert (after.images, after.published_at) == (0, bare.published_at)
    assert store.samples(SOURCE.id, 9) == [after]
    assert store.samples(SOURCE.id, 9, before=at(21)) == [before]
    assert store.samples(SOURCE.id, 9, before=at(22)) == [after]
