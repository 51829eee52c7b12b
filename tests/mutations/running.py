"""Everything in turn, portals side by side: two processes that fork the crawls."""

import threading
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from mutations.breakages import Breakage
from mutations.forks import Forks
from mutations.portals import FIRST, SECOND
from mutations.verdicts import Verdict, show
from mutations.visiting import Watched

AT_ONCE = 2


def run_all(breakages: Iterable[Breakage], folder: Path) -> list[Verdict]:
    """The verdicts, in the order of the breakages. Raises what a portal's thread raised."""
    given = list(breakages)
    done: dict[int, Verdict] = {}
    failures: list[BaseException] = []
    names = sorted({b.portal for b in given}, key=lambda n: -sum(b.portal == n for b in given))
    waiting, lock = list(names), threading.Lock()

    def work() -> None:
        try:
            with Forks() as forks:
                while True:
                    with lock:
                        if not waiting:
                            return
                        name = waiting.pop(0)
                    done.update(_of_portal(name, given, folder, forks))
        except BaseException as error:  # noqa: BLE001 - raised again by the caller
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [done[n] for n in range(len(given))]


def _of_portal(name: str, given: list[Breakage], folder: Path, forks: Forks) -> dict[int, Verdict]:
    with ExitStack() as stack:
        portal = (FIRST | SECOND)[name]()
        watched = stack.enter_context(Watched(name, portal, folder / name, forks).watched())
        return {n: show(watched, b) for n, b in enumerate(given) if b.portal == name}
