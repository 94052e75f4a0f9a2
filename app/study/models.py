"""Tables of the plan of practice. All of it is personal and goes with the person."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class StudyPlan(Base):
    """What a person prepares for and how they practise; one of each person. Weekdays are 1 (Monday) to 7."""

    __tablename__ = "study_plans"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    goal: Mapped[str]
    level: Mapped[str]
    target_on: Mapped[date]
    minutes: Mapped[int] = mapped_column(Integer)
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    arranged_at: Mapped[datetime]


class StudyTask(Base):
    """A problem of a plan, in its order. `planned_on` is the day it first fell on, only told, never binding.

    `instead_of` is the title of a problem that was retired meanwhile; without `problem_id` nothing took its place.
    `done_at` is when the person ticked it off; solving the problem does it too, and is not written here.
    """

    __tablename__ = "study_tasks"
    __table_args__ = (UniqueConstraint("user_id", "problem_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("study_plans.user_id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("problems.id"))
    pattern: Mapped[str]
    title: Mapped[str]
    minutes: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str]
    planned_on: Mapped[date]
    instead_of: Mapped[str | None]
    added_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
