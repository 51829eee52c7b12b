"""Fills the {slots} of a sentence: places, people, dates and numbers that hold through one story."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from crawler.farm.stock import PEOPLE, Place

DISTRICTS_END = date(2025, 7, 1)
"""Vietnam's district level ended on this day: before it a portal's unit is a district, then a commune."""

_SLOT = re.compile(r"\{([^{}]+)\}")


class Slots:
    """The values of one story. `{n:3-9}` and `{d:3-9}` are fresh each time, any other slot keeps its value.

    A closing digit makes another value of the same kind: `{noi}` and `{noi2}` are two different places.
    """

    def __init__(self, random: Random, place: Place, published_at: datetime) -> None:
        self.random = random
        self.place = place
        self.published_at = published_at
        self._kept: dict[str, str] = {}
        day = published_at.date()
        self._old = day < DISTRICTS_END
        self._event = day - timedelta(days=random.choice((0, 0, 0, 1, 1, 2)))
        self._deadline = day + timedelta(days=random.randint(9, 70))

    def fill(self, template: str) -> str:
        """The sentence with every slot filled and a capital at its head."""
        text = _SLOT.sub(lambda match: self._value(match[1]), template)
        return text[0].upper() + text[1:]

    def _value(self, slot: str) -> str:
        name, _, span = slot.partition(":")
        if name in ("n", "d"):
            return self._number(span, decimal=name == "d")
        if name not in self._kept:
            value = self._number(span) if span else self._make(name)
            self._kept[name] = value
        return self._kept[name]

    def _number(self, span: str, *, decimal: bool = False) -> str:
        low, high = map(int, span.split("-"))
        if decimal:
            return f"{self.random.randint(low, high - 1)},{self.random.randint(1, 9)}"
        return f"{self.random.randint(low, high):,}".replace(",", ".")

    def _make(self, name: str) -> str:
        kind = name.rstrip("0123456789")
        taken = {v for k, v in self._kept.items() if k.rstrip("0123456789") == kind}
        for _ in range(50):
            value = _KINDS[kind](self)
            if value not in taken:
                return value
        return value

    def _part(self) -> str:
        return self.random.choice(self.place.parts)

    def _day(self, day: date) -> str:
        return f"{day.day}/{day.month}/{day.year}"

    @property
    def unit_level(self) -> str:
        """What the unit was then: mostly "huyện" before the district level ended, "xã" since."""
        return self.place.before if self._old else self.place.after

    @property
    def committee(self) -> str:
        """The party committee of the unit."""
        return self.place.committee if self._old else f"Đảng ủy {self.place.after}"

    def part_level(self) -> str:
        """What the unit's parts were then: communes of a district, hamlets of a commune."""
        return self.place.part_before if self._old else self.place.part_after

    def man(self) -> str:
        """A made-up man's name."""
        r = self.random
        return f"{r.choice(PEOPLE.surnames)} {r.choice(PEOPLE.men_middle)} {r.choice(PEOPLE.men)}"

    def woman(self) -> str:
        """A made-up woman's name."""
        r = self.random
        return (
            f"{r.choice(PEOPLE.surnames)} {r.choice(PEOPLE.women_middle)} {r.choice(PEOPLE.women)}"
        )

    def person(self) -> str:
        """A man's or a woman's name."""
        return self.man() if self.random.random() < 0.6 else self.woman()

    def resident(self) -> str:
        """A resident, as "ông …" or "bà …"."""
        return f"ông {self.man()}" if self.random.random() < 0.5 else f"bà {self.woman()}"

    def official(self) -> str:
        """An official with the office: "đồng chí …, Phó Chủ tịch UBND xã"."""
        office = self.random.choice(PEOPLE.offices)
        office = office.replace("{cap}", self.unit_level).replace("{capuy}", self.committee)
        return f"đồng chí {self.person()}, {office}"

    def road(self) -> str:
        """A road of the unit."""
        number = self.random.randint(2, 29)
        return self.random.choice(
            (
                f"đường ĐH.{number:02}",
                f"đường liên {self.part_level()} {self._part()}",
                f"đường trục {number}",
            )
        )


_KINDS: dict[str, Callable[[Slots], str]] = {
    "donvi": lambda s: f"{s.unit_level} {s.place.unit}",
    "cap": lambda s: s.unit_level,
    "ubnd": lambda s: f"UBND {s.unit_level} {s.place.unit}",
    "capuy": lambda s: f"{s.committee} {s.place.unit}",
    "noi": lambda s: f"{s.part_level()} {s._part()}",
    "dan": Slots.resident,
    "canbo": Slots.official,
    "hocsinh": Slots.person,
    "phongvien": lambda s: s.random.choice(s.place.reporters),
    "duong": Slots.road,
    "cau": lambda s: s.random.choice(s.place.bridges),
    "song": lambda s: s.random.choice(s.place.rivers),
    "nghe": lambda s: s.random.choice(s.place.crafts),
    "truong": lambda s: f"{s.random.choice(PEOPLE.schools)} {s._part()}",
    "buoi": lambda s: s.random.choice(("sáng", "chiều", "sáng", "tối")),
    "ngay": lambda s: s._day(s._event),
    "han": lambda s: s._day(s._deadline),
    "thang": lambda s: f"{s.published_at.month}/{s.published_at.year}",
    "nam": lambda s: str(s.published_at.year),
}
