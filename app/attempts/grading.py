"""What a worker does with an execution: take it up, stream the engine's events into rows, finish it once.

Everything here may happen twice (a worker dies, a job is delivered again): `Execution.tries` fences, finishing is
idempotent, and no way of failing touches the draft. A fault of ours ends as `platform_error`, never as a verdict.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import record, repository
from app.attempts.jobs import IN_FULL, make_job
from app.attempts.models import Execution
from app.attempts.record import Record
from app.attempts.schemas import UNASKED
from app.attempts.shown import Shown
from app.attempts.trail import Trail
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.log import log
from app.problems import service as problems
from app.problems.grade import Grader
from app.problems.models import ProblemVersion
from sandbox import events as sandbox_events
from sandbox.job import Job
from sandbox.settings import MEMORY_MB

MAX_TRIES = 6
HEARTBEAT = timedelta(seconds=3)
SILENT_AFTER = timedelta(seconds=12)  # a worker that missed this many heartbeats is taken for dead
FLUSH_SECONDS = 0.04  # events that come within it share a transaction
UNWATCHED_FLUSH_SECONDS = 5.0  # the same where nobody looks on
MOST_SECONDS = 120.0  # from its turn in the engine: twice what one try there may take, and a hundred times the usual
AT_ONCE = (sandbox_events.Started, sandbox_events.Finished, sandbox_events.PlatformError)  # these wait for no others


class GradingFault(Exception):
    """The platform could not grade this time."""


class Superseded(Exception):
    """The execution is no longer this worker's: another try has taken it up, or it is finished."""


@dataclass(frozen=True)
class Worker:
    """What grading needs: database, clock, engine with `memory_mb` for a candidate.

    `waiting` are those whose turn in the engine has not come.
    """

    sessionmaker: SessionMaker
    clock: Clock
    grader: Grader
    memory_mb: int = MEMORY_MB
    waiting: set[asyncio.Task[Any]] = field(default_factory=set)

    def send_away(self) -> None:
        """Give everything that waits for its turn back to the queue, for other workers."""
        for task in self.waiting:
            task.cancel()


@dataclass
class Taken:
    """An execution a worker has taken up."""

    id: UUID
    tries: int
    kind: str
    job: Job
    record: Record
    trail: Trail
    begun: bool = False


async def grade(worker: Worker, execution_id: UUID) -> timedelta | None:
    """Grade an execution to its end. Gives the time to wait before another try, or None when nothing is left to do."""
    taken = await _take_up(worker, execution_id)
    if not isinstance(taken, Taken):
        return taken
    try:
        await _stream(worker, taken)
        taken.trail.end(taken.trail.verdict)
    except Superseded:
        taken.trail.end("superseded")
    except asyncio.CancelledError:  # this worker is being stopped: let another one go on at once
        taken.trail.end("stopped")
        await asyncio.shield(_let_go(worker, taken))
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong is ours: it must end in another try or platform_error
        log.warning("grading_failed", execution=str(execution_id), tries=taken.tries, error=repr(error))
        wait = await _give_back(worker, taken, str(error))
        taken.trail.end("platform_error" if wait is None else "again")
        return wait
    return None


async def _take_up(worker: Worker, execution_id: UUID) -> Taken | timedelta | None:
    """Fence off earlier tries and begin; else the time to wait, or None when there is nothing (more) to do."""
    async with worker.sessionmaker.begin() as session:
        execution = await repository.locked_execution(session, execution_id)
        now = worker.clock.now()
        if execution is None or not _is_free(execution, now):
            return None
        if execution.tries >= MAX_TRIES:
            await record.fail(session, execution, now, "every try ended without a result")
            return None
        again = execution.status == "running"
        execution.status, execution.tries = "running", execution.tries + 1
        execution.heartbeat_at = now
        if again:
            await record.append(session, execution, [("retrying", {})], now)
        stored = await problems.pinned_version(session, execution.graded_by)
        try:
            return _taken(worker, execution, stored)
        except Exception as error:  # noqa: BLE001 - what this release cannot read must end as well, in place of coming back
            log.warning("grading_not_begun", execution=str(execution_id), error=repr(error))
            return await _again_or_never(session, execution, now, repr(error))


def _taken(worker: Worker, execution: Execution, stored: ProblemVersion) -> Taken:
    package = problems.twisted(problems.package_of(stored), execution.twist_id)
    job = make_job(package, execution)
    return Taken(
        id=execution.id,
        tries=execution.tries,
        kind=execution.kind,
        job=job,
        record=Record(package, Shown(package.spec, decisions=execution.attempt.interview_id is None)),
        trail=Trail(worker.clock, execution, job.priority),
    )


def _is_free(execution: Execution, now: datetime) -> bool:
    silent = execution.heartbeat_at is None or now - execution.heartbeat_at >= SILENT_AFTER
    return execution.status == "queued" or (execution.status == "running" and silent)


async def _stream(worker: Worker, taken: Taken) -> None:
    """Write the engine's events as they come, in small batches where somebody looks on, and finish.

    What has begun and hangs, wherever it does, ends with `MOST_SECONDS`: its heart goes on beating, so that nobody else
    would take it up.
    """
    heart, waiting = asyncio.create_task(_beat(worker, taken)), asyncio.current_task()
    try:
        if waiting is not None:
            worker.waiting.add(waiting)
        async with asyncio.timeout(None) as limit:
            await _follow(worker, taken, limit)
    except TimeoutError as error:
        if limit.expired():
            raise GradingFault(f"it was not through {MOST_SECONDS:.0f} s after it began") from error
        raise
    finally:
        worker.waiting.discard(waiting)
        heart.cancel()


