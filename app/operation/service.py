"""The installation at a glance, and the two things an operator does about it: drain a worker, put a job back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import faults, presence
from app.attempts.grading import GRADER_VERSION, SILENT_AFTER
from app.attempts.models import WorkerPresence
from app.audit import service as audit
from app.audit.actions import Action
from app.audit.service import Subject
from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit import migrate
from app.kit.clock import Clock
from app.operation import queues, repository, troubles
from app.operation.schemas import (
    DatabaseShown,
    FaultShown,
    HeldShown,
    LineShown,
    OperationShown,
    RoomsShown,
    SlotsShown,
    StuckShown,
    TroubleShown,
    WorkerShown,
)
from app.operation.troubles import Kind
from app.settings import ROOT

MOST = 20  # of each kind that is listed
FAULTS_OF = timedelta(days=7)
LATE_SECONDS = 10  # a heartbeat that is later than this is shown as such
_SILENT = SILENT_AFTER.total_seconds()


async def overview(session: AsyncSession, clock: Clock, actor: Actor, rooms: RoomsShown) -> OperationShown:
    """Everything there is to see; Forbidden unless the person operates."""
    actor.require(Permission.OPERATE)
    held, broken = await faults.held(session, MOST), await faults.broken(session, clock.now() - FAULTS_OF, MOST)
    now = await repository.now(session)
    return OperationShown(
        release=GRADER_VERSION,
        lines=[
            LineShown(**{**vars(line), "oldest_seconds": _whole(line.oldest_seconds)})
            for line in await queues.lines(session)
        ],
        workers=[
            _worker(each, now) for each in sorted(await presence.workers(session), key=lambda row: (row.host, row.pid))
        ],
        held=[
            HeldShown(
                execution=each.id,
                kind=each.kind,
                tries=each.tries,
                asked_at=each.created_at,
                started_at=each.started_at,
            )
            for each in held
        ],
        faults=[
            FaultShown(
                execution=each.id,
                kind=each.kind,
                tries=each.tries,
                ended_at=each.finished_at,
                request_id=each.request_id,
            )
            for each in broken
            if each.finished_at is not None
        ],
        troubles=[
            TroubleShown(kind=Kind(each.kind), times=each.times, first_at=each.first_at, last_at=each.last_at)
            for each in await troubles.lately(session, clock.now())
        ],
        stuck=[_stuck(row) for row in await repository.stuck(session, silent=_SILENT, limit=MOST)],
        database=await _database(session),
        rooms=rooms,
    )


async def drain(session: AsyncSession, clock: Clock, actor: Actor, worker_id: UUID, *, draining: bool) -> None:
    """Have a worker take nothing new, or work again. NotFound."""
    actor.require(Permission.OPERATE)
    host = await presence.drain(session, worker_id, draining=draining)
    action = Action.WORKER_DRAINED if draining else Action.WORKER_RESUMED
    subject = Subject("worker", worker_id)
    await audit.append(session, action, at=clock.now(), actor_id=actor.id, subject=subject, facts={"host": host})


async def requeue(session: AsyncSession, clock: Clock, actor: Actor, job_id: int) -> None:
    """Let a job that failed, or whose worker is silent, wait for a worker again. NotFound for any other."""
    actor.require(Permission.OPERATE)
    job = await repository.job(session, job_id, silent=_SILENT)
    if job is None:
        raise NotFound
    await repository.requeue(session, job_id)
    facts = {"task": job.task, "was": job.status}
    subject = Subject("job", str(job_id))
    await audit.append(session, Action.JOB_REQUEUED, at=clock.now(), actor_id=actor.id, subject=subject, facts=facts)


def _worker(row: WorkerPresence, now: datetime) -> WorkerShown:
    silent = int((now - row.seen_at).total_seconds())
    told: dict[str, Any] = row.sandbox
    return WorkerShown(
        id=row.id,
        host=row.host,
        process=row.pid,
        release=row.version,
        state=_state(row, silent),
        trouble=row.trouble,
        silent_seconds=silent if silent > LATE_SECONDS else None,
        since=row.started_at,
        slots=SlotsShown(**told["slots"]) if "slots" in told else None,
        environments=told.get("environments", {}),
        takes=told.get("takes"),
        memory_mb=told.get("memory_mb"),
        clock_ahead=told.get("clock_ahead", 0),
        **{name: told.get(name) for name in ("jail", "jail_refused", "runtime", "engine")},
    )


def _state(row: WorkerPresence, silent: int) -> str:
    if silent > _SILENT:
        return "silent"
    if row.sandbox.get("stopping"):
        return "stopping"
    if row.draining:
        return "draining"
    return "ready" if row.trouble is None else "troubled"


def _stuck(row: Any) -> StuckShown:
    return StuckShown(
        job=row.id,
        task=row.task,
        queue=row.queue,
        state="failed" if row.status == "failed" else "silent",
        attempts=row.attempts,
        execution=row.execution_id,
        since=row.since,
    )


async def _database(session: AsyncSession) -> DatabaseShown:
    row = await repository.database(session)
    return DatabaseShown(
        **row._asdict(),
        revision=await migrate.current(session),
        newest_revision=migrate.head(ROOT / "migrations"),
    )


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
