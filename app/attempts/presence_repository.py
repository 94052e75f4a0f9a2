"""Queries on the workers that are there. By the database's clock: those of hosts differ."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import WorkerPresence


async def see_worker(session: AsyncSession, values: dict[str, Any]) -> tuple[bool, datetime]:
    """Write that a worker is there now, by the database's clock; whether it is to be drained, and what that shows."""
    now = func.clock_timestamp()
    statement = insert(WorkerPresence).values(**values, started_at=now, seen_at=now)
    changed = {"seen_at": now, "trouble": values["trouble"], "sandbox": values["sandbox"]}
    told = WorkerPresence.draining, func.clock_timestamp()
    written = statement.on_conflict_do_update(index_elements=["id"], set_=changed).returning(*told)
    draining, theirs = (await session.execute(written)).one()
    return draining, theirs


async def forget_worker(session: AsyncSession, worker_id: UUID, silent_for: timedelta) -> None:
    """Remove a worker that stops, and those that fell silent long ago."""
    gone = (WorkerPresence.id == worker_id) | (WorkerPresence.seen_at < func.now() - silent_for)
    await session.execute(delete(WorkerPresence).where(gone))


async def live_workers(session: AsyncSession, silent_for: timedelta) -> list[WorkerPresence]:
    """The workers heard of within that time, the oldest first."""
    statement = select(WorkerPresence).where(WorkerPresence.seen_at >= func.now() - silent_for)
    return list((await session.execute(statement.order_by(WorkerPresence.started_at, WorkerPresence.id))).scalars())


async def takers(session: AsyncSession, silent_for: timedelta) -> tuple[list[Collection[str]], list[Collection[str]]]:
    """Of each worker that works: the environments it takes gradings of; apart, those of one that does not say so."""
    there = (WorkerPresence.seen_at >= func.now() - silent_for) & ~WorkerPresence.draining
    statement = select(WorkerPresence.sandbox["takes"], WorkerPresence.sandbox["environments"]).where(there)
    rows = (await session.execute(statement)).all()
    return [takes for takes, _ in rows if takes is not None], [has or () for takes, has in rows if takes is None]


async def drain_worker(session: AsyncSession, worker_id: UUID, *, draining: bool) -> str | None:
    """Say whether a worker may take new work; the name of its machine, None when there is no such worker."""
    statement = update(WorkerPresence).where(WorkerPresence.id == worker_id).values(draining=draining)
    return (await session.execute(statement.returning(WorkerPresence.host))).scalar_one_or_none()
