"""Executions as an operator sees them: which are held by workers, which ended by a fault of ours. Never their texts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Execution
from app.attempts.repository import WITHOUT_TEXTS


async def held(session: AsyncSession, limit: int) -> Sequence[Execution]:
    """Those that workers have taken up, the first asked for first."""
    statement = select(Execution).options(*WITHOUT_TEXTS).where(Execution.status == "running")
    return (await session.execute(statement.order_by(Execution.created_at).limit(limit))).scalars().all()


async def broken(session: AsyncSession, since: datetime, limit: int) -> Sequence[Execution]:
    """Those that ended without a result since then, the newest first."""
    statement = (
        select(Execution)
        .options(*WITHOUT_TEXTS)
        .where(Execution.status == "platform_error", Execution.finished_at >= since)
        .order_by(Execution.finished_at.desc())
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()
