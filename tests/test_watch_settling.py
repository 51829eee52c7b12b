"""A change of state is confirmed by a second run that points to the same family; each is told once."""

from datetime import datetime, timedelta

import pytest
from watch_histories import past, run

from pipeline.model import VIETNAM, Health, Notice, Symptom
from pipeline.watch.history import Verdict
from pipeline.watch.patience import patience
from pipeline.watch.settling import settle

NOON = datetime(2026, 3, 2, 12, tzinfo=VIETNAM)
SYMPTOM = (Symptom("no-dates", "0 of 6 new articles have a date"),)
VERDICTS = {
    "h": Verdict("healthy"),
    "l": Verdict("late", SYMPTOM, "Look."),
    "d": Verdict("degraded", SYMPTOM, "Look."),
    "f": Verdict("degraded", SYMPTOM, "Look.", is_faint=True),
    "b": Verdict("broken", SYMPTOM, "Look."),
    "u": Verdict("unreachable", SYMPTOM, "Wait."),
    "x": Verdict("blocked", SYMPTOM, "Ask."),
    "r": Verdict("retired", SYMPTOM, "Follow."),
    "R": Verdict("retired", SYMPTOM, "Follow.", is_certain=True),
}


def told(runs: str, former: Health | None = None) -> tuple[Health | None, list[Notice]]:
    """What becomes of a source whose runs, an hour apart, point there one after another."""
    notices = []
    for hour, letter in enumerate(runs):
        at = NOON + timedelta(hours=hour)
        former, notice = settle("a", former, VERDICTS[letter], at=at, run_id=hour)
        notices += [notice] if notice else []
    return former, notices


@pytest.mark.parametrize(
    ("runs", "states"),
    [
        ("h", []),
        ("hhhh", []),
        ("hu", []),
        ("huh", []),
        ("huhuhuh", []),
        ("huu", ["unreachable"]),
        ("huuuu", ["unreachable"]),
        ("hux", ["blocked"]),
        ("huxx", ["blocked"]),
        ("hud", []),
        ("hxb", ["broken"]),  # it answers, and never as it did
        ("hdx", ["blocked"]),
        ("hudd", ["degraded"]),
        ("hbd", ["degraded"]),
        ("hdb", ["broken"]),
        ("hR", ["retired"]),
        ("hr", []),
        ("hrr", ["retired"]),
        ("hll", ["late"]),
        ("hlb", []),
        ("hff", []),
        ("hfd", ["degraded"]),
        ("hdf", []),
        ("hdfd", ["degraded"]),
        ("huuh", ["unreachable"]),
        ("huuhh", ["unreachable", "healthy"]),
        ("huuhuhu", ["unreachable"]),
        ("huuhuhh", ["unreachable", "healthy"]),
        ("huuxx", ["unreachable", "blocked"]),
        ("ddhh", ["degraded", "healthy"]),
        ("dd", ["degraded"]),
    ],
)
def test_what_is_told_of_runs_in_a_row(runs, states) -> None:
    assert [notice.state for notice in told(runs)[1]] == states


def test_a_suspicion_is_kept_beside_the_confirmed_state() -> None:
    health, _ = told("hu")
    assert health is not None
    assert (health.state, health.suspected, health.suspicions) == ("healthy", "unreachable", 1)
    assert (health.symptoms, health.suspicion, health.run_id) == ((), SYMPTOM, 1)
    again, _ = told("h", health)
    assert again is not None
    assert (again.suspected, again.suspicions, again.suspicion) == (None, 0, ())


def test_a_confirmed_state_bears_its_symptoms_and_when_it_began() -> None:
    former, _ = told("h")
    at, began = NOON + timedelta(hours=8), NOON + timedelta(hours=2)
    doubted, _ = settle("a", former, VERDICTS["d"], at=began)
    health, notice = settle("a", doubted, VERDICTS["d"], at=at, began=began, run_id=9)
    assert health == Health("a", "degraded", began, at, SYMPTOM, "Look.", run_id=9)
    assert notice == Notice("a", at, "degraded", "healthy", SYMPTOM, "Look.")


def test_what_was_never_judged_has_no_former_state() -> None:
    health, notices = told("R")
    assert health is not None
    assert [(notice.state, notice.former) for notice in notices] == [("retired", None)]


def test_recovery_leaves_no_symptoms_behind() -> None:
    health, notices = told("hddhh")
    assert health is not None
    assert (health.state, health.symptoms, health.next_step) == ("healthy", (), "")
    assert (notices[-1].former, notices[-1].symptoms) == ("degraded", ())


def test_a_state_that_goes_on_shows_what_the_last_run_saw_unless_that_is_faint() -> None:
    ill, _ = told("hdd")
    other = Verdict("degraded", (Symptom("no-leads", "0 of 9"),), "Look there.")
    kept, notice = settle("a", ill, other, at=NOON + timedelta(days=1))
    assert notice is None
    assert ill is not None
    assert (kept.symptoms, kept.since) == (other.symptoms, ill.since)
    assert settle("a", ill, VERDICTS["f"], at=NOON)[0].symptoms == ill.symptoms


# --- patience --------------------------------------------------------------------------------------


def test_a_night_without_an_answer_is_told_to_nobody() -> None:
    down = {"status": "failed-busy", "new": 0, "listings": {}}
    history = past(run(0, **down), run(0.1, **down))
    assert patience(history, VERDICTS["u"]) == timedelta(hours=9.5)
    assert patience(history, VERDICTS["b"]) == timedelta(0)


def test_who_visits_every_minute_is_told_at_the_second_run() -> None:
    often = past(*(run(n / 1440) for n in range(5)), earlier=())
    assert patience(often, VERDICTS["u"]) == timedelta(0)


def test_patience_puts_off_a_confirmation_and_ends_it() -> None:
    former, _ = told("hu")
    waits = {"began": NOON, "patience": timedelta(hours=9)}
    soon, notice = settle("a", former, VERDICTS["u"], at=NOON + timedelta(hours=3), **waits)
    assert (soon.state, soon.suspicions, notice) == ("healthy", 2, None)
    late, notice = settle("a", soon, VERDICTS["u"], at=NOON + timedelta(hours=10), **waits)
    assert (late.state, notice is not None) == ("unreachable", True)
