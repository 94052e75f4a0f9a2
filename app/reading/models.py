"""What somebody read out of given code before they ran it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, SourceText


class Reading(Base):
    """One attempt that began by reading. Its runs are held until `explained_at`, or until the person left.

    `compared_at` is when they were shown the faults of the package.
    """

    __tablename__ = "readings"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    begun_at: Mapped[datetime]
    lines: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    located_at: Mapped[datetime | None]
    explanation: Mapped[str] = mapped_column(SourceText)
    explained_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    compared_at: Mapped[datetime | None]
