"""Executions as an operator sees them: which are held by workers, which ended by a fault of ours. Never their texts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import repository
from app.attempts.models import Execution


async def held(session: AsyncSession, limit: int) -> Sequence[Execution]:
    """Those that workers have taken up, the first asked for first."""
    return await repository.working(session, limit)


async def broken(session: AsyncSession, since: datetime, limit: int) -> Sequence[Execution]:
    """Those that ended without a result since then, the newest first."""
    return await repository.broken(session, since, limit)
