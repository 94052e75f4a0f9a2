"""Asking for a run or a submission of what stands in the draft: what is refused, and what is put in (`queueing`)."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import counts_repository, queueing, repository, service, visits
from app.attempts.models import Attempt, Execution
from app.attempts.schemas import Kind
from app.errors import AlreadyRunning, EmptySubmission, ReadFirst, TooManyRequests
from app.events.kinds import RunRequested, SubmissionRequested
from app.identity.actor import Actor
from app.kit.clock import Clock

RATE_WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Source:
    """What is executed, and which revision of the draft, or of the log of the room, it is."""

    revision: int
    solution: str
    checks: str


async def request_execution(
    session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, *, kind: Kind, revision: int, per_minute: int
) -> Execution:
    """Queue a run or a submission of exactly this revision: row, timeline event and job in one transaction.

    Raises:
        ReadFirst, StaleRevision, AlreadyRunning, EmptySubmission, TooManyRequests, QueueFull, AccountNeeded,
        AttemptClosed, NotFound
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
    source = Source(draft.revision, draft.solution, draft.checks)
    return await queue(
        session, clock, actor, attempt, source, kind=kind, twist_id=attempt.twist_id, binds=attempt.binds
    )


async def refuse_when_fast(session: AsyncSession, clock: Clock, user_id: UUID, per_minute: int) -> None:
    """TooManyRequests when the person has had `per_minute` executions within the last minute."""
    now = clock.now()
    begun = await counts_repository.started_since(session, user_id, now - RATE_WINDOW)
    if len(begun) >= per_minute:
        free_at = begun[len(begun) - per_minute] + RATE_WINDOW
        raise TooManyRequests(
            f"{per_minute} runs and submissions a minute are the limit. What you typed is saved.",
            retry_after=max(1, int((free_at - now).total_seconds()) + 1),
        )


async def queue(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    attempt: Attempt,
    source: Source,
    *,
    kind: Kind,
    twist_id: str | None,
    binds: dict[str, str],
) -> Execution:
    """Put in a run or a submission of this text, for a caller who has asked whether it may be.

    Raises:
        TooManyRequests, QueueFull
    """
    execution = Execution(
        id=uuid4(),
        attempt_id=attempt.id,
        attempt=attempt,
        kind=kind,
        revision=source.revision,
        solution=source.solution,
        checks=source.checks,
        seed=secrets.token_hex(32),
        twist_id=twist_id,
        binds=binds,
    )
    requested = RunRequested if kind == "run" else SubmissionRequested
    happening = requested(execution_id=execution.id, revision=source.revision, problem=attempt.position)
    return await queueing.put_in(
        session, clock, actor, execution, happening, interview_id=attempt.interview_id, purpose=attempt.purpose
    )
