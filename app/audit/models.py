"""Tables of the audit log and of the keys that personal fields are written under.

Triggers (see the migration `audit`) chain each entry to the one before it when its transaction commits, and refuse
every change after that.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Base


class AuditEntry(Base):
    """One act. `facts` hold nothing personal; `personal` holds, by person, what only their key opens.

    People are named by id and without a foreign key, so that an entry outlives them. `number`, `previous` and `digest`
    are the chain: gapless, in the order of the commits.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_actor_id", "actor_id", "number"),
        Index("ix_audit_entries_subject", "subject_kind", "subject_id", "number"),
        Index("ix_audit_entries_action", "action", "number"),
        Index("ix_audit_entries_at", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    personal: Mapped[dict[str, Any]]
    request_id: Mapped[str | None]
    number: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    previous: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)


class PersonKey(Base):
    """The key of a person's fields. Without `key` it was destroyed, and no other is ever made for them."""

    __tablename__ = "person_keys"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]
