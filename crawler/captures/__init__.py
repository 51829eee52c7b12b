"""Captures of others (Common Crawl, the Wayback Machine): listed by host and dates, and fetched one by one.

A portal that is gone lives on there. The lists are read by cdx_toolkit, an optional extra
(`pip install 'congtin[captures]'`); the requests are our own, one at a time, with a pause between two.
"""

from crawler.captures.asking import Asker, CaptureError
from crawler.captures.index import Capture, Query, captures
from crawler.captures.replay import fetch

__all__ = ["Asker", "Capture", "CaptureError", "Query", "captures", "fetch"]
