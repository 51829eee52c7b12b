"""How a job ended, and when it is tried again; pure.

A portal's refusal is no failure of a job: the run's report tells it. What failed for reasons of our own (the
database, the disk, a killed process) is tried again, each time after twice as long.
"""

from dataclasses import dataclass
from datetime import timedelta

from pipeline.errors import ArchiveError, ConfigError, StoreError

DONE = frozenset((0, 1))
"""Exit codes of a verb that did what it could."""
REASONS = {
    ConfigError.exit_code: "a setting or an argument is wrong there",
    StoreError.exit_code: "the database",
    ArchiveError.exit_code: "the archive",
    130: "interrupted",
}
FIRST, MOST = timedelta(seconds=15), timedelta(hours=1)
"""The first wait, doubled for each further failure in a row, and the longest."""
TRIES = 8
"""So often a job is tried: two hours in all. A source that is due gets a new job then."""


class JobFailed(Exception):
    """A job's verb failed; the message is what it said last."""


class GivenBack(Exception):
    """A job that its worker began and did not end, since it was told to end itself: the next one's."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a verb's process ended, and the last lines it said."""

    code: int
    said: str = ""
    crashed: bool = False
    """Whether it ended in a mistake of ours, whose exit code is that of what was done in part."""

    def failure(self) -> str:
        """Why the job failed; "" where it did not."""
        if self.code in DONE and not self.crashed:
            return ""
        why = REASONS.get(self.code, "")
        name = f"killed by signal {-self.code}" if self.code < 0 else f"exit code {self.code}"
        return ": ".join(part for part in (f"{name} ({why})" if why else name, self.said) if part)


def wait_after(attempts: int) -> timedelta | None:
    """How long a job rests that failed after so many attempts before (0: the first); None: for good."""
    if attempts + 1 >= TRIES:
        return None
    return min(FIRST * int(2**attempts), MOST)
