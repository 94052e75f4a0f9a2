"""The timeline table. A trigger (see the first migration) refuses UPDATE and DELETE."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class TimelineEvent(Base):
    """One thing that happened, in the order it was committed to the record."""

    __tablename__ = "timeline_events"
    __table_args__ = (
        Index("ix_timeline_events_attempt", "attempt_id", "id"),
        Index("ix_timeline_events_interview", "interview_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    version: Mapped[int]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    attempt_id: Mapped[UUID | None]
    interview_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any]]
