"""Asking for executions: the row, its event and its job at once. What the worker does with them is in `grading`."""

import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import repository, service, visits
from app.attempts.models import Attempt, Execution, ExecutionEvent
from app.attempts.schemas import REGRADE, UNASKED, Kind
from app.errors import AlreadyRunning, EmptySubmission, ReadFirst, TooManyRequests
from app.events import service as events
from app.events.kinds import Happening, RunRequested, SubmissionRequested
from app.identity.actor import Actor
from app.kit import traces
from app.kit.clock import Clock
from app.kit.jobs import enqueue
from app.kit.log import log

GRADE_TASK = "attempts:grade"
QUEUE = "grading"
BACKGROUND_QUEUE = "background"  # of its own, so that however much waits there, nobody waits behind it
# A run is waited for more impatiently than a submission, and in an interview more than in practice.
PRIORITY: dict[str, int] = {"run": 20, "submission": 10, "check": 10}
BACKGROUND_PRIORITY, REGRADE_PRIORITY = 0, -10
LIVE_PRIORITY: dict[str, int] = {**PRIORITY, "run": 40, "submission": 30}
RATE_WINDOW = timedelta(minutes=1)


async def request_execution(
    session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, *, kind: Kind, revision: int, per_minute: int
) -> Execution:
    """Queue a run or a submission of exactly this revision: row, timeline event and job in one transaction.

    Raises:
        ReadFirst, StaleRevision, AlreadyRunning, EmptySubmission, TooManyRequests, AccountNeeded, AttemptClosed,
        NotFound
    """
    attempt = await service.writable(session, actor, attempt_id)
    if attempt.runs_held:
        raise ReadFirst
    draft = attempt.draft
    if draft.revision != revision:
        raise service.stale(draft)
    if not draft.solution.strip():
        raise EmptySubmission
    active = await repository.active_execution(session, attempt.id, kind)
    if active is not None:
        raise AlreadyRunning(execution_id=str(active))
    await visits.refuse_beyond(session, actor)
    await refuse_when_fast(session, clock, actor.id, visits.per_minute(actor, per_minute))
    return await _queue(session, clock, actor, attempt, kind)


async def refuse_when_fast(session: AsyncSession, clock: Clock, user_id: UUID, per_minute: int) -> None:
    """TooManyRequests when the person has had `per_minute` executions within the last minute."""
    now = clock.now()
    begun = await repository.started_since(session, user_id, now - RATE_WINDOW)
    if len(begun) >= per_minute:
        free_at = begun[len(begun) - per_minute] + RATE_WINDOW
        raise TooManyRequests(
            f"{per_minute} runs and submissions a minute are the limit. What you typed is saved.",
            retry_after=max(1, int((free_at - now).total_seconds()) + 1),
        )


async def _queue(session: AsyncSession, clock: Clock, actor: Actor, attempt: Attempt, kind: Kind) -> Execution:
    draft = attempt.draft
    requested = RunRequested if kind == "run" else SubmissionRequested
    execution = Execution(
        id=uuid4(),
        attempt=attempt,
        kind=kind,
        revision=draft.revision,
        solution=draft.solution,
        checks=draft.checks,
        seed=secrets.token_hex(32),
        twist_id=attempt.twist_id,
        binds=attempt.binds,
    )
    happening: Happening = requested(execution_id=execution.id, revision=draft.revision)
    return await put_in(session, clock, actor, execution, happening)


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
    """Row, event for the person, event on the timeline and job, in the caller's transaction."""
    now = clock.now()
    execution.requested_by = actor.id
    execution.status, execution.tries, execution.last_seq, execution.created_at = "queued", 0, 1, now
    position = 1 + await repository.count_queued(session)
    session.add(execution)
    await session.flush()
    session.add(ExecutionEvent(execution_id=execution.id, seq=1, type="queued", data={"position": position}, at=now))
    events.append(
        session, happening, at=now, actor_id=actor.id, attempt_id=execution.attempt_id, interview_id=interview_id
    )
    await enqueue_grading(session, execution, live=is_live(interview_id, purpose), visitor=actor.visitor)
    return execution


def is_live(interview_id: UUID | None, purpose: str) -> bool:
    """Whether what is asked for goes before all practice: in an interview, unless two people practise it."""
    return interview_id is not None and purpose != "mock"


async def enqueue_grading(session: AsyncSession, execution: Execution, *, live: bool, visitor: bool = False) -> None:
    """Write the job for an execution, of an interview or a visitor or neither, in the caller's transaction."""
    queue, priority = BACKGROUND_QUEUE, REGRADE_PRIORITY if execution.kind == REGRADE else BACKGROUND_PRIORITY
    if execution.kind not in UNASKED:
        queue, priority = QUEUE, (LIVE_PRIORITY if live else PRIORITY)[execution.kind] - visits.BEHIND * visitor
    with traces.doing("enqueue"):
        execution.job_id = await enqueue(
            session, GRADE_TASK, queue=queue, priority=priority, execution_id=str(execution.id)
        )
    ids = {"execution": str(execution.id), "attempt": str(execution.attempt_id), "job": execution.job_id}
    log.info("execution_enqueued", kind=execution.kind, **ids)
    await session.flush()
