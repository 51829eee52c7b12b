"""What a source is judged by: its last run, its own past, what its articles hold. Frozen; no I/O."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.model import (
    ArticleSample,
    Health,
    HealthState,
    Publication,
    RunReport,
    Source,
    Symptom,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A stored article that the last run found changed: as it was, and as it is."""

    before: ArticleSample
    after: ArticleSample


@dataclass(frozen=True, slots=True)
class History:
    """All that a judgement rests on."""

    source: Source
    at: datetime
    """When it is judged."""
    runs: tuple[RunReport, ...]
    """Those that say something (`outcomes.is_judged`), newest first: the one to be judged, and those before
    it as far back as what it shows may have begun."""
    earlier: tuple[RunReport, ...] = ()
    """The runs before those: what is usual."""
    recent: tuple[ArticleSample, ...] = ()
    """Articles that the last runs found, newest first: those to be judged."""
    usual: tuple[ArticleSample, ...] = ()
    """Articles found before them, the newest published first: what is usual."""
    edits: tuple[Edit, ...] = ()
    """What the last run found changed."""
    published: tuple[Publication, ...] = ()
    """When its last articles came, newest first."""
    taken_in: tuple[ArticleSample, ...] = ()
    """Articles that the last run took in by the dozen, as a first crawl does: no measure of the new ones, but
    a portal's new owner may fill it so."""
    latest: str = ""
    """The address of the article that was stored last; "" where none is stored at all."""
    former: Health | None = None
    """How it was before."""
    step: str = ""
    """What the crawler says is to be done about the last run's status."""

    @property
    def run(self) -> RunReport:
        """The run to be judged."""
        return self.runs[0]

    def visits(self) -> list[datetime]:
        """When the runs began, the oldest first."""
        return sorted(run.started_at for run in (*self.runs, *self.earlier))

    def are_of_several_runs(self, samples: Sequence[ArticleSample]) -> bool:
        """Whether more than one run gave them as they are: what the last one found changed is of the last."""
        if self.run.changed > len(self.edits):
            return False  # which ones is not known of all
        return len(set(self._visits_of(samples))) > 1

    def are_whole_runs(self, samples: Sequence[ArticleSample], newest: int) -> bool:
        """Whether that many of them are all that the runs gave which found them: no run gave others, too."""
        found = self._visits_of(samples[max(newest - 1, 0) : newest + 1])
        return len(samples) <= newest or found[0] != found[-1]

    def _visits_of(self, samples: Sequence[ArticleSample]) -> list[int]:
        visits, anew = self.visits(), {edit.after.key for edit in self.edits}
        read = (self.run.started_at if s.key in anew else s.first_seen for s in samples)
        return [bisect_right(visits, moment) for moment in read]


@dataclass(frozen=True, slots=True)
class Finding:
    """A symptom, with the state that it makes and how sure it is."""

    state: HealthState
    symptom: Symptom
    next_step: str = ""
    is_faint: bool = False
    """Too little to be confirmed by itself: only more of it does."""
    is_certain: bool = False
    """No second run need confirm it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a source is by its last run alone."""

    state: HealthState
    symptoms: tuple[Symptom, ...] = ()
    next_step: str = ""
    is_faint: bool = False
    is_certain: bool = False
