"""The door: every route needs a person who is signed in, unless it is marked `@public`.

A dependency of the whole application, so a new route is closed until somebody opens it.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import HoldoutError, NotFound, PasskeyRequired, SignInRequired, TooManyRequests
from app.identity import ceremonies, sessions, tokens
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.kit.csrf import bearer
from app.kit.db import SessionDep
from app.kit.rates import By, Limiter
from app.settings import Settings

COOKIE = "holdout_session"
VISIT = "holdout_visit"  # of a visitor who has signed in since, until they have said what becomes of what they did
CEREMONY = "holdout_ceremony"  # a sign-in in two steps, between the two
DAY_SECONDS = 24 * 3600
F = TypeVar("F", bound=Callable[..., Any])
_PUBLIC: set[Callable[..., Any]] = set()
_WITHOUT_PASSKEY: set[Callable[..., Any]] = set()


def public(endpoint: F) -> F:
    """Mark an endpoint as open to everybody."""
    _PUBLIC.add(endpoint)
    return endpoint


def is_public(endpoint: Callable[..., Any] | None) -> bool:
    """Whether everybody may come in there."""
    return endpoint in _PUBLIC


def without_passkey(endpoint: F) -> F:
    """Mark an endpoint as open to staff who still have to show a passkey: what it takes to show one."""
    _WITHOUT_PASSKEY.add(endpoint)
    return endpoint


def owes_passkey(settings: Settings, actor: Actor) -> bool:
    """Whether somebody has to show a passkey before anything else."""
    return settings.staff_passkeys and actor.lacks_passkey


def clock_of(request: Request) -> Clock:
    """The application's clock."""
    clock: Clock = request.app.state.clock
    return clock


ClockDep = Annotated[Clock, Depends(clock_of)]


async def gate(request: Request, session: SessionDep, clock: ClockDep) -> None:
    """Find out who asks (`request.state.actor`).

    SignInRequired unless known or the route is public; PasskeyRequired for staff who still owe one.

    A request with a token has no other way in: its cookies are not looked at, since what another site can cause is
    refused for cookies only.
    """
    actor = request.state.actor = await _actor(request, session, clock)
    if actor is not None:
        limiter: Limiter = request.app.state.limiter
        wait = limiter.refused(By.PERSON, str(actor.id), request.method, request.url.path)
        if wait is not None:
            raise TooManyRequests(retry_after=wait)
    endpoint = request.scope.get("endpoint")
    if is_public(endpoint):
        return
    if actor is None:
        raise SignInRequired
    if endpoint not in _WITHOUT_PASSKEY and owes_passkey(request.app.state.settings, actor):
        raise PasskeyRequired


async def _actor(request: Request, session: AsyncSession, clock: Clock) -> Actor | None:
    token = bearer(request.headers)
    if token is None:
        return await sessions.actor_of(session, clock, request.cookies.get(COOKIE))
    return await tokens.actor_of(session, clock, token, method=request.method, path=request.url.path)


async def who_asks(request: Request) -> UUID | None:
    """Whose request it is, for middleware; None where the gate will refuse it."""
    state = request.scope["app"].state
    try:
        async with state.sessionmaker() as session:
            actor = await _actor(request, session, state.clock)
    except HoldoutError:
        return None
    return None if actor is None or owes_passkey(state.settings, actor) else actor.id


def keep_session(request: Request, response: Response, token: str, *, seconds: int) -> None:
    """Give the browser the session it comes back with; a visitor's is kept beside it, so that nothing is lost."""
    settings: Settings = request.app.state.settings
    secure = settings.secure_cookies
    if visitor_of(request) is not None:
        visit, days = request.cookies[COOKIE], settings.guest_days
        response.set_cookie(VISIT, visit, max_age=days * DAY_SECONDS, httponly=True, samesite="lax", secure=secure)
    response.set_cookie(COOKIE, token, max_age=seconds, httponly=True, samesite="lax", secure=secure)


def keep_ceremony(response: Response, settings: Settings, token: str) -> None:
    """Give the browser what it comes back with for the second step; a provider sends it back from another site."""
    seconds = int(ceremonies.VALID_FOR.total_seconds())
    response.set_cookie(CEREMONY, token, max_age=seconds, httponly=True, samesite="lax", secure=settings.secure_cookies)


def own_path(target: str) -> str:
    """A path on this site to go on to; anything that could lead elsewhere becomes the practice page."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if safe else "/practice"


def current_actor(request: Request) -> Actor:
    """The person the gate let in."""
    actor: Actor | None = request.state.actor
    if actor is None:
        raise SignInRequired
    return actor


def visitor_of(request: Request) -> Actor | None:
    """Whoever tries Holdout without an account in this browser, if somebody does."""
    actor: Actor | None = request.state.actor
    return actor if actor is not None and actor.visitor else None


async def visitor_before(request: Request, session: SessionDep, clock: ClockDep) -> Actor | None:
    """Whoever tried Holdout without an account in this browser before somebody signed in, while they are known."""
    if bearer(request.headers) is not None:
        return None
    found = await sessions.actor_of(session, clock, request.cookies.get(VISIT))
    return found if found is not None and found.visitor else None


ActorDep = Annotated[Actor, Depends(current_actor)]
VisitorBeforeDep = Annotated[Actor | None, Depends(visitor_before)]


def no_guests(actor: ActorDep) -> None:
    """A dependency of what only accounts have, such as practice; a guest finds none of it."""
    if actor.guest:
        raise NotFound
