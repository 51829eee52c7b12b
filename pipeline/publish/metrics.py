"""What Prometheus reads at /metrics: the crawls, the stored articles, the feeds, the answers of this process.

Every number is read when it is asked for, out of a few bounded queries. What is not known is left out: no
NaN, no -1. Moments are given as seconds since 1970, so that an age is `time() - it`. Counters begin at 0
with the process, as Prometheus expects.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import get_args

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from pipeline.archive.size import indexed_size
from pipeline.config import VERSION, Config
from pipeline.errors import CongtinError
from pipeline.model import HealthState
from pipeline.publish.delivery.traffic import BUCKETS, Traffic
from pipeline.publish.publishing.state import last_published
from pipeline.publish.queue_metrics import queue_metrics
from pipeline.store import Store
from pipeline.store.database.backup import dated
from pipeline.store.figures import Figures, RunTotals, SourceFigures
from pipeline.telling import channels

UNJUDGED = "unjudged"
"""The state of a source that has had no run yet."""
STATES: tuple[str, ...] = (*get_args(HealthState), UNJUDGED)
Overdue = Callable[[Store], float]
"""By how many seconds the crawls are late: planning them is the crawler's, which nothing here may import."""
ENDS = ("finished", "stopped", "killed", "broken")
"""How runs end, other than by a named refusal."""
_REST = 300.0
"""Seconds for which the archive's size is told as it was."""


class Metrics:
    """One application's metrics, in a registry of their own."""

    def __init__(
        self,
        config: Config,
        store: Callable[[], Store],
        traffic: Traffic,
        overdue: Overdue | None = None,
    ) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(_Stored(config, store, overdue))
        self._registry.register(_Answered(traffic))
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)

    def exposition(self, accepted: str) -> tuple[bytes, str]:
        """The text and its media type, in the newest format of those that are accepted."""
        encoder, media_type = choose_encoder(accepted)
        return encoder(self._registry), media_type


class _Stored(Collector):
    """What stands in the database, the archive and the feeds."""

    def __init__(self, config: Config, store: Callable[[], Store], overdue: Overdue | None) -> None:
        self._overdue = overdue
        self._config = config
        self._channels = channels(config.webhook, config.smtp_url)
        self._store = store
        self._totals = RunTotals()
        self._lock = threading.Lock()
        self._archive: tuple[float, int | None] = (0.0, None)

    def collect(self) -> Iterable[Metric]:
        """Everything; without a database that it cannot be read, and what needs none."""
        yield InfoMetricFamily("congtin_build", "The program.", {"version": VERSION})
        with self._lock:  # two scrapes at once would count runs twice
            try:
                store = self._store()
                figures = store.figures()
                store.count_runs(self._totals)
                jobs = store.queue()
                untold = len(store.untold(self._channels)) if self._channels else 0
                overdue = self._overdue(store) if self._overdue else None
            except CongtinError:
                yield _gauge("congtin_database_up", "1 while the database answers, else 0.", 0)
                return
            yield _gauge("congtin_database_up", "1 while the database answers, else 0.", 1)
            yield from _database(figures, untold)
            yield from _sources(figures.sources)
            if overdue is not None:
                says = "How long the visit has waited that waits for longest; 0: none is due."
                yield _gauge("congtin_visit_overdue_seconds", says, round(overdue, 3))
            yield from _runs(self._totals)
            yield from queue_metrics(jobs)
            yield from self._files(figures)

    def _files(self, figures: Figures) -> Iterator[Metric]:
        if (size := self._archive_size()) is not None:
            yield _gauge(
                "congtin_archive_size_bytes", "The WARC files, by the archive's index.", size
            )
        data = self._config.data
        if data.is_dir():
            free = shutil.disk_usage(data).free
            yield _gauge("congtin_data_free_bytes", "Left on the disk of the data folder.", free)
        if (made := _last_backup(self._config.backups)) is not None:
            says = "When the last backup in the data folder was made."
            yield _gauge("congtin_backup_timestamp_seconds", says, round(made, 3))
        if (published := last_published(self._config.feeds)) is not None:
            last, at = published
            yield _gauge(
                "congtin_feeds_written_timestamp_seconds",
                "When a publishing last had anything to write.",
                at,
            )
            yield _gauge(
                "congtin_feeds_pending_changes",
                "Stored changes that no publishing has looked at yet.",
                max(0, figures.changes - last),
            )

    def _archive_size(self) -> int | None:
        asked, size = self._archive
        if size is None or monotonic() - asked > _REST:
            size = indexed_size(self._config.archive)
            self._archive = monotonic(), size
        return size


def _last_backup(folder: Path) -> float | None:
    """None where there is none, or where one goes at this very moment."""
    with suppress(OSError):
        return max((file.stat().st_mtime for file in dated(folder)), default=None)
    return None


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value)


def _seconds(moment: datetime) -> float:
    return round(moment.timestamp(), 3)


def _database(figures: Figures, untold: int) -> Iterator[Metric]:
    total = sum(source.articles for source in figures.sources)
    yield _gauge("congtin_articles", "Articles stored.", total)
    yield _gauge("congtin_database_size_bytes", "The database on its disk.", figures.bytes)
    yield _gauge("congtin_runs_under_way", "Crawls that are under way.", figures.running)
    yield _gauge("congtin_notices_untold", "Notices that a channel has not delivered yet.", untold)
    if figures.changed_at:
        changed = _seconds(figures.changed_at)
        says = "When an article was last added or changed."
        yield _gauge("congtin_articles_changed_timestamp_seconds", says, changed)


