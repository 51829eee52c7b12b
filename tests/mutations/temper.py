"""Made-up sources for a simulated year: how each publishes, what its articles have, what goes wrong there."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from live_portals.text import CLOSERS, DEEDS, OPENERS, PLACES, THINGS, UNITS

from pipeline.model import VIETNAM, ArticleSample

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HOLIDAYS = (
    (datetime(2026, 2, 14, tzinfo=VIETNAM), 9),
    (datetime(2026, 4, 25, tzinfo=VIETNAM), 3),
    (datetime(2026, 4, 30, tzinfo=VIETNAM), 4),
    (datetime(2026, 8, 29, tzinfo=VIETNAM), 5),
    (datetime(2027, 1, 1, tzinfo=VIETNAM), 1),
)
"""Begin and days: Tết, the Hùng kings' day, 30/4 to 3/5, 2/9 with its weekend, New Year."""
SYLLABLES = " ".join((*UNITS, *DEEDS, *THINGS, *PLACES, *CLOSERS, *OPENERS)).split()


@dataclass(frozen=True)
class Temper:
    """How a source is when all is well."""

    source_id: str
    weekly: float
    weekend: float
    """A weekend day's share of a weekday."""
    holiday: float
    summer: float
    unsteady: float
    """Spread of its days: 0 is Poisson."""
    day_only: bool
    authors: float
    pictures: float
    leads: float
    dates: float
    files: float
    length: float
    """Words of a middling article."""
    spread: float
    season: float
    """How much longer its articles are in winter than in summer."""
    signature: str
    """A line under many of its articles: its own since ever."""
    signed: float
    sections: int
    shown: int
    unread: float
    """Share of listings that answer "not modified"."""
    documents: float
    flaky: float
    """Share of visits that fail."""
    latency: timedelta
    """How long after the printed time an article appears."""


def tempers(count: int, seed: int) -> list[Temper]:
    """So many sources, from twenty articles a day to two a month."""
    dice = random.Random(f"tempers {seed}")
    return [_temper(n, count, dice) for n in range(count)]


def _temper(n: int, count: int, dice: random.Random) -> Temper:
    weekly = math.exp(dice.uniform(math.log(0.5), math.log(140)))
    closer = dice.random()
    return Temper(
        source_id=f"source-{n:02}",
        weekly=weekly,
        weekend=dice.choice((0.02, 0.1, 0.3, 0.6, 1.0)),
        holiday=dice.choice((0.0, 0.0, 0.1, 0.4)),
        summer=dice.choice((1.0, 1.0, 0.7, 0.35)),
        unsteady=dice.choice((0.2, 0.6, 1.2, 2.0)),
        day_only=dice.random() < 0.3,
        authors=dice.choice((0.0, 0.15, 0.5, 0.9, 1.0)),
        pictures=dice.choice((0.0, 0.3, 0.7, 0.95)),
        leads=dice.choice((0.0, 0.5, 0.95, 1.0)),
        dates=dice.choice((1.0, 1.0, 1.0, 0.97, 0.8)),
        files=dice.choice((0.0, 0.05, 0.3)),
        length=math.exp(dice.uniform(math.log(60), math.log(400))),
        spread=dice.uniform(0.3, 0.9),
        season=dice.choice((1.0, 1.0, 1.3, 1.6)),
        signature=_words(dice, 14) if closer < 0.4 else "",
        signed=dice.choice((0.4, 0.9, 1.0)),
        sections=dice.randint(1, 12),
        shown=dice.choice((5, 10, 12, 20)),
        unread=dice.choice((0.0, 0.0, 0.5, 0.95)),
        documents=dice.choice((0.0, 0.02, 0.2)),
        flaky=dice.choice((0.0, 0.003, 0.01, 0.03)),
        latency=dice.choice((timedelta(minutes=5), HOUR, 6 * HOUR, DAY)),
    )


def publications(temper: Temper, begin: datetime, days: int, seed: int) -> Iterator[ArticleSample]:
    """Its articles in order of appearance; `first_seen` is when the portal shows it first."""
    dice = random.Random(f"{seed} {temper.source_id} news")
    number, titles = 0, [_words(dice, 9) for _ in range(3)]
    for day in range(days):
        morning = begin + day * DAY
        rate = temper.weekly / (5 + 2 * temper.weekend) * _factor(temper, morning)
        if temper.unsteady:
            rate *= dice.gammavariate(1 / temper.unsteady, temper.unsteady)
        for hour in sorted(dice.gauss(13, 3.5) for _ in range(_poisson(rate, dice))):
            number += 1
            at = morning + timedelta(hours=min(max(hour, 0.1), 23.8))
            yield _article(temper, number, at, titles, dice)


def _factor(temper: Temper, day: datetime) -> float:
    factor = temper.weekend if day.weekday() > 4 else 1.0
    if any(begin <= day < begin + long * DAY for begin, long in HOLIDAYS):
        factor *= temper.holiday
    if day.month in (6, 7, 8):
        factor *= temper.summer
    if day.month == 12:
        factor *= 1.4
    return factor


def _article(
    temper: Temper, number: int, at: datetime, titles: list[str], dice: random.Random
) -> ArticleSample:
    season = temper.season ** math.cos((at.timetuple().tm_yday - 15) / 365 * 2 * math.pi)
    length = max(25, int(temper.length * season * math.exp(dice.gauss(0, temper.spread))))
    lines = []
    while length > 0:
        size = min(length, dice.randint(30, 90))
        lines.append(f"{_words(dice, size)}.")
        length -= size
    if temper.signature and dice.random() < temper.signed:
        lines.append(temper.signature)
    printed = at.replace(hour=0, minute=0) if temper.day_only else at.replace(second=0)
    title = dice.choice(titles) if dice.random() < 0.02 else _words(dice, dice.randint(7, 15))
    return ArticleSample(
        key=f"{temper.source_id}-{number}",
        url=f"https://{temper.source_id}.example/tin/{number}",
        title=title,
        text="\n".join(lines),
        first_seen=at + temper.latency * dice.random(),
        published_at=printed.replace(microsecond=0) if dice.random() < temper.dates else None,
        published_precision="day" if temper.day_only else "minute",
        author=_name(dice) if dice.random() < temper.authors else None,
        lead=lines[0] if dice.random() < temper.leads else None,
        images=dice.randint(1, 4) if dice.random() < temper.pictures else 0,
        attachments=int(dice.random() < temper.files),
    )


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(SYLLABLES, k=count)).capitalize()


def _name(dice: random.Random) -> str:
    families, names = ("Nguyễn", "Trần", "Lê", "Phạm"), ("Hải", "Mai", "Bình", "Hà", "An")
    return f"{dice.choice(families)} {dice.choice(names)}"


def _poisson(rate: float, dice: random.Random) -> int:
    if rate > 50:
        return max(0, round(dice.gauss(rate, rate**0.5)))
    count, chance, limit = 0, dice.random(), math.exp(-rate)
    while chance > limit:
        count += 1
        chance *= dice.random()
    return count
