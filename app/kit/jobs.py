"""The job queue: procrastinate on the application's own database.

Jobs are enqueued on the caller's connection, so that they exist if and only if its transaction commits.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Notification
from procrastinate.manager import JobManager, NotificationCallback
from procrastinate.tasks import Task
from procrastinate.types import JSONValue
from sqlalchemy import ColumnElement, SQLColumnExpression, Text, cast, column, exists, table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.kit.log import log

AT_ONCE = datetime.fromtimestamp(0, UTC)  # whatever this machine's clock shows
# An expression that tells of a job that waits, as the library's trigger does of new ones.
TOLD = """
pg_notify('procrastinate_queue_v1#' || queue_name, json_build_object('type', 'job_inserted', 'job_id', id)::text)
"""
# It is nobody's any more: a worker that leaves locks what still names it, and who looks in that moment would skip it.
_TELL = f"""
UPDATE procrastinate_jobs SET worker_id = NULL WHERE id = %(job_id)s AND status = 'todo' RETURNING {TOLD}
"""  # noqa: S608 - a constant
STATEMENT_SECONDS = 60
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


class _Jobs(JobManager):
    """Takes jobs only from the queues that are open in that moment (`which`; None: all the worker listens to).

    What is put back at once is told of, as the library tells of new jobs, and nothing that is told goes unheard: either
    way the next look would be up to five seconds away.
    """

    def __init__(self, connector: PsycopgConnector, which: Callable[[], list[str]] | None) -> None:
        super().__init__(connector)
        self._which = which
        self._heard = 0

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Listen for ever, and count what is heard."""

        async def heard(*, channel: str, notification: Notification) -> None:
            self._heard += 1
            await on_notification(channel=channel, notification=notification)

        await super().listen_for_jobs(on_notification=heard, queues=queues)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The job whose turn it is. A look during which something was told, or a queue opened, is not the last one.

        The library's worker forgets what it hears while it looks, and goes to sleep when nothing was found.
        """
        while True:
            heard, which = self._heard, self._which() if self._which else queues
            job = None if which == [] else await super().fetch_job(which, worker_id)
            if job is not None or (heard, which) == (self._heard, self._which() if self._which else queues):
                return job

    async def retry_job_by_id_async(
        self,
        job_id: int,
        retry_at: datetime,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Let a job wait again, and wake whoever takes it when that is at once."""
        await super().retry_job_by_id_async(job_id, retry_at, priority, queue, lock)
        if retry_at == AT_ONCE:
            await self.connector.execute_query_async(_TELL, job_id=job_id)


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
    with _as_a_statement():
        return await deferrer.defer_async(**arguments)


async def enqueue_all(
    session: AsyncSession, task: str, *, queue: str, priority: int, arguments: Sequence[dict[str, str]]
) -> list[int]:
    """Write many jobs of one kind at once, in the session's transaction; gives their ids in order."""
    connection = await session.connection()
    raw = (await connection.get_raw_connection()).driver_connection
    deferrer = _DEFERRER.configure_task(task, allow_unknown=True, queue=queue, priority=priority, connection=raw)
    with _as_a_statement():
        return await deferrer.batch_defer_async(*(dict[str, JSONValue](each) for each in arguments))


@contextlib.contextmanager
def _as_a_statement() -> Iterator[None]:
    """What the database refuses is raised as of every other statement of a session, in place of the library's error."""
    try:
        yield
    except ConnectorException as error:
        if not isinstance(error.__cause__, psycopg.Error):
            raise
        raise DBAPIError.instance("defer", None, error.__cause__, psycopg.Error, hide_parameters=True) from error


def new_app(conninfo: str, *, pool_size: int, open_queues: Callable[[], list[str]] | None = None) -> App:
    """A procrastinate application with connections of its own, for a worker; one that asks which queues are open."""
    connector = PsycopgConnector(conninfo=conninfo, min_size=1, max_size=pool_size, configure=_own_each_statement)
    app = App(connector=connector)
    app.tasks = _Tasks(app)
    app.job_manager = _Jobs(connector, open_queues)
    return app


async def _own_each_statement(connection: psycopg.AsyncConnection[Any]) -> None:
    """A statement is a transaction of its own, and has an end.

    In one that a worker's machine left open before its COMMIT, when it was lost or frozen, a job would stay as it was
    and the queue's own upkeep would wait, on every machine, for as long as the kernel keeps the connection: two hours.
    """
    await connection.set_autocommit(True)
    await connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")


async def named_in_log(do: Callable[[], Awaitable[Any]], context: JobContext, worker: object) -> Any:
    """Around each job: every line it logs carries the job's id and the task's name."""
    del worker
    with structlog.contextvars.bound_contextvars(job=context.job.id, task=context.job.task_name):
        return await do()
