"""Queries that make what somebody did without an account part of one, for callers who have asked whose it is."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Draft, Execution, OpenedSolution
from app.identity.models import User
from app.problems.models import ProblemVersion

_BEGUN = or_(
    select(Draft.revision).where(Draft.attempt_id == Attempt.id, Draft.revision > 1).exists(),
    select(Execution.id).where(Execution.attempt_id == Attempt.id).exists(),
)


async def hold(session: AsyncSession, user_id: UUID) -> None:
    """Keep new attempts of a person waiting until this is through: each looks at the person's row for its key."""
    await session.execute(select(User.id).where(User.id == user_id).with_for_update())


async def titles(session: AsyncSession, user_id: UUID) -> Sequence[str]:
    """The problems at which a person has done something, in the order they began."""
    statement = (
        select(ProblemVersion.title)
        .join(Attempt, Attempt.problem_version_id == ProblemVersion.id)
        .where(Attempt.user_id == user_id, _BEGUN)
        .group_by(ProblemVersion.title)
        .order_by(func.min(Attempt.created_at))
    )
    return (await session.execute(statement)).scalars().all()


async def begun(session: AsyncSession, user_id: UUID) -> Sequence[Attempt]:
    """The attempts in which a person has done something, locked; their executions first, as a worker that ends one."""
    executions = select(Execution.id).join(Execution.attempt).where(Attempt.user_id == user_id)
    await session.execute(executions.with_for_update(of=Execution))
    statement = select(Attempt).where(Attempt.user_id == user_id, _BEGUN).order_by(Attempt.created_at)
    return (await session.execute(statement.with_for_update())).scalars().all()


async def in_place_of(session: AsyncSession, user_id: UUID, attempt: Attempt) -> tuple[Attempt, bool] | None:
    """The attempt a person is at where another's is to be theirs, locked, and whether something was done in it."""
    place = [Attempt.user_id == user_id, Attempt.interview_id.is_(None), Attempt.superseded_at.is_(None)]
    place += [Attempt.problem_id == attempt.problem_id, Attempt.purpose == attempt.purpose]
    if attempt.purpose != "practice":
        place.append(Attempt.problem_version_id == attempt.problem_version_id)
    statement = select(Attempt, _BEGUN).where(*place).with_for_update()
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])


async def hand_over(session: AsyncSession, attempts: Sequence[Attempt], from_id: UUID, to_id: UUID) -> None:
    """Make attempts with all that was asked for in them, and the solutions that were opened, another person's."""
    ids = [attempt.id for attempt in attempts]
    await session.execute(update(Attempt).where(Attempt.id.in_(ids)).values(user_id=to_id))
    theirs = update(Execution).where(Execution.attempt_id.in_(ids), Execution.requested_by == from_id)
    await session.execute(theirs.values(requested_by=to_id).execution_options(synchronize_session=False))
    opened = select(literal(to_id), OpenedSolution.problem_id, OpenedSolution.opened_at)
    merged = insert(OpenedSolution).from_select(
        ["user_id", "problem_id", "opened_at"], opened.where(OpenedSolution.user_id == from_id)
    )
    first = func.least(OpenedSolution.opened_at, merged.excluded.opened_at)
    merged = merged.on_conflict_do_update(index_elements=["user_id", "problem_id"], set_={"opened_at": first})
    await session.execute(merged)
    await session.execute(delete(OpenedSolution).where(OpenedSolution.user_id == from_id))
