"""Putting an execution in: row, events and job in one transaction, at its place in the lines."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import counts_repository, lines, lines_repository, presence
from app.attempts.models import Attempt, Execution, ExecutionEvent
from app.events import service as events
from app.events.kinds import Happening
from app.identity.actor import Actor
from app.kit import traces
from app.kit.clock import Clock
from app.kit.jobs import enqueue
from app.kit.log import log
from app.problems import service as problems

GRADE_TASK = "attempts:grade"


async def put_in(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    execution: Execution,
    happening: Happening,
    *,
    interview_id: UUID | None = None,
    purpose: str = "practice",
) -> Execution:
    """Row, event for the person, event on the timeline and job, in the caller's transaction.

    Raises:
        TooManyRequests, QueueFull
    """
    now = clock.now()
    execution.requested_by = actor.id
    execution.status, execution.tries, execution.last_seq, execution.created_at = "queued", 0, 1, now
    turn = await _turn(session, actor, execution, live=lines.is_live(interview_id, purpose))
    session.add(execution)
    await session.flush()
    job_id, place, taken = await enqueue_grading(session, execution, turn=turn)
    queued = {"position": await lines.position(session, place, job_id), "taken": taken}
    session.add(ExecutionEvent(execution_id=execution.id, seq=1, type="queued", data=queued, at=now))
    events.append(
        session, happening, at=now, actor_id=actor.id, attempt_id=execution.attempt_id, interview_id=interview_id
    )
    await session.flush()
    return execution


async def _turn(session: AsyncSession, actor: Actor, execution: Execution, *, live: bool) -> int:
    """How many of its owner's go before it; refused when they, or the line, are too many."""
    attempt = await session.get_one(Attempt, execution.attempt_id)
    own = await lines_repository.waiting_of(session, attempt.user_id, live=live)
    await lines.refuse_when_full(session, lines.line_of(execution.kind, live=live), own)
    return 1 + await counts_repository.count_waiting_visitors(session) if actor.visitor else own


async def place_of(session: AsyncSession, execution: Execution, turn: int = 0) -> lines.Place:
    """Where the job for an execution waits, behind `turn` others of its owner."""
    attempt = await session.get_one(Attempt, execution.attempt_id)
    version_id = execution.problem_version_id or attempt.problem_version_id
    needs = await problems.need_of(session, version_id, execution.twist_id)
    line = lines.line_of(execution.kind, live=lines.is_live(attempt.interview_id, attempt.purpose))
    asked_at = execution.created_at - (lines.IMPATIENCE if execution.kind == "run" else timedelta(0))
    return lines.place(line, needs, asked_at, turn)


async def enqueue_grading(
    session: AsyncSession, execution: Execution, *, turn: int = 0
) -> tuple[int, lines.Place, bool]:
    """Write the job for an execution, in the caller's transaction; which, where, and whether any worker takes it."""
    place, workers = await place_of(session, execution, turn), await presence.takers(session)
    with traces.doing("enqueue"):
        queue, priority = workers.queue(place), place.priority
        job_id = await enqueue(session, GRADE_TASK, queue=queue, priority=priority, execution_id=str(execution.id))
    execution.job_id = job_id
    ids = {"execution": str(execution.id), "attempt": str(execution.attempt_id), "job": job_id}
    log.info("execution_enqueued", kind=execution.kind, **ids)
    await session.flush()
    return job_id, place, workers.take(place.need) or queue == place.older_queue


async def waits(session: AsyncSession, execution_id: UUID) -> dict[str, Any] | None:
    """While an execution waits for a worker: whether one is there that takes it (`taken`); None where it does not."""
    queue = await lines_repository.queue_of(session, execution_id)
    found = lines.told_by(queue or "")
    return None if found is None else {"taken": (await presence.takers(session)).take(found[1])}
