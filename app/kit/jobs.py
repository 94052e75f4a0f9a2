"""The job queue: procrastinate on the application's own database.

Jobs are enqueued on the caller's connection, so that they exist if and only if its transaction commits.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job
from procrastinate.types import JSONValue
from sqlalchemy import ColumnElement, SQLColumnExpression, Text, cast, column, exists, table
from sqlalchemy.ext.asyncio import AsyncSession

# Never opened: it only knows how to write a job onto a connection that is handed in.
_DEFERRER = App(connector=PsycopgConnector())


class TryLater(Exception):
    """Raised in a task that should be tried again at `at`."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__(f"again at {at.isoformat()}")


class WhenTold(BaseRetryStrategy):
    """Tries a task again exactly when it asks for it, and at once when its worker is being stopped."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """The decision procrastinate asks for."""
        del job
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=datetime.now(UTC))
        return RetryDecision(retry_at=exception.at) if isinstance(exception, TryLater) else None


_JOBS = table("procrastinate_jobs", column("id"), column("status"))


def is_alive(job_id: SQLColumnExpression[int | None]) -> ColumnElement[bool]:
    """Whether a job waits or is worked on, as part of a query."""
    return exists().where(_JOBS.c.id == job_id, cast(_JOBS.c.status, Text).in_(("todo", "doing")))


async def enqueue(
    session: AsyncSession,
    task: str,
    *,
    queue: str,
    priority: int,
    at: datetime | None = None,
    lock: str | None = None,
    **arguments: str,
) -> int:
    """Write a job in the session's transaction; gives its id.

    A higher `priority` runs earlier; of the jobs with one `lock`, one at a time.
    """
    connection = await session.connection()
    raw = (await connection.get_raw_connection()).driver_connection
    deferrer = _DEFERRER.configure_task(
        task, allow_unknown=True, queue=queue, priority=priority, schedule_at=at, lock=lock, connection=raw
    )
    return await deferrer.defer_async(**arguments)


async def enqueue_all(
    session: AsyncSession, task: str, *, queue: str, priority: int, arguments: Sequence[dict[str, str]]
) -> list[int]:
    """Write many jobs of one kind at once, in the session's transaction; gives their ids in order."""
    connection = await session.connection()
    raw = (await connection.get_raw_connection()).driver_connection
    deferrer = _DEFERRER.configure_task(task, allow_unknown=True, queue=queue, priority=priority, connection=raw)
    return await deferrer.batch_defer_async(*(dict[str, JSONValue](each) for each in arguments))


def new_app(conninfo: str, *, pool_size: int) -> App:
    """A procrastinate application with connections of its own, for a worker."""
    return App(connector=PsycopgConnector(conninfo=conninfo, min_size=1, max_size=pool_size))


async def named_in_log(do: Callable[[], Awaitable[Any]], context: JobContext, worker: object) -> Any:
    """Around each job: every line it logs carries the job's id and the task's name."""
    del worker
    with structlog.contextvars.bound_contextvars(job=context.job.id, task=context.job.task_name):
        return await do()
