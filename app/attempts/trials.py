"""Forgetting trials: an author's own tries of a draft, which count for nothing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Draft, Execution, ExecutionEvent, Report, StaffDetail, Verdict
from app.attempts.repository import ACTIVE


async def forget(session: AsyncSession, before: datetime, limit: int) -> set[UUID]:
    """Remove trials in which nothing happened since then, with all that was graded; gives the versions they were of."""
    found = (await session.execute(_idle(before).limit(limit))).all()
    attempts = [row.id for row in found]
    graded = select(Execution.id).where(Execution.attempt_id.in_(attempts)).scalar_subquery()
    for of_execution in (ExecutionEvent, StaffDetail, Verdict):
        await session.execute(delete(of_execution).where(of_execution.execution_id.in_(graded)))
    for of_attempt in (Report, Execution, Draft):
        await session.execute(delete(of_attempt).where(of_attempt.attempt_id.in_(attempts)))
    await session.execute(delete(Attempt).where(Attempt.id.in_(attempts)))
    return {row.problem_version_id for row in found}


def _idle(before: datetime) -> Select[UUID, UUID]:
    """Trials without an execution since then, or one that is under way, and without a word typed."""
    recent = or_(Execution.created_at >= before, Execution.status.in_(ACTIVE))
    statement = select(Attempt.id, Attempt.problem_version_id).join(Draft, Draft.attempt_id == Attempt.id)
    return (
        statement.where(
            Attempt.purpose == "trial",
            func.greatest(Attempt.created_at, Draft.saved_at) < before,
            ~exists().where(Execution.attempt_id == Attempt.id, recent),
        )
        .order_by(Attempt.created_at)
        .with_for_update(of=Attempt, skip_locked=True)
    )
