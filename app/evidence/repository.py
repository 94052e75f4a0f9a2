"""Queries on what is graded and computed after an interview. Callers have asked for the seat, or are the worker."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.models import Ablated, Caught, EvidenceState, Snapshot, Stored

PENDING, GRADING, READY, FAILED = "pending", "grading", "ready", "failed"


def known_ends() -> Select[UUID, datetime]:
    """The interviews, and which of their ends, that are seen to already."""
    return select(EvidenceState.interview_id, EvidenceState.ended_at)


async def begin(session: AsyncSession, interview_id: UUID, ended_at: datetime) -> None:
    """Have the evidence of an interview made, or made again after another end or when somebody asks."""
    values = {"ended_at": ended_at, "state": PENDING, "reason": None}
    statement = insert(EvidenceState).values(interview_id=interview_id, done=0, total=0, version=0, shadow=[], **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["interview_id"], set_=values))


async def state(session: AsyncSession, interview_id: UUID, *, lock: bool = False) -> EvidenceState | None:
    """How far the evidence is; None before the interview's end was noticed."""
    statement = select(EvidenceState).where(EvidenceState.interview_id == interview_id)
    statement = statement.with_for_update() if lock else statement
    return (await session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def in_state(session: AsyncSession, name: str, limit: int) -> list[EvidenceState]:
    """Some that are in a state, the longest ended first."""
    statement = select(EvidenceState).where(EvidenceState.state == name).order_by(EvidenceState.ended_at).limit(limit)
    return list((await session.execute(statement)).scalars())


async def outdated(session: AsyncSession, version: int, limit: int) -> list[EvidenceState]:
    """Some that an earlier version of the functions computed, or failed to, the newest interviews first."""
    statement = (
        select(EvidenceState)
        .where(EvidenceState.state.in_([READY, FAILED]), EvidenceState.version < version)
        .order_by(EvidenceState.ended_at.desc())
        .limit(limit)
    )
    return list((await session.execute(statement)).scalars())


async def snapshots(session: AsyncSession, interview_id: UUID) -> Sequence[Snapshot]:
    """The moments that are graded, in order."""
    statement = select(Snapshot).where(Snapshot.interview_id == interview_id).order_by(Snapshot.at, Snapshot.seq)
    return (await session.execute(statement)).scalars().all()


async def keep_snapshot(session: AsyncSession, values: dict[str, Any]) -> None:
    """Write a moment, or give it another execution."""
    changed = {name: values[name] for name in ("seq", "execution_id")}
    keys = ["interview_id", "position", "at", "why"]
    await session.execute(insert(Snapshot).values(values).on_conflict_do_update(index_elements=keys, set_=changed))


async def ablations(session: AsyncSession, interview_id: UUID) -> Sequence[Ablated]:
    """The last texts without one of their guards."""
    return (await session.execute(select(Ablated).where(Ablated.interview_id == interview_id))).scalars().all()


async def catches(session: AsyncSession, interview_id: UUID) -> Sequence[Caught]:
    """The own checks on the packages' solutions."""
    return (await session.execute(select(Caught).where(Caught.interview_id == interview_id))).scalars().all()


async def forget(session: AsyncSession, table: type[Ablated] | type[Caught], ids: Collection[UUID]) -> None:
    """Remove what is about a text that is no longer the last one."""
    await session.execute(delete(table).where(table.id.in_(ids)))


async def rows(session: AsyncSession, interview_id: UUID) -> Sequence[Stored]:
    """The evidence that stands, in the order of time."""
    statement = select(Stored).where(Stored.interview_id == interview_id, Stored.withdrawn_at.is_(None))
    return (await session.execute(statement.order_by(Stored.at_seconds, Stored.id))).scalars().all()


async def rows_by_id(session: AsyncSession, interview_id: UUID, ids: Collection[UUID]) -> Sequence[Stored]:
    """Rows of an interview, those that were withdrawn among them."""
    statement = select(Stored).where(Stored.interview_id == interview_id, Stored.id.in_(ids))
    return (await session.execute(statement)).scalars().all()


async def replace(session: AsyncSession, interview_id: UUID, found: Sequence[dict[str, Any]], now: datetime) -> None:
    """Make these the rows that stand: the others are withdrawn, none is deleted, since a scorecard may name it."""
    standing = Stored.withdrawn_at.is_(None) & (Stored.interview_id == interview_id)
    gone = standing & Stored.id.not_in([row["id"] for row in found])
    await session.execute(update(Stored).where(gone).values(withdrawn_at=now))
    if found:
        statement = insert(Stored).values([{**row, "withdrawn_at": None} for row in found])
        changed = {
            column.name: statement.excluded[column.name] for column in Stored.__table__.c if not column.primary_key
        }
        await session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))
