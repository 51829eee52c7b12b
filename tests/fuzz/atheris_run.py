"""Fuzz one target with atheris: `python tests/fuzz/atheris_run.py TARGET [-max_total_time=60 …]`.

Needs `pip install 'congtin[fuzz]'`. What it found interesting is kept in .fuzz/TARGET (not in git) and goes
on from there; a finding is written to .fuzz/findings and ends the run with an error: mend it, then add the
input to FOUND in tests/test_fuzz.py.
"""

import logging
import sys
from pathlib import Path

import atheris

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]
KEPT = TESTS.parent / ".fuzz"
LONGEST = 60_000
LIMITS = ("-timeout=120", "-rss_limit_mb=2500", "-print_final_stats=1")

JUDGED = [
    *(
        "crawler.captures",
        "crawler.pages",
        "crawler.sources",
        "crawler.manners.robots",
        "pipeline.archive",
        "pipeline.clean",
    ),
    *("pipeline.exported", "pipeline.extract", "pipeline.normalise", "pipeline.publish.feeds"),
    "pipeline.store.searching",
]
"""What reads hostile bytes: instrumenting all the rest takes longer than it finds."""

with atheris.instrument_imports(include=JUDGED):
    from fuzz.seeds import WORDS, seeds
    from fuzz.targets import TARGETS


def main(arguments: list[str]) -> None:
    """Fuzz until a finding, or until libFuzzer's own limits among the arguments end it."""
    if not arguments or arguments[0] not in TARGETS:
        sys.exit(f"Name a target: {', '.join(TARGETS)}")
    name, *flags = arguments
    corpus, findings = KEPT / name, KEPT / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = KEPT / f"{name}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS.get(name, ("a",))))
    logging.disable()
    prefix = f"-artifact_prefix={findings}/{name}-"
    own = [f"-max_len={LONGEST}", f"-dict={words}", prefix, *LIMITS, *flags]
    atheris.Setup([sys.argv[0], *own, str(corpus)], TARGETS[name])
    atheris.Fuzz()


def _escaped(word: str) -> str:
    data = word.encode("utf-8", "surrogatepass")
    return "".join(chr(b) if 32 < b < 127 and chr(b) not in '"\\' else f"\\x{b:02x}" for b in data)


if __name__ == "__main__":
    main(sys.argv[1:])
