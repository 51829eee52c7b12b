"""What operators are told of a source whose state changed, in English, by every channel; pure."""

import re
from datetime import datetime
from urllib.parse import quote, urlsplit

from pipeline.model import VIETNAM, Notice, Source
from pipeline.publish.xmltext import shorten

LONGEST = 600
"""Letters of one line of evidence, which quotes what portals print."""
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that stands behind them."""


def is_recovery(notice: Notice) -> bool:
    """Whether the source is as it has always been, and was not before."""
    return notice.state == "healthy" and notice.former not in (None, "healthy")


def headline(notice: Notice, source: Source | None) -> str:
    """One line: "lynhan.hanam.gov.vn: broken (was healthy)"."""
    return f"{place(notice, source)}: {change(notice)}"


def change(notice: Notice) -> str:
    """What became of what: "broken (was healthy)", "healthy again (was broken)"."""
    again = " again" if is_recovery(notice) else ""
    return f"{notice.state}{again}{f' (was {notice.former})' if notice.former else ''}"


def place(notice: Notice, source: Source | None) -> str:
    """The source's host, by which operators know it; its id where it is no source any more."""
    host = urlsplit(source.url).netloc.rpartition("@")[2] if source else ""
    return said(host.removeprefix("www.") or notice.source_id)


def evidence(notice: Notice) -> list[str]:
    """A line for each symptom: its name and what was measured."""
    return [said(str(one)) for one in notice.symptoms]


def minute(moment: datetime) -> str:
    """As Vietnam's clocks show it: "2026-03-02 12:00 (+07:00)"."""
    return f"{moment.astimezone(VIETNAM):%Y-%m-%d %H:%M} (+07:00)"


def page(notice: Notice, base_url: str) -> str:
    """The address of the source's page."""
    return f"{base_url.rstrip('/')}/sources/{quote(notice.source_id, safe='')}"


def said(text: str) -> str:
    """Words of others on one line that nothing in them can break, turn around or make endless."""
    return shorten(_TURNS.sub("", text), LONGEST)
