"""How much there is already of what a limit bounds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Execution, Report
from app.attempts.repository import ACTIVE
from app.attempts.schemas import ASKED, UNASKED
from app.identity.models import User


async def started_since(session: AsyncSession, user_id: UUID, since: datetime) -> list[datetime]:
    """When executions since a moment began, oldest first: at the person's attempts, and what else they asked for.

    What staff rerun of a candidate's submission is not the candidate's.
    """
    own = and_(Attempt.user_id == user_id, Execution.kind.in_(ASKED))
    statement = (
        select(Execution.created_at)
        .join(Execution.attempt)
        .where(or_(own, Execution.requested_by == user_id), Execution.created_at > since)
        .order_by(Execution.created_at)
    )
    return list((await session.execute(statement)).scalars())


async def count_of(session: AsyncSession, user_id: UUID) -> int:
    """How many executions there are at a person's attempts."""
    own = select(func.count()).select_from(Execution).join(Execution.attempt).where(Attempt.user_id == user_id)
    return (await session.execute(own)).scalar_one()


async def count_waiting_visitors(session: AsyncSession) -> int:
    """How many executions of visitors are under way."""
    statement = (
        select(func.count())
        .select_from(Execution)
        .join(Execution.attempt)
        .join(User, User.id == Attempt.user_id)
        .where(Execution.status.in_(ACTIVE), User.visitor)
    )
    return (await session.execute(statement)).scalar_one()


async def count_queued(session: AsyncSession) -> int:
    """How many executions that somebody waits for wait: for a worker, or in one for their turn."""
    unstarted = (Execution.status == "running") & Execution.started_at.is_(None)
    waiting = (Execution.status == "queued") | unstarted
    statement = select(func.count()).select_from(Execution).where(waiting, Execution.kind.not_in(UNASKED))
    return (await session.execute(statement)).scalar_one()


async def reports_since(session: AsyncSession, user_id: UUID, since: datetime) -> int:
    """How many reports a person has sent since then."""
    mine = Report.user_id == user_id, Report.created_at > since
    return (await session.execute(select(func.count()).select_from(Report).where(*mine))).scalar_one()
