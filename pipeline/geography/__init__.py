"""The administrative units of Vietnam before and since 2025-07-01: data and lookups."""

from pipeline.geography.gazetteer import Gazetteer, gazetteer
from pipeline.geography.owning import unit_on, units_of
from pipeline.geography.unit import MERGER, Level, Unit

__all__ = ["MERGER", "Gazetteer", "Level", "Unit", "gazetteer", "unit_on", "units_of"]
