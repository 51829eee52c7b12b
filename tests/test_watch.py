"""A run judged against a real store: what is read, written and told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from store_samples import SOURCE, article, visit

from pipeline.model import VIETNAM, Article, Health, RunReport
from pipeline.store import Store
from pipeline.watch import watch

MONDAY = datetime(2026, 3, 2, 9, tzinfo=VIETNAM)
TEXT = (
    "Sáng nay, ủy ban nhân dân xã họp bàn việc làm đường thôn {n}, người dân đồng tình góp công. "
)


def news(number: int, at: datetime, write: Callable[[str], str] = str, **fields: object) -> Article:
    text = (TEXT.format(n=number) + f"Cuộc họp thứ {number} kết thúc lúc trưa ở nhà văn hóa. ") * 2
    text = write(text)
    given = {"author": "Minh Hà", "published_at": at, "published_precision": "minute"}
    return article(number, f"Họp bàn việc làm đường thôn {number}", text, **(given | fields))


def crawl(
    store: Store,
    day: int,
    count: int = 3,
    status: str = "finished",
    changed: int = 0,
    **fields: object,
) -> Health:
    """A run on that day that found so many articles, and what is thought of the source then."""
    at = MONDAY + timedelta(days=day)
    run = store.save_run(RunReport(SOURCE.id, at))
    for n in range(count):
        one = news(day * 100 + n, at - timedelta(hours=1, minutes=n), **fields)
        store.save(one, visit(one, at + timedelta(seconds=n + 1)))
    brought = {"new": count, "candidates": count, "fruitful": count, "requests": 9}
    brought["changed"] = changed
    done = replace(run, finished_at=at + timedelta(minutes=1), status=status, **brought)
    health = watch(store, SOURCE, store.save_run(done), at=at + timedelta(minutes=1), step="Wait.")
    assert health is not None
    return health


def grown(store: Store, days: int = 10) -> None:
    """A healthy history: a first crawl, then some days."""
    store.put_sources([SOURCE])
    crawl(store, 0, 12)
    for day in range(1, days):
        assert crawl(store, day).state == "healthy"


def test_a_healthy_source_is_known_to_be_so_and_nothing_is_told(store: Store) -> None:
    grown(store)
    assert store.health_of(SOURCE.id) == store.health()[SOURCE.id]
    assert store.health()[SOURCE.id].symptoms == ()
    assert store.notices() == []


def test_a_field_that_is_lost_is_told_once_and_so_is_recovery(store: Store) -> None:
    grown(store)
    assert crawl(store, 10, author=None).suspected == "degraded"
    ill = crawl(store, 11, author=None)
    assert (ill.state, ill.symptoms[0].name) == ("degraded", "no-authors")
    assert ill.since == MONDAY + timedelta(days=10)
    assert "http://lynhan.test/" in ill.symptoms[0].evidence
    for day in range(12, 22):  # for however long: broken articles never become what is usual
        assert crawl(store, day, author=None).state == "degraded"
    assert [crawl(store, day).state for day in (22, 23)] == ["degraded", "healthy"]
    told = [(one.former, one.state) for one in reversed(store.notices(SOURCE.id))]
    assert told == [("healthy", "degraded"), ("degraded", "healthy")]


def test_what_a_run_reads_again_before_it_finds_what_is_new_is_not_what_is_usual(
    store: Store,
) -> None:
    grown(store)
    at = MONDAY + timedelta(days=10)
    for number in (100 * day + n for day in range(10) for n in range(12 if day == 0 else 3)):
        one = news(number, MONDAY, write=escaped)
        store.save(one, visit(one, at))
    ill = crawl(store, 10, write=escaped, changed=39)
    assert (ill.state, ill.symptoms[0].name) == ("degraded", "garbled-text")


def escaped(text: str) -> str:
    return text.replace("ư", "&#432;")


def test_a_portal_that_does_not_answer_is_told_with_what_the_crawler_knows_to_do(
    store: Store,
) -> None:
    grown(store, 4)
    crawl(store, 4, 0, "failed-timeout")
    health = crawl(store, 5, 0, "failed-timeout")
    assert (health.state, health.next_step) == ("unreachable", "Wait.")
    assert [one.state for one in store.notices()] == ["unreachable"]


def test_a_run_that_was_cut_off_leaves_the_source_as_it_was(store: Store) -> None:
    store.put_sources([SOURCE])
    cut = RunReport(SOURCE.id, MONDAY, MONDAY, "stopped", detail="interrupted")
    assert watch(store, SOURCE, store.save_run(cut), at=MONDAY) is None
    assert store.health() == {}
    grown(store, 3)
    before = store.health()
    watch(store, SOURCE, store.save_run(cut), at=MONDAY + timedelta(days=9))
    assert store.health() == before


def test_stored_articles_that_all_lose_their_author_are_a_degradation(store: Store) -> None:
    grown(store)
    at = MONDAY + timedelta(days=10)
    run = store.save_run(replace(RunReport(SOURCE.id, datetime.now(VIETNAM)), changed=4))
    for number in (100, 101, 200, 201):
        day = MONDAY + timedelta(days=number // 100)
        one = news(number, day - timedelta(hours=1, minutes=number % 100), author=None)
        assert store.save(one, visit(one, at)).change == "changed"
    pairs = store.edits(SOURCE.id, run.started_at, 10)
    assert {(before.author, after.author) for before, after in pairs} == {("Minh Hà", None)}
    assert all(before.published_at == after.published_at for before, after in pairs)
    done = replace(run, finished_at=datetime.now(VIETNAM), status="finished")
    health = watch(store, SOURCE, store.save_run(done), at=datetime.now(VIETNAM))
    assert health is not None
    assert health.suspected == "degraded"


def test_samples_before_a_moment_are_the_newest_published_then(store: Store) -> None:
    grown(store, 5)
    found = store.samples(SOURCE.id, 4, before=MONDAY + timedelta(days=3))
    assert {one.first_seen.date().day for one in found} == {3, 4}
    assert found[0].published_at == MONDAY + timedelta(days=2, hours=-1)
    assert store.samples(SOURCE.id, 1)[0].first_seen.day == 6


def test_runs_before_a_moment_are_those_that_began_before_it(store: Store) -> None:
    grown(store, 5)
    found = store.runs(SOURCE.id, 2, before=MONDAY + timedelta(days=3))
    assert [run.started_at.day for run in found] == [4, 3]
