"""What pages say, in Vietnamese or English: phrases, times, numbers. Everything in +07:00."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from pipeline.model import VIETNAM, Entry
from pipeline.publish.words.english import DAYS, ENGLISH, MONTHS
from pipeline.publish.words.language import Language

_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@dataclass(frozen=True, slots=True)
class Speech:
    """One language. Called with a Vietnamese phrase it gives that phrase in its own."""

    language: Language = "vi"

    def __call__(self, phrase: str, /, **values: object) -> str:
        """The phrase with its {values}: numbers as people write them, markup kept, the rest escaped with it.

        An English phrase that differs for one thing and for many goes by the value `n`.
        """
        said = self._said(phrase, values.get("n"))
        if not values:
            return said
        shown = {name: self._shown(value) for name, value in values.items()}
        if any(isinstance(value, Markup) for value in values.values()):
            return Markup(said).format(**shown)  # nosec B704 # noqa: S704  (a phrase of ours)
        return said.format(**shown)

    def _said(self, phrase: str, n: object) -> str:
        if self.language == "vi":
            return phrase
        said = ENGLISH.get(phrase, phrase)
        if isinstance(said, str):
            return said
        return said[0] if n == 1 else said[1]

    def _shown(self, value: object) -> object:
        return self.number(value) if isinstance(value, int) else value

    def own(self, message: str) -> str:
        """Of a message written in both, "Vietnamese / English", the half that is ours."""
        vietnamese, slash, english = message.partition(" / ")
        if not slash or " / " in english:
            return message
        return vietnamese if self.language == "vi" else english

    def day(self, moment: datetime) -> str:
        """Weekday and day: "Thứ Tư, 21/10/2015", "Wednesday, 21 October 2015"."""
        local = moment.astimezone(VIETNAM)
        if self.language == "vi":
            return f"{_DAYS[local.weekday()]}, {local:%d/%m/%Y}"
        return f"{DAYS[local.weekday()]}, {local.day} {MONTHS[local.month - 1]} {local.year}"

    def clock(self, moment: datetime) -> str:
        """Hour and minute: 08:33."""
        return f"{moment.astimezone(VIETNAM):%H:%M}"

    def minute(self, moment: datetime) -> str:
        """The whole moment: "08:33, 21/10/2015", "08:33, 21 Oct 2015"."""
        local = moment.astimezone(VIETNAM)
        if self.language == "vi":
            return f"{local:%H:%M, %d/%m/%Y}"
        return f"{local:%H:%M}, {local.day} {MONTHS[local.month - 1][:3]} {local.year}"

    def date(self, day: date) -> str:
        """The day alone: "30/6/2025", "30 June 2025"."""
        if self.language == "vi":
            return f"{day.day}/{day.month}/{day.year}"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def month(self, name: str) -> str:
        """Of "2024-05": "Tháng 5/2024", "May 2024"."""
        year, _, number = name.partition("-")
        if self.language == "vi":
            return f"Tháng {int(number)}/{year}"
        return f"{MONTHS[int(number) - 1]} {year}"

    def published(self, entry: Entry) -> str:
        """The publication time as exactly as it is known: "Thứ Tư, 21/10/2015, 08:33"; "" if unknown."""
        moment = entry.article.published_at
        if moment is None:
            return ""
        if entry.article.published_precision == "day":
            return self.day(moment)
        return f"{self.day(moment)}, {self.clock(moment)}"

    def number(self, count: int) -> str:
        """With marks between thousands: 12.345, in English 12,345."""
        grouped = f"{count:,}"
        return grouped.replace(",", ".") if self.language == "vi" else grouped

    def size(self, count: int) -> str:
        """Bytes as people write them: "812 kB", "3,4 MB", in English "3.4 MB"."""
        if count < 1000:
            return f"{count} B"
        for unit, amount in (("GB", 10**9), ("MB", 10**6)):
            if count >= amount:
                said = f"{count / amount:.1f} {unit}"
                return said.replace(".", ",") if self.language == "vi" else said
        return f"{round(count / 1000)} kB"
