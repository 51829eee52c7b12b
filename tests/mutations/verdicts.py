"""Whether the watch named a breakage rightly, by the harm that it did."""

import re
from dataclasses import dataclass

from mutations.breakages import Breakage
from mutations.visiting import Shown, Watched


@dataclass(frozen=True)
class Verdict:
    """A breakage, what was seen of it, and what would have been right."""

    breakage: Breakage
    shown: Shown
    wanted: tuple[str, ...]
    state_right: bool
    words_right: bool

    @property
    def right(self) -> bool:
        """State and symptom."""
        return self.state_right and self.words_right

    @property
    def line(self) -> str:
        """For people."""
        last, said = self.shown.last, ">".join(run.state for run in self.shown.runs)
        symptoms = "; ".join(f"{name}: {evidence}" for name, evidence in last.symptoms)
        left_out = ("started_at", "finished_at", "id", "source_id")
        run = {key: value for key, value in last.report.items() if key not in left_out}
        word = "right" if self.right else "symptom" if self.state_right else "WRONG"
        harm = ",".join(sorted(self.shown.harm)) or "-"
        return (
            f"{word:8} {self.breakage.name} [{self.breakage.portal}] harm={harm}"
            f" wanted={'|'.join(self.wanted)} said={said} suspected={last.suspected}"
            f" runs={'>'.join(r.status for r in self.shown.runs)}"
            f"\n         symptoms: {symptoms[:600]}"
            f"\n         next: {last.next_step[:160]}"
            f"\n         run: {str(run)[:700]}"
        )


def judge(breakage: Breakage, shown: Shown) -> Verdict:
    """Right is the state that the harm deserves after the last run, with a symptom that says what it is."""
    harmed = bool(shown.harm) or breakage.always
    wanted = breakage.states if harmed else ("healthy",)
    last = shown.last
    said = " ".join([*(f"{n} {e}" for n, e in last.symptoms), last.next_step, last.status])
    words = not harmed or re.search(breakage.words, said, re.IGNORECASE) is not None
    return Verdict(breakage, shown, wanted, last.state in wanted, words)


def show(watched: Watched, b: Breakage) -> Verdict:
    """Break a copy of a healthy portal and let two runs see it."""
    shown = watched.breaking(
        b.change,
        days=b.days,
        a_day=b.a_day,
        before=b.before,
        down=b.down,
        sections=b.sections,
        changes=b.changes,
        timeout=b.timeout,
    )
    return judge(b, shown)
