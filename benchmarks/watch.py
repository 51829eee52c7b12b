"""A simulated year of sources judged after each visit: false alarms, and how soon breakages are named.

    python benchmarks/watch.py [--seeds 101 102] [--sources 50] [--days 365] [--rest 0.33] [--healthy]

Prints for each seed false alarms a source and month by state, with what was said of each; then, in
years with one breakage a source, how many were named rightly, after how many visits and days. `--rest` (hours
between two visits at least) goes through a year in less time. No HTTP, no database: tests/mutations/yearly.py
has the sources, the schedule is the crawler's, the judge is pipeline.watch.watch.
"""

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from mutations.yearly import DAY, Year, lives, per_month  # noqa: E402
from mutations.yearly_breakages import IN_A_YEAR  # noqa: E402


def main() -> None:
    """Live the years and print the figures."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--seeds", type=int, nargs="+", default=[101])
    words.add_argument("--sources", type=int, default=50)
    words.add_argument("--days", type=int, default=365)
    words.add_argument("--rest", type=float, default=0.33)
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--healthy", action="store_true", help="no breakages, false alarms alone")
    given = words.parse_args()
    for seed in given.seeds:
        years = _all(given, seed, broken=False)
        _print_alarms(seed, years, given.days)
        if not given.healthy:
            _print_named(_all(given, seed + 500, broken=True))


def _all(given: argparse.Namespace, seed: int, *, broken: bool) -> list[Year]:
    one = partial(_one, given.sources, given.days, seed, given.rest, broken)
    with ProcessPoolExecutor(given.jobs) as pool:
        return [year for found in pool.map(one, range(given.sources)) for year in found]


def _one(sources: int, days: int, seed: int, rest: float, broken: bool, n: int) -> list[Year]:
    return lives(sources, days, seed, IN_A_YEAR if broken else (), rest, only=(n,))


def _print_alarms(seed: int, years: Sequence[Year], days: int) -> None:
    rates = per_month(years, days)
    visits = sum(year.visits for year in years)
    by_state = ", ".join(f"{state} {rate:.3f}" for state, rate in rates.items()) or "none"
    print(f"seed {seed}: {len(years)} sources, {days} days, {visits} visits")
    print(f"  false alarms a source and month: {sum(rates.values()):.3f} ({by_state})")
    alarms = [notice for year in years for notice in year.alarms if notice.symptoms]
    for name, count in Counter(notice.symptoms[0].name for notice in alarms).most_common():
        example = next(notice for notice in alarms if notice.symptoms[0].name == name)
        print(f"    {count:4} {name}: {example.source_id} {example.symptoms[0].evidence[:150]}")


def _print_named(years: Sequence[Year]) -> None:
    broken = [year for year in years if year.breaking]
    named = [year for year in broken if year.named]
    soon = [year for year in named if (year.runs_until_named or 0) <= 2]
    waits = [(y.named.at - y.breaking.at) / DAY for y in named if y.named and y.breaking]
    runs = [year.runs_until_named or 0 for year in named]
    print(
        f"  breakages: {len(broken)}, named rightly {len(named)}, within two runs that show it {len(soon)}"
    )
    if named:
        print(f"  runs until named: median {statistics.median(runs):.0f}, most {max(runs)};"
              f" days: median {statistics.median(waits):.1f}, most {max(waits):.1f}")  # fmt: skip
    for year in broken:
        if year.named is None or (year.runs_until_named or 0) > 2:
            temper = year.temper
            told = [(f"{n.at:%d/%m}", n.state) for n in year.notices if n.at >= year.breaking.at][:3]  # type: ignore[union-attr]  # fmt: skip
            print(f"    {year.breaking.name}: {temper.source_id} {temper.weekly:.1f} a week,"  # type: ignore[union-attr]
                  f" authors {temper.authors}, pictures {temper.pictures}, dates {temper.dates}:"
                  f" runs {year.runs_until_named} of {len(year.runs_since)}, said {told}")  # fmt: skip


if __name__ == "__main__":
    main()
