"""How fast a host is asked: the rest after an answer, and the pace that its refusals teach. Pure.

Times are seconds of one clock that only goes forward; they come in as arguments.
"""

from collections import deque
from datetime import datetime, timedelta

from pipeline.model import Host

MAX_REST = 60.0
"""Seconds that a slow or failing host is left alone between two requests; wishes may be longer."""
STRAIN = 1.0
"""Seconds of an answer from which on a host counts as slow though no delay is kept (one's own)."""
FIRST_REST = 0.1
"""What a failure's doubling begins with, where no delay is kept."""
MARGIN = 1.1
STEP = 1.25
"""How much slower at least after each refusal that came while the learned pace was kept."""
LOOK_BACK = 3600.0
EPISODES = 20
"""Refusals that are remembered."""
ENOUGH = 20
"""Answers in a row that tell a rate; fewer may follow on a limit of longer ago."""
MOST_GUESSED = 3.0
"""The slowest pace learned from fewer answers: a run before this one may have used up the rest."""
FULL_DAYS = 7
"""Days for which a learned pace holds; from then on it halves each week."""
LONGEST_WAIT = 300.0
"""Of a longer Retry-After no rate is learned: that is a ban, not the window of a counter."""


class Pace:
    """When the next request may go to one host. One request is under way at a time."""

    def __init__(self, floor: float = 0.0, learned: float = 0.0) -> None:
        self.floor = floor
        """Seconds of rest that are never undercut: the source's delay, robots.txt's wish."""
        self.learned = learned
        """Seconds from request to request that the host was found to bear; 0: nothing was learned."""
        self._rest = floor
        self._sent = self._ended = self._resume = float("-inf")
        self._answered: deque[float] = deque()
        self._episodes: deque[float] = deque()
        self._calm = True

    @property
    def delay(self) -> float:
        """Seconds between two requests as they are now."""
        return max(self._rest, self.floor, self.learned)

    def wait(self, now: float) -> float:
        """Seconds until the next request may go; 0 for now."""
        rested = self._ended + max(self._rest, self.floor)
        return max(0.0, rested - now, self._sent + self.learned - now, self._resume - now)

    def hold(self, until: float) -> None:
        """Leave the host alone until then."""
        self._resume = max(self._resume, until)

    def sent(self, now: float) -> None:
        """A request goes out."""
        self._sent = now
        if not self._episodes:
            self._episodes.append(now)

    def answered(self, now: float) -> None:
        """An answer came. The host rests for as long as it took, sooner slower than faster again."""
        took = now - self._sent
        self._ended = now
        self._calm = True
        self._answered.append(self._sent)
        while self._answered[0] < now - LOOK_BACK:
            self._answered.popleft()
        strain = took if self.floor > 0 or took >= STRAIN else 0.0
        sinking = self._rest - (self._rest - strain) / 4
        self._rest = min(MAX_REST, strain if strain > sinking or sinking < FIRST_REST else sinking)

    def failed(self, now: float) -> None:
        """A time-out, a broken connection, a broken server: twice the rest."""
        self._ended = now
        self._rest = min(MAX_REST, max(2 * self._rest, 2 * self.floor, FIRST_REST))

    def refused(self, now: float, wait: float, *, learn: bool = True) -> None:
        """The host wants to be left alone for `wait` seconds; how many it answered before teaches a pace."""
        self._ended = now
        if learn:
            self.learned = min(MAX_REST, max(self._taught(now, wait), self._slower()))
        self._calm = False
        self._episodes.append(now + wait)
        while len(self._episodes) > EPISODES:
            del self._episodes[1]
        self.hold(now + wait)

    @property
    def answers(self) -> int:
        """How many answers came within the last hour."""
        return len(self._answered)

    def _slower(self) -> float:
        """A pace that was kept and refused is too fast by some; one that was refused twice only once."""
        return self.learned * (STEP if self._calm else 1.0)

    def _taught(self, now: float, wait: float) -> float:
        """The slowest of the paces at which the answers so far fit into the time they used up.

        What is used up lasts until the host answers again. Counted from each refusal on, since
        counters may begin anew then, and from the first request on, for counters of longer memory.
        """
        wait = min(wait, LONGEST_WAIT)
        paces = [0.0]
        for start in self._episodes:
            begin = max(start, now - LOOK_BACK)
            count = sum(sent >= begin for sent in self._answered)
            if count >= ENOUGH:
                paces.append(MARGIN * (now - begin + wait) / count)
            elif count and start == self._episodes[0]:
                paces.append(min(MOST_GUESSED, MARGIN * (now - begin + wait) / count))
        return max(paces)


def remembered_pace(host: Host, moment: datetime) -> float:
    """What earlier runs learned: in full for a week after the last refusal, then half as much a week."""
    if not host.delay:
        return 0.0
    well = moment - host.resume_at if host.resume_at else timedelta()
    weeks = max(0.0, well / timedelta(days=FULL_DAYS) - 1)
    return float(host.delay * 0.5**weeks)


def back_off(failures: int) -> timedelta:
    """How long a host is left alone that refused `failures` runs in a row without saying for how long."""
    doubled: int = 2 ** min(failures - 1, 12)
    return min(timedelta(hours=24), timedelta(minutes=5) * doubled)
