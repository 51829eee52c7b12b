"""`congtin import FILE.jsonl`: the entries that another database exported, under the ids they have there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from crawler.imports import REPORT_EVERY, Imported
from crawler.sources import load_sources
from crawler.visitor import Observer
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.exported import read_export
from pipeline.model import Entry, RunReport, Source
from pipeline.store import Store

SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
MOST_NAMED = 20
"""Bad lines that are named one by one."""


def is_export(file: Path) -> bool:
    """Whether a file's name says that it is an export."""
    return file.name.lower().endswith(SUFFIXES)


def import_exports(
    config: Config, files: list[Path], store: Store, *, observer: Observer | None = None
) -> Imported:
    """Take in every entry of exports that can be read, line by line; the problems name the others.

    Ids stay, so that taking a file in twice changes nothing. Sources that are not in sources.toml are
    made known to the store with what the export tells of them; nothing crawls them.
    """
    taking = _Taking(config, store, observer)
    problems: list[str] = []
    for file in files:
        problems += taking.take(file)
    if not taking.runs and not problems:
        problems.append(f"{files[0]}: no entry in it.")
    return Imported(taking.done(), tuple(problems))


class _Taking:
    """What was taken so far, source by source."""

    def __init__(self, config: Config, store: Store, observer: Observer | None) -> None:
        self._store = store
        self._observer = observer
        self._known = load_sources(config.sources_file)
        self.runs: dict[str, RunReport] = {}

    def take(self, file: Path) -> list[str]:
        """Take one file in; what is wrong with it, line by line."""
        bad = self._bad_lines(file)
        problems = list(islice(bad, MOST_NAMED))
        if more := sum(1 for _ in bad):
            problems.append(f"{file}: {more} more lines that are no entry.")
        return problems

    def _bad_lines(self, file: Path) -> Iterator[str]:
        try:
            for number, entry in read_export(file):
                if isinstance(entry, Entry):
                    self._adopt(entry)
                else:
                    yield f"{file}: line {number}: {entry}"
        except ConfigError as error:
            yield str(error)

    def _adopt(self, entry: Entry) -> None:
        if entry.source_id not in self.runs:
            self._meet(entry)
        change = Counter([self._store.adopt(entry).change])
        run = self.runs[entry.source_id]
        self.runs[entry.source_id] = run = replace(
            run,
            requests=run.requests + 1,
            new=run.new + change["new"],
            changed=run.changed + change["changed"],
            unchanged=run.unchanged + change["unchanged"],
        )
        if self._observer and run.requests % REPORT_EVERY == 1:
            self._observer.report(run)

    def _meet(self, entry: Entry) -> None:
        """Make the entry's source known: as sources.toml has it, as the store has it, as the entry tells."""
        known = self._known.get(entry.source_id)
        if known or self._store.source(entry.source_id) is None:
            self._store.put_sources([known or _told(entry)])
        self.runs[entry.source_id] = RunReport(entry.source_id, now(), detail="import")

    def done(self) -> tuple[RunReport, ...]:
        """The counts at the end."""
        ended = [replace(run, finished_at=now(), status="finished") for run in self.runs.values()]
        for run in ended:
            if self._observer:
                self._observer.report(run)
        return tuple(ended)


def _told(entry: Entry) -> Source:
    """The source as an entry tells of it: disabled, since nobody has looked at it here."""
    parts = urlsplit(entry.article.url)
    return Source(
        entry.source_id,
        entry.source_name or parts.netloc,
        f"{parts.scheme}://{parts.netloc}/",
        province=entry.province,
        enabled=False,
    )
