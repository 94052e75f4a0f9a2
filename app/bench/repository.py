"""Queries on the bench. A person reads what is theirs; the worker's part asks for nobody's right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.bench.models import BenchRun, GivenUp
from app.errors import NotFound
from app.kit.db import one_or_raise

ACTIVE = ("queued", "running")


async def by_id(session: AsyncSession, user_id: UUID, run_id: UUID) -> BenchRun:
    """A person's run; NotFound when it is not theirs."""
    statement = select(BenchRun).where(BenchRun.id == run_id, BenchRun.user_id == user_id)
    return await one_or_raise(session, statement, NotFound())


def _newest(user_id: UUID, version_id: UUID | None) -> Select[BenchRun]:
    of_it = BenchRun.problem_version_id.is_not_distinct_from(version_id)
    return select(BenchRun).where(BenchRun.user_id == user_id, of_it).order_by(BenchRun.created_at.desc()).limit(1)


async def last(session: AsyncSession, user_id: UUID, version_id: UUID | None) -> BenchRun | None:
    """The newest run at a version, or at the tutorial."""
    return (await session.execute(_newest(user_id, version_id))).scalar_one_or_none()


async def last_finished(session: AsyncSession, user_id: UUID, version_id: UUID) -> BenchRun | None:
    """The newest run that found something."""
    statement = _newest(user_id, version_id).where(BenchRun.status == "finished")
    return (await session.execute(statement)).scalar_one_or_none()


async def active(session: AsyncSession, user_id: UUID) -> UUID | None:
    """The run of a person that is under way; there is one at a time."""
    statement = select(BenchRun.id).where(BenchRun.user_id == user_id, BenchRun.status.in_(ACTIVE))
    return (await session.execute(statement)).scalar_one_or_none()


async def begun_since(session: AsyncSession, user_id: UUID, since: datetime) -> Sequence[datetime]:
    """When a person's runs since a moment were asked for, oldest first."""
    statement = select(BenchRun.created_at).where(BenchRun.user_id == user_id, BenchRun.created_at > since)
    return (await session.execute(statement.order_by(BenchRun.created_at))).scalars().all()


async def insert(session: AsyncSession, values: dict[str, Any]) -> BenchRun | None:
    """A new run; None when one of the person's is under way (two tabs at once)."""
    statement = pg_insert(BenchRun).values(values).on_conflict_do_nothing().returning(BenchRun)
    return (await session.execute(statement)).scalar_one_or_none()


async def forget(session: AsyncSession, user_id: UUID, keep: int) -> None:
    """Drop all but a person's newest runs."""
    old = select(BenchRun.id).where(BenchRun.user_id == user_id, BenchRun.status.not_in(ACTIVE))
    old = old.order_by(BenchRun.created_at.desc()).offset(keep)
    await session.execute(delete(BenchRun).where(BenchRun.id.in_(old)))


async def give_up(session: AsyncSession, user_id: UUID, version_id: UUID, path: str, now: datetime) -> None:
    """Keep that a planted bug was shown without having been caught."""
    values = {"user_id": user_id, "problem_version_id": version_id, "path": path, "at": now}
    await session.execute(pg_insert(GivenUp).values(values).on_conflict_do_nothing())


async def given_up(session: AsyncSession, user_id: UUID, version_id: UUID) -> set[str]:
    """The planted bugs of a version that a person has given up."""
    statement = select(GivenUp.path).where(GivenUp.user_id == user_id, GivenUp.problem_version_id == version_id)
    return set((await session.execute(statement)).scalars())


# --- what the worker does -------------------------------------------------------------------------------------


async def locked(session: AsyncSession, run_id: UUID) -> BenchRun | None:
    """A run for a change, as it is now."""
    statement = select(BenchRun).where(BenchRun.id == run_id).with_for_update()
    return (await session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def beat(session: AsyncSession, run_id: UUID, tries: int, now: datetime) -> None:
    """Say that the worker of this try is alive."""
    mine = [BenchRun.id == run_id, BenchRun.tries == tries, BenchRun.status == "running"]
    await session.execute(update(BenchRun).where(*mine).values(heartbeat_at=now))
