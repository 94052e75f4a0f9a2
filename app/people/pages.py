"""The pages of people: the list, one person, who is invited, which mail was sent."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.errors import Invalid, LeadsSomething
from app.identity import outbox, resets
from app.identity.actor import Actor, Role
from app.identity.gate import ActorDep, ClockDep
from app.identity.permissions import Permission
from app.kit.db import SessionDep
from app.kit.links import base_of
from app.kit.paging import PageNumber
from app.kit.templates import pages_of
from app.people import holdings, invitations, service
from app.people.schemas import InviteIn, MailQuery, MailShown, NameIn, PeopleQuery, RolesIn, TakerIn

router = APIRouter()
ROLES = {
    Role.ADMIN: "May do everything, and looks after people",
    Role.AUTHOR: "Writes problems",
    Role.INTERVIEWER: "Plans and leads interviews",
    Role.REVIEWER: "Scores interviews they are named in",
    Role.CANDIDATE: "Practises, and is interviewed",
}


def _part(page: int) -> dict[str, int]:
    return {"limit": service.PAGE_SIZE, "offset": (page - 1) * service.PAGE_SIZE}


@router.get("/people")
async def list_people(
    request: Request, session: SessionDep, actor: ActorDep, query: Annotated[PeopleQuery, Query()]
) -> Response:
    """People by state, role and name."""
    state = query.state if query.state in service.STATES else "active"
    role = query.role if query.role in set(Role) else ""
    found = await service.listing(session, actor, role=role, state=state, text=query.q, **_part(query.page))
    context = {
        "found": found,
        "page": query.page,
        "filters": {"state": "" if state == "active" else state, "role": role, "q": query.q},
        "roles": ROLES,
    }
    return pages_of(request).render(request, "people/list.html", context)


@router.get("/people/invite")
async def invite_page(request: Request, actor: ActorDep) -> Response:
    """The form of an invitation."""
    actor.require(Permission.PEOPLE)
    return _invite_page(request, InviteIn(roles=[Role.CANDIDATE], mail=True), {})


@router.post("/people/invite")
async def invite(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, given: Annotated[InviteIn, Form()]
) -> Response:
    """Invite somebody; the link is shown this once."""
    mail = given.mail and request.app.state.settings.mails
    try:
        link = await invitations.invite(
            session,
            clock,
            actor,
            email=given.email,
            name=given.name,
            roles=given.roles,
            base=base_of(request),
            mail=mail,
        )
    except Invalid as error:
        return _invite_page(request, given, _errors(error))
    context = {
        "title": f"{link.invitation.name or link.invitation.email} is invited",
        "address": link.address,
        "until": link.invitation.expires_at,
        "to": link.invitation.email,
        "mailed": link.mailed,
        "what": "make an account",
        "back": ("/people/invitations", "Back to the invitations"),
    }
    return pages_of(request).render(request, "people/link.html", context)


def _invite_page(request: Request, given: InviteIn, errors: dict[str, str]) -> Response:
    context = {"given": given, "errors": errors, "roles": ROLES, "mails": request.app.state.settings.mails}
    return pages_of(request).render(request, "people/invite.html", context, code=422 if errors else 200)


@router.get("/people/invitations")
async def list_invitations(
    *,
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    page: PageNumber = 1,
) -> Response:
    """Invitations that wait to be used."""
    found, total = await invitations.waiting(session, actor, **_part(page))
    context = {"invitations": found, "page": page, "now": clock.now(), "more": total > page * service.PAGE_SIZE}
    return pages_of(request).render(request, "people/invitations.html", context)


@router.post("/people/invitations/{invitation_id}/withdraw")
async def withdraw_invitation(invitation_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Make an invitation worthless."""
    await invitations.withdraw(session, clock, actor, invitation_id)
    return RedirectResponse("/people/invitations", status_code=303)


@router.get("/people/mail")
async def list_mail(
    *,
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    query: Annotated[MailQuery, Query()],
) -> Response:
    """What was mailed, what waits and what failed."""
    state = query.state if query.state in outbox.STATES else ""
    found = await outbox.listing(session, actor, state=state, text=query.q, **_part(query.page))
    context = {
        "mails": [MailShown.of(each, clock.now()) for each in found.mails],
        "found": found,
        "page": query.page,
        "filters": {"state": state, "q": query.q},
        "server": request.app.state.settings.mails,
    }
    return pages_of(request).render(request, "people/mail.html", context)


