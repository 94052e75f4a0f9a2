"""Queries on submissions in practice and what was shown of them, for slices that say more about them."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from app.attempts.models import Execution, ExecutionEvent, OpenedSolution, Verdict


async def counterexamples(session: AsyncSession, submission_id: UUID) -> list[dict[str, Any]]:
    """What was found on request for a submission's checks, the oldest first."""
    statement = (
        select(ExecutionEvent.data)
        .join(Execution, Execution.id == ExecutionEvent.execution_id)
        .where(Execution.check_of == submission_id, ExecutionEvent.type == "counterexample")
        .order_by(ExecutionEvent.at)
    )
    return list((await session.execute(statement)).scalars())


async def submission(session: AsyncSession, execution_id: UUID) -> Execution | None:
    """A submission with attempt and verdict; the worker's view, of whomever it belongs to."""
    loaded = joinedload(Execution.attempt, innerjoin=True), joinedload(Execution.verdict)
    statement = select(Execution).options(*loaded).where(Execution.id == execution_id, Execution.kind == "submission")
    return (await session.execute(statement)).scalar_one_or_none()


async def asked_before(session: AsyncSession, found: Execution) -> dict[str, int]:
    """How many executions of each kind were asked for in the same attempt before a submission."""
    statement = (
        select(Execution.kind, func.count())
        .where(Execution.attempt_id == found.attempt_id, Execution.created_at < found.created_at)
        .group_by(Execution.kind)
    )
    return dict((await session.execute(statement)).all())


async def accepted_before(session: AsyncSession, found: Execution) -> str | None:
    """The text of the latest submission before one in its attempt that was accepted of the same requirements."""
    statement = (
        select(Execution.solution)
        .join(Verdict, Verdict.execution_id == Execution.id)
        .where(
            Execution.attempt_id == found.attempt_id,
            Execution.kind == "submission",
            Execution.created_at < found.created_at,
            Execution.twist_id.is_not_distinct_from(found.twist_id),
            Verdict.verdict == "accepted",
        )
        .order_by(Execution.created_at.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def has_opened_solution(session: AsyncSession, user_id: UUID, problem_id: UUID) -> bool:
    """Whether a person has looked at a solution of a problem."""
    return await session.get(OpenedSolution, (user_id, problem_id)) is not None
