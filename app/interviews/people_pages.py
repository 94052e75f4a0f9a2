"""The forms of seats and links, and the public page that a link opens."""

from typing import Annotated
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from app.errors import Invalid, NotFound
from app.identity import sessions
from app.identity.actor import Actor
from app.identity.devices import device_of
from app.identity.gate import COOKIE, ActorDep, ClockDep, keep_session, public, visitor_of
from app.interviews import forms, invitations, links, pages, people, service
from app.interviews.rights import Part
from app.interviews.schemas import PersonIn, SeatIn
from app.interviews.words import EVERYTHING
from app.kit.db import SessionDep
from app.kit.templates import pages_of

router = APIRouter()


@router.post("/interviews/{interview_id}/people")
async def add_person(
    *,
    request: Request,
    interview_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[PersonIn, Form()],
) -> Response:
    """Give somebody a seat; the plan again, with what does not fit beside its field."""
    try:
        await people.add(session, clock, actor, interview_id, **given.model_dump())
    except Invalid as error:
        adding = {"values": given.model_dump(), "errors": forms.errors_of(error)}
        seat = await service.seat(session, clock, actor, interview_id)
        return await pages.plan_page(request, session, clock, seat, adding=adding)
    return _to_people(interview_id)


@router.post("/interviews/{interview_id}/people/{person_id}")
async def change_person(
    *,
    interview_id: UUID,
    person_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[SeatIn, Form()],
) -> Response:
    """Another part, or more or less extra time."""
    await people.change(
        session, clock, actor, interview_id, person_id, part=given.part, extra_minutes=given.extra_minutes
    )
    return _to_people(interview_id)


@router.post("/interviews/{interview_id}/people/{person_id}/remove")
async def remove_person(
    interview_id: UUID, person_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Take a seat away."""
    await people.remove(session, clock, actor, interview_id, person_id)
    try:
        await service.seat(session, clock, actor, interview_id)
    except NotFound:  # whoever removes themselves
        return RedirectResponse("/interviews", status_code=303)
    return _to_people(interview_id)


def _to_people(interview_id: UUID) -> Response:
    return RedirectResponse(f"/interviews/{interview_id}/plan#people", status_code=303)


@router.post("/interviews/{interview_id}/people/{person_id}/link")
async def make_link(
    *,
    request: Request,
    interview_id: UUID,
    person_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    replaces: Annotated[UUID | None, Form()] = None,
    mail: Annotated[bool, Form()] = False,
) -> Response:
    """A new link, shown this once, and mailed to its person when that is asked for and there is a mail server."""
    link = await invitations.make(session, clock, actor, interview_id, person_id, replaces=replaces)
    seat = await service.seat(session, clock, actor, interview_id)
    address = links.address(request, link)
    mailed = mail and await links.mail(request, (session, clock, actor, interview_id), seat.interview, link)
    context = {
        **EVERYTHING,
        "interview": seat.interview,
        "link": link,
        "address": address,
        "mailed": mailed,
        "mail": _mail(link.person.user.email, seat.interview.title, address),
        "replaced": replaces is not None,
    }
    return pages_of(request).render(request, "interviews/link.html", context)


def _mail(to: str, title: str, address: str) -> str:
    """A message that the reader's own mail program opens with."""
    body = (
        f"You are invited to “{title}”. This link is yours alone; it says what to expect and lets you in:\n\n{address}"
    )
    return f"mailto:{quote(to)}?{urlencode({'subject': f'Invitation: {title}', 'body': body}, quote_via=quote)}"


@router.post("/interviews/{interview_id}/people/{person_id}/revoke")
async def revoke_link(
    interview_id: UUID, person_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Withdraw a link."""
    await invitations.revoke(session, clock, actor, interview_id, person_id)
    return _to_people(interview_id)


@router.get("/join/{token}")
@public
async def open_link(request: Request, token: str, session: SessionDep, clock: ClockDep) -> Response:
    """Who invites whom to what. Nothing happens yet: programs that preview links come here too."""
    invitation = await invitations.look(session, clock, token)
    actor: Actor | None = request.state.actor
    who = invitation.person
    context = {
        **EVERYTHING,
        "invitation": invitation,
        "interview": who.interview,
        "person": who,
        "minutes": who.interview.minutes + (who.extra_minutes if who.part == Part.CANDIDATE else 0),
        "someone_else": actor is not None and actor.id != who.user_id,
        "elsewhere": actor is not None and actor.by_link and actor.invitation_id != invitation.id,
    }
    return pages_of(request).render(request, "interviews/join.html", context)


@router.post("/join/{token}")
@public
async def enter(request: Request, token: str, session: SessionDep, clock: ClockDep) -> Response:
    """Come in: a guest gets a session, somebody with an account signs in first."""
    entered = await invitations.enter(session, clock, request.state.actor, token, device=device_of(request))
    target = f"/interviews/{entered.interview_id}"
    if entered.signed_in is None:
        signed_in_first = target if entered.known else f"/signin?{urlencode({'next': target})}"
        return RedirectResponse(signed_in_first, status_code=303)
    if (before := request.cookies.get(COOKIE)) and visitor_of(request) is None:
        await sessions.sign_out(session, clock, before)
    response = RedirectResponse(target, status_code=303)
    left = entered.signed_in.expires_at - clock.now()
    keep_session(request, response, entered.signed_in.token, seconds=int(left.total_seconds()))
    return response
