"""Tables of the check bench. All of it is personal and goes with the person."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, SourceText


class BenchRun(Base):
    """Own checks put to the implementations of a problem's version, or, without one, to those of the tutorial.

    `found` is None until it is over: an error of the checks themselves, or what became of each implementation. `tries`
    fences: a worker writes only while the count is its own.
    """

    __tablename__ = "bench_runs"
    __table_args__ = (
        Index(
            "uq_bench_runs_active",
            "user_id",
            unique=True,
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
        Index("ix_bench_runs_person", "user_id", "problem_version_id", "created_at"),
        Index("ix_bench_runs_status", "status", postgresql_where=text("status IN ('queued', 'running')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    problem_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem_versions.id"))
    checks: Mapped[str] = mapped_column(SourceText)
    status: Mapped[str]
    found: Mapped[dict[str, Any] | None]
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class GivenUp(Base):
    """A planted bug that a person had shown without having caught it."""

    __tablename__ = "bench_given_up"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    problem_version_id: Mapped[UUID] = mapped_column(ForeignKey("problem_versions.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
