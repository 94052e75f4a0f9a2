"""Work that its worker has left: found again, and given another job. Executions, and whatever else waits as they do."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from procrastinate import App, JobContext
from sqlalchemy import Select, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.grading import SILENT_AFTER, Worker
from app.kit.jobs import is_alive
from app.kit.log import log

CRON = "* * * * * */15"  # the sixth field is seconds
URGENT = 100  # over every grading: a full queue must not keep the rescue waiting
AT_ONCE = 100  # a row may hold half a megabyte of code, and is locked until all are through


class Queued(Protocol):
    """A table of work: waiting or running until it is over, with its job, and a heartbeat while somebody is at it."""

    id: Any
    status: Any
    job_id: Any
    heartbeat_at: Any
    created_at: Any


T = TypeVar("T")
W = TypeVar("W", bound=Queued)


def left(worker: Worker, work: type[W]) -> Select[W]:
    """Those nobody works on, the oldest first: the worker fell silent, or no job of theirs waits or runs."""
    no_job = (work.status == "queued") & ~is_alive(work.job_id)
    silent = (work.status == "running") & (work.heartbeat_at < worker.clock.now() - SILENT_AFTER)
    return select(work).where(silent | no_job).order_by(work.created_at)


async def put_back(worker: Worker, found: Select[T], again: Callable[[AsyncSession, T], Awaitable[UUID]]) -> list[UUID]:
    """Have `again` give each row of a query another job, some at a time; gives its ids.

    What others write just now is left alone, and one row that cannot be put back keeps no other waiting.
    """
    done: list[UUID] = []
    async with worker.sessionmaker.begin() as session:
        rows = (await session.execute(found.limit(AT_ONCE).with_for_update(skip_locked=True))).scalars().all()
        for row in rows:
            try:
                async with session.begin_nested():
                    done.append(await again(session, row))
            except DBAPIError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is this row's
                log.error("not_put_back", of=type(row).__name__, id=str(inspect(row).identity), error=repr(error))
    return done


async def waiting(worker: Worker, work: type[W], put_in: Callable[[AsyncSession, W], Awaitable[None]]) -> list[UUID]:
    """Let every row that nobody works on wait again, with a job that `put_in` writes; gives their ids."""

    async def again(session: AsyncSession, row: W) -> UUID:
        row.status = "queued"
        await put_in(session, row)
        found: UUID = row.id
        return found

    return await put_back(worker, left(worker, work), again)


def register(app: App, name: str, *, queue: str, rescue: Callable[[Worker], Awaitable[list[UUID]]]) -> None:
    """Teach a queue to rescue now and then. Jobs of dead workers are ended by the rescue of gradings."""

    async def look(context: JobContext, timestamp: int) -> None:
        del timestamp
        for work_id in await rescue(context.additional_context["worker"]):
            log.warning("work_rescued", work=name, id=str(work_id))

    task = f"{name}:rescue"
    options = app.task(name=task, queue=queue, priority=URGENT, pass_context=True, queueing_lock=task)
    app.periodic(cron=CRON, periodic_id=task)(options(look))
