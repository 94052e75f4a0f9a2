"""A new password for somebody who has lost theirs: by a link that works once and not for long.

Asking by mail tells nothing about who has an account: the request writes the same row for every address, and only the
worker looks. An administrator can make a link too, to hand over where there is no mail.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.actions import Action
from app.errors import Invalid, InvitationOver, NotFound, TooManyRequests
from app.identity import outbox, repository, sessions
from app.identity.actor import Actor
from app.identity.addresses import fold_email
from app.identity.devices import Device
from app.identity.models import PasswordReset, User
from app.identity.passwords import hash_password
from app.identity.permissions import Permission
from app.identity.record import about_person
from app.identity.service import checked_password
from app.identity.sessions import SignedIn, Way, hash_token
from app.kit.clock import Clock
from app.kit.db import SessionMaker, one_or_raise
from app.kit.jobs import enqueue
from app.kit.rates import neighbourhood
from app.kit.smtp import Letter

TASK = "identity:reset"
VALID_FOR = timedelta(hours=1)
WINDOW = timedelta(hours=1)
PER_ACCOUNT, PER_ADDRESS = 3, 30  # in a window; above that nothing is sent, and an address is told so
KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ResetLink:
    """A fresh link: the token is nowhere else."""

    token: str
    expires_at: datetime
    user: User


async def ask(session: AsyncSession, clock: Clock, *, email: str, address: str) -> None:
    """Note that somebody wants a new password; the worker does the rest. TooManyRequests for an address."""
    now, address = clock.now(), neighbourhood(address)
    asked = await _count(session, PasswordReset.address == address, now)
    if asked >= PER_ADDRESS:
        raise TooManyRequests(
            "Many new passwords were asked for from here. Try again in an hour.",
            retry_after=int(WINDOW.total_seconds()),
        )
    made = PasswordReset(
        id=uuid4(),
        email_key=fold_email(email)[:320],
        address=address,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    session.add(made)
    await session.flush()
    await enqueue(session, TASK, queue=outbox.QUEUE, priority=outbox.PRIORITY, reset_id=str(made.id))


async def answer(sessionmaker: SessionMaker, clock: Clock, base: str, reset_id: UUID) -> None:
    """In the worker: mail a link, if the address has an account and was not asked for too often."""
    async with sessionmaker.begin() as session:
        statement = select(PasswordReset).where(PasswordReset.id == reset_id).with_for_update()
        asked = (await session.execute(statement)).scalar_one_or_none()
        if asked is None or asked.token_hash is not None:
            return
        user = await repository.user_by_email(session, asked.email_key)
        often = await _count(session, PasswordReset.email_key == asked.email_key, clock.now())
        if user is None or not user.active or user.guest or often > PER_ACCOUNT:
            return
        link = await _arm(session, clock, asked, user, by=None)
        await _mail(session, clock, link, base, caused_by=None)


async def make(
    session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID, *, base: str, mail: bool
) -> ResetLink:
    """A link for somebody, by an administrator; the one before stops working. NotFound, Invalid, Forbidden."""
    actor.require(Permission.PEOPLE)
    user = await repository.user_by_id(session, person_id)
    if user is None:
        raise NotFound
    if user.guest or not user.active:
        raise Invalid("Only an active account has a password.")
    now = clock.now()
    made = PasswordReset(id=uuid4(), email_key=user.email_key, address="", created_at=now, expires_at=now + VALID_FOR)
    session.add(made)
    await session.flush()
    link = await _arm(session, clock, made, user, by=actor.id)
    if mail:
        await _mail(session, clock, link, base, caused_by=actor.id)
    return link


async def _arm(session: AsyncSession, clock: Clock, asked: PasswordReset, user: User, *, by: UUID | None) -> ResetLink:
    now, token = clock.now(), secrets.token_urlsafe(32)
    earlier = update(PasswordReset).where(
        PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None), PasswordReset.expires_at > now
    )
    await session.execute(earlier.values(expires_at=now))
    asked.user_id, asked.token_hash, asked.expires_at = user.id, hash_token(token), now + VALID_FOR
    await about_person(session, Action.PASSWORD_RESET_MADE, user.id, at=now, by=by)
    return ResetLink(token, asked.expires_at, user)


async def _mail(session: AsyncSession, clock: Clock, link: ResetLink, base: str, *, caused_by: UUID | None) -> None:
    text = (
        f"Somebody asked for a new password for your account at Holdout. This link lets you choose one, once, until "
        f"{link.expires_at:%H:%M} UTC:\n\n{base}/password/{link.token}\n\n"
        "If it was not you, there is nothing you have to do: your password stays as it is.\n"
    )
    letter = Letter(link.user.email, "A new password for Holdout", text)
    await outbox.post(session, clock, letter, kind="password", until=link.expires_at, caused_by=caused_by)


async def look(session: AsyncSession, clock: Clock, token: str, *, lock: bool = False) -> PasswordReset:
    """The request behind a link; looking changes nothing. NotFound, InvitationOver."""
    statement = select(PasswordReset).where(PasswordReset.token_hash == hash_token(token))
    statement = statement.execution_options(populate_existing=True)
    found = await one_or_raise(session, statement.with_for_update() if lock else statement, NotFound())
    if found.used_at is not None or found.expires_at <= clock.now():
        raise InvitationOver("It was used, or its time is over. Ask for another one.")
    return found


async def use(session: AsyncSession, clock: Clock, token: str, *, password: str, device: Device, days: int) -> SignedIn:
    """Set the password and sign in; every other device is signed out. NotFound, InvitationOver, Invalid."""
    found = await look(session, clock, token, lock=True)
    hashed = await hash_password(checked_password(password))
    user = await repository.user_by_id(session, found.user_id) if found.user_id else None
    if user is None or not user.active or user.guest:
        raise InvitationOver("The account is not in use any more.")
    now = clock.now()
    found.used_at, user.password_hash = now, hashed
    await sessions.end_all(session, user.id)
    await about_person(session, Action.PASSWORD_RESET_USED, user.id, at=now, by=user.id)
    return await sessions.welcome(session, user, now, days=days, device=device, way=Way.PASSWORD)


async def tidy(session: AsyncSession, now: datetime) -> None:
    """Forget requests that count no more."""
    await session.execute(delete(PasswordReset).where(PasswordReset.created_at < now - KEPT))


async def _count(session: AsyncSession, where: ColumnElement[bool], now: datetime) -> int:
    statement = select(func.count()).select_from(PasswordReset)
    return (await session.execute(statement.where(where, PasswordReset.created_at > now - WINDOW))).scalar_one()
