"""The door: every route needs a person who is signed in, unless it is marked `@public`.

A dependency of the whole application, so a new route is closed until somebody opens it.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response

from app.errors import SignInRequired
from app.identity import service
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.kit.db import SessionDep
from app.settings import Settings

COOKIE = "holdout_session"
F = TypeVar("F", bound=Callable[..., Any])
_PUBLIC: set[Callable[..., Any]] = set()


def public(endpoint: F) -> F:
    """Mark an endpoint as open to everybody."""
    _PUBLIC.add(endpoint)
    return endpoint


def is_public(endpoint: Callable[..., Any] | None) -> bool:
    """Whether everybody may come in there."""
    return endpoint in _PUBLIC


def clock_of(request: Request) -> Clock:
    """The application's clock."""
    clock: Clock = request.app.state.clock
    return clock


ClockDep = Annotated[Clock, Depends(clock_of)]


async def gate(request: Request, session: SessionDep, clock: ClockDep) -> None:
    """Find out who asks (`request.state.actor`); SignInRequired unless known or the route is public."""
    request.state.actor = await service.actor_of(session, clock, request.cookies.get(COOKIE))
    if request.state.actor is None and not is_public(request.scope.get("endpoint")):
        raise SignInRequired


def keep_session(response: Response, settings: Settings, token: str, *, seconds: int) -> None:
    """Give the browser the session it comes back with."""
    response.set_cookie(COOKIE, token, max_age=seconds, httponly=True, samesite="lax", secure=settings.secure_cookies)


def current_actor(request: Request) -> Actor:
    """The person the gate let in."""
    actor: Actor | None = request.state.actor
    if actor is None:
        raise SignInRequired
    return actor


ActorDep = Annotated[Actor, Depends(current_actor)]