@router.post("/people/mail/{mail_id}/repeat")
async def repeat_mail(mail_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Try a mail again that was given up."""
    await outbox.repeat(session, clock, actor, mail_id)
    return RedirectResponse("/people/mail", status_code=303)


@router.get("/people/{person_id}")
async def open_person(request: Request, person_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """One person, and all that can be done about them."""
    return await _person_page(request, session, actor, person_id)


@router.post("/people/{person_id}/name")
async def rename(
    *,
    request: Request,
    person_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[NameIn, Form()],
) -> Response:
    """Another name."""
    try:
        await service.rename(session, clock, actor, person_id, given.name)
    except Invalid as error:
        return await _person_page(request, session, actor, person_id, fault=("name", error.message))
    return _to_person(person_id)


@router.post("/people/{person_id}/roles")
async def set_roles(
    *,
    request: Request,
    person_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[RolesIn, Form()],
) -> Response:
    """Other roles."""
    try:
        await service.set_roles(session, clock, actor, person_id, given.roles)
    except Invalid as error:
        return await _person_page(request, session, actor, person_id, fault=("roles", error.message))
    return _to_person(person_id)


@router.post("/people/{person_id}/password")
async def make_reset(
    *,
    request: Request,
    person_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    mail: Annotated[bool, Form()] = False,
) -> Response:
    """A link with which the person chooses a new password, shown this once."""
    mail = mail and request.app.state.settings.mails
    link = await resets.make(session, clock, actor, person_id, base=base_of(request), mail=mail)
    context = {
        "title": f"A new password for {link.user.name}",
        "address": f"{base_of(request)}/password/{link.token}",
        "until": link.expires_at,
        "to": link.user.email,
        "mailed": mail,
        "what": f"choose a new password for the account of {link.user.name}",
        "back": (f"/people/{person_id}", f"Back to {link.user.name}"),
    }
    return pages_of(request).render(request, "people/link.html", context)


@router.post("/people/{person_id}/hand-over")
async def hand_over(
    *,
    request: Request,
    person_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[TakerIn, Form()],
) -> Response:
    """Give all that the person leads to somebody else."""
    if given.taker is None:
        fault = ("taker", "Choose who takes over.")
        return await _person_page(request, session, actor, person_id, fault=fault)
    await service.hand_over(session, clock, actor, request.app.state.holdings, person_id, taker_id=given.taker)
    return _to_person(person_id)


@router.post("/people/{person_id}/deactivate")
async def deactivate(
    *,
    request: Request,
    person_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[TakerIn, Form()],
) -> Response:
    """Shut somebody out; what they lead goes to the one who was chosen."""
    try:
        await service.deactivate(session, clock, actor, request.app.state.holdings, person_id, taker_id=given.taker)
    except LeadsSomething as error:
        return await _person_page(request, session, actor, person_id, fault=("leaving", error.message))
    return _to_person(person_id)


@router.post("/people/{person_id}/activate")
async def activate(person_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Let somebody in again."""
    await service.activate(session, clock, actor, person_id)
    return _to_person(person_id)


async def _person_page(
    request: Request, session: AsyncSession, actor: Actor, person_id: UUID, *, fault: tuple[str, str] | None = None
) -> Response:
    user = await service.one(session, actor, person_id)
    context: dict[str, Any] = {
        "person": user,
        "seen": (await service.last_seen(session, actor, person_id)),
        "held": await holdings.held_by(request.app.state.holdings, session, person_id),
        "takers": await service.takers(session, actor, person_id),
        "roles": ROLES,
        "errors": dict([fault] if fault else []),
        "mails": request.app.state.settings.mails,
    }
    return pages_of(request).render(request, "people/person.html", context, code=422 if fault else 200)


def _to_person(person_id: UUID) -> Response:
    return RedirectResponse(f"/people/{person_id}", status_code=303)


def _errors(error: Invalid) -> dict[str, str]:
    listed = error.fields.get("errors")
    if not isinstance(listed, list):
        raise error
    return {str(each["field"]): str(each["message"]) for each in listed}
