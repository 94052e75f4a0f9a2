"""The API of people, for administrators: all that their pages do."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator

from app.identity import outbox, resets
from app.identity.actor import Role
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.links import base_of
from app.kit.paging import PagingDep
from app.kit.text import plain
from app.people import invitations, service
from app.people.schemas import (
    HandedOver,
    InvitationList,
    InvitationShown,
    InviteIn,
    LinkShown,
    MailList,
    MailShown,
    NameIn,
    PeopleList,
    PersonShown,
    ResetShown,
    RolesIn,
    State,
    TakerIn,
)

router = APIRouter(prefix="/api/people", tags=["people"])
Text = Annotated[str, Query(alias="q", max_length=320), AfterValidator(plain)]


@router.get("", summary="People by state, role and name")
async def get_people(
    *,
    session: SessionDep,
    actor: ActorDep,
    state: State = "active",
    role: Role | None = None,
    text: Text = "",
    paging: PagingDep,
) -> PeopleList:
    """A page of people by name."""
    found = await service.listing(
        session, actor, role=str(role) if role else "", state=state, text=text, limit=paging.limit, offset=paging.offset
    )
    shown = [PersonShown.of(each, found.seen.get(each.id)) for each in found.people]
    return PeopleList(items=shown, total=found.total, next=paging.next(found.total))


@router.get("/invitations", summary="Invitations that wait")
async def get_invitations(session: SessionDep, actor: ActorDep, paging: PagingDep) -> InvitationList:
    """A page of invitations that were neither used nor withdrawn, newest first."""
    found, total = await invitations.waiting(session, actor, limit=paging.limit, offset=paging.offset)
    return InvitationList(items=[InvitationShown.of(each) for each in found], total=total, next=paging.next(total))


@router.post("/invitations", status_code=201, summary="Invite somebody")
async def post_invitation(
    request: Request, given: InviteIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> LinkShown:
    """Invite somebody to an account; the link is told this once, and mailed when that is asked for and possible."""
    link = await invitations.invite(
        session,
        clock,
        actor,
        email=given.email,
        name=given.name,
        roles=given.roles,
        base=base_of(request),
        mail=given.mail and request.app.state.settings.mails,
    )
    return LinkShown.of(link)


@router.delete("/invitations/{invitation_id}", status_code=204, summary="Withdraw an invitation")
async def delete_invitation(invitation_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Make an invitation worthless."""
    await invitations.withdraw(session, clock, actor, invitation_id)
    return Response(status_code=204)


@router.get("/mail", summary="Mails by state")
async def get_mail(
    *,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    state: Literal["", "queued", "sent", "failed"] = "",
    text: Text = "",
    paging: PagingDep,
) -> MailList:
    """A page of mails, newest first, without their texts."""
    found = await outbox.listing(session, actor, state=state, text=text, limit=paging.limit, offset=paging.offset)
    shown = [MailShown.of(each, clock.now()) for each in found.mails]
    return MailList(items=shown, total=found.total, next=paging.next(found.total))


@router.post("/mail/{mail_id}/repeat", status_code=204, summary="Send a failed mail again")
async def repeat_mail(mail_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Try a mail again that was given up; 409 when it is under way, or its link is over."""
    await outbox.repeat(session, clock, actor, mail_id)
    return Response(status_code=204)


@router.get("/{person_id}", summary="One person's account")
async def get_person(person_id: UUID, session: SessionDep, actor: ActorDep) -> PersonShown:
    """Somebody with or without an account."""
    user = await service.one(session, actor, person_id)
    return PersonShown.of(user, await service.last_seen(session, actor, person_id))


@router.put("/{person_id}/name", summary="Rename somebody")
async def put_name(
    person_id: UUID, given: NameIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> PersonShown:
    """Call somebody by another name."""
    await service.rename(session, clock, actor, person_id, given.name)
    return await get_person(person_id, session, actor)


@router.put("/{person_id}/roles", summary="Set the roles of somebody")
async def put_roles(
    person_id: UUID, given: RolesIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> PersonShown:
    """Give somebody these roles and no others; 409 for the last administrator."""
    await service.set_roles(session, clock, actor, person_id, given.roles)
    return await get_person(person_id, session, actor)


@router.post("/{person_id}/password", status_code=201, summary="Make a link to a new password")
async def post_reset(
    *,
    request: Request,
    person_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    mail: bool = False,
) -> ResetShown:
    """A link with which the person chooses a new password, told this once."""
    mail = mail and request.app.state.settings.mails
    link = await resets.make(session, clock, actor, person_id, base=base_of(request), mail=mail)
    address = f"{base_of(request)}/password/{link.token}"
    return ResetShown(address=address, expires_at=link.expires_at, mailed=mail)


@router.post("/{person_id}/hand-over", summary="Hand over what somebody leads")
async def post_hand_over(
    *, request: Request, person_id: UUID, given: TakerIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> HandedOver:
    """Give all that the person leads, and that is not over, to somebody else; to oneself when nobody is named."""
    holdings, taker = request.app.state.holdings, given.taker or actor.id
    return HandedOver(things=await service.hand_over(session, clock, actor, holdings, person_id, taker_id=taker))


@router.post("/{person_id}/deactivate", summary="Shut somebody out")
async def post_deactivate(
    *, request: Request, person_id: UUID, given: TakerIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> PersonShown:
    """End every session and let nobody in; 409 for the last administrator, and for whoever leads something."""
    await service.deactivate(session, clock, actor, request.app.state.holdings, person_id, taker_id=given.taker)
    return await get_person(person_id, session, actor)


@router.post("/{person_id}/activate", summary="Let somebody in again")
async def post_activate(person_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> PersonShown:
    """Let somebody in again, with the roles they had."""
    await service.activate(session, clock, actor, person_id)
    return await get_person(person_id, session, actor)
