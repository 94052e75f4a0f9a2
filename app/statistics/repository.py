"""Queries for item statistics. Of people they read nothing; attempts come back without an owner."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import verdicts
from app.attempts.models import Attempt, Execution, Verdict
from app.attempts.schemas import ASKED
from app.problems.models import Problem, ProblemVersion

SETTINGS = ("all", "practice", "interviews")


def _in(setting: str) -> ColumnElement[bool]:
    """Pilots and an author's own trials say nothing of candidates."""
    counts = Attempt.purpose == "practice"
    if setting == "practice":
        return counts & Attempt.interview_id.is_(None)
    return counts & Attempt.interview_id.is_not(None) if setting == "interviews" else counts


def _plain() -> Select[Any]:
    """The verdicts in force of what was not twisted: twists are graded by another specification."""
    return verdicts.in_force().where(Execution.twist_id.is_(None))


_graded = _plain().subquery("graded")
_counts_at = func.coalesce(_graded.c.problem_version_id, Attempt.problem_version_id)


def _counted() -> Select[UUID, datetime, datetime | None, Any]:
    """Attempts by the versions they count at: those that graded them, or the one they were begun with."""
    return (
        select(Attempt.id, Attempt.created_at, Attempt.solved_at, _counts_at.label("version_id"))
        .outerjoin(_graded, _graded.c.attempt_id == Attempt.id)
        .distinct()
    )


async def overview(session: AsyncSession, setting: str) -> Sequence[Row[Any]]:
    """By problem: id, attempts, attempts with a verdict, solved ones, median seconds to solve, platform errors."""
    graded = (
        select(Execution.attempt_id, func.bool_or(Verdict.execution_id.is_not(None)).label("graded"),
               func.count().filter(Execution.status == "platform_error").label("faults"))
        .outerjoin(Verdict, Verdict.execution_id == Execution.id)
        .where(Execution.kind.in_(ASKED))
        .group_by(Execution.attempt_id)
        .subquery()
    )  # fmt: skip
    seconds = func.extract("epoch", Attempt.solved_at - Attempt.created_at)
    statement = (
        select(
            Attempt.problem_id,
            func.count().label("attempts"),
            func.count().filter(graded.c.graded).label("submitted"),
            func.count().filter(Attempt.solved_at.is_not(None)).label("solved"),
            func.percentile_cont(0.5).within_group(seconds).label("seconds"),
            func.coalesce(func.sum(graded.c.faults), 0).label("faults"),
        )
        .outerjoin(graded, graded.c.attempt_id == Attempt.id)
        .where(_in(setting))
        .group_by(Attempt.problem_id)
    )
    return (await session.execute(statement)).all()


async def versions(session: AsyncSession, problem_id: UUID) -> Sequence[Row[UUID, str, int]]:
    """The versions of a problem that attempts count at: id, version, attempts; the newest first."""
    counted = _counted().where(Attempt.problem_id == problem_id, _in("all")).subquery()
    statement = (
        select(ProblemVersion.id, ProblemVersion.version, func.count(counted.c.id).label("attempts"))
        .join(counted, counted.c.version_id == ProblemVersion.id)
        .group_by(ProblemVersion.id)
        .order_by(func.min(counted.c.created_at).desc(), ProblemVersion.created_at.desc())
    )
    return (await session.execute(statement)).all()


async def submissions(session: AsyncSession, version_id: UUID, setting: str, *, limit: int) -> Sequence[Row[Any]]:
    """The newest attempts that count at a version, with its verdicts in force.

    Each is id, created_at, solved_at, version_id, at, verdict, checks. An attempt without a verdict comes once, with
    nothing after its own times. `limit` is of attempts.
    """
    newest = (
        _counted()
        .where(_counts_at == version_id, _in(setting))
        .order_by(Attempt.created_at.desc())
        .limit(limit)
        .subquery()
    )
    graded = _plain().subquery()
    statement = (
        select(newest, graded.c.created_at.label("at"), graded.c.verdict, graded.c.checks)
        .outerjoin(graded, and_(graded.c.attempt_id == newest.c.id, graded.c.problem_version_id == version_id))
        .order_by(newest.c.created_at, newest.c.id, graded.c.created_at)
    )
    return (await session.execute(statement)).all()


async def never_failing(
    session: AsyncSession, *, fewest: int, reached: Sequence[str], passed: str
) -> Sequence[Row[UUID, str]]:
    """The checks of current versions that `fewest` first submissions or more reached and all passed: problem, check."""
    graded = _plain().subquery()
    firsts = (
        select(Problem.id, graded.c.checks)
        .join(graded, graded.c.problem_version_id == Problem.current_version_id)
        .join(Attempt, Attempt.id == graded.c.attempt_id)
        .where(_in("all"))
        .ext(distinct_on(graded.c.attempt_id))
        .order_by(graded.c.attempt_id, graded.c.created_at)
        .subquery()
    )
    each = func.jsonb_each_text(firsts.c.checks).table_valued("key", "value", name="each")
    seen = func.count().filter(each.c.value.in_(reached))
    statement = (
        select(firsts.c.id, each.c.key)
        .select_from(firsts.join(each, true()))
        .group_by(firsts.c.id, each.c.key)
        .having(seen >= fewest, seen == func.count().filter(each.c.value == passed))
        .order_by(each.c.key)
    )
    return (await session.execute(statement)).all()


async def faults(session: AsyncSession, version_id: UUID, setting: str) -> int:
    """How many runs and submissions of a version the platform could not grade."""
    statement = (
        select(func.count())
        .select_from(Execution)
        .join(Attempt, Attempt.id == Execution.attempt_id)
        .where(
            Attempt.problem_version_id == version_id,
            Execution.status == "platform_error",
            Execution.kind.in_(ASKED),
            _in(setting),
        )
    )
    return (await session.execute(statement)).scalar_one()
