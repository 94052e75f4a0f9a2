"""Tables of problems, their versions and what became of those, what the bank offers, and who has looked inside."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.db import Base


class Problem(Base):
    """A problem over all its versions; `current_version_id` is the published one, which new attempts get."""

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
    """One version of a package, every file as text, which a trigger (migration `lifecycle`) never lets change.

    `state` and `origin` are those of `lifecycle`. A version number is taken once a text has been verified under it;
    any number of drafts may say the same. `pinned_at` is when the first attempt began with it.
    """

    __tablename__ = "problem_versions"
    __table_args__ = (
        Index(
            "uq_problem_versions_version",
            "problem_id",
            "version",
            unique=True,
            postgresql_where=text("state <> 'draft'"),
        ),
        Index("uq_problem_versions_digest", "problem_id", "digest", unique=True),
        Index("uq_problem_versions_published", "problem_id", unique=True, postgresql_where=text("state = 'published'")),
    )

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
    state: Mapped[str]
    state_at: Mapped[datetime]
    origin: Mapped[str]
    problem: Mapped[Problem] = relationship(foreign_keys=[problem_id], lazy="raise")


class ProblemVersionStep(Base):
    """A step of a version's life: what was done, the state after it, by whom (nobody: Holdout itself) and why.

    `execution_id` (of a slice above, hence no key) is the submission that solved it blind; `waived` says that there
    was none and had to be none.
    """

    __tablename__ = "problem_version_steps"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("problem_versions.id"), index=True)
    step: Mapped[str]
    state: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str | None]
    execution_id: Mapped[UUID | None]
    waived: Mapped[bool]


class BankOffer(Base):
    """A version that a release's bank brought for a problem that was changed here: it waits for a person.

    `state` is open, taken (it was published), drafted (somebody works it in) or refused.
    """

    __tablename__ = "bank_offers"
    __table_args__ = (UniqueConstraint("problem_id", "digest"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problems.id"))
    version: Mapped[str]
    digest: Mapped[str]
    files: Mapped[dict[str, Any]]
    state: Mapped[str]
    offered_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    problem: Mapped[Problem] = relationship(lazy="raise")


class ProblemOpening(Base):
    """Somebody has seen the inside of a problem, as draft or as package: they cannot solve it blind any more."""

    __tablename__ = "problem_openings"

    problem_id: Mapped[UUID] = mapped_column(primary_key=True)  # of a draft, there may be no problem yet
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    first_at: Mapped[datetime]
