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
from importlib.metadata import version
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import repository
from app.attempts.jobs import IN_FULL, make_job
from app.attempts.models import Execution, ExecutionEvent, StaffDetail
from app.attempts.schemas import UNASKED
from app.attempts.shown import NOT_REACHED, Shown, counterexample
from app.attempts.trail import Trail
from app.events import service as events
from app.events.kinds import ExecutionFailed, ExecutionFinished
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.log import log
from app.kit.notify import notify
from app.problems import service as problems
from app.problems.grade import Grader
from app.problems.loader import Package
from sandbox import events as sandbox_events
from sandbox.job import Job
from sandbox.settings import MEMORY_MB

CHANNEL = "holdout_executions"
MAX_TRIES = 6
HEARTBEAT = timedelta(seconds=3)
SILENT_AFTER = timedelta(seconds=12)  # a worker that missed this many heartbeats is taken for dead
FLUSH_SECONDS = 0.04  # events that come within it share a transaction
UNWATCHED_FLUSH_SECONDS = 5.0  # the same where nobody looks on
FAILED_MESSAGE = (
    "Grading did not work because of a fault on our side. This does not count against you and your code is kept. "
    "Please submit again in a moment."
)
AT_ONCE = (sandbox_events.Started, sandbox_events.Finished, sandbox_events.PlatformError)  # these wait for no others
GRADER_VERSION = version("holdout")


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
    """An execution a worker has taken up. `states` collects every check's state for the verdict."""

    id: UUID
    tries: int
    kind: str
    package: Package
    job: Job
    shown: Shown
    trail: Trail
    begun: bool = False
    states: dict[str, str] = field(default_factory=dict)


async def grade(worker: Worker, execution_id: UUID) -> timedelta | None:
    """Grade an execution to its end. Gives the time to wait before another try, or None when nothing is left to do."""
    taken = await _take_up(worker, execution_id)
    if taken is None:
        return None
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


async def _take_up(worker: Worker, execution_id: UUID) -> Taken | None:
    """Fence off earlier tries and begin; None when there is nothing (more) to do."""
    async with worker.sessionmaker.begin() as session:
        execution = await repository.locked_execution(session, execution_id)
        now = worker.clock.now()
        if execution is None or not _is_free(execution, now):
            return None
        if execution.tries >= MAX_TRIES:
            await _fail(session, execution, now, "every try ended without a result")
            return None
        again = execution.status == "running"
        execution.status, execution.tries = "running", execution.tries + 1
        execution.heartbeat_at = now
        if again:
            await _append(session, execution, [("retrying", {})], now)
        stored = await problems.pinned_version(session, execution.graded_by)
        package = problems.twisted(problems.package_of(stored), execution.twist_id)
        job = make_job(package, execution)
        return Taken(
            id=execution.id,
            tries=execution.tries,
            kind=execution.kind,
            package=package,
            job=job,
            shown=_shown(package, execution),
            trail=Trail(worker.clock, execution, job.priority),
        )


def _shown(package: Package, execution: Execution) -> Shown:
    return Shown(package.spec, decisions=execution.attempt.interview_id is None)


def _is_free(execution: Execution, now: datetime) -> bool:
    silent = execution.heartbeat_at is None or now - execution.heartbeat_at >= SILENT_AFTER
    return execution.status == "queued" or (execution.status == "running" and silent)


async def _stream(worker: Worker, taken: Taken) -> None:
    """Write the engine's events as they come, in small batches where somebody looks on, and finish."""
    flush_seconds = UNWATCHED_FLUSH_SECONDS if taken.kind in UNASKED else FLUSH_SECONDS
    heart, waiting = asyncio.create_task(_beat(worker, taken)), asyncio.current_task()
    try:
        if waiting is not None:
            worker.waiting.add(waiting)
        async with aclosing(_batches(taken.trail.watch(worker.grader.grade(taken.job)), flush_seconds)) as batches:
            async for batch in batches:
                worker.waiting.discard(waiting)
                taken.begun = True
                last = batch[-1]
                if isinstance(last, sandbox_events.PlatformError):
                    raise GradingFault(last.message)
                if isinstance(last, sandbox_events.Finished):
                    await _finish(worker, taken, batch, last)
                    return
                await _write(worker, taken, batch)
        raise GradingFault("the engine ended without a result")
    finally:
        worker.waiting.discard(waiting)
        heart.cancel()


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
        await _record(session, taken, execution, batch, worker.clock.now())


