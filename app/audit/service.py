"""Writing the audit log, in the caller's transaction, and checking that nobody changed it."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import keys
from app.audit.actions import Action
from app.audit.models import AuditEntry
from app.kit import origin

Facts = Mapping[str, str | int | bool | None]
GENESIS = bytes(32)  # what the first entry is chained to
_PAGE = 1000
# The trigger of the migration `audit` computes the same text; only built-in functions, so that none can be replaced.
CANONICAL = """
jsonb_build_array(number, (extract(epoch FROM at) * 1000000)::bigint, actor_id, action, subject_kind, subject_id,
                  facts, personal, request_id)::text
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act was done to: a kind, such as `interview`, and an id."""

    kind: str
    id: str | UUID


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain does not hold: the entry's number, and what is wrong with it."""

    number: int
    fault: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the chain holds: its entries, the digest of the last one (keep it elsewhere to notice a lost tail)."""

    entries: int
    head: str
    broken: Broken | None


async def append(
    session: AsyncSession,
    action: Action,
    *,
    at: datetime,
    actor_id: UUID | None,
    subject: Subject | None = None,
    facts: Facts | None = None,
    personal: Mapping[UUID, keys.Fields] | None = None,
) -> None:
    """Record an act; it is there if and only if the caller's transaction commits.

    What names or describes a person belongs into `personal`, under that person's id. The address a request came from
    is added under the actor's.
    """
    where = origin.current.get()
    fields = {person: dict(values) for person, values in (personal or {}).items()}
    if actor_id is not None and where.address is not None:
        fields.setdefault(actor_id, {})["address"] = where.address
    session.add(
        AuditEntry(
            at=at,
            actor_id=actor_id,
            action=str(action),
            subject_kind=subject.kind if subject else None,
            subject_id=str(subject.id) if subject else None,
            facts=dict(facts or {}),
            personal=await keys.seal(session, fields, at),
            request_id=where.request_id,
        )
    )


async def verify(session: AsyncSession) -> Verified:
    """Compute the chain again from its first entry."""
    number, head = 0, GENESIS
    async for row in _chain(session):
        fault = _fault(row, number + 1, head)
        if fault is not None:
            return Verified(number, head.hex(), Broken(row.number, fault))
        number, head = row.number, row.digest
    return Verified(number, head.hex(), None)


async def has_digest(session: AsyncSession, head: str) -> bool:
    """Whether there is an entry with this digest: what `Verified.head` was at an earlier time has to be there still."""
    try:
        digest = bytes.fromhex(head)
    except ValueError:
        return False
    found = await session.execute(select(AuditEntry.id).where(AuditEntry.digest == digest))
    return digest == GENESIS or found.scalar_one_or_none() is not None


def _fault(row: Row[Any], expected: int, head: bytes) -> str | None:
    if row.number != expected:
        return f"{row.number - expected} entries before it are missing"
    if row.previous != head:
        return "it is not chained to the entry before it"
    if row.digest != hashlib.sha256(head + row.canonical.encode()).digest():
        return "its content was changed"
    return None


async def _chain(session: AsyncSession) -> AsyncIterator[Row[Any]]:
    last = 0
    statement = text(
        f"SELECT number, previous, digest, {CANONICAL} AS canonical FROM audit_entries "  # noqa: S608 - a constant
        "WHERE number > :last ORDER BY number LIMIT :page"
    )
    while rows := (await session.execute(statement, {"last": last, "page": _PAGE})).all():
        for row in rows:
            yield row
        last = rows[-1].number
