"""Tables of attempts, drafts, executions, their events and verdicts, and reports."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.identity.models import User
from app.kit import origin, traces
from app.kit.db import Base, SourceText


class Attempt(Base):
    """One person at one version of a problem. Starting over closes it (`superseded_at`) and opens another.

    An attempt in an interview names it (a slice above, hence no key) and the problem's `position` there. It has no
    draft: its text is the room's. `purpose` is one of `schemas.Purpose`. While `runs_held`, nothing of it is executed.
    In practice, `twist_id` and `binds` (policy to option) are what a twist and answers have made of it; an interview
    keeps that itself.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        CheckConstraint("(interview_id IS NULL) = (position IS NULL)", name="place"),
        Index(
            "uq_attempts_current",
            "user_id",
            "problem_id",
            unique=True,
            postgresql_where=text("superseded_at IS NULL AND interview_id IS NULL AND purpose = 'practice'"),
        ),
        Index(
            "uq_attempts_aside",
            "user_id",
            "problem_version_id",
            "purpose",
            unique=True,
            postgresql_where=text("superseded_at IS NULL AND purpose <> 'practice'"),
        ),
        Index(
            "uq_attempts_interview",
            "interview_id",
            "position",
            unique=True,
            postgresql_where=text("interview_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problems.id"), index=True)
    problem_version_id: Mapped[UUID] = mapped_column(ForeignKey("problem_versions.id"))
    interview_id: Mapped[UUID | None]
    position: Mapped[int | None] = mapped_column(Integer)
    purpose: Mapped[str] = mapped_column(server_default="practice")
    runs_held: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    twist_id: Mapped[str | None]
    binds: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    draft: Mapped["Draft"] = relationship(lazy="raise", uselist=False, back_populates="attempt")
    person: Mapped[User] = relationship(lazy="raise")


class HeldProblem(Base):
    """A problem that a person cannot practise, in any version: an interview with it (a slice above) is under way."""

    __tablename__ = "held_problems"
    __table_args__ = (Index("ix_held_problems_person", "user_id", "problem_id"),)

    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problems.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))


class OpenedSolution(Base):
    """When a person first looked at a solution of a problem, or its editorial, in any version."""

    __tablename__ = "opened_solutions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problems.id"), primary_key=True)
    opened_at: Mapped[datetime]


class Draft(Base):
    """What the person has typed. `revision` rises with every save; a save names the one it builds on."""

    __tablename__ = "drafts"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)
    solution: Mapped[str] = mapped_column(SourceText)
    checks: Mapped[str] = mapped_column(SourceText)
    saved_at: Mapped[datetime]
    attempt: Mapped[Attempt] = relationship(lazy="raise", back_populates="draft")


class Execution(Base):
    """A run, a submission, a rerun of one check of a submission (`kind` check), or one of `schemas.UNASKED`.

    Each has its full source. One that nobody asked for has no events: nobody but staff ever reads of it. A regrade is
    of the submission `regrade_of`, by the version `problem_version_id`; without one it is the attempt's that grades.

    A rerun has the code and the seed of the submission `check_of`, so it meets the same hidden inputs. `tries` counts
    how often a worker took it up and fences: a worker writes only while the count is its own. `twist_id` and `binds`
    (policy to option) are what an interview had made of the problem when it was asked for, by `requested_by`.
    `request_id` and `trace` are those of the request, for logs and traces.
    """

    __tablename__ = "executions"
    __table_args__ = (
        Index(
            "uq_executions_active",
            "attempt_id",
            "kind",
            unique=True,
            postgresql_where=text(
                "status IN ('queued', 'running') AND kind NOT IN ('snapshot', 'ablation', 'catch', 'regrade')"
            ),
        ),
        CheckConstraint(
            "(kind = 'check') = (check_of IS NOT NULL) AND (kind = 'check') = (check_id IS NOT NULL)", name="rerun"
        ),
        Index("ix_executions_check_of", "check_of", postgresql_where=text("check_of IS NOT NULL")),
        CheckConstraint(
            "(kind = 'regrade') = (regrade_id IS NOT NULL) AND (kind = 'regrade') = (regrade_of IS NOT NULL) "
            "AND (kind = 'regrade') = (problem_version_id IS NOT NULL)",
            name="regrade",
        ),
        Index("ix_executions_regrade", "regrade_id", postgresql_where=text("regrade_id IS NOT NULL")),
        Index("ix_executions_regrade_of", "regrade_of", postgresql_where=text("regrade_of IS NOT NULL")),
        Index("ix_executions_attempt", "attempt_id", "created_at"),
        Index("ix_executions_status", "status", postgresql_where=text("status IN ('queued', 'running')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    kind: Mapped[str]
    status: Mapped[str]
    revision: Mapped[int] = mapped_column(BigInteger)
    solution: Mapped[str] = mapped_column(SourceText)
    checks: Mapped[str] = mapped_column(SourceText)
    seed: Mapped[str]
    check_of: Mapped[UUID | None] = mapped_column(ForeignKey("executions.id"))
    check_id: Mapped[str | None]
    regrade_id: Mapped[UUID | None] = mapped_column(ForeignKey("regrades.id"))
    regrade_of: Mapped[UUID | None] = mapped_column(ForeignKey("executions.id"))
    problem_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem_versions.id"))
    twist_id: Mapped[str | None]
    binds: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    request_id: Mapped[str | None] = mapped_column(default=lambda: origin.current.get().request_id)
    trace: Mapped[str | None] = mapped_column(default=traces.here)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempt: Mapped[Attempt] = relationship(lazy="raise")
    verdict: Mapped["Verdict | None"] = relationship(lazy="raise", uselist=False, viewonly=True)

    @property
    def graded_by(self) -> UUID:
        """The version it is graded by (with `attempt` loaded)."""
        return self.problem_version_id or self.attempt.problem_version_id


class ExecutionEvent(Base):
    """One step of an execution, as the candidate may see it."""

    __tablename__ = "execution_events"

    execution_id: Mapped[UUID] = mapped_column(ForeignKey("executions.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    type: Mapped[str]
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class StaffDetail(Base):
    """What only staff may see of a step: the grader's full record. A table of its own, so no query mixes them."""

    __tablename__ = "execution_staff_details"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    execution_id: Mapped[UUID] = mapped_column(ForeignKey("executions.id"), index=True)
    tries: Mapped[int] = mapped_column(Integer)
    type: Mapped[str]
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Verdict(Base):
    """The outcome of a grading in full. One per execution; a trigger (first migration) refuses changes."""

    __tablename__ = "verdicts"

    execution_id: Mapped[UUID] = mapped_column(ForeignKey("executions.id"), primary_key=True)
    problem_version_id: Mapped[UUID] = mapped_column(ForeignKey("problem_versions.id"))
    verdict: Mapped[str]
    checks: Mapped[dict[str, Any]]  # check id -> state, for every check of the version
    policies: Mapped[dict[str, Any]]
    timing: Mapped[dict[str, Any]]
    environment: Mapped[dict[str, Any]]  # fingerprints, digests, jail, runtime
    grader_version: Mapped[str]
    seed: Mapped[str]
    formed_at: Mapped[datetime]


class Regrade(Base):
    """Submissions of older versions graded by a newer one, to be looked at before anybody decides.

    `state` is open, applied or cancelled. Applied, its verdicts are those in force; the ones of before stay as they
    are. `skipped` are submissions it could not take: of a twist the version does not have, or beyond the most.
    """

    __tablename__ = "regrades"
    __table_args__ = (
        Index("uq_regrades_open", "problem_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_regrades_problem", "problem_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problems.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("problem_versions.id"))
    state: Mapped[str]
    total: Mapped[int] = mapped_column(Integer)
    skipped: Mapped[int] = mapped_column(Integer)
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class Report(Base):
    """A problem with the platform or the question, told by a person."""

    __tablename__ = "reports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    execution_id: Mapped[UUID | None] = mapped_column(ForeignKey("executions.id"))
    about: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]


class WorkerPresence(Base):
    """A worker that is there: `seen_at` is the database's clock, `trouble` says why its sandbox is not ready.

    `sandbox` holds jail, jail_refused, runtime, engine, slots and fingerprints of the environments. One that is
    `draining` was told by an administrator to take nothing new.
    """

    __tablename__ = "workers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    host: Mapped[str]
    pid: Mapped[int] = mapped_column(Integer)
    version: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    trouble: Mapped[str | None]
    sandbox: Mapped[dict[str, Any]]
    draining: Mapped[bool] = mapped_column(server_default=false())
