"""Each symptom is seen in its case and not in the near miss: pure, from frozen histories."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from watch_histories import LISTINGS, NOW, SOURCE, changed, past, run, sample, with_recent

from crawler.network.outcomes import NEXT_STEPS
from pipeline.model import VIETNAM, ArticleSample, Publication
from pipeline.watch.history import Edit, History
from pipeline.watch.judging import judge
from pipeline.watch.outcomes import ELSEWHERE, MISNAMED, NAMED, STATES, is_judged, state_of

EMPTY = dict.fromkeys(LISTINGS, 0)
OTHERS = "other-articles-in-text"
CHROME = "Chia sẻ bài viết này lên mạng xã hội và in trang tin để đọc sau"


def names(history: History) -> tuple[str, tuple[str, ...]]:
    verdict = judge(history)
    return verdict.state, tuple(symptom.name for symptom in verdict.symptoms)


def test_a_source_that_is_as_always_is_healthy() -> None:
    assert names(past()) == ("healthy", ())
    assert judge(past()).next_step == ""


# --- the run's end ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "statuses", "state", "symptom"),
    [
        ("challenge", {"200": 1}, "blocked", "captcha"),
        ("script-challenge", {"200": 1}, "blocked", "captcha"),
        ("forbidden", {"403": 5}, "blocked", "forbidden"),
        ("geo-blocked", {"403": 1}, "blocked", "geo-blocked"),
        ("robots", {"200": 1}, "blocked", "robots-forbid"),
        ("login", {"200": 1}, "blocked", "login-wall"),
        ("failed-busy", {"429": 3}, "blocked", "too-many-requests"),
        ("failed-busy", {"503": 3}, "unreachable", "out-of-order"),
        ("failed-busy", {"200": 9}, "blocked", "too-many-requests"),  # told in words alone
        ("failed-server-error", {"500": 2}, "unreachable", "server-errors"),
        ("failed-dns-gone", {}, "unreachable", "not-found-by-name"),
        ("failed-timeout", {}, "unreachable", "timeout"),
        ("failed-certificate-expired", {}, "unreachable", "certificate-expired"),
        ("maintenance", {"200": 1}, "unreachable", "maintenance"),
        ("no-news", {"200": 1}, "broken", "no-news"),
        ("script-shell", {"200": 1}, "broken", "script-shell"),
        ("empty", {"200": 1}, "broken", "empty-pages"),
        ("gone", {"404": 1}, "broken", "not-found"),
        ("moved", {"301": 1}, "retired", "moved"),
        ("hijacked", {"200": 1}, "retired", "hijacked"),
        ("parked", {"200": 1}, "retired", "parked"),
        ("suspended", {"200": 1}, "retired", "suspended"),
        ("default-page", {"200": 1}, "retired", "default-page"),
    ],
)
def test_the_end_of_a_run_names_the_state(status, statuses, state, symptom) -> None:
    ended = run(0, status=status, statuses=statuses, new=0, candidates=0, fruitful=0, listings={})
    history = past(ended, step="Do this.")
    assert names(history) == (state, (symptom,))
    assert judge(history).next_step == "Do this."


def test_every_outcome_that_the_crawler_knows_has_a_state() -> None:
    known = {name for name in NEXT_STEPS if not name.startswith("failed-")} | {"failed-challenge"}
    elsewhere = {"busy"}  # we are there ourselves
    assert known - elsewhere <= set(STATES)
    for name in NEXT_STEPS:
        assert state_of(name) in ("retired", "blocked", "broken", "unreachable")


@pytest.mark.parametrize(
    ("fields", "judged"),
    [
        ({}, True),
        ({"status": "running", "finished_at": None}, False),
        ({"status": "killed"}, False),
        ({"status": "stopped", "detail": "interrupted"}, False),
        ({"status": "stopped", "detail": "--limit reached"}, False),
        ({"status": "stopped", "detail": "budget of 300 requests reached"}, True),
        ({"status": "broken", "detail": "database is locked"}, False),
        ({"status": "broken", "detail": "an error in Congtin itself: list index"}, True),
        ({"status": "challenge"}, True),
    ],
)
def test_runs_that_we_cut_off_say_nothing(fields, judged) -> None:
    assert is_judged(run(0, **fields)) is judged


def test_a_portal_that_is_past_its_end_is_retired_at_once() -> None:
    over = replace(SOURCE, active_until=date(2026, 3, 17), successor="tanlam")
    verdict = judge(past(source=over))
    assert (verdict.state, verdict.is_certain) == ("retired", True)
    assert verdict.next_step == "Its articles go on as those of tanlam."
    assert names(past(source=replace(over, active_until=date(2026, 3, 18))))[0] == "healthy"


def test_a_host_that_is_silent_and_has_a_successor_is_retired() -> None:
    dead = run(0, status="failed-timeout", new=0, candidates=0, fruitful=0, listings={})
    assert names(past(dead, source=replace(SOURCE, successor="tanlam")))[0] == "retired"
    assert names(past(dead))[0] == "unreachable"


# --- what runs bring -------------------------------------------------------------------------------


def barren(days_ago=0.0, count=3, **fields):
    own = {"new": 0, "candidates": count, "fruitful": 0}
    return run(days_ago, **(own | fields))


@pytest.mark.parametrize(
    ("why", "state", "symptom"),
    [
        ({"rejected": {"static": 3}}, "broken", "read-as-standing-pages"),
        ({"rejected": {"script-shell": 3}}, "broken", "script-shell"),
        ({"rejected": {"gone": 3}}, "broken", "not-found"),
        ({"rejected": {"login": 3}}, "blocked", "login-wall"),
        ({"rejected": {"challenge": 3}}, "blocked", "captcha"),
        ({"rejected": {"robots": 3}}, "blocked", "robots-forbid"),
        ({"failures": {"failed-server-error": 3}}, "unreachable", "server-errors"),
        ({}, "broken", "no-articles"),
    ],
)
def test_candidates_that_give_no_article_any_more_say_why(why, state, symptom) -> None:
    found = names(past(barren(**why), recent=()))
    assert (found[0], found[1][0]) == (state, symptom)


def test_one_candidate_that_is_no_article_is_nothing() -> None:
    assert names(past(barren(count=1, rejected={"static": 1}), recent=())) == ("healthy", ())
    assert names(past(run(0, candidates=4, rejected={"static": 1}))) == ("healthy", ())


def test_two_such_candidates_are_too_few_and_two_more_are_enough() -> None:
    first = barren(count=2, rejected={"static": 2})
    assert judge(past(first, recent=())).is_faint
    verdict = judge(past(barren(count=2, rejected={"static": 2}), barren(1, count=2), recent=()))
    assert (verdict.state, verdict.is_faint) == ("broken", False)


def test_half_of_the_candidates_lost_is_a_degradation() -> None:
    lossy = run(0, new=4, candidates=12, fruitful=4, rejected={"static": 8})
    assert names(past(lossy)) == ("degraded", ("read-as-standing-pages", "no-dates"))


@pytest.mark.parametrize(
    ("led", "before", "candidates", "state"),
    [
        (4, 0, 0, "degraded"),
        (4, 0, 2, "healthy"),  # other news is new, too
        (4, 3, 0, "healthy"),  # it always linked to others'
        (0, 0, 0, "healthy"),
    ],
)
def test_listings_whose_news_leads_to_other_sites_are_a_degradation(
    led: int, before: int, candidates: int, state: str
) -> None:
    last = run(0, new=candidates, candidates=candidates, noticed={ELSEWHERE: led})
    last = replace(last, fruitful=candidates)
    past_ones = tuple(run(n, noticed={ELSEWHERE: before}) for n in range(1, 31))
    history = past(last, earlier=past_ones, recent=())
    assert names(history) == (state, ("entries-elsewhere",) if state != "healthy" else ())
    assert not judge(history).is_faint


def test_one_entry_that_leads_to_another_site_is_too_faint_to_be_confirmed() -> None:
    last = run(0, new=0, candidates=0, fruitful=0, noticed={ELSEWHERE: 1})
    assert judge(past(last, recent=())).is_faint


def test_entries_for_other_sites_that_become_no_more_may_always_have_stood_there() -> None:
    quiet = {"new": 0, "candidates": 0, "fruitful": 0}
    led = [
        [run(n, **quiet, noticed={ELSEWHERE: e}) for n, e in enumerate(each)]
        for each in ((2, 2), (4, 2))
    ]
    assert [judge(past(*runs, recent=())).is_faint for runs in led] == [True, False]


def test_runs_of_old_that_counted_no_candidates_are_judged_by_their_pages() -> None:
    old = {"candidates": 0, "fruitful": 0, "listings": {}}
    before = tuple(run(n, **old) for n in range(2, 32))
    lost = run(0, **(old | {"new": 0, "rejected": {"static": 6}}))
    history = replace(past(lost, recent=()), earlier=before)
    assert names(history) == ("broken", ("read-as-standing-pages", "no-dates"))
    quiet = run(0, **(old | {"new": 0, "unchanged": 0}))
    assert names(replace(history, runs=(quiet,))) == ("healthy", ())


def test_a_source_that_never_gave_an_article_is_broken() -> None:
    nothing = run(0, new=0, candidates=0, fruitful=0, listings={}, rejected={"static": 4})
    history = History(SOURCE, NOW, (nothing,))
    assert names(history) == ("broken", ("no-articles",))


def test_requests_without_end_are_seen_in_a_run_that_its_budget_ended() -> None:
    spent = {"status": "stopped", "detail": "budget of 300 requests reached", "new": 0}
    assert names(past(run(0, requests=300, **spent), recent=())) == ("degraded", ("endless-pages",))
    new_section = run(0, requests=300, new=120, candidates=120, fruitful=120)
    assert names(past(new_section, recent=())) == ("healthy", ())


def test_a_run_with_far_more_failures_than_ever_is_a_bad_one() -> None:
    failing = run(0, failures={"failed-timeout": 8}, new=1, candidates=1, fruitful=1)
    assert names(past(failing, recent=()))[1] == ("timeout",)
    retried = {"200": 12, "500": 24}
    half = run(0, requests=36, statuses=retried, failures={"failed-server-error": 8}, new=2)
    assert names(past(half))[1] == ("server-errors",)
    once = run(0, failures={"failed-timeout": 2})
    assert names(past(once)) == ("healthy", ())


def test_what_robots_txt_has_always_forbidden_explains_nothing() -> None:
    forbidden = {"robots": 5}
    before = tuple(run(n, rejected=forbidden) for n in range(1, 31))
    history = past(barren(rejected=forbidden), recent=(), earlier=before)
    assert names(history) == ("broken", ("no-articles",))


def test_reading_what_is_known_again_and_again_is_endless() -> None:
    caught = run(0, requests=300, new=3, unchanged=290)
    assert names(past(caught)) == ("degraded", ("endless-pages",))
    assert names(past(run(0, requests=40, new=3, unchanged=30))) == ("healthy", ())


# --- listings --------------------------------------------------------------------------------------


def test_listings_that_show_nothing_are_broken_and_not_late() -> None:
    empty = run(0, new=0, candidates=0, fruitful=0, listings=EMPTY)
    assert names(past(empty, recent=())) == ("broken", ("empty-listing",))


def test_listings_that_all_show_nothing_are_broken_though_a_run_before_found_something() -> None:
    last = run(0, new=0, candidates=0, fruitful=0, listings=EMPTY)
    assert names(past(last, run(1, new=1, listings=EMPTY), recent=()))[0] == "broken"
    assert names(past(run(0, listings=EMPTY), recent=()))[0] == "degraded"  # by its feed


def test_a_listing_of_several_that_shows_nothing_is_a_degradation() -> None:
    half = LISTINGS | {"http://lamkieu.test/tin-tuc": 0}
    assert names(past(run(0, listings=half))) == ("degraded", ("empty-listing",))


@pytest.mark.parametrize(
    ("rejected", "before", "found"),
    [
        ({"script-shell": 6}, {}, ("broken", ("script-shell",))),
        ({"login": 6}, {}, ("blocked", ("login-wall",))),
        ({"maintenance": 6}, {}, ("unreachable", ("maintenance",))),
        ({"static": 6}, {}, ("broken", ("empty-listing",))),
        ({"login": 6}, {"login": 1}, ("broken", ("empty-listing",))),
    ],
)
def test_what_came_in_place_of_all_listings_names_it(rejected, before, found) -> None:
    empty = run(0, new=0, candidates=0, fruitful=0, listings=EMPTY, rejected=rejected)
    earlier = tuple(run(n, rejected=before) for n in range(1, 31))
    assert names(replace(past(empty, recent=()), earlier=earlier)) == found


def test_listings_that_answer_not_modified_show_what_they_showed() -> None:
    quiet = run(0, new=0, candidates=0, fruitful=0, listings={})
    assert names(past(quiet, recent=())) == ("healthy", ())
    emptied = run(1, new=0, candidates=0, fruitful=0, listings=EMPTY)
    assert names(past(quiet, emptied, recent=()))[1] == ("empty-listing",)


MANY = {f"http://lamkieu.test/muc-{n}": 10 for n in range(6)}
SHUT = "http://lamkieu.test/muc-3"


@pytest.mark.parametrize(
    ("full", "now", "symptoms"),
    [
        (10, 0, ("empty-listing",)),  # one of six is enough where nothing is left
        (10, 3, ()),
        (4, 0, ()),  # a section that hardly ever held anything
    ],
)
def test_a_single_listing_that_shows_nothing_any_more_is_told(full, now, symptoms) -> None:
    before = tuple(run(n, listings=MANY | {SHUT: full}) for n in range(1, 31))
    last = run(0, listings=MANY | {SHUT: now}, failures={"failed-server-error": 1})
    verdict = judge(replace(past(last), earlier=before))
    assert tuple(one.name for one in verdict.symptoms) == symptoms
    if symptoms:
        assert f"1 of 6 listings show no article any more: 0 where there were {full}" in (
            evidence := verdict.symptoms[0].evidence
        )
        assert SHUT in evidence
        assert "1 failed-server-error" in evidence


def test_a_listing_that_did_not_answer_for_once_is_watched_all_the_same() -> None:
    before = tuple(run(n, listings=MANY | ({SHUT: 0} if n == 9 else {})) for n in range(1, 31))
    last = run(0, listings=MANY | {SHUT: 0})
    assert names(replace(past(last), earlier=before))[1] == ("empty-listing",)


@pytest.mark.parametrize(
    ("rejected", "before", "symptoms"),
    [
        ({"login": 1}, {}, ("login-wall", "empty-listing")),
        ({"members-only": 2}, {}, ("login-wall", "empty-listing")),
        ({"login": 1}, {"login": 1}, ("empty-listing",)),  # a door that always stood there
        ({"robots": 1}, {}, ("empty-listing",)),
        ({"listing": 1}, {}, ("empty-listing",)),
    ],
)
def test_a_door_that_shuts_a_small_section_is_named(rejected, before, symptoms) -> None:
    earlier = tuple(run(n, listings=MANY, rejected=before) for n in range(1, 31))
    now = run(0, listings=MANY | {SHUT: 0}, rejected=rejected)
    assert names(replace(past(now), earlier=earlier))[1] == symptoms


# --- what articles have ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "symptom"),
    [
        ({"published_at": None, "published_precision": None}, "no-dates"),
        ({"author": None}, "no-authors"),
        ({"lead": None}, "no-leads"),
        ({"images": 0}, "no-pictures"),
        ({"language": None}, "no-language"),
        ({"text": lambda s: s.text[:90]}, "short-texts"),
        (
            {"text": lambda s: "\n".join(s.text.replace("a", f"a{n}") for n in range(6))},
            "long-texts",
        ),
        ({"text": lambda s: s.text.replace("ư", "\ufffd")}, "garbled-text"),
        ({"text": lambda s: s.text.encode().decode("cp1252", "replace")}, "garbled-text"),
        ({"text": lambda s: s.text.encode("ascii", "replace").decode()}, "garbled-text"),
        ({"text": lambda s: s.text.replace("ư", "&#432;")}, "garbled-text"),
        ({"text": lambda s: s.text.encode("ascii", "ignore").decode()}, "no-accents"),
        ({"text": lambda s: f"{s.text[:80]}\n{'council meeting held ' * 40}"}, "no-accents"),
        ({"text": lambda s: s.text.replace(" ", "")}, "joined-words"),
        ({"title": lambda s: s.title.replace(" ", "-")}, "joined-words"),
        ({"title": lambda s: s.title.encode("ascii", "ignore").decode()}, "no-accents"),
        ({"title": lambda s: f"{s.title[:20]}..."}, "cut-titles"),
        ({"title": lambda s: s.title.upper()}, "capital-titles"),
        ({"title": lambda s: f"Mục {int(s.key[1:]) % 3} | {s.title}"}, "names-in-titles"),
        ({"title": lambda s: f"[Mục {int(s.key[1:]) % 3}] {s.title}"}, "names-in-titles"),
        ({"text": lambda s: f"{s.text}\n{sample(3, NOW).title}\n{sample(9, NOW).title}"}, OTHERS),
        ({"published_at": lambda s: s.published_at + timedelta(hours=7)}, "future-dates"),
        ({"text": lambda s: f"<div class='c'>{s.text}</div>"}, "markup-in-text"),
        ({"text": lambda s: f"{s.text}\n{CHROME}"}, "repeated-text"),
        ({"text": lambda s: f"{s.text} {CHROME} {s.key}"}, "repeated-text"),
        ({"text": lambda s: f" {CHROME} ".join(s.text.split(" ")[::5])}, "repeated-text"),
        ({"text": lambda s: f"{CHROME}: {s.key[1:]} lượt\n{s.text}"}, "repeated-text"),
        ({"title": "Cổng thông tin điện tử xã Lam Kiều"}, "one-title"),
        ({"title": lambda s: f"{s.title} - Cổng thông tin Lam Kiều"}, "site-name-in-titles"),
        ({"title": lambda s: f"Lam Kiều | {s.title}"}, "site-name-in-titles"),
        ({"title": lambda s: sample(int(s.key[1:]) - 60, NOW).title}, "doubled-articles"),
        ({"published_at": datetime(2019, 1, 1, 7, 30, tzinfo=VIETNAM)}, "one-date"),
    ],
)
def test_new_articles_that_are_not_as_they_were_are_a_degradation(fields, symptom) -> None:
    state, found = names(with_recent(**fields))
    assert state == "degraded"
    assert symptom in found


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": None},
        {"author": None},
        {"images": 0},
        {"text": "Tin vắn: cầu đã thông xe sáng nay, bà con đi lại thuận tiện hơn trước."},
        {"text": lambda s: f"{s.text} \ufffd"},
        {"title": "Thông báo"},
    ],
)
def test_one_article_that_is_otherwise_is_nothing(fields) -> None:
    history = past()
    odd = (changed(history.recent[0], **fields), *history.recent[1:])
    assert names(replace(history, recent=odd)) == ("healthy", ())


def test_what_most_articles_never_had_is_missed_by_nobody() -> None:
    history = past()
    sparse = tuple(
        replace(s, author=None if n % 3 else s.author) for n, s in enumerate(history.usual)
    )
    none = tuple(replace(s, author=None) for s in history.recent)
    assert names(replace(history, usual=sparse, recent=none)) == ("healthy", ())


def test_what_was_mended_is_over_though_the_broken_ones_stand_behind_it() -> None:
    history = past()
    broken = tuple(replace(s, author=None) for s in history.recent)
    mended = tuple(sample(200 + n, NOW) for n in range(3))
    assert names(replace(history, recent=broken))[0] == "degraded"
    assert names(replace(history, recent=mended + broken)) == ("healthy", ())


def test_notices_of_a_line_need_neither_lead_nor_picture() -> None:
    history = past()
    notices = tuple(
        replace(s, text=s.text[:90], lead=None, images=0) if n < 4 else s
        for n, s in enumerate(history.recent)
    )
    found = names(replace(history, recent=notices))[1]
    assert not {"no-leads", "no-pictures"} & set(found)


def test_notices_that_are_written_from_one_form_are_no_chrome() -> None:
    form = "Ủy ban nhân dân xã thông báo lịch tiếp công dân định kỳ tại trụ sở, tầng một, phòng số"
    history = with_recent(text=lambda s: f"{form} {s.key}\n{form} hai {s.key}")
    assert "repeated-text" not in names(history)[1]


def test_day_and_month_swapped_are_named() -> None:
    def swapped(one):
        at = datetime(2026, 3, 9, 8, int(one.key[1:]) % 50, tzinfo=VIETNAM)
        return replace(
            one, first_seen=at + timedelta(hours=3), published_at=at.replace(day=3, month=9)
        )

    at = datetime(2026, 3, 9, 12, tzinfo=VIETNAM)
    now = run((NOW - at) / timedelta(days=1))
    history = past(now, at=at, earlier=tuple(run(9 + n) for n in range(1, 25)))
    earlier = tuple(s for s in history.usual if s.first_seen < at - timedelta(days=1))
    fine = tuple(
        replace(s, first_seen=at, published_at=at - timedelta(hours=2)) for s in history.recent
    )
    history = replace(history, usual=earlier)
    assert names(replace(history, recent=tuple(map(swapped, fine))))[1] == ("swapped-dates",)
    own = tuple(replace(s, published_at=at - timedelta(minutes=n * 7)) for n, s in enumerate(fine))
    assert names(replace(history, recent=own)) == ("healthy", ())


def test_a_year_behind_is_a_strange_date_once_several_runs_met_it() -> None:
    def behind(one: ArticleSample) -> ArticleSample:
        return replace(one, published_at=one.published_at - timedelta(days=365))

    history = past(run(0), run(1), earlier=tuple(run(n) for n in range(2, 31)))
    newest = tuple(map(behind, (*history.recent[:3], *history.usual[:3])))
    assert names(replace(history, recent=newest, usual=history.usual[3:])) == (
        "degraded",
        ("strange-dates",),
    )


def met(days_ago: float, number: int, published: timedelta) -> ArticleSample:
    seen = NOW - timedelta(days=days_ago, minutes=4)
    return sample(300 + int(40 * days_ago) + number, seen, published_at=seen - published)


@pytest.mark.parametrize(
    ("published", "state"),
    [
        (timedelta(minutes=1), "degraded"),  # each run's articles bear its own time
        (timedelta(minutes=45), "healthy"),  # an editor put them up together
        (timedelta(hours=20), "healthy"),
    ],
)
def test_one_minute_for_all_of_a_visit_is_its_editor_s_or_the_visit_s(published, state) -> None:
    history = past(run(0), run(1), earlier=tuple(run(n) for n in range(2, 31)))
    newest = tuple(met(day, n, published) for day in (0, 1) for n in range(3))
    found = names(replace(history, recent=newest, usual=history.usual[6:]))
    assert found == (state, ("one-date",) if state == "degraded" else ())


def test_one_minute_for_articles_of_two_visits_is_nobody_s() -> None:
    history = past(run(0), run(1), earlier=tuple(run(n) for n in range(2, 31)))
    newest = tuple(met(day, n, timedelta(hours=30 - 24 * day)) for day in (0, 1) for n in range(3))
    found = names(replace(history, recent=newest, usual=history.usual[6:]))
    assert found == ("degraded", ("one-date",))


def test_two_articles_read_in_the_minute_that_they_bear_are_a_coincidence() -> None:
    """A source that is visited every twenty minutes; each visit finds one."""
    history = past(run(0), run(1), earlier=tuple(run(n) for n in range(2, 31)))
    newest = (met(0, 0, timedelta()), met(1, 0, timedelta()), met(2, 0, timedelta(hours=2)))
    found = names(replace(history, recent=newest, usual=history.usual[6:]))
    assert found == ("healthy", ())


def test_old_articles_of_a_section_met_today_have_dates_of_their_own() -> None:
    old = with_recent(published_at=lambda s: NOW - timedelta(days=int(s.key[1:]) * 9))
    assert names(old) == ("healthy", ())


def written_by(*authors: str | None) -> History:
    """A history of several authors, whose six new articles are by these in turn."""
    history = past()
    usual = (replace(s, author=f"Người viết {n % 4}") for n, s in enumerate(history.usual))
    recent = (replace(s, author=authors[n % len(authors)]) for n, s in enumerate(history.recent))
    return replace(history, usual=tuple(usual), recent=tuple(recent))


@pytest.mark.parametrize(
    ("authors", "symptoms"),
    [
        (("Ban biên tập",), ("one-author",)),
        (("Người viết 2",), ()),  # one of them is on duty
        (("Ban biên tập", "Người viết 2"), ()),
    ],
)
def test_a_new_name_under_everything_is_no_author_s(authors, symptoms) -> None:
    assert names(written_by(*authors))[1] == symptoms


@pytest.mark.parametrize(
    ("usual", "newest", "symptoms"),
    [
        ("anh-{}.jpg", "trong.jpg", ("one-picture",)),
        ("anh-{}.jpg", "hinh-{}.jpg", ()),
        ("trong.jpg", "trong.jpg", ()),
    ],
)
def test_one_picture_for_all_is_none(usual, newest, symptoms) -> None:
    history = past()
    before = (replace(s, picture=usual.format(s.key)) for s in history.usual)
    now = (replace(s, picture=newest.format(s.key)) for s in history.recent)
    assert names(replace(history, usual=tuple(before), recent=tuple(now)))[1] == symptoms


UTC_TOLD = ("dates-in-another-zone",)


@pytest.mark.parametrize(
    ("visits", "hour", "always", "symptoms"),
    [
        ((0, 1), 11 - 7, False, UTC_TOLD),
        ((0, 1), 11, False, ()),
        ((0, 1), 0, False, UTC_TOLD),  # at noon, by a clock of twelve hours
        ((0,), 11 - 7, False, ()),  # somebody worked late for once
        ((0, 0.1), 11 - 7, False, ()),  # and was met twice that night
        ((0, 1), 11 - 7, True, ()),  # a source that publishes round the clock
        ((0, 1), 3 - 7 + 24, False, ()),  # late, and in no zone its usual hours
        ((0, 1), 19, False, ()),  # in the evening, which is nobody's morning
    ],
)
def test_times_printed_in_utc_are_told_once_two_visits_met_them(visits, hour, always, symptoms):
    history = past(run(0), run(0.1), run(1), earlier=tuple(run(n) for n in range(2, 31)))
    newest = tuple(met(day, n, timedelta(days=1, minutes=n)) for day in visits for n in range(4))
    newest = tuple(replace(s, published_at=s.published_at.replace(hour=hour)) for s in newest)
    usual = history.usual[6:]
    if always:
        hours = (timedelta(hours=n % 24) for n in range(len(usual)))
        usual = tuple(replace(s, published_at=s.first_seen - next(hours)) for s in usual)
    assert names(replace(history, recent=newest, usual=usual))[1] == symptoms


BETS = "Nạp đầu tại nhà cái, chơi tài xỉu và nổ hũ mỗi ngày.\n"
NEWS = "Công an xã bắt giữ nhóm đối tượng chơi tài xỉu, xóc đĩa ăn tiền.\n"


@pytest.mark.parametrize(
    ("text", "of", "symptoms"),
    [
        (BETS * 3, 2, ("hijacked-articles",)),  # some are enough
        (BETS * 3, 1, ()),
        (BETS, 6, ("hijacked-articles",)),  # a block in each
        (BETS, 1, ()),
        (NEWS * 3, 6, ()),
    ],
)
def test_articles_that_offer_bets_are_somebody_else_s(text, of, symptoms) -> None:
    history = past()
    sold = tuple(
        replace(s, text=f"{s.text}\n{text}{s.key}" if n < of else s.text)
        for n, s in enumerate(history.recent)
    )
    found = names(replace(history, recent=sold))[1]
    assert tuple(name for name in found if name != "repeated-text") == symptoms
    usual = tuple(replace(s, text=text) for s in history.usual[:1])
    assert "hijacked-articles" not in names(replace(history, recent=sold, usual=usual))[1]


@pytest.mark.parametrize(
    ("text", "symptoms"),
    [
        (BETS * 3, ("hijacked-articles",)),
        (
            "The council met on Monday and talked about roads, schools and water.\n" * 9,
            ("no-accents",),
        ),
        (None, ()),  # an old section was met
    ],
)
def test_what_is_taken_in_by_the_dozen_is_looked_at_for_another_owner(text, symptoms) -> None:
    history = past(run(0, new=58, candidates=58, fruitful=58))
    taken = (sample(200 + n, NOW - timedelta(minutes=3)) for n in range(40))
    taken = tuple(replace(s, text=text or s.text) for s in taken)
    assert names(replace(history, recent=(), taken_in=taken))[1] == symptoms


@pytest.mark.parametrize(("of", "symptoms"), [(2, ("repeated-text",)), (1, ())])
def test_a_line_in_the_last_two_articles_is_told_though_others_came_before_it(of, symptoms):
    history = past()
    leaking = tuple(
        replace(s, text=f"{s.text}\n{CHROME}") if n < of else s
        for n, s in enumerate(history.recent)
    )
    assert names(replace(history, recent=leaking))[1] == symptoms


def test_what_is_put_up_within_minutes_of_a_visit_has_times_of_its_own() -> None:
    """A visit that reads them at once: their minutes differ, its seconds do not."""
    history = past(run(0), run(1), earlier=tuple(run(n) for n in range(2, 31)))
    newest = tuple(met(day, n, timedelta(minutes=n)) for day in (0, 1) for n in range(4))
    assert names(replace(history, recent=newest, usual=history.usual[6:]))[1] == ()


# --- stored articles that change alike -------------------------------------------------------------


def edits(count: int, **fields) -> tuple[Edit, ...]:
    before = [sample(n, NOW - timedelta(days=9)) for n in range(count)]
    return tuple(Edit(one, changed(one, **fields)) for one in before)


@pytest.mark.parametrize(
    ("fields", "symptom"),
    [
        ({"author": None}, "no-authors"),
        ({"images": 0}, "no-pictures"),
        ({"lead": None}, "no-leads"),
        ({"published_at": lambda s: s.published_at - timedelta(days=365)}, "moved-dates"),
        ({"text": lambda s: f"{s.text}\n{CHROME}"}, "repeated-text"),
        ({"text": lambda s: f" {CHROME} ".join(s.text.split(" ")[::5])}, "repeated-text"),
        ({"text": lambda s: s.text[:60]}, "short-texts"),
        ({"text": lambda s: s.text + f"\n{s.key} hay quá, cảm ơn, " * 19}, "long-texts"),
        ({"title": "Lam Kiều"}, "one-title"),
        ({"published_at": lambda s: s.published_at + timedelta(days=150)}, "moved-dates"),
        ({"published_at": lambda s: s.published_at + timedelta(hours=7)}, "moved-dates"),
        ({"title": lambda s: f"Mục {s.key[1:]} - {s.title}"}, "lengthened-titles"),
        ({"title": lambda s: f"{s.title[:20]}…"}, "cut-titles"),
        (
            {
                "title": lambda s: f"Tin khác {s.key}",
                "text": lambda s: f"Nội dung khác {s.key}" * 20,
            },
            "replaced-articles",
        ),
    ],
)
def test_stored_articles_that_change_alike_are_a_degradation(fields, symptom) -> None:
    assert names(past(edits=edits(4, **fields))) == ("degraded", (symptom,))
    assert names(past(edits=edits(2, **fields))) == ("healthy", ())


def test_stored_articles_that_editors_change_are_as_usual() -> None:
    corrected = edits(5, text=lambda s: f"{s.text} Đính chính: con số là {s.key}.")
    assert names(past(edits=corrected)) == ("healthy", ())


def test_dates_that_editors_correct_move_by_spans_of_their_own() -> None:
    corrected = edits(5, published_at=lambda s: s.published_at + timedelta(hours=len(s.title) % 9))
    assert names(past(edits=corrected)) == ("healthy", ())


def test_stored_articles_that_come_under_one_name_or_picture_are_a_degradation() -> None:
    def alike(**fields) -> tuple[Edit, ...]:
        one, other = ({"author": f"Người viết {n}", "picture": f"{n}.jpg"} for n in range(2))
        of = edits(2, **fields), edits(4, **fields)[2:]
        return tuple(
            Edit(replace(e.before, **was), changed(replace(e.before, **was), **fields))
            for some, was in zip(of, (one, other), strict=True)
            for e in some
        )

    assert names(past(edits=alike(author="Văn phòng")))[1] == ("one-author",)
    assert names(past(edits=alike(picture="trong.jpg")))[1] == ("one-picture",)


@pytest.mark.parametrize(
    ("reread", "unchanged", "state"), [(2, 0, "degraded"), (0, 0, "healthy"), (2, 6, "healthy")]
)
def test_pictures_that_stored_articles_lost_tell_with_new_ones_that_have_none(
    reread: int, unchanged: int, state: str
) -> None:
    """Four of four without one may be chance where one in four has none; those read again tell it is none."""
    history = past(run(0, unchanged=unchanged), run(1))
    usual = tuple(replace(s, images=int(n % 4 > 0)) for n, s in enumerate(history.usual))
    new = [replace(s, images=0) for s in history.recent[:4]]
    seen = [NOW - timedelta(minutes=4), NOW - timedelta(days=1, minutes=4)]
    new = [replace(s, first_seen=seen[n // 2]) for n, s in enumerate(new)]
    lost = edits(reread, images=0)
    assert names(replace(history, usual=usual, recent=tuple(new), edits=lost))[0] == state


def test_notices_of_one_series_are_short_and_no_trouble() -> None:
    def series(one: ArticleSample) -> str:
        return f"Thông báo lịch tiếp công dân tuần {one.key[1:]}"

    short = {"text": lambda s: s.text[:90]}
    assert names(with_recent(**short, title=series)) == ("healthy", ())
    assert names(with_recent(**short, title="Tin"))[1] != ()


def test_sections_names_for_titles_are_seen_among_articles_not_read_again() -> None:
    history = past(run(0), run(1))
    said = [
        "Thời sự",
        "Thời sự",
        "Kinh tế",
        "Thời sự",
        "Kinh tế",
        None,
        None,
        "Thời sự",
        None,
        None,
    ]
    some = (*history.recent, *history.usual[:4])
    recent = tuple(replace(s, title=t or s.title) for s, t in zip(some, said, strict=True))
    state, symptoms = names(replace(history, recent=recent, usual=history.usual[4:]))
    assert (state, symptoms) == ("degraded", ("one-title",))


def test_stored_articles_that_are_gone_all_at_once_are_a_degradation() -> None:
    gone = run(0, gone=5, unchanged=0, changed=0)
    assert names(past(gone)) == ("degraded", ("withdrawn-in-mass",))
    assert names(past(run(0, gone=1, unchanged=1))) == ("healthy", ())


def test_a_run_that_reads_none_of_them_again_confirms_that_they_are_gone() -> None:
    gone = run(1, gone=9, unchanged=1, changed=0)
    assert names(past(run(0), gone))[1] == ("withdrawn-in-mass",)
    restored = run(0, changed=9)
    assert names(past(restored, gone)) == ("healthy", ())


# --- silence ---------------------------------------------------------------------------------------


def silent(published: list[datetime], at: datetime) -> tuple[str, tuple[str, ...]]:
    quiet = run(0, new=0, candidates=0, fruitful=0)
    known = tuple(
        Publication(moment + timedelta(hours=3), moment, "minute") for moment in published
    )
    return names(past(quiet, recent=(), at=at, published=known, earlier=()))


def weekdays(last: datetime, count: int) -> list[datetime]:
    days = (last - timedelta(days=n) for n in range(2 * count))
    return [day for day in days if day.weekday() < 5][:count]


FRIDAY = datetime(2026, 3, 13, 9, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("days", "state"), [(1, "healthy"), (3, "healthy"), (5, "healthy"), (12, "late"), (40, "late")]
)
def test_a_source_of_every_weekday_is_late_after_a_week_or_so(days, state) -> None:
    assert silent(weekdays(FRIDAY, 60), FRIDAY + timedelta(days=days))[0] == state


@pytest.mark.parametrize(("days", "state"), [(20, "healthy"), (45, "healthy"), (150, "late")])
def test_a_source_of_twice_a_month_is_late_after_months(days, state) -> None:
    published = [FRIDAY - timedelta(days=n * 15 + n % 4) for n in range(30)]
    assert silent(published, FRIDAY + timedelta(days=days))[0] == state


def test_tet_is_no_silence() -> None:
    eve = datetime(2026, 2, 12, 16, tzinfo=VIETNAM)
    published = weekdays(eve, 60)
    assert silent(published, datetime(2026, 2, 26, 9, tzinfo=VIETNAM))[0] == "healthy"
    assert silent(published, datetime(2026, 3, 11, 9, tzinfo=VIETNAM))[0] == "late"


def test_a_portal_that_stood_still_before_it_was_met_is_late() -> None:
    then = [NOW - timedelta(days=45 + n) for n in range(80)]
    first = run(0.1, new=80, candidates=80, fruitful=80)
    quiet = run(0, new=0, candidates=0, fruitful=0)
    known = tuple(Publication(first.started_at, moment, "minute") for moment in then)
    history = past(quiet, recent=(), published=known)
    assert names(replace(history, earlier=(first,)))[0] == "late"


def test_a_source_without_a_rhythm_is_late_after_years_alone() -> None:
    published = [FRIDAY - timedelta(days=n) for n in (0, 70, 90, 200)]
    assert silent(published, FRIDAY + timedelta(days=300))[0] == "healthy"
    assert silent(published, FRIDAY + timedelta(days=500))[0] == "late"
    assert silent(published[:1], FRIDAY + timedelta(days=900))[0] == "healthy"


# --- several at once -------------------------------------------------------------------------------


def test_the_gravest_state_is_told_with_its_own_symptoms_alone() -> None:
    empty = run(0, new=0, candidates=0, fruitful=0, listings=EMPTY)
    history = replace(past(empty), recent=with_recent(author=None).recent)
    assert names(history) == ("broken", ("empty-listing",))


def test_every_symptom_has_evidence_of_one_line_and_a_next_step() -> None:
    for history in (with_recent(author=None), past(barren(rejected={"static": 3}), recent=())):
        verdict = judge(history)
        assert verdict.next_step
        assert all("\n" not in symptom.evidence for symptom in verdict.symptoms)
        assert all(symptom.evidence for symptom in verdict.symptoms)


# --- what needs no second run, and what no share told ------------------------------------------------


def found_by_two_runs(history: History) -> History:
    """The same, half of its new articles found by the run before; that run is under suspicion."""
    recent = (
        replace(s, first_seen=s.first_seen - timedelta(days=n % 2))
        for n, s in enumerate(history.recent)
    )
    ordered = sorted(recent, key=lambda s: s.first_seen, reverse=True)
    return replace(history, runs=(run(0), run(1)), recent=tuple(ordered))


def test_what_articles_of_two_runs_show_needs_no_further_run() -> None:
    alone = with_recent(author=None)
    assert judge(alone).symptoms[0].name == "no-authors"
    assert not judge(alone).is_certain
    assert judge(found_by_two_runs(alone)).is_certain


def test_what_the_last_run_found_changed_is_of_the_last_run() -> None:
    history = found_by_two_runs(with_recent(author=None))
    anew = tuple(Edit(replace(s, author="Minh Hà"), s) for s in history.recent)
    last = replace(history.run, changed=len(anew))
    read_again = replace(history, runs=(last, *history.runs[1:]), edits=anew[:6])
    assert not judge(read_again).is_certain
    unknown = replace(history, runs=(last, *history.runs[1:]))  # which ones nobody knows
    assert not judge(unknown).is_certain


@pytest.mark.parametrize(("count", "is_certain"), [(4, False), (9, True)])
def test_what_befell_many_stored_articles_at_once_need_not_befall_them_again(count, is_certain):
    history = past(run(0, changed=count))
    edits = tuple(Edit(s, replace(s, author=None)) for s in history.usual[:count])
    verdict = judge(replace(history, edits=edits))
    assert (verdict.symptoms[0].name, verdict.is_certain) == ("no-authors", is_certain)


def test_new_addresses_that_show_only_stored_articles_are_told() -> None:
    assert names(past(run(0, new=0, candidates=6, fruitful=6), recent=())) == (
        "degraded",
        ("doubled-articles",),
    )
    copies = tuple(run(n, new=3, candidates=6, fruitful=6) for n in range(1, 31))
    usual = past(run(0, new=3, candidates=6, fruitful=6))
    assert names(replace(usual, earlier=copies)) == ("healthy", ())  # each stands in two sections


@pytest.mark.parametrize(
    ("new", "before", "symptoms"),
    [
        (4, 0, ("misnamed-articles",)),
        (4, 4, ()),  # as its listings always do
        (1, 0, ()),  # of four
        (4, None, ()),  # titles were never compared before
    ],
)
def test_articles_that_listings_call_by_other_titles_are_told(new, before, symptoms) -> None:
    noticed = {} if before is None else {NAMED: 4, MISNAMED: before}
    earlier = tuple(replace(one, noticed=noticed) for one in past().earlier)
    last = run(0, new=4, candidates=4, fruitful=4, noticed={NAMED: 4, MISNAMED: new})
    assert names(replace(past(last), earlier=earlier))[1] == symptoms


@pytest.mark.parametrize(
    ("rejected", "symptoms", "is_faint"),
    [
        ({"challenge": 2}, ("captcha",), False),
        ({"challenge": 1}, (), False),  # of six: one address alone
        ({"members-only": 2}, (), False),
    ],
)
def test_a_door_before_a_part_of_the_new_articles_is_told(rejected, symptoms, is_faint) -> None:
    lost = sum(rejected.values())
    verdict = judge(past(run(0, new=6 - lost, candidates=6, fruitful=6 - lost, rejected=rejected)))
    assert tuple(one.name for one in verdict.symptoms if one.name == "captcha") == symptoms
    assert verdict.is_faint is is_faint


def test_a_door_that_two_runs_met_is_certain() -> None:
    met = [run(n, new=1, candidates=2, fruitful=1, rejected={"challenge": 1}) for n in (0, 1)]
    verdict = judge(past(*met))
    assert (verdict.symptoms[0].name, verdict.is_certain) == ("captcha", True)


def test_bodies_of_other_articles_are_told_whatever_stands_beside_them() -> None:
    history = past()
    swapped = (
        replace(s, text=f"{history.usual[9 + n].text}\nLượt xem {n}")
        for n, s in enumerate(history.recent)
    )
    assert names(replace(history, recent=tuple(swapped)))[1][0] == "one-text"


def test_a_series_of_notices_of_one_title_is_none() -> None:
    history = past()
    series = (
        replace(s, title="Lịch tiếp công dân" if n % 3 else s.title)
        for n, s in enumerate(history.recent)
    )
    assert names(replace(history, recent=tuple(series))) == ("healthy", ())


ONE_A_RUN = [run(n, new=1, candidates=1, fruitful=1) for n in (0, 1)]


def test_what_never_was_and_came_in_each_of_two_runs_is_certain() -> None:
    """One article a run: two of them without a date, where each always had one."""
    seen = (NOW - timedelta(minutes=3), NOW - timedelta(days=1))
    bare = tuple(sample(100 + n, at, published_at=None) for n, at in enumerate(seen))
    history = replace(past(*ONE_A_RUN), recent=bare)
    verdict = judge(history)
    assert verdict.is_certain
    assert names(history) == ("degraded", ("no-dates",))
    dated = sample(102, seen[1] - timedelta(seconds=9))
    assert judge(replace(history, recent=(*bare, dated))).is_faint, (
        "the run before found others, too"
    )
    once = tuple(replace(s, first_seen=seen[0]) for s in bare)
    assert judge(replace(history, recent=once)).is_faint
    odd = (replace(history.usual[0], published_at=None), *history.usual[1:])
    assert judge(replace(history, usual=odd)).is_faint


def test_two_runs_without_a_fruit_are_certain_where_each_brings_one_article() -> None:
    runs = [run(n, new=0, candidates=1, fruitful=0, rejected={"gone": 1}) for n in (0, 1)]
    verdict = judge(replace(past(*runs), recent=()))
    assert (verdict.state, verdict.is_certain) == ("broken", True)


def test_texts_shorter_than_ever_by_half_in_two_runs_are_told() -> None:
    seen = (NOW - timedelta(minutes=3), NOW - timedelta(days=1))
    shortest = min(len(s.text) for s in past().usual)
    short = [sample(100 + n, at) for n, at in enumerate(seen)]
    short = [replace(s, text=s.text[: shortest // 3]) for s in short]
    history = replace(past(*ONE_A_RUN), recent=tuple(short))
    assert judge(history).is_certain
    assert names(history) == ("degraded", ("short-texts",))


def test_words_that_all_always_bear_do_not_hide_those_that_are_new() -> None:
    opening = "(Cổng thông tin điện tử thị xã Lam Kiều và các xã) "
    tail = " Nghiêm cấm sao chép dưới mọi hình thức."
    history = past()
    usual = tuple(replace(s, text=opening + s.text) for s in history.usual)
    recent = tuple(replace(s, text=f"{opening}{s.text}{tail}") for s in history.recent)
    found = names(replace(history, usual=usual, recent=recent))
    assert found == ("degraded", ("repeated-text",))


def test_article_pages_that_are_forbidden_from_one_day_on_are_a_door() -> None:
    shut = run(0, new=0, unchanged=0, candidates=1, fruitful=0, rejected={"forbidden": 4})
    assert names(replace(past(shut), recent=()))[1] == ("forbidden",)
    one = run(0, rejected={"forbidden": 1})
    assert names(past(one)) == ("healthy", ())


def test_a_splash_page_before_sections_that_show_all_is_no_trouble() -> None:
    home = {SOURCE.url: 20}
    earlier = tuple(replace(one, listings=one.listings | home) for one in past().earlier)
    bare = run(0, listings=run(0).listings | {SOURCE.url: 0})
    assert names(replace(past(bare), earlier=earlier)) == ("healthy", ())


def test_a_caption_that_repeats_its_article_s_title_is_no_repeated_text() -> None:
    history = past()
    title = "Thông báo lịch cắt điện các khu phố của phường trong tuần này"
    titled = [
        replace(s, title=title, text=f"{title}\n{s.text}") if n < 3 else s
        for n, s in enumerate(history.recent)
    ]
    assert "repeated-text" not in names(replace(history, recent=tuple(titled)))[1]


def test_a_portal_that_says_that_it_is_over_is_told_with_where_it_goes_on() -> None:
    said = "its home page says “Cổng này ngừng cập nhật”; it names https://xa.example.vn/"
    verdict = judge(past(run(0, noticed={"closing": 1}, detail=said)))
    assert (verdict.state, verdict.symptoms[0].name) == ("degraded", "closing")
    assert f"congtin add https://xa.example.vn/ --succeeds {SOURCE.id}" in verdict.next_step


def test_an_office_renamed_is_no_repeated_text() -> None:
    history = past()
    offices = "(Cổng TTĐT huyện Lam Kiều) - ", "(Cổng TTĐT xã Lam Kiều (huyện Lam Kiều cũ)) - "
    usual, recent = (
        tuple(replace(s, text=office + s.text) for s in some)
        for office, some in zip(offices, (history.usual, history.recent), strict=True)
    )
    assert names(replace(history, usual=usual, recent=recent)) == ("healthy", ())


def test_an_archive_put_in_once_more_is_told_at_once() -> None:
    history = past(run(0, new=50))
    again = tuple(replace(s, key=f"n{s.key}", first_seen=NOW) for s in history.usual[:40])
    verdict = judge(replace(history, recent=(), taken_in=again))
    assert (verdict.symptoms[0].name, verdict.is_certain) == ("doubled-articles", True)


def test_another_unit_s_name_above_the_portal_is_told_with_what_to_do() -> None:
    taken = run(0, noticed={"other-owner": 1}, detail="its home page calls itself Phường Lam Hạ")
    verdict = judge(past(taken))
    assert (verdict.state, verdict.symptoms[0].name) == ("degraded", "other-owner")
    assert "Lam Hạ" in verdict.symptoms[0].evidence
    assert f"congtin add {SOURCE.url} --reuses {SOURCE.id}" in verdict.next_step
    unmodified = run(0, listings={"https://x.vn/tin": 10})
    again = judge(replace(past(unmodified, replace(taken, listings={SOURCE.url: 12}))))
    assert again.symptoms[0].evidence == taken.detail
    always = tuple(replace(one, noticed={"other-owner": 1}) for one in past().earlier)
    assert names(replace(past(taken), earlier=always)) == ("healthy", ())
