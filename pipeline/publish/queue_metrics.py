"""What Prometheus reads of the workers' queue: jobs by kind and state, how long they wait, who is at work."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from pipeline.store.queue import QueueFigures


def queue_metrics(figures: QueueFigures | None) -> Iterator[Metric]:
    """The families; none where there is no queue."""
    if figures is None:
        return
    jobs = GaugeMetricFamily("congtin_jobs", "Jobs that are not done.", labels=["kind", "state"])
    for labels, number in figures.jobs.items():
        jobs.add_metric(list(labels), number)
    waiting = GaugeMetricFamily(
        "congtin_jobs_waiting_since_timestamp_seconds",
        "Since when the job has waited that waits for longest.",
        labels=["kind"],
    )
    for kind, since in figures.waiting_since.items():
        waiting.add_metric([kind], since.timestamp())
    seen = GaugeMetricFamily(
        "congtin_worker_seen_timestamp_seconds",
        "When a worker last was at the machine.",
        labels=["machine"],
    )
    for machine, at in figures.seen.items():
        seen.add_metric([machine], at.timestamp())
    says = "Machines with a worker that is alive."
    yield from (jobs, waiting, seen, GaugeMetricFamily("congtin_workers", says, figures.alive))
