"""Tables of reviews: scorecards with their scores, saved comments, discussion, decisions."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.identity.models import User
from app.kit.db import Base


class Scorecard(Base):
    """One reviewer's judgement of one interview. It changes with a rising `revision` until it is submitted.

    `reopenings` counts how often the lead gave it back: from the first on it is no longer independent of the others.
    """

    __tablename__ = "scorecards"
    __table_args__ = (
        UniqueConstraint("interview_id", "reviewer_id"),
        Index("ix_scorecards_reviewer", "reviewer_id"),
        CheckConstraint("state IN ('draft', 'submitted')", name="state"),
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    rubric_id: Mapped[str] = mapped_column(ForeignKey("rubrics.id"))
    seniority: Mapped[str]
    revision: Mapped[int] = mapped_column(Integer)
    state: Mapped[str]
    summary: Mapped[str]
    reopenings: Mapped[int] = mapped_column(Integer, default=0)
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    reviewer: Mapped[User] = relationship(lazy="raise")
    scores: Mapped[list["Score"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class Score(Base):
    """What a scorecard says of one criterion: a level, or that there was no evidence; neither while it is open."""

    __tablename__ = "scores"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        CheckConstraint("level IS NULL OR NOT no_evidence", name="one_answer"),
    )

    scorecard_id: Mapped[UUID] = mapped_column(ForeignKey("scorecards.id", ondelete="CASCADE"), primary_key=True)
    criterion: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int | None] = mapped_column(SmallInteger)
    no_evidence: Mapped[bool]
    comment: Mapped[str]
    evidence: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))


class SavedComment(Base):
    """A wording that a reviewer keeps for the next time, about one criterion or any."""

    __tablename__ = "saved_comments"
    __table_args__ = (Index("ix_saved_comments_owner", "owner_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    criterion: Mapped[str | None]
    text: Mapped[str]
    created_at: Mapped[datetime]


class DiscussionPost(Base):
    """What somebody who has scored wrote to the others; `replies_to` is an earlier post."""

    __tablename__ = "discussion_posts"
    __table_args__ = (Index("ix_discussion_posts_interview", "interview_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    text: Mapped[str]
    replies_to: Mapped[int | None] = mapped_column(ForeignKey("discussion_posts.id"))


class Feedback(Base):
    """What the candidate is given to read, with the lead's words. One per interview; the last one stands."""

    __tablename__ = "feedback"

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"), primary_key=True)
    released_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime]
    text: Mapped[str]
    with_outcome: Mapped[bool]


class Decision(Base):
    """What became of an interview, and why. One per interview; what is on hold can be decided later."""

    __tablename__ = "decisions"
    __table_args__ = (CheckConstraint("outcome IN ('advance', 'decline', 'hold')", name="outcome"),)

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"), primary_key=True)
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    outcome: Mapped[str]
    reasons: Mapped[str]