async def _follow(worker: Worker, taken: Taken, limit: asyncio.Timeout) -> None:
    flush_seconds = UNWATCHED_FLUSH_SECONDS if taken.kind in UNASKED else FLUSH_SECONDS
    async with aclosing(_batches(taken.trail.watch(worker.grader.grade(taken.job)), flush_seconds)) as batches:
        async for batch in batches:
            if not taken.begun:
                taken.begun = True
                worker.waiting.discard(asyncio.current_task())
                limit.reschedule(asyncio.get_running_loop().time() + MOST_SECONDS)
            _log_retries(taken, batch)
            last = batch[-1]
            if isinstance(last, sandbox_events.PlatformError):
                raise GradingFault(last.message)
            if isinstance(last, sandbox_events.Finished):
                await _finish(worker, taken, batch, last)
                return
            await _write(worker, taken, batch)
    raise GradingFault("the engine ended without a result")


def _log_retries(taken: Taken, batch: list[BaseModel]) -> None:
    """What the engine got over is nobody's result, but it took time, and an operator may look for where that went."""
    for event in batch:
        if isinstance(event, sandbox_events.Retrying):
            log.warning("grading_retried", execution=str(taken.id), attempt=event.attempt, error=event.message)


async def _batches(source: AsyncIterator[BaseModel], flush_seconds: float) -> AsyncGenerator[list[BaseModel], None]:
    """Group events that follow one another quickly; the last event of a grading waits for nothing."""
    queue: asyncio.Queue[BaseModel | None] = asyncio.Queue()

    async def pump() -> None:
        try:
            async for event in source:
                queue.put_nowait(event)
        finally:
            queue.put_nowait(None)

    task = asyncio.create_task(pump())
    try:
        while (first := await queue.get()) is not None:
            yield await _gather(first, queue, flush_seconds)
        await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _gather(first: BaseModel, queue: asyncio.Queue[BaseModel | None], flush_seconds: float) -> list[BaseModel]:
    batch = [first]
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(flush_seconds):
            while not isinstance(batch[-1], AT_ONCE):
                event = await queue.get()
                if event is None:
                    queue.put_nowait(None)
                    break
                batch.append(event)
    return batch


async def _beat(worker: Worker, taken: Taken) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT.total_seconds())
        try:
            async with worker.sessionmaker.begin() as session:
                await repository.beat(session, taken.id, taken.tries, worker.clock.now())
        except SQLAlchemyError as error:  # a missed beat is told by its absence
            log.warning("heartbeat_missed", execution=str(taken.id), error=str(error))


async def _mine(session: AsyncSession, taken: Taken) -> Execution:
    execution = await repository.locked_execution(session, taken.id)
    if execution is None or execution.status != "running" or execution.tries != taken.tries:
        raise Superseded
    return execution


async def _write(worker: Worker, taken: Taken, batch: list[BaseModel]) -> None:
    async with worker.sessionmaker.begin() as session:
        execution = await _mine(session, taken)
        await taken.record.add(session, execution, batch, worker.clock.now())


async def _finish(worker: Worker, taken: Taken, batch: list[BaseModel], last: sandbox_events.Finished) -> None:
    """Events, verdict, status, timeline: all in one transaction, so that finishing twice leaves one verdict."""
    async with worker.sessionmaker.begin() as session:
        execution = await _mine(session, taken)
        now = worker.clock.now()
        await taken.record.add(session, execution, batch, now)
        execution.status, execution.finished_at = "finished", now
        verdict = last.verdict if taken.kind in IN_FULL else None
        if verdict == "completed":
            raise GradingFault("a submission came back as a run")
        if verdict is not None:
            await taken.record.form_verdict(session, execution, last, now)
        if execution.kind not in UNASKED:
            await record.tell_finished(session, execution, verdict, now)
    taken.trail.verdict = last.verdict


async def _give_back(worker: Worker, taken: Taken, reason: str) -> timedelta | None:
    """After a fault of ours: another try later, or, after the last one, `platform_error`."""
    async with worker.sessionmaker.begin() as session:
        try:
            execution = await _mine(session, taken)
        except Superseded:
            return None
        return await _again_or_never(session, execution, worker.clock.now(), reason)


async def _again_or_never(session: AsyncSession, execution: Execution, now: datetime, reason: str) -> timedelta | None:
    if execution.tries >= MAX_TRIES:
        await record.fail(session, execution, now, reason)
        return None
    await put_back(session, execution, now)
    return timedelta(seconds=2 ** (execution.tries - 1))


async def _let_go(worker: Worker, taken: Taken) -> None:
    """This worker is being stopped. What had begun has had a try; what waited for its turn has not, and waits on."""
    async with worker.sessionmaker.begin() as session:
        with contextlib.suppress(Superseded):
            execution = await _mine(session, taken)
            if taken.begun:
                await put_back(session, execution, worker.clock.now())
            else:
                execution.status, execution.tries = "queued", taken.tries - 1


async def put_back(session: AsyncSession, execution: Execution, now: datetime) -> None:
    """Make an execution wait for another try, and say so to whoever watches."""
    execution.status = "queued"
    await record.append(session, execution, [("retrying", {})], now)
