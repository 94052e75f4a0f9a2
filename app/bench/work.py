"""What a worker does with a run of own checks: put to every implementation on its engine, finished once.

A fault of ours is tried again and then told as one, never as a result.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, TypeGuard
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from app.attempts.grading import HEARTBEAT, MAX_TRIES, MOST_SECONDS, SILENT_AFTER, Worker
from app.bench import exercise, harness, repository, tutorial
from app.bench.exercise import Exercise, Implementation
from app.bench.models import BenchRun
from app.bench.schemas import State
from app.kit.log import log
from app.problems import service as problems
from sandbox import events
from sandbox.job import Job, Limits

MOST_TIMEOUTS = 3  # whoever waits that often for checks without an end has seen enough


class BenchFault(Exception):
    """The platform could not run the checks this time."""


@dataclass(frozen=True)
class Taken:
    """A run a worker has taken up."""

    id: UUID
    tries: int
    checks: str
    exercise: Exercise
    job: Job


async def run(worker: Worker, run_id: UUID) -> timedelta | None:
    """Run to the end. Gives the time to wait before another try, or None when nothing is left to do."""
    taken = await _take_up(worker, run_id)
    if taken is None:
        return None
    heart = asyncio.create_task(_beat(worker, taken))
    try:
        await _finish(worker, taken, await _found(worker, taken))
    except asyncio.CancelledError:  # this worker is being stopped, which was no try: another one goes on at once
        await asyncio.shield(_let_go(worker, taken))
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong is ours: another try, or platform_error
        log.warning("bench_failed", run=str(taken.id), tries=taken.tries, error=repr(error))
        return await _give_back(worker, taken)
    finally:
        heart.cancel()
    return None


async def _take_up(worker: Worker, run_id: UUID) -> Taken | None:
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, run_id)
        now = worker.clock.now()
        if made is None or made.status not in repository.ACTIVE:
            return None
        if made.status == "running" and made.heartbeat_at and now - made.heartbeat_at < SILENT_AFTER:
            return None
        if made.tries >= MAX_TRIES:
            made.status, made.finished_at = "platform_error", now
            return None
        found: Exercise | None = tutorial.EXERCISE
        if made.problem_version_id is not None:
            found = exercise.of(problems.package_of(await problems.pinned_version(session, made.problem_version_id)))
        if found is None:  # a version has its bench or has none, for ever
            made.status, made.finished_at = "platform_error", now
            return None
        made.status, made.tries, made.heartbeat_at = "running", made.tries + 1, now
        return Taken(made.id, made.tries, made.checks, found, make_job(made, found))


def make_job(made: BenchRun, on: Exercise) -> Job:
    """The engine's job: each implementation a visible example, in the place of a practice run."""
    implementations = [(each.path, each.source, True) for each in on.right]
    implementations += [(each.path, each.source, False) for each in on.wrong]
    return Job(
        id=f"{made.id}-{made.tries}",
        mode="run",
        source=harness.source(on.name, made.checks),
        seed=made.id.hex,
        environment=on.environment,
        limits=Limits(cpu_seconds=on.cpu_seconds, memory_mb=on.memory_mb),
        package=harness.package(exercise.entry_point(on), implementations),
        priority="practice",
        owner=str(made.user_id),
    )


async def _found(worker: Worker, taken: Taken) -> dict[str, Any]:
    """What became of each implementation, or the error of the checks themselves."""
    done: dict[str, events.ExampleDone] = {}
    error: events.CodeError | None = None
    async with asyncio.timeout(None) as limit, aclosing(_events(worker, taken.job)) as told:
        async for event in told:
            if limit.when() is None:  # its turn has come
                limit.reschedule(asyncio.get_running_loop().time() + MOST_SECONDS)
            if isinstance(event, events.Retrying):
                done, error = {}, None
            elif isinstance(event, events.PlatformError):
                raise BenchFault(event.message)
            elif isinstance(event, events.Compiled):
                error = event.error
            elif isinstance(event, events.ExampleDone):
                done[event.name] = event
            if _timeouts(done.values()) >= MOST_TIMEOUTS or isinstance(event, events.Finished):
                return _report(taken, done, error)
    raise BenchFault("the engine ended without a result")


async def _events(worker: Worker, job: Job) -> AsyncGenerator[BaseModel]:
    """The engine's events; closing this one ends the job."""
    source = worker.grader.grade(job)
    try:
        async for event in source:
            yield event
    finally:
        if isinstance(source, AsyncGenerator):
            await source.aclose()


def _timeouts(done: Collection[events.ExampleDone]) -> int:
    return sum(each.error is not None and each.error.state == "time_limit" for each in done)


def _report(taken: Taken, done: dict[str, events.ExampleDone], error: events.CodeError | None) -> dict[str, Any]:
    if error is not None:
        told = {"kind": error.kind or error.state, "line": _line(error.line, taken.checks), "message": error.message}
        return {"error": told, "implementations": []}
    right, wrong = taken.exercise.right, taken.exercise.wrong
    return {
        "error": None,
        "implementations": [
            *_told(right, done, taken.checks, right=True),
            *_told(wrong, done, taken.checks, right=False),
        ],
    }


def _line(line: int | None, checks: str) -> int | None:
    return line if line is not None and 1 <= line <= checks.count("\n") + 1 else None


def _told(
    implementations: Sequence[Implementation], done: dict[str, events.ExampleDone], checks: str, *, right: bool
) -> list[dict[str, Any]]:
    return [{"path": each.path, "right": right, **_one(done.get(each.path), checks)} for each in implementations]


def _one(event: events.ExampleDone | None, checks: str) -> dict[str, Any]:
    """What checks said of one implementation; `why` is of a fixed vocabulary."""
    if event is None:
        return {"state": State.NOT_RUN, "failed": [], "why": ""}
    if event.error is None:
        return {"state": State.ACCEPTED, "failed": [], "why": ""}
    failed = [asdict(each) for each in harness.read(event.error.message, checks)]
    ended = event.error.kind is None
    state = State.CAUGHT if event.got == "caught" else State.STOPPED
    return {
        "state": state,
        "failed": [] if ended else failed,
        "why": event.error.message.replace("Your code", "The checks", 1) if ended else "",
    }


async def _beat(worker: Worker, taken: Taken) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT.total_seconds())
        with contextlib.suppress(SQLAlchemyError):  # a missed beat is told by its absence
            async with worker.sessionmaker.begin() as session:
                await repository.beat(session, taken.id, taken.tries, worker.clock.now())


async def _finish(worker: Worker, taken: Taken, found: dict[str, Any]) -> None:
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, taken.id)
        if _is_mine(made, taken):
            made.status, made.found, made.finished_at = "finished", found, worker.clock.now()


def _is_mine(made: BenchRun | None, taken: Taken) -> TypeGuard[BenchRun]:
    return made is not None and made.status == "running" and made.tries == taken.tries


async def _give_back(worker: Worker, taken: Taken) -> timedelta | None:
    """After a fault of ours: another try later, or, after the last one, `platform_error`."""
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, taken.id)
        if not _is_mine(made, taken):
            return None
        if taken.tries >= MAX_TRIES:
            made.status, made.finished_at = "platform_error", worker.clock.now()
            return None
        made.status = "queued"
        return timedelta(seconds=2 ** (taken.tries - 1))


async def _let_go(worker: Worker, taken: Taken) -> None:
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, taken.id)
        if _is_mine(made, taken):
            made.status, made.tries = "queued", taken.tries - 1
