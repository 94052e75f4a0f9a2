"""Who has seen the inside of a problem (draft, package, its checks): what makes a blind solve blind."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.problems import repository


async def note(session: AsyncSession, actor: Actor, problem_id: UUID, at: datetime) -> None:
    """Say that a person is shown more of a problem than a candidate is; only the first time counts."""
    await repository.insert_opening(session, problem_id, actor.id, at)


async def hand_over(session: AsyncSession, from_id: UUID, to_id: UUID) -> None:
    """What one person has seen, another has: it is the same one, with an account."""
    await repository.hand_over_openings(session, from_id, to_id)


async def has_opened(session: AsyncSession, user_id: UUID, problem_id: UUID) -> bool:
    """Whether the person has."""
    return await repository.has_opened(session, problem_id, user_id)
