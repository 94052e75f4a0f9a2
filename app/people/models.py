"""The table of invitations to have an account."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.identity.models import User
from app.kit.db import Base


class AccountInvitation(Base):
    """An invitation to make an account with these roles. Only the token's hash is kept; one is open per address.

    Without `created_by` somebody signs up by themselves; `visitor_id` is the visitor they were.
    """

    __tablename__ = "account_invitations"
    __table_args__ = (
        Index(
            "uq_account_invitations_open",
            "email_key",
            unique=True,
            postgresql_where=text("used_at IS NULL AND revoked_at IS NULL"),
        ),
        Index("ix_account_invitations_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str]
    email_key: Mapped[str]
    name: Mapped[str]
    roles: Mapped[list[str]]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    visitor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    inviter: Mapped[User | None] = relationship(lazy="raise", foreign_keys=created_by)
