"""Whose portal a source was on a day: sources outlive their units, hosts are used again; pure."""

from datetime import date

from pipeline.geography.gazetteer import gazetteer
from pipeline.geography.unit import Unit


def units_of(unit: str, unit_before: str) -> tuple[Unit | None, Unit | None]:
    """A source's unit until 2025-06-30 and its unit since, from their official codes."""
    known = gazetteer()
    return known.with_code(unit_before, "before"), known.with_code(unit, "since")


def unit_on(unit: str, unit_before: str, day: date) -> Unit | None:
    """The unit whose portal it was on that day; that of before goes on where none took over."""
    before, since = units_of(unit, unit_before)
    return before if before and (since is None or before.stood_on(day)) else since
