"""The schedule over two years of made-up but real-looking portals, beside fixed intervals and the old rule.

    python benchmarks/schedule.py [--sources 2] [--seed 1000] [--days 730] [--jobs 2] [--choose]

Prints for each policy the median and the 90th percentile of the delay from publication to the visit that
finds the article, visits and requests a day and source, and ratios at equal requests and at equal delay,
all from the same histories in one run. A visit that finds nothing costs 12 requests, an article 1.3, a
visit to a portal that is down 2. `--choose` takes other histories: those on which constants were chosen.
Histories of the recorded portals in ../shared/sites are added where they are.
"""

import argparse
import json
import math
import random
import statistics
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from crawler.planning.schedule import HISTORY, next_visit
from pipeline.model import VIETNAM, Publication, RunReport

START = datetime(2024, 6, 3, tzinfo=VIETNAM)
BEFORE = timedelta(days=150)
"""History that the first crawl finds."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TET = [(datetime(2025, 1, 25, tzinfo=VIETNAM), 9), (datetime(2026, 2, 14, tzinfo=VIETNAM), 9)]
VISIT, ARTICLE, DOWN = 12, 1.3, 2
SITES = Path(__file__).resolve().parents[2] / "shared" / "sites"
CHOOSING, REPORTING = 1, 1000

Policy = Callable[[Sequence[RunReport], Sequence[Publication]], datetime]


@dataclass(frozen=True)
class Kind:
    """How a portal publishes: batches a weekday, articles a batch, at which hours, on which days."""

    name: str
    batches: float
    size: tuple[int, int]
    hours: dict[int, float]
    days: tuple[float, ...] = (1, 1, 1, 1, 1, 0.1, 0.05)
    alive: tuple[tuple[float, float], ...] = ((-1.0, 9.0),)
    """Spans in years from START in which it publishes."""
    precision: str = "minute"


OFFICE = {7: 2, 8: 5, 9: 6, 10: 6, 11: 3, 13: 2, 14: 5, 15: 6, 16: 5, 17: 2, 20: 0.5}
ROUND_THE_CLOCK = {
    6: 2,
    8: 6,
    9: 6,
    10: 6,
    11: 4,
    12: 2,
    14: 5,
    15: 6,
    16: 6,
    17: 4,
    18: 3,
    20: 3,
    21: 2,
}
KINDS = (
    Kind("busy province", 18, (1, 2), ROUND_THE_CLOCK, (1, 1, 1, 1, 1, 0.45, 0.35)),
    Kind("district, office hours", 4.5, (1, 2), OFFICE),
    Kind("quiet district", 0.8, (1, 2), OFFICE),
    Kind("weekly, Friday", 0.25, (3, 6), {14: 1, 15: 3, 16: 3}, (0.05, 0, 0.05, 0.1, 4, 0, 0)),
    Kind("bursts", 0.6, (4, 10), OFFICE),
    Kind("monthly", 0.05, (1, 2), OFFICE),
    Kind(
        "night publisher", 3, (1, 3), {19: 2, 20: 5, 21: 6, 22: 4, 23: 1}, (1, 1, 1, 1, 1, 0.8, 0.8)
    ),
    Kind("day precision", 3, (1, 2), OFFICE, precision="day"),
    Kind("early bird", 3, (1, 2), {6: 5, 7: 6, 8: 2}),
    Kind("dead", 3, (1, 2), OFFICE, alive=((-1.0, 0.3),)),
    Kind("revived", 3, (1, 2), OFFICE, alive=((-1.0, 0.3), (1.1, 9.0))),
)


def history(kind: Kind, seed: int, days: int) -> list[datetime]:
    """A kind's publication times: batches within the hour, busy and idle weeks, habits that drift, Tết."""
    chance = random.Random(f"{kind.name}-{seed}")
    shift = timedelta(minutes=chance.randint(-40, 40))
    moments: list[datetime] = []
    busy = 1.0
    for n in range(-BEFORE.days, days):
        day = START + n * DAY
        if day.weekday() == 0:
            busy = chance.gammavariate(4, 0.25)
        if n % 120 == 0:
            shift = timedelta(minutes=chance.randint(-40, 40))
        alive = any(a <= n / 365 < b for a, b in kind.alive)
        rate = kind.batches * kind.days[day.weekday()] * busy * alive * _holiday(day)
        for _ in range(_poisson(chance, rate)):
            hour = chance.choices(list(kind.hours), list(kind.hours.values()))[0]
            at = day + hour * HOUR + timedelta(minutes=chance.random() * 60) + shift
            for _ in range(chance.randint(*kind.size)):
                moments.append(at)
                at += timedelta(minutes=chance.expovariate(1 / 6))
    return sorted(moments)


