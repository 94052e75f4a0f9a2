"""The start page for whoever is not signed in, the way in without an account and on from it, the tour, signing up."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from starlette.responses import RedirectResponse

from app.errors import Invalid, TooManyRequests
from app.guests import service
from app.guests.schemas import SignUpIn
from app.guests.service import Step
from app.identity import visitors
from app.identity.actor import Actor
from app.identity.devices import device_of
from app.identity.gate import (
    VISIT,
    ActorDep,
    ClockDep,
    VisitorBeforeDep,
    keep_session,
    no_guests,
    public,
    visitor_of,
)
from app.kit.db import SessionDep
from app.kit.links import base_of
from app.kit.templates import pages_of
from app.people import sign_up
from app.problems.service import FIRST
from app.settings import Settings

router = APIRouter()


@router.get("/")
@public
async def home(request: Request, session: SessionDep) -> Response:
    """The first page: practice, a guest's interviews, the tour of a visitor; for nobody, what this is."""
    actor: Actor | None = request.state.actor
    if actor is not None:
        return RedirectResponse(_first(actor), status_code=303)
    settings: Settings = request.app.state.settings
    context = {"open": bool(settings.guests) and await service.is_open(session)}
    return pages_of(request).render(request, "guests/start.html", context)


def _first(actor: Actor) -> str:
    if actor.visitor:
        return "/tour"
    return "/interviews" if actor.guest else "/practice"


@router.post("/visits")
@public
async def arrive(request: Request, session: SessionDep, clock: ClockDep) -> Response:
    """Begin without an account; whoever is known already goes on as who they are."""
    response = RedirectResponse("/tour", status_code=303)
    if request.state.actor is None:
        settings: Settings = request.app.state.settings
        most, days = settings.guests if await service.is_open(session) else 0, settings.guest_days
        signed_in = await visitors.arrive(session, clock, device=device_of(request), most=most, days=days)
        keep_session(request, response, signed_in.token, seconds=days * 24 * 3600)
    return response


@router.post("/visits/taken", dependencies=[Depends(no_guests)])
async def take_along(session: SessionDep, actor: ActorDep, clock: ClockDep, visitor: VisitorBeforeDep) -> Response:
    """Make what was done in this browser without an account the account's own."""
    if visitor is not None:
        await service.take_along(session, clock, actor, visitor)
    return _visit_over()


@router.post("/visits/left", dependencies=[Depends(no_guests)])
async def leave_behind(session: SessionDep, visitor: VisitorBeforeDep) -> Response:
    """Leave it; it is removed within the hour."""
    if visitor is not None:
        await service.leave_behind(session, visitor)
    return _visit_over()


def _visit_over() -> Response:
    response = RedirectResponse("/practice", status_code=303)
    response.delete_cookie(VISIT, httponly=True, samesite="lax")
    return response


@router.get("/tour")
async def tour(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """A leak caught, recovered and explained, as far as the person is."""
    leak, recovery = await service.tour(session, actor)
    context = {"leak": leak, "recovery": recovery, "own": "/problems/{}/{}".format(*FIRST)}
    return pages_of(request).render(request, "guests/tour.html", context)


@router.post("/tour/{step}")
async def submit(*, request: Request, step: Step, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Submit the prepared code of a step."""
    settings: Settings = request.app.state.settings
    await service.submit(session, clock, actor, step, per_minute=settings.executions_per_minute)
    return RedirectResponse(f"/tour#{step}-verdict", status_code=303)


@router.get("/signup")
@public
async def sign_up_page(request: Request) -> Response:
    """The form; where nobody signs up by themselves it says whom to ask."""
    return _sign_up_page(request)


@router.post("/signup")
@public
async def ask(request: Request, session: SessionDep, clock: ClockDep, given: Annotated[SignUpIn, Form()]) -> Response:
    """Have a link mailed. The answer is the same for every address."""
    settings: Settings = request.app.state.settings
    if not settings.sign_up:
        return _sign_up_page(request)
    try:
        await sign_up.ask(session, clock, email=given.email, visitor=visitor_of(request), base=base_of(request))
    except (Invalid, TooManyRequests) as error:
        return _sign_up_page(request, email=given.email, fault=error.message, code=error.status)
    return _sign_up_page(request, asked=given.email)


def _sign_up_page(request: Request, *, asked: str = "", email: str = "", fault: str = "", code: int = 200) -> Response:
    settings: Settings = request.app.state.settings
    context = {"open": settings.sign_up, "asked": asked, "email": email, "fault": fault, "days": settings.guest_days}
    return pages_of(request).render(request, "guests/sign_up.html", context, code=code)
