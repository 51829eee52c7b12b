"""Crawls in forks of one process that has everything imported: as apart as processes, and many times faster.

`python forks.py` reads a JSON line for each command ({"arguments", "now", "out",
"timeout"}), runs it in a fork at the
time that the portals say it is, and answers with its exit code. Patiences are short here.
"""

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

TIMEOUT, PATIENCE = 20.0, 0.5
"""Seconds that a crawl waits for an answer, unless told otherwise, and for a host that asks for more time."""
REST = 0.05
"""Seconds that a failing host is left alone at most, a minute elsewhere."""

LEFT_OUT = ("__main__", ".migrations.", ".web", ".farm")
"""Parts of modules' names that a crawl does not need, or that do something when they are imported."""


class Forks:
    """The process; used by one thread at a time."""

    def __enter__(self) -> "Forks":
        ours = {k: v for k, v in os.environ.items() if not k.startswith("CONGTIN_")}
        root = Path(__file__).parents[2]
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            env=ours | {"PYTHONPATH": str(root), "CONGTIN_DATABASE_URL": ""},
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def congtin(
        self, *arguments: str, data: Path, now: datetime, timeout: float = TIMEOUT
    ) -> tuple[int, str]:
        """A verb at that time: its exit code and what it said on stderr. No traceback."""
        assert self._process.stdin
        assert self._process.stdout
        out = data / "said.txt"
        words = [*arguments, "--data", str(data)]
        task = {"arguments": words, "now": now.isoformat(), "out": str(out), "timeout": timeout}
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        said = out.read_text()
        assert "Traceback" not in said, said
        return code, said


def _serve() -> None:
    import pipeline.clock

    real, ahead = pipeline.clock.now, [timedelta(0)]
    pipeline.clock.now = lambda: real() + ahead[0]
    import crawler.cli
    import crawler.manners.pace
    import crawler.settings

    crawler.manners.pace.MAX_REST = REST

    for package in ("crawler", "pipeline"):  # the heavy part, once for all
        _import_all(package)
    from pipeline.normalise.places import named_places

    named_places(["Xã An Bình, huyện Long Hồ"])  # reads its tables once for all
    gc.freeze()
    crawler.settings.CONGTIN_PATIENCE = PATIENCE
    for line in sys.stdin:
        task = json.loads(line)
        child = os.fork()
        if not child:
            crawler.settings.DOWNLOAD_TIMEOUT = task["timeout"]
            ahead[0] = datetime.fromisoformat(task["now"]) - real()
            os._exit(_run(crawler.cli.main, task))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _import_all(package: str) -> None:
    for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if not any(part in found.name for part in LEFT_OUT):
            with contextlib.suppress(ImportError):  # of an extra that is not installed
                importlib.import_module(found.name)


def _run(main, task) -> int:
    said = os.open(task["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(said, 2)
    sys.argv = ["congtin", *task["arguments"]]
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it is, the fork must end and tell
        import traceback

        traceback.print_exc()
        code = 70
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    return code


if __name__ == "__main__":
    _serve()
