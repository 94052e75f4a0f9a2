"""The job queue: procrastinate on the application's own database.

Jobs are enqueued on the caller's connection, so that they exist if and only if its transaction commits.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.tasks import Task
from procrastinate.types import JSONValue
from sqlalchemy import ColumnElement, SQLColumnExpression, Text, cast, column, exists, table
from sqlalchemy.ext.asyncio import AsyncSession

from app.kit.log import log

AT_ONCE = datetime.fromtimestamp(0, UTC)  # whatever this machine's clock shows
ELSEWHERE = timedelta(seconds=10)  # until a job of another release is looked at again
ELSEWHERE_TRIES = 360  # an hour of them; then it is stuck, and an operator decides

# Never opened: it only knows how to write a job onto a connection that is handed in.
_DEFERRER = App(connector=PsycopgConnector())


class TryLater(Exception):
    """Raised in a task that should be tried again at `at`."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__(f"again at {at.isoformat()}")


class BelongsElsewhere(Exception):
    """Raised in a task whose job is to wait in another queue."""

    def __init__(self, queue: str, priority: int) -> None:
        self.queue, self.priority = queue, priority
        super().__init__(f"belongs into {queue}")


class WhenTold(BaseRetryStrategy):
    """Tries a task again exactly when and where it asks for it, and at once when its worker is being stopped."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """The decision procrastinate asks for."""
        del job
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=AT_ONCE)
        if isinstance(exception, BelongsElsewhere):
            return RetryDecision(retry_at=AT_ONCE, queue=exception.queue, priority=exception.priority)
        return RetryDecision(retry_at=exception.at) if isinstance(exception, TryLater) else None


class UnknownTask(Exception):
    """No worker has known a job's task for an hour."""


class _Tasks(dict[str, Task[Any, Any, Any]]):
    """The tasks of this release. A job of another one's goes back for a worker of that release, in place of failing."""

    def __init__(self, app: App) -> None:
        super().__init__(app.tasks)
        self._another: Task[Any, Any, Any] = Task(
            _elsewhere, blueprint=app, name="elsewhere", queue="", retry=WhenTold(), pass_context=True
        )

    def get(self, name: str, default: Any = None) -> Any:
        """The task, for the library's worker, which asks in this way for what it has taken from the queue."""
        return super().get(name, default or self._another)


async def _elsewhere(context: JobContext, **arguments: JSONValue) -> None:
    del arguments
    job = context.job
    if job.attempts >= ELSEWHERE_TRIES:
        raise UnknownTask(job.task_name)
    log.warning("job_of_another_release", job=job.id, task=job.task_name)
    raise TryLater(context.additional_context["worker"].clock.now() + ELSEWHERE)


class _OpenQueues(JobManager):
    """Takes jobs only from the queues that are open in that moment, whichever of them the worker listens to."""

    def __init__(self, connector: PsycopgConnector, which: Callable[[], list[str]]) -> None:
        super().__init__(connector)
        self._which = which

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The job whose turn it is. A queue that opened meanwhile is looked into before the worker goes to sleep."""
        del queues
        while True:
            open_now = self._which()
            job = await super().fetch_job(open_now, worker_id) if open_now else None
            if job is not None or self._which() == open_now:
                return job


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


def new_app(conninfo: str, *, pool_size: int, open_queues: Callable[[], list[str]] | None = None) -> App:
    """A procrastinate application with connections of its own, for a worker; one that asks which queues are open."""
    connector = PsycopgConnector(conninfo=conninfo, min_size=1, max_size=pool_size)
    app = App(connector=connector)
    app.tasks = _Tasks(app)
    if open_queues is not None:
        app.job_manager = _OpenQueues(connector, open_queues)
    return app


async def named_in_log(do: Callable[[], Awaitable[Any]], context: JobContext, worker: object) -> Any:
    """Around each job: every line it logs carries the job's id and the task's name."""
    del worker
    with structlog.contextvars.bound_contextvars(job=context.job.id, task=context.job.task_name):
        return await do()
