"""How a source is, by its last run against its own history: state, evidence, next step. Pure."""

from collections.abc import Iterator
from itertools import chain

from pipeline.model import HealthState, Symptom
from pipeline.watch import (
    access,
    clocks,
    dates,
    edited,
    fields,
    foreign,
    listings,
    silence,
    texts,
    yields,
)
from pipeline.watch.history import Finding, History, Verdict
from pipeline.watch.steps import step_of

GRAVITY: tuple[HealthState, ...] = (
    "retired",
    "blocked",
    "unreachable",
    "broken",
    "degraded",
    "late",
)
"""Of several states the gravest is the source's: what comes after it follows from it."""
MOST = 6
"""Symptoms that are told."""
RULES = (
    access.findings,
    yields.findings,
    listings.findings,
    fields.letters,
    texts.findings,
    foreign.findings,
    fields.findings,
    dates.findings,
    clocks.findings,
    edited.findings,
    yields.misnamed,  # behind what tells why
    silence.findings,
)


def judge(history: History) -> Verdict:
    """The state that the last run alone points to, what shows it, and what to do about it.

    A symptom that is too faint to be confirmed counts only where no other one stands.
    """
    found = list(findings(history))
    sure = [one for one in found if not one.is_faint] or found
    state = next((s for s in GRAVITY if any(one.state == s for one in sure)), None)
    if state is None:
        return Verdict("healthy")
    telling = [one for one in sure if one.state == state]
    step = next((one.next_step for one in telling if one.next_step), "")
    return Verdict(
        state,
        symptoms=_each_once(one.symptom for one in telling),
        next_step=step or step_of(telling[0].symptom.name, history),
        is_faint=all(one.is_faint for one in telling),
        is_certain=any(one.is_certain for one in telling),
    )


def findings(history: History) -> Iterator[Finding]:
    """Every symptom that the rules see."""
    return chain.from_iterable(rule(history) for rule in RULES)


def _each_once(symptoms: Iterator[Symptom]) -> tuple[Symptom, ...]:
    named: dict[str, Symptom] = {}
    for symptom in symptoms:
        named.setdefault(symptom.name, symptom)
    return tuple(named.values())[:MOST]
