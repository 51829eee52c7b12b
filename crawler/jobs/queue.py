"""Procrastinate's App: its connections, our tasks, and what becomes of a job that failed."""

import asyncio
from typing import Any, Protocol

import psycopg
from procrastinate import (
    App,
    BaseRetryStrategy,
    JobContext,
    PsycopgConnector,
    RetryDecision,
)
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason
from procrastinate.jobs import Job

from crawler.jobs.kinds import CRAWL, LOCAL, LOOK, PUBLISH
from crawler.jobs.outcomes import GivenBack, HostBusy, wait_after, wait_for_host
from pipeline.store.database.engine import KEEPALIVES, parse_url

WORKER = "worker"
"""Where a job's context has whoever does it."""
CONNECTIONS = 4
"""Of a worker, at most; with the one that puts jobs in."""


class Doer(Protocol):
    """Whoever does a worker's jobs."""

    async def do(self, number: int, task: str, about: dict[str, Any]) -> None:
        """Do a job to its end. Raises JobFailed."""

    async def look(self) -> None:
        """See who is due."""


class Backoff(BaseRetryStrategy):
    """A failed job rests, twice as long each time, one with a busy host a short while; one given back waits
    for whoever is free.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When the job is tried again; None: never."""
        if isinstance(exception, GivenBack):
            return RetryDecision()
        busy = isinstance(exception, HostBusy)
        wait = wait_for_host(job.attempts) if busy else wait_after(job.attempts)
        return None if wait is None else RetryDecision(retry_in={"seconds": wait.seconds})


def queue_of(url: str, every: int) -> App:
    """The App on that database, not yet open; one worker of all looks every `every` seconds."""
    parsed = parse_url(url)
    arguments = parsed.get_dialect()().create_connect_args(parsed)[1]
    connector = PsycopgConnector(
        kwargs={"connect_timeout": 10, **KEEPALIVES, **arguments},
        min_size=1,
        max_size=CONNECTIONS,
        configure=_introduce,
    )
    app = App(connector=connector)
    for name in (CRAWL, *LOCAL, PUBLISH):
        app.task(name=name, queue=name, pass_context=True, retry=Backoff())(_do)
    look = app.task(name=LOOK, queue=LOOK, queueing_lock=LOOK, lock=LOOK, pass_context=True)(_look)
    app.periodic(cron=_cron(every))(look)
    return app


def _cron(every: int) -> str:
    """Every so many seconds of a minute, or whole minutes of an hour, as cron says it: seconds last."""
    if every < 60:
        return f"* * * * * */{every}"
    return f"*/{min(every // 60, 59)} * * * *"


async def _do(context: JobContext, /, **about: Any) -> None:
    assert context.job.id is not None
    doer: Doer = context.additional_context[WORKER]
    try:
        await doer.do(context.job.id, context.job.task_name, about)
    except asyncio.CancelledError:
        if context.abort_reason() is AbortReason.USER_REQUEST:
            raise JobAborted from None
        raise GivenBack from None


async def _introduce(connection: "psycopg.AsyncConnection[Any]") -> None:
    """Say whose the session is, as the store's connections do (pipeline.store.database.engine)."""
    name = "'congtin ' || coalesce(current_schema(), '')"
    await connection.execute(f"SELECT set_config('application_name', {name}, false)")
    await connection.commit()


async def _look(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - Procrastinate's
    doer: Doer = context.additional_context[WORKER]
    await doer.look()
