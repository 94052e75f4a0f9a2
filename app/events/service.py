"""Appending to the timeline, in the caller's transaction, and reading what belongs to an interview.

The events of one interview are numbered in the order of their commits (a trigger sees to it, and tells `CHANNEL` the
interview's id): whoever has read up to an id has missed none before it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.events import repository
from app.events.kinds import Happening
from app.events.models import TimelineEvent

CHANNEL = "holdout_interviews"


def append(
    session: AsyncSession,
    happening: Happening,
    *,
    at: datetime,
    actor_id: UUID | None = None,
    attempt_id: UUID | None = None,
    interview_id: UUID | None = None,
) -> TimelineEvent:
    """Record that something happened; it is there if and only if the caller's transaction commits."""
    event = TimelineEvent(
        at=at,
        kind=happening.kind,
        version=happening.version,
        actor_id=actor_id,
        attempt_id=attempt_id,
        interview_id=interview_id,
        payload=happening.model_dump(mode="json", exclude={"kind", "version"}),
    )
    session.add(event)
    return event


async def of_interview(
    session: AsyncSession, interview_id: UUID, *, after: int = 0, kinds: Collection[str] | None = None, limit: int
) -> Sequence[TimelineEvent]:
    """An interview's events after an id, in order; of these kinds only, where some are named."""
    return await repository.of_interview(session, interview_id, after=after, kinds=kinds, limit=limit)


async def last_of_interview(session: AsyncSession, interview_id: UUID) -> int:
    """The id of the newest event; 0 before the first."""
    return await repository.last_of_interview(session, interview_id)


async def one_of_interview(session: AsyncSession, interview_id: UUID, event_id: int) -> TimelineEvent | None:
    """An event by its id; None when it is none of this interview."""
    return await repository.one_of_interview(session, interview_id, event_id)


async def times_of(
    session: AsyncSession, interview_id: UUID, actor_id: UUID, kinds: Collection[str], *, limit: int
) -> list[datetime]:
    """When the person last did something of these kinds in the interview, newest first."""
    return await repository.times_of(session, interview_id, actor_id, kinds, limit=limit)
