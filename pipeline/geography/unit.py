"""One administrative unit: a province, a district (until 2025-06-30), a commune, ward or special zone."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.remembering import remembered

MERGER = date(2025, 7, 1)
"""The first day without districts, with 34 provinces and 3,321 communes (Nghị quyết 202/2025/QH15)."""

Level = Literal["province", "district", "commune"]
SINCE = f"@{MERGER.year}"
"""How ids of units that began then end: codes were used again for other units."""

_KIND = re.compile(r"Tỉnh|Thành phố|Huyện|Quận|Thị xã|Thị trấn|Xã|Phường|Đặc khu")


@remembered(16_384)
def _kind_in(name: str) -> str:
    found = _KIND.match(name)
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its official code. Where names changed, `name` is the last one."""

    id: str
    """Permanent: the code of a unit of before ("353"), that of one of now with "@2025" ("13573@2025"), that
    of a district that ended sooner and whose code went on with its last year ("769-2020", Quận 2).
    """
    code: str
    """Official (Quyết định 19/2025/QĐ-TTg): 2 digits a province's, 3 a district's, 5 a commune's. One code
    may be of one unit until 2025-06-30 and of another since.
    """
    level: Level
    name: str
    """In full: "Huyện Lý Nhân"."""
    parent: str = ""
    """The id of the unit above it; "" for a province."""
    since: date | None = None
    """The first day on which it stood; None: before this data begins."""
    until: date | None = None
    """The first day on which it stood no longer; None: it stands."""
    former_names: tuple[tuple[date, str], ...] = ()
    """(day from which it was called otherwise, the name until then), the oldest first."""

    @property
    def kind(self) -> str:
        """What it is, as its name says: "Huyện"."""
        return _kind_in(self.name)

    @property
    def bare(self) -> str:
        """Its name without its kind: "Lý Nhân"; that of "Quận 1" and "Phường 12" is the number."""
        return self.name[len(self.kind) :].strip()

    @property
    def stands(self) -> bool:
        """Whether it is one of today's."""
        return self.until is None

    def name_on(self, day: date | None) -> str:
        """What it was called on that day; None is today."""
        if day is not None:
            for changed, name in self.former_names:
                if day < changed:
                    return name
        return self.name

    def stood_on(self, day: date) -> bool:
        """Whether it was there on that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )
