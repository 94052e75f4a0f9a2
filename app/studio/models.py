"""Tables of drafts of packages and of their verifications; the drafts of `app.attempts` are what a candidate types."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base, SourceText


class PackageDraft(Base):
    """A package somebody works on. At most one is open for each problem, so that nobody edits beside another.

    `problem_id` is the package's own uuid, of a problem that may not be in the bank yet. `revision` rises with every
    change. Changes up to `kept_revision` are never told together with later ones: somebody relies on that state.
    Changes up to `forgotten_revision` are no longer told at all.
    """

    __tablename__ = "package_drafts"
    __table_args__ = (
        Index("uq_package_drafts_problem", "problem_id", unique=True, postgresql_where=text("closed_at IS NULL")),
        Index("uq_package_drafts_name", "pattern", "slug", unique=True, postgresql_where=text("closed_at IS NULL")),
        Index("ix_package_drafts_updated_at", "updated_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    problem_id: Mapped[UUID]
    pattern: Mapped[str]
    slug: Mapped[str]
    revision: Mapped[int] = mapped_column(BigInteger)
    kept_revision: Mapped[int] = mapped_column(BigInteger, default=1)
    forgotten_revision: Mapped[int] = mapped_column(BigInteger, default=0)
    base_version: Mapped[str | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class PackageDraftFile(Base):
    """A file of a draft as it stands; `revision` is that of its last change."""

    __tablename__ = "package_draft_files"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("package_drafts.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(SourceText)
    revision: Mapped[int] = mapped_column(BigInteger)


class PackageDraftChange(Base):
    """One change of one file; no text before it means that it was made, none after it that it was removed.

    What one person types into one file within two minutes is one change, which began `at`.
    """

    __tablename__ = "package_draft_changes"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("package_drafts.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    path: Mapped[str]
    before: Mapped[str | None] = mapped_column(SourceText)
    after: Mapped[str | None] = mapped_column(SourceText)
    by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class Verification(Base):
    """One way of a draft's text through the gates; `version_id` is that text, none where it is no package.

    `tries` fences as an execution's do. `report` is there at the end, `passed` says whether every gate held.
    """

    __tablename__ = "verifications"
    __table_args__ = (
        Index(
            "uq_verifications_active",
            "draft_id",
            unique=True,
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
        Index("ix_verifications_draft", "draft_id", "created_at"),
        Index("ix_verifications_version", "version_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("package_drafts.id", ondelete="CASCADE"))
    revision: Mapped[int] = mapped_column(BigInteger)
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem_versions.id"))
    mutants: Mapped[bool]
    status: Mapped[str]
    passed: Mapped[bool | None]
    report: Mapped[dict[str, Any] | None]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class VerificationEvent(Base):
    """One step of a verification: a solution graded, a family of gates through, the end."""

    __tablename__ = "verification_events"

    verification_id: Mapped[UUID] = mapped_column(ForeignKey("verifications.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    type: Mapped[str]
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]
