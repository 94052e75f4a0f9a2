"""Queries for readiness, of one person at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, cast, func, select
from sqlalchemy.dialects.postgresql import JSONPATH, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.attempts import verdicts
from app.attempts.models import Attempt, Execution, HeldProblem, OpenedSolution
from app.problems.lifecycle import State
from app.problems.models import Problem, ProblemVersion

REACHED = '$.* ? (@ != "not_reached")'


async def first_submissions(session: AsyncSession, user_id: UUID) -> Sequence[Row[Any]]:
    """The first telling submission of each first attempt at a problem that was unfamiliar then, in the order of time.

    Each is problem_id, pattern, slug, title, level, spec, attempt_id, execution_id, at, checks, policies: of the
    verdict in force, with the specification it was formed by. A submission tells something when a check was reached;
    one that we failed to grade has no verdict. What was begun in an interview, or by an author to try it, is no
    practice, and makes the problem familiar; one that is held for an interview is not told of, and what has leaked
    tells nothing.
    """
    held = select(HeldProblem.user_id).where(
        HeldProblem.user_id == user_id, HeldProblem.problem_id == Attempt.problem_id
    )
    opened = select(OpenedSolution.user_id).where(
        OpenedSolution.user_id == user_id,
        OpenedSolution.problem_id == Attempt.problem_id,
        OpenedSolution.opened_at <= Execution.created_at,
    )
    earliest = (
        select(Attempt.id)
        .where(Attempt.user_id == user_id)
        .ext(distinct_on(Attempt.problem_id))
        .order_by(Attempt.problem_id, Attempt.created_at, Attempt.id)
    )
    force, grading = verdicts.in_force().where(Execution.attempt_id.in_(earliest)).subquery(), aliased(ProblemVersion)
    first = (
        select(
            Problem.id.label("problem_id"), Problem.pattern, Problem.slug,
            ProblemVersion.title, ProblemVersion.level, grading.spec,
            Attempt.id.label("attempt_id"), Execution.id.label("execution_id"), Execution.created_at.label("at"),
            force.c.checks, force.c.policies,
        )
        .join(Problem, Problem.id == Attempt.problem_id)
        .join(ProblemVersion, ProblemVersion.id == Attempt.problem_version_id)
        .join(Execution, Execution.attempt_id == Attempt.id)
        .join(force, force.c.submission_id == Execution.id)
        .join(grading, grading.id == force.c.problem_version_id)
        .where(Attempt.id.in_(earliest), Attempt.interview_id.is_(None), Attempt.purpose == "practice")
        .where(ProblemVersion.state != State.LEAKED, ~held.exists(), ~opened.exists())
        .where(Execution.twist_id.is_(None))  # what its checks say is of another problem than the page told
        .where(func.jsonb_path_exists(force.c.checks, cast(REACHED, JSONPATH)))
        .ext(distinct_on(Attempt.id))
        .order_by(Attempt.id, Execution.created_at)
        .subquery()
    )  # fmt: skip
    return (await session.execute(select(first).order_by(first.c.at, first.c.execution_id))).all()


async def familiar(session: AsyncSession, user_id: UUID) -> set[UUID]:
    """The problems a person has opened anywhere, or whose solution they have seen."""
    attempted = select(Attempt.problem_id).where(Attempt.user_id == user_id)
    opened = select(OpenedSolution.problem_id).where(OpenedSolution.user_id == user_id)
    return set((await session.execute(attempted.union(opened))).scalars())


async def specs(session: AsyncSession, version_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The specifications of versions, without their files."""
    statement = select(ProblemVersion.id, ProblemVersion.spec).where(ProblemVersion.id.in_(version_ids))
    return {row.id: row.spec for row in await session.execute(statement)}
