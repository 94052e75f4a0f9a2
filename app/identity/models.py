"""Tables of people, how they sign in, and the mail that is sent to them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, UniqueConstraint, false, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.db import Base


class User(Base):
    """A person with an account. `email` is kept as typed; `email_key` (folded) is what is compared.

    A guest has no password: only an invitation opens a session for one, or, for a visitor, that they came by to try
    (`Visitor`).
    """

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    roles: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)
    guest: Mapped[bool] = mapped_column(default=False, server_default=false())
    visitor: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Session(Base):
    """A sign-in on one device. Only the token's hash is kept: a leaked table opens no door.

    `opened_by` names the interview's invitation that opened it, None where its person signed in.
    """

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(index=True)
    last_used_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(server_default="password")
    device: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    user: Mapped[User] = relationship(lazy="raise")


class Visitor(Base):
    """A guest whom nobody invited, from when until when. `address` is what is counted together."""

    __tablename__ = "visitors"
    __table_args__ = (Index("ix_visitors_address", "address", "created_at"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiToken(Base):
    """What a program acts with for a person, within `scopes`. Its hash is kept, and `prefix` to recognise it by."""

    __tablename__ = "api_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    prefix: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise")


class SignInFailure(Base):
    """A failed sign-in, kept for an account (known or not) and an address."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (
        Index("ix_sign_in_failures_account", "email_key", "address", "at"),
        Index("ix_sign_in_failures_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    email_key: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]


class PasswordReset(Base):
    """Somebody asked for a new password.

    The worker looks whether the address has an account, so that asking tells nothing; only then there is a token, of
    which the hash is kept.
    """

    __tablename__ = "password_resets"
    __table_args__ = (
        Index("ix_password_resets_email_key", "email_key", "created_at"),
        Index("ix_password_resets_address", "address", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email_key: Mapped[str]
    address: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A public key of a person's device; `sign_count` is what the device said last, 0 where it does not count."""

    __tablename__ = "passkeys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Ceremony(Base):
    """A sign-in in two steps that has begun: what the second step must match. Taken away by the second step."""

    __tablename__ = "ceremonies"
    __table_args__ = (Index("ix_ceremonies_address", "address", "created_at"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[str]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    data: Mapped[dict[str, Any]]
    address: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ProviderIdentity(Base):
    """Who a person is at an OpenID Connect provider."""

    __tablename__ = "provider_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[datetime]


class Mail(Base):
    """A mail to one person. `text` holds links that open doors: it is kept only until the mail was sent or `until`.

    `interview_id` is that of the interview whose title stands in it.
    """

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_state", "state", "next_try_at"),
        Index("ix_mails_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    to: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str | None]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]
    caused_by: Mapped[UUID | None]
    interview_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    until: Mapped[datetime]
