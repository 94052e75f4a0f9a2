"""Tables of drafts of packages; those of `app.attempts` are what a candidate types."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, text
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
