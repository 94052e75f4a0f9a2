"""Queries on what was done in an interview, for callers who have asked who may see it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload

from app.attempts.models import Attempt, Execution, ExecutionEvent, HeldProblem, OpenedSolution
from app.attempts.repository import ACTIVE
from app.attempts.schemas import ASKED, BACKGROUND
from app.errors import NotFound
from app.kit.db import one_or_raise
from app.problems.models import ProblemOpening

GRADED = ("submission", "check", "snapshot", "ablation")


async def hold(session: AsyncSession, interview_id: UUID, user_id: UUID, problem_ids: Sequence[UUID]) -> None:
    """Keep these problems from being practised by the person."""
    rows = [{"interview_id": interview_id, "user_id": user_id, "problem_id": each} for each in problem_ids]
    await session.execute(insert(HeldProblem).values(rows).on_conflict_do_nothing())


async def release(session: AsyncSession, interview_id: UUID) -> None:
    """Let the problems of an interview be practised again."""
    await session.execute(delete(HeldProblem).where(HeldProblem.interview_id == interview_id))


async def held_elsewhere(
    session: AsyncSession, interview_id: UUID, user_id: UUID, problem_ids: Sequence[UUID]
) -> UUID | None:
    """Another interview that keeps one of these problems from the person."""
    held = select(HeldProblem.interview_id).where(
        HeldProblem.user_id == user_id,
        HeldProblem.problem_id.in_(problem_ids),
        HeldProblem.interview_id != interview_id,
    )
    return (await session.execute(held.limit(1))).scalar_one_or_none()


async def seen_inside(session: AsyncSession, user_id: UUID, before: datetime | None) -> set[UUID]:
    """The problems of which a person has seen a solution, or the package."""
    opened = select(OpenedSolution.problem_id, OpenedSolution.opened_at.label("at")).where(
        OpenedSolution.user_id == user_id
    )
    read = select(ProblemOpening.problem_id, ProblemOpening.first_at).where(ProblemOpening.user_id == user_id)
    both = opened.union_all(read).subquery()
    found = select(both.c.problem_id) if before is None else select(both.c.problem_id).where(both.c.at < before)
    return set((await session.execute(found)).scalars())


async def attempt(
    session: AsyncSession, interview_id: UUID, position: int, values: dict[str, Any] | None = None
) -> Attempt | None:
    """The attempt at a problem of an interview, locked; made of `values` when there is none yet."""
    if values is not None:
        made = {"id": uuid4(), "interview_id": interview_id, "position": position, **values}
        await session.execute(insert(Attempt).values(made).on_conflict_do_nothing())
    statement = select(Attempt).where(Attempt.interview_id == interview_id, Attempt.position == position)
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


def _of_interview(interview_id: UUID, kinds: Collection[str]) -> Select[Execution]:
    return (
        select(Execution)
        .join(Execution.attempt)
        .options(contains_eager(Execution.attempt), joinedload(Execution.verdict))
        .where(Attempt.interview_id == interview_id, Execution.kind.in_(kinds))
        .execution_options(populate_existing=True)
    )


async def execution(
    session: AsyncSession, interview_id: UUID, execution_id: UUID, kinds: Collection[str] = ASKED
) -> Execution:
    """An execution of an interview, with attempt and verdict; NotFound when it is not of this one, or these kinds."""
    statement = _of_interview(interview_id, kinds).where(Execution.id == execution_id)
    return await one_or_raise(session, statement, NotFound())


async def executions(
    session: AsyncSession, interview_id: UUID, *, only: Sequence[UUID] | None = None, limit: int
) -> list[Execution]:
    """The latest runs and submissions of an interview, newest first; with `only`, those of these ids."""
    statement = _of_interview(interview_id, ASKED).order_by(Execution.created_at.desc(), Execution.id).limit(limit)
    if only is not None:
        statement = statement.where(Execution.id.in_(only))
    return list((await session.execute(statement)).scalars())


async def graded(session: AsyncSession, interview_id: UUID, execution_id: UUID) -> Execution:
    """A submission of an interview, or a rerun of one of its checks, for staff only; NotFound when it is neither."""
    return await execution(session, interview_id, execution_id, GRADED)


async def ends(session: AsyncSession, execution_ids: Sequence[UUID]) -> dict[UUID, ExecutionEvent]:
    """By execution: the event that finished it, of those that are finished."""
    statement = select(ExecutionEvent).where(
        ExecutionEvent.execution_id.in_(execution_ids), ExecutionEvent.type == "finished"
    )
    return {event.execution_id: event for event in (await session.execute(statement)).scalars()}


# --- what was graded afterwards ---------------------------------------------------------------------------------


async def everything(session: AsyncSession, interview_id: UUID) -> list[Execution]:
    """Everything that was ever executed in an interview or graded after it, in order. For staff only."""
    statement = _of_interview(interview_id, (*ASKED, *BACKGROUND)).order_by(Execution.created_at, Execution.id)
    return list((await session.execute(statement)).scalars())


async def progress(session: AsyncSession, interview_id: UUID, kinds: Collection[str]) -> tuple[int, int]:
    """How many of an interview's executions of these kinds are over, and how many there are."""
    over = func.count().filter(Execution.status.not_in(ACTIVE))
    statement = (
        select(over, func.count())
        .join(Execution.attempt)
        .where(Attempt.interview_id == interview_id, Execution.kind.in_(kinds))
    )
    done, total = (await session.execute(statement)).one()
    return done, total


_OUTCOMES = text("""
SELECT detail.execution_id,
    CASE detail.type WHEN 'check_done' THEN detail.data ->> 'primitive' ELSE detail.type END,
    coalesce(detail.data ->> 'name', detail.data ->> 'id'),
    CASE detail.type
        WHEN 'compiled' THEN detail.data ->> 'ok'
        WHEN 'check_done' THEN detail.data -> 'staff' ->> 'statement'
        ELSE detail.data ->> 'state'
    END
FROM execution_staff_details AS detail
JOIN executions ON executions.id = detail.execution_id AND executions.tries = detail.tries
WHERE detail.execution_id = ANY (:executions) AND (
    detail.type IN ('compiled', 'example_done', 'own_check_done')
    OR detail.type = 'check_done' AND detail.data ->> 'primitive' IN ('kill', 'stability')
)
ORDER BY detail.execution_id, detail.at
""")


async def outcomes(
    session: AsyncSession, execution_ids: Sequence[UUID]
) -> Sequence[Row[UUID, str, str | None, str | None]]:
    """Of the grader's records, without their data: execution, type, name, state.

    Of kills and stability checks: the primitive as the type, and what they told staff as the state.
    """
    return (await session.execute(_OUTCOMES, {"executions": list(execution_ids)})).all()
