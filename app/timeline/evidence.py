"""What each check of an interview's submission found, and one of them run again: for its staff, never its candidate."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import evidence, reruns, sittings
from app.attempts.models import Execution
from app.identity.actor import Actor
from app.interviews import service, talk
from app.interviews.rights import Right
from app.kit.clock import Clock


async def page(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, execution_id: UUID
) -> dict[str, Any]:
    """The evidence of a submission, or of a rerun, with the interview.

    Raises:
        Forbidden, NotFound (also for a run)
    """
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.NOTE)
    service.require_recording(seat.interview)
    execution, submission = await sittings.graded(session, interview_id, execution_id)
    return {
        "interview": seat.interview,
        "reruns": seat.interview.state in talk.WHEN[Right.NOTE],
        **await evidence.page(session, execution, submission),
    }


async def rerun(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    interview_id: UUID,
    execution_id: UUID,
    *,
    check_id: str,
    per_minute: int,
) -> Execution:
    """Run a check of a submission again, on the same hidden inputs; on record for staff.

    Raises:
        Forbidden, WrongState (after the review), AlreadyRunning, TooManyRequests, NotFound
    """
    seat = await talk.held(session, clock, actor, interview_id, Right.NOTE)
    service.require_recording(seat.interview)
    return await reruns.of_interview(
        session, clock, actor, interview_id, execution_id, check_id=check_id, per_minute=per_minute
    )
