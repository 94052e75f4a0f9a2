"""Passkeys: made by somebody who is signed in, and later all that is needed to come in, without an address.

The person is verified by the device each time (user verification), the challenge is used once, and a counter that
does not rise is refused: it means that the key was copied.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import webauthn
from fastapi import Request
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from app.audit.actions import Action
from app.errors import Forbidden, Invalid, NotFound, PasskeyRequired, SignInRefused
from app.identity import ceremonies, repository, sessions
from app.identity.actor import Actor
from app.identity.addresses import fold_email
from app.identity.devices import Device
from app.identity.models import Passkey, User
from app.identity.record import about_person
from app.identity.service import checked_name
from app.identity.sessions import SignedIn, Way
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.links import base_of

MAKE, PROVE = "passkey_make", "passkey_prove"
MOST = 20
NAME = "Holdout"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The site a passkey is for: browsers tie it to the host's name."""

    id: str
    origin: str


def relying_party(request: Request) -> RelyingParty | None:
    """This site, or None where browsers make no passkeys: at a bare IP address, or without https."""
    parts = urlsplit(base_of(request))
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        safe = parts.scheme == "https" or host == "localhost"
        return RelyingParty(host, f"{parts.scheme}://{parts.netloc}") if safe else None
    return None


async def of_person(session: AsyncSession, actor: Actor) -> list[Passkey]:
    """One's own passkeys, the oldest first."""
    statement = select(Passkey).where(Passkey.user_id == actor.id).order_by(Passkey.created_at, Passkey.id)
    return list((await session.execute(statement)).scalars())


async def begin_making(
    session: AsyncSession, clock: Clock, actor: Actor, party: RelyingParty, *, device: Device, first: bool = False
) -> tuple[dict[str, Any], str]:
    """What the browser asks the authenticator to make, and the token it comes back with.

    `first`: somebody who owes a passkey may make their first one, and none beside those they could show.

    Raises:
        Invalid, Forbidden, PasskeyRequired
    """
    if actor.guest:
        raise Forbidden("A guest has no account, and comes in by the interview's link.")
    own = await of_person(session, actor)
    if first and own:
        raise PasskeyRequired
    _refuse_many(own)
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=actor.id.bytes,
        user_name=actor.email,
        user_display_name=actor.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in own],
    )
    data = {"challenge": bytes_to_base64url(options.challenge)}
    token = await ceremonies.begin(session, clock, MAKE, data, address=device.address, user_id=actor.id)
    return options_to_json_dict(options), token


def _refuse_many(own: Sequence[Passkey]) -> None:
    if len(own) >= MOST:
        raise Invalid(f"An account has at most {MOST} passkeys. Remove one first.")


async def make(
    sessionmaker: SessionMaker,
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    party: RelyingParty,
    *,
    token: str | None,
    credential: dict[str, Any],
    name: str,
    first: bool = False,
) -> Passkey:
    """Keep the passkey that an authenticator made; `first` as for `begin_making`.

    Raises:
        SignInRefused (it is not what was asked for), PasskeyRequired
    """
    begun = await ceremonies.finish(sessionmaker, clock, MAKE, token)
    if begun is None or begun.user_id != actor.id:
        raise SignInRefused("That took too long, or was done already. Try again.")
    if first and await of_person(session, actor):
        raise PasskeyRequired
    made = _verified(party, begun.data, credential)
    await session.execute(select(User.id).where(User.id == actor.id).with_for_update())  # one at a time is counted
    _refuse_many(await of_person(session, actor))
    if await _by_credential(session, made.credential_id) is not None:
        raise SignInRefused("That passkey is in use already.")
    passkey = Passkey(
        id=uuid4(),
        user_id=actor.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=checked_name(name) or "Passkey",
        created_at=clock.now(),
    )
    session.add(passkey)
    facts = {"passkey": str(passkey.id)}
    await about_person(session, Action.PASSKEY_ADDED, actor.id, at=clock.now(), by=actor.id, facts=facts)
    return passkey


def _verified(party: RelyingParty, asked: dict[str, Any], credential: dict[str, Any]) -> VerifiedRegistration:
    try:
        return webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(asked["challenge"]),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise SignInRefused("The passkey is not the one that was asked for. Try again.") from error


async def remove(session: AsyncSession, clock: Clock, actor: Actor, passkey_id: UUID) -> None:
    """Make one of one's own passkeys worthless; NotFound when it is none."""
    gone = delete(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == actor.id).returning(Passkey.id)
    if (await session.execute(gone)).scalar_one_or_none() is None:
        raise NotFound
    facts = {"passkey": str(passkey_id)}
    await about_person(session, Action.PASSKEY_REMOVED, actor.id, at=clock.now(), by=actor.id, facts=facts)


async def forget(session: AsyncSession, clock: Clock, email: str) -> int:
    """Make all passkeys of an account worthless and end its sessions, for an operator; gives how many there were.

    NotFound where the address has no account.
    """
    user = await repository.user_by_email(session, fold_email(email))
    if user is None:
        raise NotFound("No account has this address.")
    gone = await session.execute(delete(Passkey).where(Passkey.user_id == user.id).returning(Passkey.id))
    forgotten = list(gone.scalars())
    await sessions.end_all(session, user.id)
    for passkey_id in forgotten:
        facts = {"passkey": str(passkey_id)}
        await about_person(session, Action.PASSKEY_REMOVED, user.id, at=clock.now(), by=None, facts=facts)
    return len(forgotten)


async def begin_signing_in(
    session: AsyncSession, clock: Clock, party: RelyingParty, *, device: Device
) -> tuple[dict[str, Any], str]:
    """What the browser asks of whatever passkey the person chooses, and the token it comes back with."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id, user_verification=UserVerificationRequirement.REQUIRED
    )
    data = {"challenge": bytes_to_base64url(options.challenge)}
    return options_to_json_dict(options), await ceremonies.begin(session, clock, PROVE, data, address=device.address)


async def sign_in(
    sessionmaker: SessionMaker,
    session: AsyncSession,
    clock: Clock,
    party: RelyingParty,
    *,
    token: str | None,
    credential: dict[str, Any],
    device: Device,
    days: int,
) -> SignedIn:
    """A session for whoever holds the passkey. SignInRefused in every other case, with no word on who it might be."""
    begun = await ceremonies.finish(sessionmaker, clock, PROVE, token)
    if begun is None:
        raise SignInRefused("That took too long, or was done already. Try again.")
    passkey = await _by_credential(session, _credential_id(credential), lock=True)
    if passkey is None:
        raise SignInRefused("That passkey is not known here. It may have been removed.")
    try:
        proof = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(begun.data["challenge"]),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise SignInRefused("The passkey did not answer what it was asked. Try again.") from error
    user = await repository.user_by_id(session, passkey.user_id)
    if user is None or not user.active or user.guest:
        raise SignInRefused("That passkey is not known here. It may have been removed.")
    passkey.sign_count, passkey.last_used_at = proof.new_sign_count, clock.now()
    return await sessions.welcome(session, user, clock.now(), days=days, device=device, way=Way.PASSKEY)


def _credential_id(credential: dict[str, Any]) -> bytes:
    given = credential.get("id")
    try:
        return base64url_to_bytes(given) if isinstance(given, str) and given.isascii() else b""
    except ValueError:
        return b""


async def _by_credential(session: AsyncSession, credential_id: bytes, *, lock: bool = False) -> Passkey | None:
    statement = select(Passkey).where(Passkey.credential_id == credential_id)
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()
