"""Random injuries to every verb that writes, and what is wrong after one plain restart of each.

Prints a table of verbs and injuries with their counts, how long verbs took to end when told to, and each
violation with the command that repeats it. Everything follows from the seed.

    python benchmarks/kills.py --kills 1000 --seed 20261126
    python benchmarks/kills.py --kills 100 --seed 7 --only crawl,publish --postgresql

Long runs go in pieces: each appends its trials to a file, from which one table is made in the end.

    python benchmarks/kills.py --kills 50 --seed 8 --record 8.jsonl
    python benchmarks/kills.py --sum *.jsonl
"""

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from kills.servers import server  # noqa: E402
from kills.trials import WORLDS, Blow, Result, Trials, again, fitting  # noqa: E402
from kills.worlds import Ground  # noqa: E402

MOST_SHOWN = 3
"""Violations of one trial that are printed."""


def main() -> int:
    """Run the trials; 1 where something was wrong."""
    given = arguments()
    if given.sum:
        results = [recorded(line) for file in given.sum for line in file.open(encoding="utf-8")]
        report(results)
        return any(result.wrong for result in results)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="congtin-kills-"))
    results = []
    try:
        with ExitStack() as held:
            folder.chmod(0o755)  # the server runs as another user where we are root
            ground = Ground(
                folder, held.enter_context(server(folder)) if given.postgresql else None
            )
            for result in trials(given, ground):
                results.append(result)
                note(given, results)
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(results)
    return any(result.wrong for result in results)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200, help="injuries in all (200)")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", default="", help=f"of {', '.join(WORLDS)}")
    parser.add_argument("--injury", default="", help="this injury alone")
    parser.add_argument("--trial", default="", help="repeat the trial of this seed, in a new world")
    parser.add_argument("--postgresql", action="store_true", help="on a server of its own")
    parser.add_argument(
        "--record", type=Path, help="append each trial to this file, a line of JSON"
    )
    parser.add_argument("--sum", type=Path, nargs="+", help="only report what such files hold")
    return parser.parse_args()


def trials(given: argparse.Namespace, ground: Ground) -> Iterable[Result]:
    """One after another: verbs and injuries drawn by lot, in each verb's own order."""
    dice = random.Random(given.seed)
    verbs = [name for name in given.only.split(",") if name] or list(WORLDS)
    each = {name: Trials(ground, WORLDS[name]) for name in verbs}
    done = number = 0
    while done < (1 if given.trial else given.kills):
        verb = dice.choice(verbs)
        injury = given.injury or dice.choice(sorted(fitting(WORLDS[verb])))
        result = each[verb].run(injury, given.trial or f"{given.seed}/{number}")
        number, done = number + 1, done + len(result.blows)
        yield result
    for one in each.values():
        one.close()


def note(given: argparse.Namespace, results: list[Result]) -> None:
    """One line of progress, and what was wrong just now."""
    blows = sum(len(result.blows) for result in results)
    wrong = sum(bool(result.wrong) for result in results)
    if given.record:
        with given.record.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(results[-1])) + "\n")
    sys.stderr.write(f"\r{blows} of {given.kills} injuries, {wrong} trials with something wrong  ")
    if results[-1].wrong:
        sys.stderr.write(f"\n{described(results[-1])}\n")


def recorded(line: str) -> Result:
    """A trial that `--record` wrote."""
    told = json.loads(line)
    blows = tuple(Blow(**blow) for blow in told["blows"])
    return Result(**(told | {"blows": blows, "wrong": tuple(told["wrong"])}))


def described(result: Result) -> str:
    """A trial that went wrong."""
    blows = "; ".join(f"{one.injury} ({one.told}) -> {one.code}" for one in result.blows)
    lines = [f"{result.verb}: {blows}", f"  {again(result)}"]
    return "\n".join([*lines, *(f"  ! {one}" for one in result.wrong[:MOST_SHOWN])])


def report(results: list[Result]) -> None:
    """The table of what met its verb at work, and the figures."""
    dealt: Counter[tuple[str, str]] = Counter()
    for result in results:
        dealt.update((blow.injury, result.verb) for blow in result.blows if blow.dealt)
    verbs = list(dict.fromkeys(result.verb for result in results))
    print(f"{'injury':24}" + "".join(f"{verb:>13}" for verb in verbs) + f"{'all':>7}")
    for injury in sorted({injury for injury, _ in dealt}):
        counts = [dealt[injury, verb] for verb in verbs]
        print(f"{injury:24}" + "".join(f"{n or '':>13}" for n in counts) + f"{sum(counts):>7}")
    blows = [blow for result in results for blow in result.blows]
    slowest = max((blow.left for blow in blows), default=0.0)
    wrong = [result for result in results if result.wrong]
    print(f"\ninjuries {len(blows)}, met before the verb was done {sum(b.dealt for b in blows)}")
    print(f"killed {sum(b.code == -9 for b in blows)}, restarts by nobody {len(results)}")
    print(f"slowest end when told to: {slowest:.2f} s")
    print(f"trials with something wrong: {len(wrong)}")
    for result in wrong:
        print(described(result))


if __name__ == "__main__":
    began = time.monotonic()
    code = main()
    print(f"took {time.monotonic() - began:.0f} s")
    sys.exit(code)
