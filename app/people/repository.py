"""Queries on people for those who look after them. Whoever asks is part of each query: for others there is nobody."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from app.errors import NotFound
from app.identity.actor import Actor, Role
from app.identity.models import Session, User
from app.identity.permissions import Permission
from app.kit.db import one_or_raise
from app.people.models import AccountInvitation


def _open_to(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.may(Permission.PEOPLE) else ~true()


def _there(actor: Actor) -> ColumnElement[bool]:
    """Who is anybody still: an erased person keeps a row for what refers to it, and no role; a visitor is none yet."""
    return _open_to(actor) & (func.cardinality(User.roles) > 0) & ~User.visitor


async def person(session: AsyncSession, actor: Actor, person_id: UUID, *, lock: bool = False) -> User:
    """Somebody with or without an account, unless erased; locked for a change when asked."""
    statement = select(User).where(User.id == person_id, _there(actor)).execution_options(populate_existing=True)
    return await one_or_raise(session, statement.with_for_update() if lock else statement, NotFound())


async def person_by_email(session: AsyncSession, actor: Actor, email_key: str) -> User | None:
    """Who has a folded address."""
    statement = select(User).where(User.email_key == email_key, _open_to(actor))
    return (await session.execute(statement)).scalar_one_or_none()


async def listed(
    session: AsyncSession, actor: Actor, *, role: str, state: str, text: str, limit: int, offset: int
) -> tuple[list[User], int]:
    """A page of people by name, and how many there are in all."""
    where = [_there(actor), User.guest if state == "guest" else ~User.guest]
    if state != "guest":
        where.append(User.active if state == "active" else ~User.active)
    if role:
        where.append(User.roles.contains([role]))
    if text:
        where.append(or_(User.name.icontains(text, autoescape=True), User.email.icontains(text, autoescape=True)))
    total = (await session.execute(select(func.count()).select_from(User).where(*where))).scalar_one()
    statement = select(User).where(*where).order_by(func.lower(User.name), User.email_key).limit(limit).offset(offset)
    return list((await session.execute(statement)).scalars()), total


async def last_seen(session: AsyncSession, actor: Actor, person_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When people who are signed in somewhere last did something."""
    statement = (
        select(Session.user_id, func.max(Session.last_used_at))
        .where(Session.user_id.in_(person_ids), _open_to(actor))
        .group_by(Session.user_id)
    )
    return dict((await session.execute(statement)).all())


async def administrators(session: AsyncSession) -> set[UUID]:
    """Who administers the installation, held until the transaction ends: two who leave at once see one another."""
    statement = (
        select(User.id)
        .where(User.active, ~User.guest, User.roles.contains([str(Role.ADMIN)]))
        .order_by(User.id)
        .with_for_update()
    )
    return set((await session.execute(statement)).scalars())


# --- invitations ------------------------------------------------------------------------------------------------


async def invitations(
    session: AsyncSession, actor: Actor, *, limit: int, offset: int
) -> tuple[list[AccountInvitation], int]:
    """A page of invitations that wait to be used, newest first, and how many there are; their time may be over."""
    where = _waiting(), _open_to(actor)
    total = (await session.execute(select(func.count()).select_from(AccountInvitation).where(*where))).scalar_one()
    statement = (
        select(AccountInvitation)
        .options(joinedload(AccountInvitation.inviter))
        .where(*where)
        .order_by(AccountInvitation.created_at.desc(), AccountInvitation.id)
        .limit(limit)
        .offset(offset)
    )
    return list((await session.execute(statement)).scalars()), total


async def count_invitations(session: AsyncSession) -> int:
    """How many that somebody made wait to be used."""
    made = _waiting() & AccountInvitation.created_by.is_not(None)
    return (await session.execute(select(func.count()).select_from(AccountInvitation).where(made))).scalar_one()


async def known_address(session: AsyncSession, email_key: str) -> User | None:
    """Who has a folded address, for whoever signs up with it: only their mail tells."""
    return (await session.execute(select(User).where(User.email_key == email_key))).scalar_one_or_none()


async def waiting_for(session: AsyncSession, email_key: str) -> AccountInvitation | None:
    """What waits for an address, locked for a change."""
    statement = select(AccountInvitation).where(AccountInvitation.email_key == email_key, _waiting())
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def lock_sign_ups(session: AsyncSession) -> None:
    """Let nobody else sign up before this transaction ends: their mails are counted, and one link waits per address."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("sign up", 0))))


async def delete_sign_ups(session: AsyncSession, now: datetime) -> None:
    """Forget what people who signed up did not use."""
    unused = (AccountInvitation.created_by.is_(None), AccountInvitation.used_at.is_(None))
    await session.execute(delete(AccountInvitation).where(*unused, AccountInvitation.expires_at <= now))


async def invitation(session: AsyncSession, actor: Actor, invitation_id: UUID) -> AccountInvitation:
    """One that waits, locked for a change."""
    statement = select(AccountInvitation).where(AccountInvitation.id == invitation_id, _waiting(), _open_to(actor))
    return await one_or_raise(session, statement.with_for_update(), NotFound())


async def withdraw(session: AsyncSession, actor: Actor, email_key: str, now: datetime) -> None:
    """Withdraw what waits for an address."""
    statement = update(AccountInvitation).where(AccountInvitation.email_key == email_key, _waiting(), _open_to(actor))
    await session.execute(statement.values(revoked_at=now))


async def invitation_by_token(session: AsyncSession, token_hash: bytes, *, lock: bool = False) -> AccountInvitation:
    """The invitation behind a link, whatever became of it; NotFound when there is none."""
    statement = select(AccountInvitation).where(AccountInvitation.token_hash == token_hash)
    if lock:
        statement = statement.with_for_update()
    return await one_or_raise(session, statement.execution_options(populate_existing=True), NotFound())


async def forget_invitations(session: AsyncSession, before: datetime) -> None:
    """Forget what was used, was withdrawn or ran out before then."""
    over = (AccountInvitation.used_at, AccountInvitation.revoked_at, AccountInvitation.expires_at)
    await session.execute(delete(AccountInvitation).where(or_(*(ended < before for ended in over))))


def _waiting() -> ColumnElement[bool]:
    return AccountInvitation.used_at.is_(None) & AccountInvitation.revoked_at.is_(None)
