"""Whoever opens a page or call of the studio that shows the inside of a problem is noted, and cannot solve it blind."""

from uuid import UUID

from fastapi import Request

from app.identity.actor import Actor
from app.identity.gate import ClockDep
from app.identity.permissions import Permission
from app.kit.db import SessionDep
from app.problems import openings
from app.studio import repository


async def noted(request: Request, session: SessionDep, clock: ClockDep) -> None:
    """A dependency of the studio's routers: notes who opens what the address names (a draft, an offer, …)."""
    actor: Actor | None = request.state.actor
    if actor is None or not actor.may(Permission.STUDIO):
        return  # finds nothing there
    for name in repository.INSIDE.keys() & request.path_params.keys():
        problem_id = await _problem_of(session, name, str(request.path_params[name]))
        if problem_id is not None:
            await openings.note(session, actor, problem_id, clock.now())


async def _problem_of(session: SessionDep, name: str, given: str) -> UUID | None:
    try:
        return await repository.problem_of(session, name, UUID(given))
    except ValueError:
        return None  # the endpoint says so
