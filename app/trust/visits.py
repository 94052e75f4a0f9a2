"""Removing visitors who made no account: those whose days are over, who left, or who came and did nothing."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Execution
from app.identity.models import Session, User, Visitor
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.trust import removal
from app.trust.models import Removal

IDLE = timedelta(hours=1)
AT_ONCE = 20


async def sweep(sessionmaker: SessionMaker, clock: Clock) -> int:
    """Remove all who are to go, some at a time; gives how many."""
    removed = 0
    while True:
        async with sessionmaker.begin() as session:
            going = await _going(session, clock)
            for user in going:
                await _remove(session, clock, user)
        removed += len(going)
        if len(going) < AT_ONCE:
            return removed


async def _going(session: AsyncSession, clock: Clock) -> list[User]:
    """Locked, so that nobody becomes an account meanwhile; a grading that is under way has to end first."""
    now = clock.now()
    attempts = select(Attempt.id).where(Attempt.user_id == User.id)
    grading = select(Execution.id).join(Attempt).where(
        Attempt.user_id == User.id, Execution.status.in_(removal.UNDER_WAY)
    )  # fmt: skip
    idle = (Visitor.created_at <= now - IDLE) & ~exists(attempts)
    left = ~exists(select(Session.id).where(Session.user_id == User.id, Session.expires_at > now))
    statement = (
        select(User)
        .join(Visitor, Visitor.user_id == User.id)
        .where(User.visitor, or_(Visitor.expires_at <= now, idle, left), ~exists(grading))
        .order_by(Visitor.created_at)
        .limit(AT_ONCE)
        .with_for_update(of=User, skip_locked=True)
    )
    return list((await session.execute(statement)).scalars())


async def _remove(session: AsyncSession, clock: Clock, user: User) -> None:
    """Whoever did nothing leaves no trace; of others stays what statistics are made of, as after an erasure."""
    try:
        async with session.begin_nested():
            await session.execute(delete(User).where(User.id == user.id))
    except IntegrityError:
        await _empty(session, clock, user.id, user.email_key)


async def _empty(session: AsyncSession, clock: Clock, user_id: UUID, email_key: str) -> None:
    session.add(Removal(purpose="visit", person_id=user_id, at=clock.now()))
    await session.flush()
    await removal.remove_words(session, user_id, email_key)
