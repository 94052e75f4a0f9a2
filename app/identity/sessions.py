"""Sessions: one for each device somebody is signed in on. The token is the browser's; here is only its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.actions import Action
from app.errors import NotFound
from app.identity import repository
from app.identity.actor import Actor, Role
from app.identity.devices import Device
from app.identity.models import Session, User
from app.identity.record import about_person
from app.kit.clock import Clock

TOUCH_AFTER = timedelta(minutes=5)  # how exactly the last use is known; each request would be a write otherwise
MOST_DEVICES = 50  # of one person; the oldest give way
UNKNOWN = Device()


class Way(StrEnum):
    """How somebody came in."""

    PASSWORD = "password"  # noqa: S105 - a word
    PASSKEY = "passkey"
    PROVIDER = "provider"
    INVITATION = "invitation"
    VISIT = "visit"


WEAK = frozenset({Way.PASSWORD, Way.INVITATION})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the token goes to the browser and is nowhere else."""

    token: str
    expires_at: datetime
    actor: Actor


def hash_token(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def to_actor(user: User, *, weakly: bool = False, invitation_id: UUID | None = None) -> Actor:
    """The person as services see one."""
    roles = frozenset(Role(role) for role in user.roles)
    return Actor(
        id=user.id,
        name=user.name,
        email=user.email,
        roles=roles,
        guest=user.guest,
        weakly=weakly,
        visitor=user.visitor,
        invitation_id=invitation_id,
    )


async def welcome(session: AsyncSession, user: User, now: datetime, *, days: int, device: Device, way: Way) -> SignedIn:
    """Sign somebody in who has shown who they are, on record."""
    await repository.keep_newest_of(session, user.id, MOST_DEVICES - 1)
    await about_person(session, Action.SIGNED_IN, user.id, at=now, by=user.id, facts={"way": str(way)})
    return open_until(session, user, now, now + timedelta(days=days), device=device, way=way)


def open_until(
    session: AsyncSession,
    user: User,
    now: datetime,
    expires_at: datetime,
    *,
    device: Device = UNKNOWN,
    way: Way = Way.PASSWORD,
    opened_by: UUID | None = None,
) -> SignedIn:
    """A session until then; `opened_by` names the interview's invitation behind it."""
    token = secrets.token_urlsafe(32)
    session.add(
        Session(
            user_id=user.id,
            token_hash=hash_token(token),
            created_at=now,
            last_used_at=now,
            expires_at=expires_at,
            way=str(way),
            device=device.name,
            address=device.address,
            opened_by=opened_by,
        )
    )
    return SignedIn(token=token, expires_at=expires_at, actor=to_actor(user, invitation_id=opened_by))


async def actor_of(session: AsyncSession, clock: Clock, token: str | None) -> Actor | None:
    """Whoever holds this token, or nobody."""
    if not token:
        return None
    now = clock.now()
    found = await repository.live_session(session, hash_token(token), now)
    if found is None or (found.opened_by is not None and not found.user.guest):
        return None  # a link was opened while the guest became an account: it never opens one
    if now - found.last_used_at > TOUCH_AFTER:
        await repository.touch_session(session, found.id, now)
    return to_actor(found.user, weakly=found.way in WEAK, invitation_id=found.opened_by)


async def prove(session: AsyncSession, token: str | None) -> None:
    """The session's person has just shown who they are by a passkey."""
    if token:
        await repository.set_way(session, hash_token(token), Way.PASSKEY)


async def sign_out(session: AsyncSession, clock: Clock, token: str) -> None:
    """Forget the session of a token; nothing happens when it is unknown."""
    user_id = await repository.delete_session(session, hash_token(token))
    if user_id is not None:
        await about_person(session, Action.SIGNED_OUT, user_id, at=clock.now(), by=user_id)


@dataclass(frozen=True, slots=True)
class Open:
    """A session as its person sees it; `here` is the one that asks."""

    id: UUID
    device: str
    address: str
    way: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    here: bool


async def of_person(session: AsyncSession, clock: Clock, actor: Actor, token: str | None) -> list[Open]:
    """One's own sessions, the one that asks first, then by last use; by a link, those that it opened."""
    own = hash_token(token) if token else b""
    found = [
        Open(
            id=each.id,
            device=each.device,
            address=each.address,
            way=each.way,
            created_at=each.created_at,
            last_used_at=each.last_used_at,
            expires_at=each.expires_at,
            here=each.token_hash == own,
        )
        for each in await repository.sessions_of(session, actor.id, clock.now(), actor.invitation_id)
    ]
    return sorted(found, key=lambda each: not each.here)


async def end(session: AsyncSession, clock: Clock, actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions; NotFound when it is none."""
    if not await repository.delete_session_of(session, actor.id, session_id, actor.invitation_id):
        raise NotFound
    await about_person(session, Action.SESSION_ENDED, actor.id, at=clock.now(), by=actor.id, facts={"sessions": 1})


async def end_all(session: AsyncSession, person_id: UUID) -> int:
    """End every session of somebody; gives how many there were."""
    return await repository.delete_sessions_of(session, person_id)


async def end_others(session: AsyncSession, clock: Clock, actor: Actor, token: str | None) -> int:
    """End all of one's own sessions but the one that asks; gives how many there were."""
    but = hash_token(token) if token else None
    ended = await repository.delete_sessions_of(session, actor.id, but=but, opened_by=actor.invitation_id)
    if ended:
        facts = {"sessions": ended}
        await about_person(session, Action.SESSION_ENDED, actor.id, at=clock.now(), by=actor.id, facts=facts)
    return ended
