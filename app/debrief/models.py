"""Tables of what is tried in the background after a submission in practice, once for each that was looked at."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class Debrief(Base):
    """Somebody looked at what a submission of theirs has to teach; `job_id` is the job that works on its trials."""

    __tablename__ = "debriefs"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("executions.id"), primary_key=True)
    asked_at: Mapped[datetime]
    job_id: Mapped[int | None] = mapped_column(BigInteger)


class Trial(Base):
    """One grading of a debrief: `kind` guard (a line taken out), right or wrong (own checks on a solution at `path`).

    `place` orders them, and says which guard of the text. `state` is queued, done or platform_error, and `found` what
    came of it: `findings.Found`.
    """

    __tablename__ = "debrief_trials"
    __table_args__ = (Index("ix_debrief_trials_submission", "submission_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("debriefs.submission_id"))
    kind: Mapped[str]
    place: Mapped[int] = mapped_column(Integer)
    line: Mapped[int | None] = mapped_column(Integer)
    code: Mapped[str | None]
    path: Mapped[str | None]
    state: Mapped[str]
    found: Mapped[dict[str, Any]]
