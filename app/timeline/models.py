"""The table of private notes. Only this slice reads it, and no type that a candidate is shown has room for a note."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.identity.models import User
from app.kit.db import Base


class Note(Base):
    """What one of the staff wrote, in Markdown, about the moment `anchor_at`."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_interview", "interview_id", "anchor_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    anchor_at: Mapped[datetime]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    author: Mapped[User] = relationship(lazy="raise")
