"""Queries on debriefs, for callers that have asked whose submission it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Execution
from app.debrief.models import Debrief, Trial
from app.kit.jobs import is_alive

QUEUED, DONE, PLATFORM_ERROR = "queued", "done", "platform_error"


async def begin(session: AsyncSession, values: dict[str, Any]) -> bool:
    """Make a debrief; False when there is one already (two tabs at once)."""
    statement = insert(Debrief).values(values).on_conflict_do_nothing().returning(Debrief.submission_id)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def debrief(session: AsyncSession, submission_id: UUID, *, lock: bool = False) -> Debrief | None:
    """The debrief of a submission, if anybody looked."""
    statement = select(Debrief).where(Debrief.submission_id == submission_id).execution_options(populate_existing=True)
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def trials(session: AsyncSession, submission_id: UUID) -> Sequence[Trial]:
    """Its trials in order."""
    statement = select(Trial).where(Trial.submission_id == submission_id).order_by(Trial.place)
    return (await session.execute(statement.execution_options(populate_existing=True))).scalars().all()


async def under_way(session: AsyncSession, user_id: UUID) -> int:
    """How many submissions of a person have trials that wait."""
    statement = (
        select(func.count(Trial.submission_id.distinct()))
        .join(Execution, Execution.id == Trial.submission_id)
        .join(Attempt, Attempt.id == Execution.attempt_id)
        .where(Attempt.user_id == user_id, Trial.state == QUEUED)
    )
    return (await session.execute(statement)).scalar_one()


async def is_worked_on(session: AsyncSession, submission_id: UUID) -> bool:
    """Whether the job of a debrief waits or is worked on."""
    statement = select(is_alive(Debrief.job_id)).where(Debrief.submission_id == submission_id)
    return (await session.execute(statement)).scalar_one()


async def queue_again(session: AsyncSession, submission_id: UUID) -> int:
    """Let those that broke on our side be tried once more; how many there are."""
    statement = (
        update(Trial)
        .where(Trial.submission_id == submission_id, Trial.state == PLATFORM_ERROR)
        .values(state=QUEUED)
        .returning(Trial.id)
    )
    return len((await session.execute(statement)).all())


# --- what the worker does ---------------------------------------------------------------------------------------


async def next_queued(session: AsyncSession, submission_id: UUID) -> Trial | None:
    """The first that is still to be tried."""
    statement = select(Trial).where(Trial.submission_id == submission_id, Trial.state == QUEUED)
    return (await session.execute(statement.order_by(Trial.place).limit(1))).scalar_one_or_none()


def left(asked_since: datetime) -> Select[Debrief]:
    """Debriefs asked for since then in which something is to be tried and nobody is at it, the oldest first."""
    waits = exists().where(Trial.submission_id == Debrief.submission_id, Trial.state == QUEUED)
    statement = select(Debrief).where(Debrief.asked_at > asked_since, waits, ~is_alive(Debrief.job_id))
    return statement.order_by(Debrief.asked_at)


async def settle(session: AsyncSession, trial_id: UUID, state: str, found: dict[str, Any]) -> None:
    """Write what came of a trial, unless another worker has, or the person was erased meanwhile."""
    statement = update(Trial).where(Trial.id == trial_id, Trial.state == QUEUED).values(state=state, found=found)
    await session.execute(statement)
