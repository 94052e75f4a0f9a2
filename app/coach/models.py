"""Tables of the coach. All of it belongs to an attempt of practice, and goes with its person; nobody else reads it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class PracticeStatement(Base):
    """What the person said to a step (`kind`, one of `steps.Saying`) before or while coding; `at` is the first time."""

    __tablename__ = "practice_statements"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PracticeQuestion(Base):
    """A question put to the clarify box, and what it was told. `number` counts from 1 in the attempt.

    `clarification` is the place of the authored one that was taken for its answer, None where nothing is defined;
    `binds` (policy to option) is what that answer settles.
    """

    __tablename__ = "practice_questions"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    clarification: Mapped[int | None]
    taken_as: Mapped[str | None]
    answer: Mapped[str]
    binds: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class TimedSession(Base):
    """An attempt made with a clock. `ended_at` when it was solved, or given up."""

    __tablename__ = "timed_sessions"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    minutes: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CoachLine(Base):
    """What the coach said: a line of the script once, or a hint, by its `number` on the ladder."""

    __tablename__ = "coach_lines"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    at: Mapped[datetime]
