"""Queries of the plan. Each takes the person, and finds nothing of anybody else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Draft, Execution, HeldProblem
from app.errors import NotFound
from app.kit.db import one_or_raise
from app.problems.models import Problem, ProblemVersion
from app.study.models import StudyPlan, StudyTask


async def plan(session: AsyncSession, user_id: UUID, *, lock: bool = False) -> StudyPlan | None:
    """The person's plan; with `lock` held until the transaction ends, since its tasks have no lock of their own."""
    statement = select(StudyPlan).where(StudyPlan.user_id == user_id)
    statement = (statement.with_for_update() if lock else statement).execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()


async def keep(session: AsyncSession, user_id: UUID, values: dict[str, Any]) -> None:
    """Make the plan, or change all of it."""
    statement = insert(StudyPlan).values(user_id=user_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))


async def drop(session: AsyncSession, user_id: UUID) -> None:
    """Forget the plan with its tasks."""
    await session.execute(delete(StudyPlan).where(StudyPlan.user_id == user_id))


async def tasks(session: AsyncSession, user_id: UUID) -> list[StudyTask]:
    """The tasks in their order."""
    statement = select(StudyTask).where(StudyTask.user_id == user_id).order_by(StudyTask.position, StudyTask.id)
    return list((await session.execute(statement.execution_options(populate_existing=True))).scalars())


async def task(session: AsyncSession, user_id: UUID, task_id: UUID) -> StudyTask:
    """One of them."""
    statement = select(StudyTask).where(StudyTask.user_id == user_id, StudyTask.id == task_id)
    return await one_or_raise(session, statement, NotFound())


async def drop_tasks(session: AsyncSession, task_ids: Sequence[UUID]) -> None:
    """Take tasks out of the plan."""
    await session.execute(delete(StudyTask).where(StudyTask.id.in_(task_ids)))


async def solved(session: AsyncSession, user_id: UUID) -> dict[UUID, datetime]:
    """When each problem was solved in practice, the last time."""
    statement = (
        select(Attempt.problem_id, func.max(Attempt.solved_at))
        .where(Attempt.user_id == user_id, Attempt.solved_at.is_not(None))
        .where(Attempt.interview_id.is_(None), Attempt.purpose == "practice")
        .group_by(Attempt.problem_id)
    )
    return {row[0]: row[1] for row in await session.execute(statement) if row[1] is not None}


async def held(session: AsyncSession, user_id: UUID) -> set[UUID]:
    """The problems that an interview of the person holds."""
    statement = select(HeldProblem.problem_id).where(HeldProblem.user_id == user_id)
    return set((await session.execute(statement)).scalars())


async def left_off(session: AsyncSession, user_id: UUID, limit: int) -> Sequence[Row[Any]]:
    """Problems a person has worked at and not solved, the last one first: pattern, slug, title, at, submissions.

    What was only opened is not left off anywhere. What cannot be gone on with now is left out.
    """
    submitted = Execution.kind == "submission"
    at = func.greatest(Draft.saved_at, func.max(Execution.created_at))
    statement = (
        select(
            Problem.pattern, Problem.slug, ProblemVersion.title, at.label("at"),
            func.count(Execution.id).filter(submitted).label("submissions"),
        )
        .select_from(Attempt)
        .join(Draft, Draft.attempt_id == Attempt.id)
        .join(Problem, Problem.id == Attempt.problem_id)
        .join(ProblemVersion, ProblemVersion.id == Problem.current_version_id)
        .outerjoin(Execution, Execution.attempt_id == Attempt.id)
        .where(Attempt.user_id == user_id, Attempt.interview_id.is_(None), Attempt.purpose == "practice")
        .where(Attempt.superseded_at.is_(None), Attempt.solved_at.is_(None))
        .where(Attempt.problem_id.not_in(select(HeldProblem.problem_id).where(HeldProblem.user_id == user_id)))
        .where(or_(Draft.revision > 1, Execution.id.is_not(None)))
        .group_by(Attempt.id, Draft.saved_at, Problem.id, ProblemVersion.title)
        .order_by(at.desc(), Attempt.id)
        .limit(limit)
    )  # fmt: skip
    return (await session.execute(statement)).all()
