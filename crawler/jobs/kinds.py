"""What jobs there are, in which queue each waits, and which of our verbs does it; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.jobs.board import Wanted
from crawler.manners.hosts import host_key
from pipeline.model import Source

CRAWL, PUBLISH, LOOK = "crawl", "publish", "look"
"""Queues of their own: whoever has a place for it takes the next."""
LOCAL = ("import", "reprocess")
"""Jobs on what lies in one machine's folders: each such machine has queues of these names for itself."""
VISIT, WALK = 10, 0
"""Short visits go before first crawls, which take hours."""


def local_queue(task: str, folder: str) -> str:
    """The queue of a task that only machines with that data folder can do."""
    return f"{task}@{folder}"


def crawling(source: Source, *, walk: bool = False) -> Wanted:
    """A crawl: one at a time of a source, and of a host."""
    return Wanted(
        task=CRAWL,
        queue=CRAWL,
        about={"source": source.id},
        once=f"crawl {source.id}",
        alone=f"host {host_key(source.url)}",
        priority=WALK if walk else VISIT,
    )


def importing(file: str, folder: str) -> Wanted:
    """An import of a file that lies at that path on the machine with that data folder."""
    queue = local_queue("import", folder)
    return Wanted("import", queue, {"file": file}, once=f"{queue} {file}")


def reprocessing(source_id: str, folder: str) -> Wanted:
    """A shard of a reprocessing: what one machine's archive holds of one source."""
    queue = local_queue("reprocess", folder)
    return Wanted("reprocess", queue, {"source": source_id}, once=f"{queue} {source_id}")


def publishing(state: str = "") -> Wanted:
    """A publishing, never two at once. `state`: what is published, to tell when there is more."""
    return Wanted(PUBLISH, PUBLISH, {"state": state}, once=PUBLISH, alone=PUBLISH)


def verb_of(task: str, about: Mapping[str, Any]) -> Sequence[str]:
    """The command line of a job, as `congtin` takes it."""
    if task == CRAWL:
        return ("crawl", "--mirrored", about["source"])
    if task == "import":
        return ("import", about["file"])
    if task == "reprocess":
        return ("reprocess", about["source"])
    return (task,)


def told(task: str, about: Mapping[str, Any]) -> str:
    """A job in a few words."""
    return " ".join(part for part in (task, about.get("source") or about.get("file") or "") if part)
