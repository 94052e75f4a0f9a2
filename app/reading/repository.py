"""Queries on readings; each belongs to whoever its attempt belongs to, which the caller has looked at."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.reading.models import Reading


async def begin(session: AsyncSession, attempt_id: UUID, now: datetime) -> None:
    """A reading of an attempt; a second one changes nothing (two tabs at once)."""
    values = {"attempt_id": attempt_id, "begun_at": now, "lines": [], "explanation": ""}
    await session.execute(insert(Reading).values(values).on_conflict_do_nothing())


async def of_attempt(session: AsyncSession, attempt_id: UUID, *, lock: bool = False) -> Reading | None:
    """The reading an attempt began with."""
    statement = select(Reading).where(Reading.attempt_id == attempt_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()
