"""Whether a portal turns a visit away: at its door, or page after page. No I/O."""

from crawler.network.outcomes import FAILED, name_status
from crawler.pages.refusals import refusal
from pipeline.model import KnownPage, RawPage

TURNED_AWAY = frozenset(
    "challenge script-challenge forbidden geo-blocked maintenance parked suspended default-page"
    " closed failed-busy".split()
)
"""What comes when the portal as a whole turns us away."""
MOST_REFUSALS = 5
"""In a row; then the portal is left alone."""
LAST_REFUSALS = 3


class Refusals:
    """One visit's refusals."""

    def __init__(self) -> None:
        self.verdict = ("", "")
        """The refusal that ends the visit and its evidence; ("", "") while there is none."""
        self._in_a_row = 0
        self._last = ("", "")

    def meet(self, raw: RawPage) -> str:
        """Count an answer: the name of the captcha, the firewall's or the maintenance page that came
        instead of a page; "" where none did.
        """
        named = refusal(raw) or (
            name_status(raw.status, raw.final_url) if raw.status == 403 else None
        )
        if named is None or named[0] not in TURNED_AWAY:
            if raw.status == 200:
                self._in_a_row = 0
            return ""
        name, evidence = named
        self._in_a_row += 1
        self._last = name, f"{evidence}; {self._in_a_row} times in a row"
        if self.are_enough:
            self.verdict = self._last
        return name

    @property
    def last_word(self) -> tuple[str, str]:
        """The refusal that the last answers of a visit were, when nothing was left to ask; ("", "") where
        there were too few to tell. Private pages may well stand at the end.
        """
        tells = self._in_a_row >= LAST_REFUSALS and self._last[0] != "forbidden"
        return self._last if tells else ("", "")

    @property
    def are_enough(self) -> bool:
        """Whether the last refusal is the one that ends the visit."""
        return self._in_a_row == MOST_REFUSALS


def outcome_of(name: str, before: KnownPage | None) -> str:
    """What the ledger says of a refused address: to be asked for again, unless it is forbidden for
    the second time.
    """
    failed = name if name.startswith(FAILED) else f"{FAILED}-{name}"
    twice = name == "forbidden" and before is not None and before.outcome == failed
    return name if twice else failed
