"""Queries on what candidates reported in practice. Nobody is named; what was told in an interview is its staff's."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Execution, Report, Verdict
from app.errors import NotFound
from app.problems.models import Problem, ProblemVersion


def _reports(about: str | None) -> Select[Any]:
    statement = (
        select(Report.id, Report.created_at, Report.about, Report.text)
        .add_columns(Attempt.problem_id, Problem.pattern, Problem.slug, ProblemVersion.title, ProblemVersion.version)
        .join(Attempt, Attempt.id == Report.attempt_id)
        .join(Problem, Problem.id == Attempt.problem_id)
        .join(ProblemVersion, ProblemVersion.id == Attempt.problem_version_id)
        .where(Attempt.interview_id.is_(None))
    )
    return statement if about is None else statement.where(Report.about == about)


async def reports(
    session: AsyncSession, about: str | None, *, limit: int, offset: int
) -> tuple[Sequence[Row[Any]], int]:
    """Some of the reports, the newest first, and how many there are."""
    found = _reports(about)
    total = await session.execute(select(func.count()).select_from(found.subquery()))
    some = found.order_by(Report.created_at.desc(), Report.id).limit(limit).offset(offset)
    return (await session.execute(some)).all(), total.scalar_one()


async def report(session: AsyncSession, report_id: UUID) -> Row[Any]:
    """One of them with the execution that was on show: kind, code, own checks, verdict, states of the checks."""
    shown = (
        _reports(None)
        .add_columns(Execution.kind, Execution.solution, Execution.checks.label("own_checks"))
        .add_columns(Verdict.verdict, Verdict.checks)
        .outerjoin(Execution, Execution.id == Report.execution_id)
        .outerjoin(Verdict, Verdict.execution_id == Execution.id)
    )
    statement = shown.where(Report.id == report_id)
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound
    return found
