"""Queries on readings; each belongs to whoever its attempt belongs to, which the caller has looked at."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.reading.models import Reading


async def of_attempt(session: AsyncSession, attempt_id: UUID, *, lock: bool = False) -> Reading | None:
    """The reading an attempt began with."""
    statement = select(Reading).where(Reading.attempt_id == attempt_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()
