"""Tables of problems and their versions."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.db import Base


class Problem(Base):
    """A problem over all its versions; `current_version_id` is the one new attempts get."""

    __tablename__ = "problems"
    __table_args__ = (
        UniqueConstraint("pattern", "slug"),
        UniqueConstraint("pattern", "number", name="uq_problems_pattern_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pattern: Mapped[str]
    slug: Mapped[str]
    number: Mapped[int]
    current_version_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("problem_versions.id", use_alter=True, name="fk_problems_current_version_id")
    )
    current: Mapped["ProblemVersion | None"] = relationship(foreign_keys=[current_version_id], lazy="raise")


class ProblemVersion(Base):
    """One version of a package, every file as text. Immutable once an attempt pins it (`pinned_at`)."""

    __tablename__ = "problem_versions"
    __table_args__ = (UniqueConstraint("problem_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problems.id"))
    version: Mapped[str]
    digest: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    level: Mapped[str]
    minutes: Mapped[int]
    spec: Mapped[dict[str, Any]]
    files: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    pinned_at: Mapped[datetime | None]
    problem: Mapped[Problem] = relationship(foreign_keys=[problem_id], lazy="raise")
