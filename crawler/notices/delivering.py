"""What was not told yet is told, by each channel, by one process at a time.

A notice counts as told once its receiver accepted it: it is told at least once, and twice only where we are
killed, or the database fails, between the receiver's answer and the line that notes it. Its number (and the
mail's Message-ID) tell the second one from a new one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep

from crawler.locks import alone
from crawler.notices import mail, webhook
from crawler.notices.messages import Message, Told, gathered
from pipeline import telling
from pipeline.clock import now
from pipeline.config import Config
from pipeline.model import Notice, Symptom
from pipeline.store import Store
from pipeline.store.database.advisory import AdvisoryLocks, is_shared

BUDGET = 60.0
"""Seconds for all of it: what is left is told the next time."""
LOCK = "notices"
PAUSE = 0.2
RUNS = 200
"""The last runs, by which is told whether anything answers at all."""

Send = Callable[[Config, Sequence[Message], float], Iterator[tuple[Message, str]]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of it: how many notices each channel took, and what went wrong."""

    taken: tuple[tuple[str, int], ...] = ()
    problems: tuple[tuple[str, str], ...] = ()

    def problem_of(self, channel: str) -> str:
        """What went wrong there, "" for nothing."""
        return "; ".join(problem for name, problem in self.problems if name == channel)


def channels(config: Config) -> dict[str, Send]:
    """The channels that are set up, by name."""
    ways: dict[str, Send] = {telling.WEBHOOK: webhook.send, telling.MAIL: mail.send}
    return {name: ways[name] for name in telling.channels(config.webhook, config.smtp_url)}


def deliver(
    config: Config, store: Store, *, patience: float = 0.0, budget: float = BUDGET
) -> Delivery:
    """Tell operators all that they were not told yet; what fails is tried again the next time.

    `patience`: seconds to wait for another process that is at it. Raises StoreError, and ConfigError where
    the data folder cannot be written.
    """
    ways = channels(config)
    if not ways or not store.untold(ways, 1):
        return Delivery()
    with _alone(config, patience) as ours:
        if not ours:
            return Delivery()
        share = budget / len(ways)
        done = [_by(name, send, config, store, share) for name, send in ways.items()]
    taken = [(name, count) for name, count, _ in done]
    wrong = dict.fromkeys((name, problem) for name, _, found in done for problem in found)
    return Delivery(tuple(taken), tuple(wrong))


def send_test(config: Config) -> list[tuple[str, str]]:
    """Send a notice that says it is a test: each channel with what went wrong, "" where it was taken."""
    symptom = Symptom("test", "This is a test: no source changed.")
    step = "Nothing is to be done: notices of sources will come this way."
    message = Message(
        (Told(Notice("test", now(), "healthy", None, (symptom,), step), None),), "", True
    )
    return [
        (name, "; ".join(filter(None, (problem for _, problem in send(config, [message], BUDGET)))))
        for name, send in channels(config).items()
    ]


def _by(
    name: str, send: Send, config: Config, store: Store, budget: float
) -> tuple[str, int, list[str]]:
    """The channel, how many notices it took, and what went wrong."""
    sources = {source.id: source for source in store.registered()}
    messages = gathered(store.untold([name]), sources, store.runs(limit=RUNS))
    count, problems = 0, []
    if not messages:
        return name, 0, []
    for message, problem in send(config, messages, budget):
        if problem:
            problems.append(problem)
        else:
            store.mark_told(message.numbers, name)
            count += len(message.items)
    return name, count, problems


@contextmanager
def _alone(config: Config, patience: float) -> Iterator[bool]:
    """Whether no other process tells them, on this machine or, with PostgreSQL, on any."""
    with alone(config.data, LOCK, patience) as ours_here:
        if not ours_here:
            yield False
            return
        with _on_every_machine(config, patience) as ours:
            yield ours


@contextmanager
def _on_every_machine(config: Config, patience: float) -> Iterator[bool]:
    if not is_shared(config.database_url):
        yield True
        return
    locks, until = AdvisoryLocks(config.database, lambda: None), monotonic() + patience
    try:
        while not (ours := locks.take(f"congtin/{LOCK}")) and monotonic() < until:
            sleep(PAUSE)
        yield ours
    finally:
        locks.close()
