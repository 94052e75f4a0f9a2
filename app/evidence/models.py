"""Tables of what is graded and computed after an interview. Only this slice reads them, and none is for candidates."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Boolean, Double, ForeignKey, Index, Integer, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class EvidenceState(Base):
    """How far the evidence of an interview is; `ended_at` names which of its ends (it may have been reopened).

    `done` of `total` gradings are over. `version` is that of the functions that computed it, or failed to, 0 before.
    `shadow` is the shadow timeline.
    """

    __tablename__ = "evidence_states"
    __table_args__ = (Index("ix_evidence_states_open", "state", postgresql_where=text("state <> 'ready'")),)

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"), primary_key=True)
    ended_at: Mapped[datetime]
    state: Mapped[str]
    reason: Mapped[str | None]
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    computed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=0)
    shadow: Mapped[list[dict[str, Any]]] = mapped_column(JSONB(), default=list)


class Snapshot(Base):
    """A text of a problem that is graded: that of a run or submission, before a pause in typing, or the last one.

    Equal texts share an execution, which may be a submission.
    """

    __tablename__ = "snapshots"

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    why: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    execution_id: Mapped[UUID] = mapped_column(ForeignKey("executions.id"))


class Ablated(Base):
    """The last text of a problem without one of its guards, beside the grading of the whole text (`baseline_id`)."""

    __tablename__ = "ablations"
    __table_args__ = (Index("ix_ablations_interview", "interview_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"))
    position: Mapped[int] = mapped_column(Integer)
    line: Mapped[int] = mapped_column(Integer)
    code: Mapped[str]
    baseline_id: Mapped[UUID] = mapped_column(ForeignKey("executions.id"))
    execution_id: Mapped[UUID] = mapped_column(ForeignKey("executions.id"))


class Caught(Base):
    """The candidate's own checks, run on a solution of the package: `path` says which."""

    __tablename__ = "catches"
    __table_args__ = (Index("ix_catches_interview", "interview_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"))
    position: Mapped[int] = mapped_column(Integer)
    path: Mapped[str]
    execution_id: Mapped[UUID] = mapped_column(ForeignKey("executions.id"))


class Stored(Base):
    """One row of evidence. It keeps its id while it says the same; one that is no longer found is only withdrawn."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_interview", "interview_id", "at_seconds"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interviews.id"))
    kind: Mapped[str]
    about: Mapped[str]
    claim: Mapped[str]
    stands: Mapped[str]
    grade: Mapped[str]
    how: Mapped[str]
    at_seconds: Mapped[float] = mapped_column(Double)
    until_seconds: Mapped[float | None] = mapped_column(Double)
    problem: Mapped[int | None] = mapped_column(Integer)
    check_id: Mapped[str | None]
    execution_id: Mapped[UUID | None] = mapped_column(ForeignKey("executions.id"))
    seed: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    proxy: Mapped[bool] = mapped_column(Boolean)
    computed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer)
    withdrawn_at: Mapped[datetime | None]