def _holiday(day: datetime) -> float:
    tet = any(first <= day < first + days * DAY for first, days in TET)
    fixed = (day.month, day.day) in ((1, 1), (4, 30), (5, 1), (9, 2))
    return 0.03 if tet else 0.2 if fixed else 1.0


def _poisson(chance: random.Random, mean: float) -> int:
    count, product, bound = 0, chance.random(), math.exp(-mean)
    while product > bound:
        count, product = count + 1, product * chance.random()
    return count


def outages(seed: str, days: int) -> list[tuple[datetime, datetime]]:
    """When a portal is down: some times a year, for hours, seldom for days."""
    chance = random.Random(f"outage-{seed}")
    starts = sorted(chance.random() * days for _ in range(_poisson(chance, days / 60)))
    return [
        (START + s * DAY, START + s * DAY + chance.lognormvariate(1.2, 1.0) * HOUR) for s in starts
    ]


@dataclass(frozen=True)
class Spent:
    """One source under one policy: delays in hours, visits and requests in all."""

    kind: str
    delays: tuple[float, ...]
    visits: int
    requests: float


def simulate(
    kind: str, moments: list[datetime], day_only: bool, days: int, policy: Policy
) -> Spent:
    """Visit one source as the policy says, from a first crawl at a time of its own to the end."""
    chance = random.Random(f"first-{kind}-{moments[0]}")
    down = outages(f"{kind}-{moments[0]}", days)
    now, end = START + chance.random() * DAY, START + days * DAY
    runs: deque[RunReport] = deque(maxlen=HISTORY)
    published: deque[Publication] = deque(maxlen=200)
    seen, visits, requests, delays = 0, 0, 0.0, []
    while now < end:
        visits += 1
        if any(a <= now < b for a, b in down):
            runs.appendleft(RunReport("s", now, now, "failed-timeout", requests=DOWN))
            requests += DOWN
        else:
            found = moments[seen : bisect_right(moments, now)]
            for at in found:
                published.appendleft(_as_seen(at, now, day_only))
            if visits > 1:
                delays += [(now - at) / HOUR for at in found]
                requests += VISIT + ARTICLE * len(found)
            seen += len(found)
            cost = round(VISIT + ARTICLE * len(found))
            runs.appendleft(RunReport("s", now, now, "finished", cost, new=len(found)))
        now = policy(runs, published)
    return Spent(kind, tuple(delays), visits, requests)


def _as_seen(at: datetime, now: datetime, day_only: bool) -> Publication:
    if day_only:
        return Publication(now, at.replace(hour=0, minute=0, second=0, microsecond=0), "day")
    return Publication(now, at, "minute")


def fixed(interval: timedelta, runs: Sequence[RunReport], _: Sequence[Publication]) -> datetime:
    """Every so often."""
    return runs[0].started_at + interval


