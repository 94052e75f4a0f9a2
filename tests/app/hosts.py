"""Machines with a worker: the product's own loop, presence and gate, on an engine that a test holds in its hands."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel
from sqlalchemy import func, select

from app import worker
from app.attempts import presence, queueing
from app.attempts.models import Attempt, Draft, Execution, ExecutionEvent, Verdict
from app.events.kinds import RunRequested, SubmissionRequested
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.problems import repository as problems
from app.problems import upgrades
from app.problems.loader import Package, build
from app.settings import Settings
from sandbox import events
from sandbox.admission import Admission
from sandbox.engine import EngineSettings
from sandbox.errors import EngineUnavailable
from sandbox.job import Job
from tests.app import packages
from tests.app.standin import ACCEPTED, REJECTED

PATIENCE_SECONDS = 15.0


class Host:
    """A machine: what it has, what keeps it from grading (`trouble`), and what it has graded (`jobs`, in their order).

    Gradings wait for their `turn`, then take `seconds`, and wait in between for `going`.
    """

    def __init__(self, *environments: str, slots: int = 2, seconds: float = 0.01, memory_mb: int = 512) -> None:
        self.environments: frozenset[str] = frozenset(environments)
        self.settings = EngineSettings(slots=slots, memory_mb=memory_mb)
        self.seconds = seconds
        self.trouble: str | None = None
        self.jobs: list[Job] = []
        self.going = asyncio.Event()
        self.going.set()
        self.turn = asyncio.Event()
        self.turn.set()
        self.gate = Admission(self.settings.places, reserved=1, waiting=1000, patience_seconds=PATIENCE_SECONDS)
        self.stop = asyncio.Event()

    async def standing(self) -> dict[str, Any]:
        """What `sandbox.diagnosis.standing` would find."""
        if self.trouble is not None:
            raise EngineUnavailable(self.trouble)
        environments = dict.fromkeys([*self.environments, "judge"], "print")
        here = {"jail": "userns", "jail_refused": None, "runtime": "runc", "engine": "27"}
        return {**here, "environments": environments, "memory_mb": self.settings.memory_mb}

    async def grade(self, job: Job) -> AsyncIterator[BaseModel]:
        """Right code is accepted and everything else rejected; what this machine cannot do breaks."""
        async with self.gate.place(job.priority, job.owner):
            await self.turn.wait()
            self.jobs.append(job)
            yield events.Started()
            small = job.limits.memory_mb > self.settings.memory_mb
            if self.trouble is not None or small or job.environment not in self.environments:
                yield events.PlatformError(message=f"this machine cannot run {job.environment}")
                return
            await asyncio.sleep(self.seconds)
            await self.going.wait()
            for event in ACCEPTED if packages.RIGHT in job.source else REJECTED:
                yield event

    async def close(self) -> None:
        """Nothing is left of it."""


@asynccontextmanager
async def working(database_url: str, *hosts: Host) -> AsyncIterator[None]:
    """The worker of each machine runs."""
    waiting = iter(hosts)

    async def standing(engine: Host) -> dict[str, Any]:
        return await engine.standing()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "Engine", lambda _: next(waiting))
        patch.setattr(worker.standing, "of", standing)
        patch.setattr(presence, "HEARTBEAT", timedelta(seconds=0.1))
        running = [asyncio.create_task(worker.run(_settings(each), database_url, each.stop)) for each in hosts]
        try:
            yield
        finally:
            for each in hosts:
                each.going.set()
                each.stop.set()
            await asyncio.gather(*running)


def _settings(host: Host) -> Settings:
    return Settings(sandbox_slots=host.settings.slots, sandbox_slot_memory_mb=host.settings.memory_mb)


async def sync_other(sessions: SessionMaker) -> UUID:
    """A problem like the usual one, whose code runs in the environment `data`."""
    changed = packages.PROBLEM.replace("environment: numpy", "environment: data").replace("2a11", "2a12")
    changed = changed.replace("number: 7", "number: 8")
    return await sync(sessions, build("metrics", "twice", packages.files(**{"problem.yaml": changed})))


async def sync(sessions: SessionMaker, package: Package | None = None) -> UUID:
    """The problem in the bank; gives its version."""
    package = package or packages.package()
    async with sessions.begin() as session:
        await upgrades.sync_package(session, package)
        await session.flush()
        problem = await problems.by_id(session, package.spec.uuid)
        assert problem is not None
        assert problem.current_version_id is not None
        return problem.current_version_id


async def ask(
    sessions: SessionMaker,
    clock: Clock,
    actor: Actor,
    version_id: UUID,
    *,
    kind: str = "submission",
    interview: UUID | None = None,
    solution: str = packages.RIGHT,
) -> UUID:
    """A run or submission of a person at an attempt of its own, in practice or in an interview."""
    async with sessions.begin() as session:
        version = await problems.version_by_id(session, version_id)
        attempt = Attempt(id=uuid4(), user_id=actor.id, problem_id=version.problem_id, problem_version_id=version_id)
        attempt.created_at = clock.now()
        if interview is None:
            attempt.superseded_at = clock.now()  # one that is under way there can be only one of
        else:
            attempt.interview_id, attempt.position = interview, 0
        session.add(attempt)
        await session.flush()
        session.add(Draft(attempt_id=attempt.id, revision=1, solution=solution, checks="", saved_at=clock.now()))
        execution = Execution(id=uuid4(), attempt_id=attempt.id, kind=kind, revision=1, solution=solution, checks="")
        execution.seed, execution.binds = "0" * 64, {}
        requested = RunRequested if kind == "run" else SubmissionRequested
        happening = requested(execution_id=execution.id, revision=1)
        await queueing.put_in(session, clock, actor, execution, happening, interview_id=interview)
        return execution.id


async def until(condition: Callable[[], Any], seconds: float = 30) -> None:
    """Wait for what comes about elsewhere."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is waited for is a row
            await asyncio.sleep(0.02)


async def finished(sessions: SessionMaker, ids: Sequence[UUID]) -> bool:
    """Whether all of these are through."""
    async with sessions() as session:
        left = select(func.count()).where(Execution.id.in_(ids), Execution.status != "finished")
        return not (await session.execute(left)).scalar_one()


async def through(sessions: SessionMaker, ids: Sequence[UUID], seconds: float = 30) -> None:
    """Wait until all of these are."""
    await until(lambda: finished(sessions, ids), seconds)


async def verdicts(sessions: SessionMaker) -> dict[UUID, str]:
    """Every verdict there is, and that none was told twice."""
    async with sessions() as session:
        ends = select(ExecutionEvent.execution_id).where(ExecutionEvent.type == "finished")
        told = list((await session.execute(ends)).scalars())
        assert len(told) == len(set(told))
        found = await session.execute(select(Verdict.execution_id, Verdict.verdict))
        return {row.execution_id: row.verdict for row in found}


@pytest.fixture
async def version(sessions):
    return await sync(sessions)


async def execution_of(sessions, execution_id: UUID) -> Execution:
    async with sessions() as session:
        return await session.get_one(Execution, execution_id)


def who(host: Host, ids: list[UUID]) -> list[UUID]:
    """Those of the ids that a machine has begun, in its order."""
    begun = [UUID(job.id.rpartition("-")[0]) for job in host.jobs]
    return [each for each in begun if each in ids]


async def begun(machines: list[Host], number: int) -> bool:
    return sum(len(each.jobs) for each in machines) >= number
