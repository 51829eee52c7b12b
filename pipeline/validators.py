"""Validators for conditional requests (RFC 9110, 8.8): those of an answer that may be trusted. Pure."""

from datetime import datetime
from email.utils import parsedate_to_datetime

from pipeline.model import RawPage

DAY = 86400
SLACK = 5
"""Seconds between a server's writing the header and our clock."""


def trusted(raw: RawPage) -> tuple[str, str]:
    """The ETag and Last-Modified to send next time; "" for what is missing or was made by the clock."""
    etag = raw.header("etag").strip()
    modified = raw.header("last-modified").strip()
    answered = _moment(raw.header("date")) or raw.fetched_at
    return etag, "" if is_clock_made(modified, answered) else modified


def is_clock_made(modified: str, answered: datetime) -> bool:
    """Whether a Last-Modified follows the clock and not the page; one that is no date counts as such.

    NukeViet sends "a day ago" with every page, others the moment itself: to the second a whole
    number of days before the answer, or after it.
    """
    moment = _moment(modified)
    if moment is None:
        return True
    age = (answered - moment).total_seconds()
    return age < SLACK or min(age % DAY, DAY - age % DAY) <= SLACK


def _moment(header: str) -> datetime | None:
    """An HTTP date; None where it is none or names no zone."""
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None
