"""Tables of interviews: templates, plans with their problems and people, invitations."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    Uuid,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.identity.models import User
from app.interviews.timing import Timing
from app.interviews.veil import Veil
from app.kit.db import Base


class InterviewTemplate(Base):
    """A plan to start from. Changing it changes no interview that was planned with it.

    Without `rubric_id` it is the default in its newest version.
    """

    __tablename__ = "interview_templates"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    kind: Mapped[str]
    level: Mapped[str]
    minutes: Mapped[int] = mapped_column(Integer)
    criteria: Mapped[list[str]]
    policy: Mapped[str]
    lint: Mapped[bool]
    problem_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    rubric_id: Mapped[str | None] = mapped_column(ForeignKey("rubrics.id"))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]


class Interview(Base):
    """One interview: its plan, where it is, and what its clock is computed from (`timing`).

    All its scorecards are by the rubric of the plan (`rubric_id`; None where it was planned before plans named one).
    `ends_at` is when the time, or before the start of a take-home its deadline, runs out; None while no clock runs.
    `veil` is no column: it is set where the interview was covered for a blind reviewer (`app.interviews.blind`).
    """

    __tablename__ = "interviews"
    __table_args__ = (
        CheckConstraint("kind <> 'take_home' OR deadline_at IS NOT NULL", name="deadline"),
        CheckConstraint("(state = 'paused') = (paused_at IS NOT NULL)", name="paused"),
        CheckConstraint("(state IN ('ended', 'reviewed')) = (ended_at IS NOT NULL)", name="ended"),
        Index("ix_interviews_ends_at", "ends_at", postgresql_where=text("ends_at IS NOT NULL")),
        Index(
            "ix_interviews_recorded",
            "ended_at",
            postgresql_where=text("recording_removed_at IS NULL AND ended_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    level: Mapped[str]
    minutes: Mapped[int] = mapped_column(Integer)
    criteria: Mapped[list[str]]
    policy: Mapped[str]
    lint: Mapped[bool]
    rubric_id: Mapped[str | None] = mapped_column(ForeignKey("rubrics.id"))
    retention_days: Mapped[int] = mapped_column(Integer)
    scheduled_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    paused_seconds: Mapped[float] = mapped_column(Double, default=0.0)
    extra_seconds: Mapped[int] = mapped_column(Integer, default=0)
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    recording_removed_at: Mapped[datetime | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    problems: Mapped[list["InterviewProblem"]] = relationship(lazy="raise", order_by="InterviewProblem.position")
    people: Mapped[list["InterviewPerson"]] = relationship(
        lazy="raise", order_by="InterviewPerson.added_at", back_populates="interview"
    )

    veil = cast(Veil | None, None)

    @property
    def candidate(self) -> "InterviewPerson | None":
        """Whose interview it is, once somebody is named."""
        return next((person for person in self.people if person.part == "candidate"), None)

    @property
    def recorded_until(self) -> datetime | None:
        """When the recording goes; None before the end, and once it is gone."""
        if self.ended_at is None or self.recording_removed_at is not None:
            return None
        return self.ended_at + timedelta(days=self.retention_days)

    @property
    def timing(self) -> Timing:
        """What `app.interviews.timing` computes with."""
        return Timing(
            minutes=self.minutes,
            extra_minutes=self.candidate.extra_minutes if self.candidate else 0,
            extra_seconds=self.extra_seconds,
            paused_seconds=self.paused_seconds,
            started_at=self.started_at,
            paused_at=self.paused_at,
            ended_at=self.ended_at,
        )


class InterviewProblem(Base):
    """A problem of an interview. The version is pinned when the lobby opens; a twist may be applied later."""

    __tablename__ = "interview_problems"

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problems.id"))
    problem_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem_versions.id"))
    twist_id: Mapped[str | None]


class InterviewPerson(Base):
    """A seat in an interview. `seen_at` is when the lobby last heard of the person.

    A `blind` reviewer does not learn who the candidate is, until `revealed_at`.
    """

    __tablename__ = "interview_people"
    __table_args__ = (
        UniqueConstraint("interview_id", "user_id"),
        Index(
            "uq_interview_people_candidate", "interview_id", unique=True, postgresql_where=text("part = 'candidate'")
        ),
        CheckConstraint("part = 'reviewer' OR NOT blind", name="blind"),
        Index("ix_interview_people_user_id", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    part: Mapped[str]
    extra_minutes: Mapped[int] = mapped_column(Integer, default=0)
    blind: Mapped[bool] = mapped_column(default=False, server_default=false())
    revealed_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    added_at: Mapped[datetime]
    user: Mapped[User] = relationship(lazy="raise")
    interview: Mapped[Interview] = relationship(lazy="raise", back_populates="people")


class Invitation(Base):
    """A personal link. Only the token's hash is kept; a person has at most one that is not revoked."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index("uq_invitations_standing", "person_id", unique=True, postgresql_where=text("revoked_at IS NULL")),
        Index("ix_invitations_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("interview_people.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    person: Mapped[InterviewPerson] = relationship(lazy="raise")
    inviter: Mapped[User] = relationship(lazy="raise")
