"""Queries on the timeline of one interview. Callers have asked for the seat."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.events.models import TimelineEvent


async def of_interview(
    session: AsyncSession, interview_id: UUID, *, after: int, kinds: Collection[str] | None, limit: int
) -> Sequence[TimelineEvent]:
    """The interview's events after an id, in order."""
    statement = select(TimelineEvent).where(TimelineEvent.interview_id == interview_id, TimelineEvent.id > after)
    if kinds is not None:
        statement = statement.where(TimelineEvent.kind.in_(kinds))
    return (await session.execute(statement.order_by(TimelineEvent.id).limit(limit))).scalars().all()


async def last_of_interview(session: AsyncSession, interview_id: UUID) -> int:
    """The id of the interview's newest event; 0 before the first."""
    statement = select(func.max(TimelineEvent.id)).where(TimelineEvent.interview_id == interview_id)
    return (await session.execute(statement)).scalar_one() or 0


async def one_of_interview(session: AsyncSession, interview_id: UUID, event_id: int) -> TimelineEvent | None:
    """The interview's event of this id."""
    statement = select(TimelineEvent).where(TimelineEvent.interview_id == interview_id, TimelineEvent.id == event_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def times_of(
    session: AsyncSession, interview_id: UUID, actor_id: UUID, kinds: Collection[str], *, limit: int
) -> list[datetime]:
    """When a person's last events of these kinds were, newest first."""
    statement = (
        select(TimelineEvent.at)
        .where(
            TimelineEvent.interview_id == interview_id,
            TimelineEvent.actor_id == actor_id,
            TimelineEvent.kind.in_(kinds),
        )
        .order_by(TimelineEvent.id.desc())
        .limit(limit)
    )
    return list((await session.execute(statement)).scalars())
