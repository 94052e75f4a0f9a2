"""Tables of the drill. All of it is personal and goes with the person."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class DrillSettings(Base):
    """How a person drills: where their days begin, and how many prompts a day may be new."""

    __tablename__ = "drill_settings"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    time_zone: Mapped[str]
    new_per_day: Mapped[int]


class DrillCard(Base):
    """What a person remembers of one kind of a prompt. Nothing but `due_on` is known before its first review."""

    __tablename__ = "drill_cards"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    prompt: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    reviewed_on: Mapped[date | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]


class DrillTurn(Base):
    """A prompt put to a person once, for the kinds that are asked; one is open at a time, in however many tabs.

    `day` is the person's date of the last answer, the one it counts for.
    """

    __tablename__ = "drill_turns"
    __table_args__ = (
        Index("uq_drill_turns_open", "user_id", unique=True, postgresql_where=text("finished_at IS NULL")),
        Index("ix_drill_turns_day", "user_id", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    prompt: Mapped[str]
    kinds: Mapped[list[str]]
    new: Mapped[bool]
    day: Mapped[date]
    opened_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class DrillAnswer(Base):
    """The first answer to one step of a turn; the key makes every further one nothing."""

    __tablename__ = "drill_answers"

    turn_id: Mapped[UUID] = mapped_column(ForeignKey("drill_turns.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    chosen: Mapped[str]
    rating: Mapped[int]
    answered_at: Mapped[datetime]


class DrillReview(Base):
    """The log that every card can be computed from again."""

    __tablename__ = "drill_reviews"
    __table_args__ = (UniqueConstraint("turn_id", "kind"), Index("ix_drill_reviews_user_id_day", "user_id", "day"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    turn_id: Mapped[UUID] = mapped_column(ForeignKey("drill_turns.id", ondelete="CASCADE"))
    prompt: Mapped[str]
    kind: Mapped[str]
    rating: Mapped[int]
    day: Mapped[date]
    at: Mapped[datetime]
