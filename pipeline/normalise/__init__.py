"""CleanPage -> Article: pure functions from text as printed to normal forms."""

from pipeline.normalise.article import normalise, read_dates
from pipeline.normalise.dates import PrintedTime, parse_date
from pipeline.normalise.urls import normalise_url

__all__ = ["PrintedTime", "normalise", "normalise_url", "parse_date", "read_dates"]
