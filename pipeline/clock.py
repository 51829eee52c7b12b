"""The one place that asks what time it is."""

from datetime import date, datetime

from pipeline.model import VIETNAM


def now() -> datetime:
    """The present moment, aware, in Vietnam's offset."""
    return datetime.now(VIETNAM)


def today() -> date:
    """The present day in Vietnam."""
    return now().date()
