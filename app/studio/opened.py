"""Every page and call of the studio that shows a draft is noted: whoever saw one cannot solve its pilot blind."""

from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.gate import ClockDep
from app.kit.clock import Clock
from app.kit.db import SessionDep
from app.problems import openings
from app.studio import repository


async def noted(request: Request, session: SessionDep, clock: ClockDep) -> None:
    """A dependency of the studio's routers: notes who opens the draft that the address names."""
    actor: Actor | None = request.state.actor
    named = request.path_params.get("draft_id")
    if actor is not None and named is not None:
        await _note(session, clock, actor, str(named))


async def _note(session: AsyncSession, clock: Clock, actor: Actor, named: str) -> None:
    try:
        draft = await repository.draft(session, actor, UUID(named))
    except (NotFound, ValueError):
        return  # the endpoint says so
    await openings.note(session, actor, draft.problem_id, clock.now())
