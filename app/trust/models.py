"""Tables of erasure and removal, and of webhooks with their deliveries."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.db import Base


class Erasure(Base):
    """That a person is to be erased, or was. It outlives the account, names nobody, and holds ids only."""

    __tablename__ = "erasures"
    __table_args__ = (
        CheckConstraint("(done_by IS NULL) = (done_at IS NULL)", name="done"),
        CheckConstraint("done_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        Index("uq_erasures_standing", "person_id", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]
    done_at: Mapped[datetime | None]


class Removal(Base):
    """What one transaction removed from the record, and why it might: of an interview, or all words of a person.

    A person goes when an administrator confirmed it (`erasure`), or, as a visitor, by themselves (`visit`).

    Without one the triggers on timeline and rooms refuse every change. Triggers (see the migration `trust`) check the
    reason when it is written, and let only its own transaction use it.
    """

    __tablename__ = "removals"
    __table_args__ = (
        CheckConstraint(
            "CASE purpose WHEN 'retention' THEN interview_id IS NOT NULL AND person_id IS NULL "
            "WHEN 'erasure' THEN person_id IS NOT NULL "
            "WHEN 'visit' THEN person_id IS NOT NULL AND interview_id IS NULL ELSE false END",
            name="purpose",
        ),
        Index("ix_removals_transaction", "transaction"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    purpose: Mapped[str]
    person_id: Mapped[UUID | None]
    interview_id: Mapped[UUID | None]
    at: Mapped[datetime]
    transaction: Mapped[str] = mapped_column(server_default=FetchedValue())


class IdempotencyKey(Base):
    """A creating call that a program named by a key of its own, and what it was answered; without `status` under way.

    `request` is a digest of what was asked: the same key for something else is a mistake of the program.
    """

    __tablename__ = "idempotency_keys"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None] = mapped_column(Integer)
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)


class Webhook(Base):
    """Where events are sent. `since` is the last entry of the audit log that was there when it was made.

    After a rotation deliveries are signed with both secrets until `old_until`.
    """

    __tablename__ = "webhooks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    url: Mapped[str]
    events: Mapped[list[str]]
    secret: Mapped[str]
    old_secret: Mapped[str | None]
    old_until: Mapped[datetime | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    since: Mapped[int] = mapped_column(BigInteger)
    active: Mapped[bool] = mapped_column(default=True)


class Delivery(Base):
    """One event on its way to one webhook. `entry` is the audit log's number: an event is sent once to each."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name="state"),
        CheckConstraint("(state = 'waiting') = (next_at IS NOT NULL)", name="waiting"),
        UniqueConstraint("webhook_id", "entry"),
        Index("ix_webhook_deliveries_next", "next_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_webhook_deliveries_newest", "webhook_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event: Mapped[str]
    entry: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[dict[str, Any]]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None] = mapped_column(Integer)
    fault: Mapped[str | None]
    webhook: Mapped[Webhook] = relationship(lazy="raise")
