"""The API of one's own account, and of signing in with a passkey."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.errors import Invalid
from app.identity import account, passkeys, sessions
from app.identity.devices import device_of
from app.identity.gate import (
    CEREMONY,
    COOKIE,
    ActorDep,
    ClockDep,
    keep_ceremony,
    keep_session,
    owes_passkey,
    own_path,
    public,
    without_passkey,
)
from app.identity.passkeys import RelyingParty
from app.identity.schemas import (
    AccountShown,
    Ended,
    NameIn,
    PasskeyIn,
    PasskeyShown,
    PasswordIn,
    ProofIn,
    SessionShown,
    WayOn,
)
from app.kit.db import SessionDep
from app.settings import Settings

router = APIRouter(prefix="/api", tags=["account"])


def _party(request: Request) -> RelyingParty:
    party = passkeys.relying_party(request)
    if party is None:
        raise Invalid("Passkeys need https and a host name. Whoever operates Holdout can set both up.")
    return party


PartyDep = Annotated[RelyingParty, Depends(_party)]


@router.get("/account", summary="One's own account")
async def get_account(session: SessionDep, actor: ActorDep) -> AccountShown:
    """Name, address, roles, and whether there is a password."""
    user = await account.own(session, actor)
    return AccountShown(
        id=user.id,
        name=user.name,
        email=user.email,
        roles=sorted(actor.roles),
        guest=user.guest,
        has_password=account.has_password(user),
    )


@router.put("/account/name", summary="Rename oneself")
async def put_name(given: NameIn, session: SessionDep, actor: ActorDep, clock: ClockDep) -> AccountShown:
    """Be called by another name."""
    await account.rename(session, clock, actor, given.name)
    return await get_account(session, actor)


@router.put("/account/password", status_code=204, summary="Change one's password")
async def put_password(request: Request, given: PasswordIn, actor: ActorDep, clock: ClockDep) -> Response:
    """Another password, for whoever knows the one before; every other device is signed out."""
    await account.change_password(
        request.app.state.sessionmaker,
        clock,
        actor,
        before=given.before,
        after=given.after,
        device=device_of(request),
        token=request.cookies.get(COOKIE),
    )
    return Response(status_code=204)


@router.get("/account/sessions", summary="Devices one is signed in on")
async def get_sessions(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> list[SessionShown]:
    """The device that asks first, then by last use."""
    found = await sessions.of_person(session, clock, actor, request.cookies.get(COOKIE))
    return [SessionShown.model_validate(each) for each in found]


@router.delete("/account/sessions", summary="Sign every other device out")
async def delete_other_sessions(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Ended:
    """End every session but the one that asks."""
    return Ended(sessions=await sessions.end_others(session, clock, actor, request.cookies.get(COOKIE)))


@router.delete("/account/sessions/{session_id}", status_code=204, summary="Sign one device out")
async def delete_session(session_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """End one session of one's own."""
    await sessions.end(session, clock, actor, session_id)
    return Response(status_code=204)


@router.get("/account/passkeys", summary="One's passkeys")
async def get_passkeys(session: SessionDep, actor: ActorDep) -> list[PasskeyShown]:
    """The oldest first."""
    return [PasskeyShown.model_validate(each) for each in await passkeys.of_person(session, actor)]


@router.post("/account/passkeys/begin", summary="Begin to make a passkey")
@without_passkey
async def begin_passkey(
    *, request: Request, response: Response, session: SessionDep, actor: ActorDep, clock: ClockDep, party: PartyDep
) -> dict[str, Any]:
    """Options for `navigator.credentials.create`."""
    first = owes_passkey(request.app.state.settings, actor)
    options, token = await passkeys.begin_making(session, clock, actor, party, device=device_of(request), first=first)
    keep_ceremony(response, request.app.state.settings, token)
    return options


@router.post("/account/passkeys", status_code=201, summary="Keep a passkey")
@without_passkey
async def post_passkey(
    *, request: Request, given: PasskeyIn, session: SessionDep, actor: ActorDep, clock: ClockDep, party: PartyDep
) -> PasskeyShown:
    """What `navigator.credentials.create` gave, within ten minutes of the beginning."""
    made = await passkeys.make(
        request.app.state.sessionmaker,
        session,
        clock,
        actor,
        party,
        token=request.cookies.get(CEREMONY),
        credential=given.credential,
        name=given.name,
        first=(owed := owes_passkey(request.app.state.settings, actor)),
    )
    if owed:
        await sessions.prove(session, request.cookies.get(COOKIE))
    return PasskeyShown.model_validate(made)


@router.delete("/account/passkeys/{passkey_id}", status_code=204, summary="Remove a passkey")
async def delete_passkey(passkey_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Make one of one's own passkeys worthless."""
    await passkeys.remove(session, clock, actor, passkey_id)
    return Response(status_code=204)


@router.post("/passkeys/begin", summary="Begin to sign in with a passkey")
@public
async def begin_sign_in(
    *, request: Request, response: Response, session: SessionDep, clock: ClockDep, party: PartyDep
) -> dict[str, Any]:
    """Options for `navigator.credentials.get`."""
    options, token = await passkeys.begin_signing_in(session, clock, party, device=device_of(request))
    keep_ceremony(response, request.app.state.settings, token)
    return options


@router.post("/passkeys/sign-in", summary="Sign in with a passkey")
@public
async def sign_in(
    *, request: Request, response: Response, given: ProofIn, session: SessionDep, clock: ClockDep, party: PartyDep
) -> WayOn:
    """What `navigator.credentials.get` gave; the session comes as a cookie."""
    settings: Settings = request.app.state.settings
    signed_in = await passkeys.sign_in(
        request.app.state.sessionmaker,
        session,
        clock,
        party,
        token=request.cookies.get(CEREMONY),
        credential=given.credential,
        device=device_of(request),
        days=settings.session_days,
    )
    keep_session(request, response, signed_in.token, seconds=settings.session_days * 24 * 3600)
    return WayOn(next=own_path(given.next))
