"""How a job ended, and when it is tried again; pure.

A portal's refusal is no failure of a job: the run's report tells it. What failed for reasons of our own (the
database, the disk, a killed process) is tried again, each time after twice as long.
"""

from dataclasses import dataclass
from datetime import timedelta

from pipeline.errors import ALL_BUSY, CRASHED, INTERRUPTED, ArchiveError, ConfigError, StoreError

DONE = frozenset((0, 1))
"""Exit codes of a verb that did what it could."""
REASONS = {
    ConfigError.exit_code: "a setting or an argument is wrong there",
    StoreError.exit_code: "the database",
    ArchiveError.exit_code: "the archive",
    CRASHED: "a mistake of Congtin's own",
    INTERRUPTED: "interrupted",
}
FIRST, MOST = timedelta(seconds=15), timedelta(hours=1)
"""The first wait, doubled for each further failure in a row, and the longest."""
BUSY_MOST = timedelta(minutes=2)
"""The longest wait for a host that another process is at: a dead machine's is free within a minute."""
TRIES = 8
"""So often a job is tried: two hours in all. A source that is due gets a new job then."""


class JobFailed(Exception):
    """A job's verb failed; the message is what it said last."""


class HostBusy(Exception):
    """Another process is at the host, on whichever machine: the job waits until it is done."""


class GivenBack(Exception):
    """A job that its worker began and did not end, since it was told to end itself: the next one's."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a verb's process ended, and the last lines it said."""

    code: int
    said: str = ""

    @property
    def busy(self) -> bool:
        """Whether nothing was done, since another process is at the host."""
        return self.code == ALL_BUSY

    def failure(self) -> str:
        """Why the job failed; "" where it did not."""
        if self.code in DONE:
            return ""
        why = REASONS.get(self.code, "")
        name = f"killed by signal {-self.code}" if self.code < 0 else f"exit code {self.code}"
        return ": ".join(part for part in (f"{name} ({why})" if why else name, self.said) if part)


def wait_after(attempts: int) -> timedelta | None:
    """How long a job rests that failed after so many attempts before (0: the first); None: for good."""
    if attempts + 1 >= TRIES:
        return None
    return _doubled(attempts, MOST)


def wait_for_host(attempts: int) -> timedelta:
    """How long a job rests whose host was busy, after so many attempts before; it never gives up."""
    return _doubled(attempts, BUSY_MOST)


def _doubled(times: int, most: timedelta) -> timedelta:
    return min(FIRST * int(2 ** min(times, 30)), most)
