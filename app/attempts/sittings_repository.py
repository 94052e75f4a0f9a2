"""Queries on what was done in an interview, for callers who have asked who may see it."""

from collections.abc import Sequence
from typing import Any, get_args
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload

from app.attempts.models import Attempt, Execution, ExecutionEvent, HeldProblem
from app.attempts.schemas import Kind
from app.errors import NotFound
from app.kit.db import one_or_raise


async def hold(session: AsyncSession, interview_id: UUID, user_id: UUID, problem_ids: Sequence[UUID]) -> None:
    """Keep these problems from being practised by the person."""
    rows = [{"interview_id": interview_id, "user_id": user_id, "problem_id": each} for each in problem_ids]
    await session.execute(insert(HeldProblem).values(rows).on_conflict_do_nothing())


async def release(session: AsyncSession, interview_id: UUID) -> None:
    """Let the problems of an interview be practised again."""
    await session.execute(delete(HeldProblem).where(HeldProblem.interview_id == interview_id))


async def attempt(
    session: AsyncSession, interview_id: UUID, position: int, values: dict[str, Any] | None = None
) -> Attempt | None:
    """The attempt at a problem of an interview, locked; made of `values` when there is none yet."""
    if values is not None:
        made = {"id": uuid4(), "interview_id": interview_id, "position": position, **values}
        await session.execute(insert(Attempt).values(made).on_conflict_do_nothing())
    statement = select(Attempt).where(Attempt.interview_id == interview_id, Attempt.position == position)
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


def _of_interview(interview_id: UUID) -> Select[Execution]:
    return (
        select(Execution)
        .join(Execution.attempt)
        .options(contains_eager(Execution.attempt), joinedload(Execution.verdict))
        .where(Attempt.interview_id == interview_id)
        .execution_options(populate_existing=True)
    )


def _runs_of(interview_id: UUID) -> Select[Execution]:
    """What everybody in the room may see: a rerun of one check is its staff's alone."""
    return _of_interview(interview_id).where(Execution.kind.in_(get_args(Kind)))


async def execution(session: AsyncSession, interview_id: UUID, execution_id: UUID) -> Execution:
    """A run or submission of an interview, with attempt and verdict; NotFound when it is not of this one."""
    return await one_or_raise(session, _runs_of(interview_id).where(Execution.id == execution_id), NotFound())


async def executions(
    session: AsyncSession, interview_id: UUID, *, only: Sequence[UUID] | None = None, limit: int
) -> list[Execution]:
    """The latest runs and submissions of an interview, newest first; with `only`, those of these ids."""
    statement = _runs_of(interview_id).order_by(Execution.created_at.desc(), Execution.id).limit(limit)
    if only is not None:
        statement = statement.where(Execution.id.in_(only))
    return list((await session.execute(statement)).scalars())


async def graded(session: AsyncSession, interview_id: UUID, execution_id: UUID) -> Execution:
    """A submission of an interview, or a rerun of one of its checks, for staff only; NotFound when it is neither."""
    statement = _of_interview(interview_id).where(Execution.id == execution_id, Execution.kind != "run")
    return await one_or_raise(session, statement, NotFound())


async def ends(session: AsyncSession, execution_ids: Sequence[UUID]) -> dict[UUID, ExecutionEvent]:
    """By execution: the event that finished it, of those that are finished."""
    statement = select(ExecutionEvent).where(
        ExecutionEvent.execution_id.in_(execution_ids), ExecutionEvent.type == "finished"
    )
    return {event.execution_id: event for event in (await session.execute(statement)).scalars()}
