"""The shapes of administrative units in the JSON API, as OpenAPI documents them."""

from datetime import date
from typing import Literal

from pydantic import Field

from pipeline.publish.api.shapes import Shape


class UnitBrief(Shape):
    """A unit by name."""

    id: str
    code: str
    name: str


class UnitNear(UnitBrief):
    """A unit by name, with the units above it: many share one."""

    full_name: str


class FormerName(Shape):
    """What a unit was called before."""

    name: str
    until: date
    """The last day of that name."""


class UnitOut(Shape):
    """An administrative unit of before 2025-07-01 or of now."""

    id: str = Field(examples=["353"])
    """What the filter `unit` takes: the code, with "@2025" behind it for a unit since 2025-07-01, with the
    last year for a district whose code went on before that ("769-2020").
    """
    code: str
    """Official. One code may be of one unit until 2025-06-30 and of another since."""
    level: Literal["province", "district", "commune"]
    kind: str = Field(examples=["Huyện"])
    name: str
    full_name: str = Field(examples=["Huyện Lý Nhân, Tỉnh Hà Nam"])
    """With the units above it."""
    since: date | None
    """Its first day; null for one that the data begins with."""
    until: date | None
    """Its last day; null for one of today."""
    former_names: list[FormerName]
    """The oldest first."""
    above: list[UnitBrief]
    """What it lies or lay in, the nearest first."""
    province_now: UnitBrief
    """Today's province that its land lies in."""
    districts_before: list[UnitBrief]
    """Of a unit of today, the districts whose land it has, or a part of it."""
    predecessors: list[UnitBrief]
    """Of a unit of today, those of before that it was made of, wholly or in part."""
    successors: list[UnitBrief]
    """Of a unit of before, those that have its land, of a commune the main one first."""
    went_into: list[UnitBrief]
    """Of a district that ended before the merger, those that it became a part of."""
    page: str
    rss: str
    atom: str
    json_feed: str


class UnitWhole(UnitOut):
    """A unit with what is stored of it."""

    within: list[UnitBrief]
    """The units directly below it."""
    sources: list[str]
    """The ids of the portals that are or were its own, or of a unit in it."""
    articles: int
    """Of those portals while they were its own, and of any that names it."""


class UnitsOut(Shape):
    """Units of a name or code, those of today first; where there are none, those whose names begin so."""

    items: list[UnitOut]
    near: list[UnitNear]
    """Where there are none: units whose names are nearly that."""