async def _record(
    session: AsyncSession, taken: Taken, execution: Execution, batch: list[BaseModel], now: datetime
) -> None:
    shown: list[tuple[str, dict[str, Any]]] = []
    for event in batch:
        kind = str(getattr(event, "type"))  # noqa: B009 - every event has one, their common class does not say so
        if isinstance(event, sandbox_events.Started):
            execution.started_at = execution.started_at or now
            shown.append(("started", {}))
            continue
        if isinstance(event, sandbox_events.Retrying):
            taken.states.clear()
            taken.shown = taken.shown.afresh()
            shown += [("retrying", {}), ("started", {})]
            continue
        if isinstance(event, sandbox_events.CheckDone):
            taken.states[event.id] = event.state
        if isinstance(event, sandbox_events.CheckDone) and taken.kind == "check":
            found = counterexample(taken.package.spec, event)
            shown += [] if found is None else [("counterexample", found.model_dump())]
        data = taken.shown.translate(event)
        if data is not None:
            shown.append((kind, data))
        full = event.model_dump()
        session.add(StaffDetail(execution_id=execution.id, tries=taken.tries, type=kind, data=_finite(full), at=now))
    await _append(session, execution, shown, now)


async def _append(
    session: AsyncSession, execution: Execution, shown: list[tuple[str, dict[str, Any]]], now: datetime
) -> None:
    execution.heartbeat_at = now
    if execution.kind in UNASKED:
        await session.flush()
        return
    for kind, data in shown:
        execution.last_seq += 1
        session.add(
            ExecutionEvent(execution_id=execution.id, seq=execution.last_seq, type=kind, data=_finite(data), at=now)
        )
    await session.flush()
    await notify(session, CHANNEL, str(execution.id))


async def _finish(worker: Worker, taken: Taken, batch: list[BaseModel], last: sandbox_events.Finished) -> None:
    """Events, verdict, status, timeline: all in one transaction, so that finishing twice leaves one verdict."""
    async with worker.sessionmaker.begin() as session:
        execution = await _mine(session, taken)
        now = worker.clock.now()
        await _record(session, taken, execution, batch, now)
        execution.status, execution.finished_at = "finished", now
        verdict = last.verdict if taken.kind in IN_FULL else None
        if verdict == "completed":
            raise GradingFault("a submission came back as a run")
        if verdict is not None:
            await _form_verdict(session, taken, execution, last, now)
        if execution.kind not in UNASKED:
            await _tell_finished(session, execution, verdict, now)
    taken.trail.verdict = last.verdict


async def _tell_finished(
    session: AsyncSession, execution: Execution, verdict: Literal["accepted", "rejected"] | None, now: datetime
) -> None:
    attempt = execution.attempt
    if verdict == "accepted" and attempt.solved_at is None:
        attempt.solved_at = now
    await session.flush()  # locks are taken in one order: the attempt's row before its interview's record
    finished = ExecutionFinished(execution_id=execution.id, verdict=verdict, problem=attempt.position)
    events.append(session, finished, at=now, attempt_id=attempt.id, interview_id=_told_in(execution))


async def _form_verdict(
    session: AsyncSession, taken: Taken, execution: Execution, last: sandbox_events.Finished, now: datetime
) -> None:
    await repository.insert_verdict(
        session,
        {
            "execution_id": execution.id,
            "problem_version_id": execution.graded_by,
            "verdict": last.verdict,
            "checks": {check.id: taken.states.get(check.id, NOT_REACHED) for check in taken.package.spec.checks},
            "policies": {
                name: {"state": policy.state, "option": policy.option} for name, policy in last.policies.items()
            },
            "timing": _finite(dict(last.timing)),
            "environment": last.sandbox.model_dump(mode="json") if last.sandbox else {},
            "grader_version": GRADER_VERSION,
            "seed": execution.seed,
            "formed_at": now,
        },
    )


async def _give_back(worker: Worker, taken: Taken, reason: str) -> timedelta | None:
    """After a fault of ours: another try later, or, after the last one, `platform_error`."""
    async with worker.sessionmaker.begin() as session:
        try:
            execution = await _mine(session, taken)
        except Superseded:
            return None
        now = worker.clock.now()
        if taken.tries >= MAX_TRIES:
            await _fail(session, execution, now, reason)
            return None
        await put_back(session, execution, now)
        return timedelta(seconds=2 ** (taken.tries - 1))


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
    await _append(session, execution, [("retrying", {})], now)


async def _fail(session: AsyncSession, execution: Execution, now: datetime, reason: str) -> None:
    execution.status, execution.finished_at = "platform_error", now
    if execution.kind in UNASKED:
        log.warning("background_grading_failed", execution=str(execution.id), reason=reason)
        return
    await _append(session, execution, [("platform_error", {"message": FAILED_MESSAGE})], now)
    attempt = execution.attempt
    failed = ExecutionFailed(execution_id=execution.id, reason=reason[:2000], problem=attempt.position)
    events.append(session, failed, at=now, attempt_id=attempt.id, interview_id=_told_in(execution))


def _told_in(execution: Execution) -> UUID | None:
    """The interview whose record says how it ended. Candidates read of ends there: a rerun by staff has none."""
    return execution.attempt.interview_id if execution.kind != "check" else None


def _finite(value: Any) -> Any:
    """JSON has no NaN and no infinity, and PostgreSQL refuses them: they are written as words."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124 - NaN
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value
