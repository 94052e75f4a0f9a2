"""What people do about their own account: name and password. Passkeys and sessions have modules of their own."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.actions import Action
from app.errors import Invalid, NotFound
from app.identity import repository, sessions
from app.identity.actor import Actor
from app.identity.devices import Device
from app.identity.models import User
from app.identity.passwords import hash_password
from app.identity.record import about_person
from app.identity.service import NO_PASSWORD, checked_name, checked_password, proven
from app.kit.clock import Clock
from app.kit.db import SessionMaker


async def own(session: AsyncSession, actor: Actor) -> User:
    """One's own account."""
    user = await repository.user_by_id(session, actor.id)
    if user is None:
        raise NotFound
    return user


def has_password(user: User) -> bool:
    """Whether the account can be come in to by password."""
    return user.password_hash != NO_PASSWORD


async def rename(session: AsyncSession, clock: Clock, actor: Actor, name: str) -> None:
    """Be called by another name.

    Raises:
        Invalid (it is none), AccountNeeded (a guest has one name in all interviews)
    """
    actor.require_more_than_a_link()
    await change_name(session, clock, actor, await own(session, actor), name)


async def change_name(session: AsyncSession, clock: Clock, actor: Actor, user: User, name: str) -> None:
    """Give a person another name, on record."""
    name = checked_name(name)
    if not name:
        raise Invalid.of("name", "Write a name.")
    if name != user.name:
        user.name = name
        private = {"name": name}
        await about_person(session, Action.NAME_CHANGED, user.id, at=clock.now(), by=actor.id, private=private)


async def change_password(
    sessionmaker: SessionMaker,
    clock: Clock,
    actor: Actor,
    *,
    before: str,
    after: str,
    device: Device,
    token: str | None,
) -> None:
    """Another password, for whoever knows the one before; every other device is signed out.

    Wrong tries count as failed sign-ins do, so they are written in a transaction of their own.

    Raises:
        Invalid (with the field), TooManyRequests
    """
    async with sessionmaker.begin() as session:
        known = await proven(session, clock, email=actor.email, password=before, device=device)
    if known is None or known.id != actor.id:
        raise Invalid.of("before", "That is not your password.")
    try:
        hashed = await hash_password(checked_password(after))
    except Invalid as error:
        raise Invalid.of("after", error.message) from error
    async with sessionmaker.begin() as session:
        (await own(session, actor)).password_hash = hashed
        await sessions.end_others(session, clock, actor, token)
        await about_person(session, Action.PASSWORD_CHANGED, actor.id, at=clock.now(), by=actor.id)
