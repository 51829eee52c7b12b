"""How likely it is that something is as it always was. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma

FAINT, FIRM = 2e-3, 2e-4
"""Chances below which something is suspected, and below which a second look may confirm it."""
NEW = 1e-3
"""The second of both for what never came before and came each time in two runs."""
SIZES = (1, 2, 3, 4, 6, 9, 13, 20, 30, 40)
"""How many of the newest are looked at together: whatever broke, it broke at some moment among them."""
LOOKS = 2.0
"""What so many looks at much the same articles count for, in chances."""
FALLEN = 0.6
"""A share has fallen where it is so much of the usual one or less: half of the articles is a trouble."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Of `total` earlier ones so many had it."""

    count: float
    total: float

    @property
    def share(self) -> float:
        """The usual share; of nothing it is 0."""
        return self.count / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Fall:
    """Of the newest `total` some do not have what is usual, by that chance."""

    missing: tuple[int, ...]
    """Which, by their place."""
    total: int
    usual: Usual
    chance: float

    @property
    def count(self) -> int:
        """How many have it."""
        return self.total - len(self.missing)

    @property
    def is_new(self) -> bool:
        """Whether none has it, where always each had."""
        return self.count == 0 and self.usual.count == self.usual.total

    def said(self, words: str) -> str:
        """As evidence prints it of new articles: what so few of them do, and how many usually."""
        new = f"{self.count} of the last {self.total} new articles"
        return f"{new} {words}; usual {self.usual.share:.0%}"


def at_most(count: int, total: int, usual: Usual) -> float:
    """The chance that of `total` so few have it, where of the earlier ones so many had: the tail of the
    beta-binomial distribution after Jeffreys' prior, so that few earlier ones prove little.
    """
    a, b = usual.count + 0.5, max(usual.total - usual.count, 0.0) + 0.5
    whole = _log_beta(a, b)
    terms = (
        _log_choose(total, k) + _log_beta(a + k, b + total - k) - whole for k in range(count + 1)
    )
    return min(1.0, sum(exp(term) for term in terms))


def fall(
    newest: Sequence[bool],
    usual: Usual,
    earlier: Sequence[bool] = (),
    *,
    most: float = FALLEN,
    beside: float = 1.0,
) -> Fall | None:
    """What fell among the newest (newest first), by the look that shows it best; None where nothing did.

    `earlier`: the usual ones in their order. What they went through twice before is no fall. `most`: share
    of the usual share that may be left. `beside`: the chance of what else points the same way.
    """
    looks = (replace(one, chance=one.chance * beside) for one in _looks(newest, usual, most))
    found = [one for one in looks if not _is_known(one, earlier)]
    best = min(found, key=lambda one: (one.chance, -one.total), default=None)
    return best if best and best.chance < FAINT else None


def _looks(newest: Sequence[bool], usual: Usual, most: float) -> Iterator[Fall]:
    if usual.total <= 0 or _is_over(newest, usual):
        return
    for total in {min(size, len(newest)) for size in SIZES}:
        missing = tuple(place for place, has in enumerate(newest[:total]) if not has)
        count = total - len(missing)
        if total and count / total <= most * usual.share:
            chance = min(1.0, LOOKS * at_most(count, total, usual))
            yield Fall(missing, total, usual, chance)


def _is_over(newest: Sequence[bool], usual: Usual) -> bool:
    """Whether the very last ones have it again: whatever it was, it was mended."""
    few = max(2, round(1.5 / usual.share)) if usual.share else len(newest)
    last = newest[:few]
    return bool(last) and sum(last) / len(last) > FALLEN * usual.share


def _is_known(found: Fall, earlier: Sequence[bool]) -> bool:
    """Whether so few were among as many of the earlier ones in a row, twice or more often."""
    times, place = 0, 0
    while place + found.total <= len(earlier):
        if sum(earlier[place : place + found.total]) <= found.count:
            times, place = times + 1, place + found.total
        else:
            place += 1
    return times > 1 and found.total > 1


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the sorted values lies."""
    return values[min(int(share * len(values)), len(values) - 1)]