@dataclass(frozen=True, slots=True)
class _OfSource:
    """A gauge of each source; `value` gives None where nothing is known."""

    name: str
    says: str
    value: Callable[[SourceFigures], float | None]
    of_last_run: bool = False


def _duration(source: SourceFigures) -> float | None:
    if source.started_at is None or source.finished_at is None:
        return None
    return max(0.0, (source.finished_at - source.started_at).total_seconds())


def _moment(moment: datetime | None) -> float | None:
    return None if moment is None else _seconds(moment)


_OF_SOURCES = (
    _OfSource("articles", "Articles stored of the source.", lambda source: source.articles),
    _OfSource(
        "last_article_timestamp_seconds",
        "When its newest article was published.",
        lambda source: _moment(source.newest),
    ),
    _OfSource(
        "last_run_timestamp_seconds",
        "When its last run ended; when it began, if it was killed.",
        lambda source: _moment(source.finished_at or source.started_at),
    ),
    _OfSource("last_run_duration_seconds", "How long its last run took.", _duration),
    _OfSource("last_run_requests", "Requests of its last run.", lambda s: s.requests, True),
    _OfSource("last_run_received_bytes", "Received in its last run.", lambda s: s.bytes, True),
    _OfSource("last_run_new_articles", "Articles new in its last run.", lambda s: s.new, True),
    _OfSource("last_run_errors", "Requests of it without an answer.", lambda s: s.errors, True),
)


def _sources(sources: tuple[SourceFigures, ...]) -> Iterator[Metric]:
    """Of those that are followed; of each its state and its last run."""
    followed = [source for source in sources if source.enabled]
    number = GaugeMetricFamily("congtin_sources", "Sources that are followed.", labels=["state"])
    for state in STATES:
        count = sum((source.state or UNJUDGED) == state for source in followed)
        number.add_metric([state], count)
    yield number
    states = GaugeMetricFamily(
        "congtin_source_state", "1 for the state a source is in.", labels=["source", "state"]
    )
    ends = GaugeMetricFamily(
        "congtin_source_last_run_status",
        "1 for how a source's last run ended.",
        labels=["source", "status"],
    )
    for source in followed:
        states.add_metric([source.id, source.state or UNJUDGED], 1)
        if source.status:
            ends.add_metric([source.id, source.status], 1)
    yield from (states, ends)
    for told in _OF_SOURCES:
        family = GaugeMetricFamily(f"congtin_source_{told.name}", told.says, labels=["source"])
        for source in followed:
            value = told.value(source)
            if value is not None and (source.status or not told.of_last_run):
                family.add_metric([source.id], value)
        yield family


def _runs(totals: RunTotals) -> Iterator[Metric]:
    counted = (
        (
            "runs",
            "Crawls that ended, by how.",
            "status",
            {**dict.fromkeys(ENDS, 0), **totals.by_status},
        ),
        ("pages_rejected", "Pages that gave no article, by reason.", "reason", totals.rejected),
        (
            "request_failures",
            "Requests without a usable answer, by name.",
            "failure",
            totals.failures,
        ),
        ("answers", "Answers of portals, by HTTP status.", "status", totals.answers),
    )
    for name, says, label, counts in counted:
        family = CounterMetricFamily(f"congtin_{name}", says, labels=[label])
        for key, count in sorted(counts.items()):
            family.add_metric([key], count)
        yield family
    sums = (
        ("requests", "requests", "Requests to portals, of crawls that ended."),
        ("received_bytes", "bytes", "Received from portals, of crawls that ended."),
        ("articles_new", "new", "Articles that crawls found new."),
        ("articles_changed", "changed", "Articles that crawls found edited."),
        ("articles_gone", "gone", "Articles that crawls found withdrawn."),
        ("run_seconds", "seconds", "Time that crawls took, each from its start to its end."),
    )
    for name, key, says in sums:
        yield CounterMetricFamily(f"congtin_{name}", says, totals.sums[key])


class _Answered(Collector):
    """What this process was asked."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic

    def collect(self) -> Iterable[Metric]:
        """By route."""
        number = CounterMetricFamily(
            "congtin_http_requests", "Answers given.", labels=["route", "status"]
        )
        for (route, status), count in sorted(self._traffic.answers.copy().items()):
            number.add_metric([route, str(status)], count)
        times = HistogramMetricFamily(
            "congtin_http_request_duration_seconds",
            "From a request's head to the last byte of its answer.",
            labels=["route"],
        )
        for route, timed in sorted(self._traffic.times.copy().items()):
            times.add_metric([route], _cumulative(list(timed.counts)), timed.seconds)
        under_way = _gauge(
            "congtin_http_requests_under_way", "Being answered now.", self._traffic.under_way
        )
        return number, times, under_way


def _cumulative(counts: list[int]) -> list[tuple[str, float]]:
    bounds = (*(str(bound) for bound in BUCKETS), "+Inf")
    return [(bound, sum(counts[: number + 1])) for number, bound in enumerate(bounds)]