def old_rule(runs: Sequence[RunReport], _: Sequence[Publication]) -> datetime:
    """Congtin 0.1: hourly while there is news, half as often for each three visits without, daily at last."""
    failures = next((n for n, r in enumerate(runs) if r.status == "finished"), len(runs))
    quiet = next((n for n, r in enumerate(runs) if r.new or r.status != "finished"), len(runs))
    steps = min(failures or min(quiet, 10) // 3, 5)
    return runs[0].started_at + min(HOUR * 2**steps, DAY)


def ours(runs: Sequence[RunReport], published: Sequence[Publication]) -> datetime:
    """crawler.planning.schedule."""
    return next_visit(runs, published) or runs[0].started_at


INTERVALS = (20, 30, 45, 60, 90, 120, 180, 240, 360, 540, 720, 1440)
SHOWN = (30, 60, 180, 360, 1440)
POLICIES: dict[str, Policy] = {
    "ours": ours,
    "old rule": old_rule,
    **{
        _name: partial(fixed, timedelta(minutes=m))
        for m in INTERVALS
        for _name in [f"every {m // 60} h" if m % 60 == 0 else f"every {m} min"]
    },
}


@dataclass(frozen=True)
class Figures:
    """A policy in figures: hours of delay, visits and requests a day and source."""

    median: float
    ninth: float
    visits: float
    requests: float


def figures(spent: Sequence[Spent], days: int) -> Figures:
    """Over all articles and all sources."""
    delays = sorted(d for s in spent for d in s.delays)
    days = days * len(spent)
    median = statistics.median(delays) if delays else math.nan
    ninth = delays[int(0.9 * len(delays))] if delays else math.nan
    return Figures(
        median, ninth, sum(s.visits for s in spent) / days, sum(s.requests for s in spent) / days
    )


def between(points: list[tuple[float, float]], x: float) -> float:
    """The fixed intervals' line at x, straight on logarithmic axes, drawn out beyond its ends."""
    points = sorted(points)
    n = min(max(bisect_left(points, (x,)), 1), len(points) - 1)
    (x0, y0), (x1, y1) = points[n - 1], points[n]
    slope = math.log(y1 / y0) / math.log(x1 / x0)
    return y0 * math.exp(slope * math.log(x / x0))


def recorded() -> Iterator[tuple[str, list[datetime]]]:
    """The publication times of the recorded portals, moved so that they end with the two years."""
    for path in sorted(SITES.glob("*.truth.json")):
        articles = json.loads(path.read_text(encoding="utf-8"))["articles"]
        times = (a.get("publish_time") for a in articles)
        moments = sorted(datetime.fromisoformat(t) for t in times if t)
        weeks = round((START + 104 * 7 * DAY - moments[-1]) / (7 * DAY))
        yield path.name.split(".")[0], [m + weeks * 7 * DAY for m in moments]


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=int, default=2, help="histories a kind")
    parser.add_argument("--seed", type=int, default=REPORTING)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--choose", action="store_true", help="the histories for choosing")
    given = parser.parse_args()
    seed = CHOOSING if given.choose else given.seed
    sources = [
        (kind.name, history(kind, seed + n, given.days), kind.precision == "day")
        for kind in KINDS
        for n in range(given.sources)
    ]
    if not given.choose:
        sources += [(name, moments, False) for name, moments in recorded()]
    if given.choose or not SITES.exists():
        print("recorded portals: skipped")
    with ProcessPoolExecutor(given.jobs) as pool:
        asked = {
            (name, n): pool.submit(simulate, *source, given.days, policy)
            for name, policy in POLICIES.items()
            for n, source in enumerate(sources)
        }
        spent = {name: [asked[name, n].result() for n in range(len(sources))] for name in POLICIES}
    show(spent, given.days)


def show(spent: dict[str, list[Spent]], days: int) -> None:
    """The policies over everything, then each kind."""
    table = {name: figures(of, days) for name, of in spent.items()}
    lines = {name: f for name, f in table.items() if name.startswith("every")}
    print(f"{'policy':<14}{'median':>9}{'90 %':>9}{'visits/day':>12}{'requests/day':>14}")
    for name, f in table.items():
        if name not in lines or any(POLICIES[name].args[0] == m * HOUR / 60 for m in SHOWN):
            print(f"{name:<14}{_time(f.median)}{_time(f.ninth)}{f.visits:12.1f}{f.requests:14.0f}")
    own = table["ours"]
    print(_ratios("ours against a fixed interval", own, lines))
    print(
        f"\n{'kind':<24}{'articles':>9}{'median':>9}{'90 %':>9}{'visits/day':>12}  at equal requests"
    )
    for kind in dict.fromkeys(s.kind for s in spent["ours"]):
        of = {name: [s for s in each if s.kind == kind] for name, each in spent.items()}
        f = figures(of["ours"], days)
        fixed_ones = {name: figures(of[name], days) for name in lines}
        count = sum(len(s.delays) for s in of["ours"])
        ratio = (
            f"{f.median / between([(o.requests, o.median) for o in fixed_ones.values()], f.requests):.2f}"
            f" / {f.ninth / between([(o.requests, o.ninth) for o in fixed_ones.values()], f.requests):.2f}"
            if count
            else "-"
        )
        print(f"{kind:<24}{count:9}{_time(f.median)}{_time(f.ninth)}{f.visits:12.1f}  {ratio}")


def _ratios(title: str, own: Figures, lines: dict[str, Figures]) -> str:
    by_requests = between([(f.requests, f.median) for f in lines.values()], own.requests)
    ninths = between([(f.requests, f.ninth) for f in lines.values()], own.requests)
    by_delay = between([(f.median, f.requests) for f in lines.values()], own.median)
    return (
        f"{title}: at equal requests {own.median / by_requests:.2f} of its median delay and "
        f"{own.ninth / ninths:.2f} of its 90th percentile;\n"
        f"  at equal median delay {own.requests / by_delay:.2f} of its requests"
    )


def _time(hours: float) -> str:
    if math.isnan(hours):
        return f"{'-':>9}"
    return f"{hours * 60:>5.0f} min" if hours < 10 else f"{hours:>7.1f} h"


if __name__ == "__main__":
    main()
