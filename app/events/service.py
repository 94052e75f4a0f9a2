"""Appending to the timeline, in the caller's transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.events.kinds import Happening
from app.events.models import TimelineEvent


def append(
    session: AsyncSession,
    happening: Happening,
    *,
    at: datetime,
    actor_id: UUID | None = None,
    attempt_id: UUID | None = None,
    interview_id: UUID | None = None,
) -> None:
    """Record that something happened; it is there if and only if the caller's transaction commits."""
    session.add(
        TimelineEvent(
            at=at,
            kind=happening.kind,
            version=happening.version,
            actor_id=actor_id,
            attempt_id=attempt_id,
            interview_id=interview_id,
            payload=happening.model_dump(mode="json", exclude={"kind", "version"}),
        )
    )
