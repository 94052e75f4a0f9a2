"""The table of mock pairs. Their interviews are those of `app.interviews`."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.identity.models import User
from app.kit.db import Base


class MockPair(Base):
    """Two people, once the second has come by the link, of which only the digest is kept.

    In the first round whoever made the pair interviews, in the second the partner does.
    """

    __tablename__ = "mock_pairs"
    __table_args__ = (
        CheckConstraint("(partner_id IS NULL) = (first_id IS NULL) AND (first_id IS NULL) = (second_id IS NULL)",
                        name="rounds"),
        Index("ix_mock_pairs_made_by", "made_by", "created_at"),
        Index("ix_mock_pairs_partner_id", "partner_id"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    pattern: Mapped[str | None]
    level: Mapped[str]
    minutes: Mapped[int] = mapped_column(Integer)
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[datetime]
    first_id: Mapped[UUID | None] = mapped_column(ForeignKey("interviews.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("interviews.id"))
    created_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    maker: Mapped[User] = relationship(lazy="raise", foreign_keys=[made_by])
    partner: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[partner_id])
