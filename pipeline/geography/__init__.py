"""The administrative units of Vietnam before and since 2025-07-01: data and lookups."""

from pipeline.geography.addresses import address_of, unit_at
from pipeline.geography.gazetteer import Gazetteer, gazetteer
from pipeline.geography.owning import unit_on, units_of
from pipeline.geography.unit import MERGER, Level, Unit

__all__ = [
    "MERGER",
    "Gazetteer",
    "Level",
    "Unit",
    "address_of",
    "gazetteer",
    "unit_at",
    "unit_on",
    "units_of",
]
