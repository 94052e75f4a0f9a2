"""Queries on people, sessions and failed sign-ins."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from app.identity.models import Session, SignInFailure, User, Visitor


async def user_by_email(session: AsyncSession, email_key: str) -> User | None:
    """The account of a folded address."""
    return (await session.execute(select(User).where(User.email_key == email_key))).scalar_one_or_none()


async def user_by_id(session: AsyncSession, user_id: UUID) -> User | None:
    """The account of an id."""
    return (await session.execute(select(User).where(User.id == user_id))).scalar_one_or_none()


async def users_by_ids(session: AsyncSession, user_ids: Collection[UUID]) -> list[User]:
    """The accounts of these ids."""
    return list((await session.execute(select(User).where(User.id.in_(user_ids)))).scalars())


async def insert_user(session: AsyncSession, values: dict[str, Any]) -> None:
    """Make an account; nothing happens when the address has one."""
    await session.execute(insert(User).values(values).on_conflict_do_nothing(index_elements=["email_key"]))


async def visitor(session: AsyncSession, user_id: UUID) -> User | None:
    """A visitor who is still one, locked: they turn into an account, or go, but not both."""
    statement = select(User).where(User.id == user_id, User.visitor, User.active).with_for_update()
    return (await session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def delete_visit(session: AsyncSession, user_id: UUID) -> None:
    """Forget that somebody is a visitor."""
    await session.execute(delete(Visitor).where(Visitor.user_id == user_id))


async def lock_visitors(session: AsyncSession) -> None:
    """Let no other visitor come in before this transaction ends: they are counted."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("visitors", 0))))


async def count_visitors(session: AsyncSession, *, address: str | None = None, since: datetime | None = None) -> int:
    """How many visitors there are: of an address, or who came since."""
    statement = select(func.count()).select_from(Visitor)
    if address is not None:
        statement = statement.where(Visitor.address == address)
    if since is not None:
        statement = statement.where(Visitor.created_at > since)
    return (await session.execute(statement)).scalar_one()


async def users_with_roles(session: AsyncSession, roles: Sequence[str]) -> list[User]:
    """Active people with at least one of the roles, by name."""
    statement = select(User).where(User.active, User.roles.overlap(roles)).order_by(User.name, User.email_key)
    return list((await session.execute(statement)).scalars())


async def hold_first_admin(session: AsyncSession) -> None:
    """One at a time, until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("first administrator", 0))))


async def count_users(session: AsyncSession) -> int:
    """How many accounts there are."""
    return (await session.execute(select(func.count()).select_from(User))).scalar_one()


async def live_session(session: AsyncSession, token_hash: bytes, now: datetime) -> Session | None:
    """The unexpired session of a token, with its active user."""
    statement = (
        select(Session)
        .join(Session.user)
        .options(joinedload(Session.user))
        .where(Session.token_hash == token_hash, Session.expires_at > now, User.active)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def touch_session(session: AsyncSession, session_id: UUID, now: datetime) -> None:
    """Note that a session is in use; a request that meets another one doing the same goes on without."""
    free = select(Session.id).where(Session.id == session_id).with_for_update(skip_locked=True).scalar_subquery()
    await session.execute(update(Session).where(Session.id == free).values(last_used_at=now))


def _of(user_id: UUID, opened_by: UUID | None) -> ColumnElement[bool]:
    """A person's sessions; with `opened_by`, those of that invitation."""
    own = Session.user_id == user_id
    return own if opened_by is None else and_(own, Session.opened_by == opened_by)


async def sessions_of(session: AsyncSession, user_id: UUID, now: datetime, opened_by: UUID | None) -> list[Session]:
    """A person's sessions (or those that an invitation opened) that are not over, by last use."""
    statement = (
        select(Session)
        .where(_of(user_id, opened_by), Session.expires_at > now)
        .order_by(Session.last_used_at.desc(), Session.id)
    )
    return list((await session.execute(statement)).scalars())


async def set_way(session: AsyncSession, token_hash: bytes, way: str) -> None:
    """Write how the person of a session has shown who they are."""
    await session.execute(update(Session).where(Session.token_hash == token_hash).values(way=str(way)))


async def delete_session(session: AsyncSession, token_hash: bytes) -> UUID | None:
    """Forget a sign-in; gives whose it was."""
    gone = delete(Session).where(Session.token_hash == token_hash).returning(Session.user_id)
    return (await session.execute(gone)).scalar_one_or_none()


async def delete_session_of(session: AsyncSession, user_id: UUID, session_id: UUID, opened_by: UUID | None) -> bool:
    """Forget one sign-in of a person (or of an invitation of theirs); False when it is none."""
    gone = delete(Session).where(Session.id == session_id, _of(user_id, opened_by)).returning(Session.id)
    return (await session.execute(gone)).scalar_one_or_none() is not None


async def delete_sessions_of(
    session: AsyncSession, user_id: UUID, *, but: bytes | None = None, opened_by: UUID | None = None
) -> int:
    """Forget every sign-in of a person (or of an invitation of theirs), except of the hash `but`; gives how many."""
    gone = delete(Session).where(_of(user_id, opened_by)).returning(Session.id)
    if but is not None:
        gone = gone.where(Session.token_hash != but)
    return len((await session.execute(gone)).all())


async def keep_newest_of(session: AsyncSession, user_id: UUID, count: int) -> None:
    """Forget all but a person's newest sign-ins."""
    own = select(Session.id).where(Session.user_id == user_id)
    older = own.order_by(Session.created_at.desc(), Session.id).offset(count)
    await session.execute(delete(Session).where(Session.id.in_(older)))


async def delete_opened_by(session: AsyncSession, invitation_ids: Sequence[UUID]) -> None:
    """Forget the sign-ins that invitations opened."""
    await session.execute(delete(Session).where(Session.opened_by.in_(invitation_ids)))


async def keep_newest(session: AsyncSession, invitation_id: UUID, count: int) -> None:
    """Forget all but the newest sign-ins that an invitation opened."""
    opened = select(Session.id).where(Session.opened_by == invitation_id)
    older = opened.order_by(Session.created_at.desc(), Session.id).offset(count)
    await session.execute(delete(Session).where(Session.id.in_(older)))


async def prolong_opened_by(session: AsyncSession, invitation_ids: Sequence[UUID], until: datetime) -> None:
    """Move the end of what invitations opened, never forward in time."""
    later = update(Session).where(Session.opened_by.in_(invitation_ids), Session.expires_at < until)
    await session.execute(later.values(expires_at=until))


async def delete_expired(session: AsyncSession, now: datetime, failures_before: datetime) -> None:
    """Forget what no longer matters: expired sessions and old failures."""
    await session.execute(delete(Session).where(Session.expires_at <= now))
    await session.execute(delete(SignInFailure).where(SignInFailure.at < failures_before))


async def try_lock_sign_in(session: AsyncSession, email_key: str, address: str) -> bool:
    """Whether this transaction is the only one trying this account from this address right now."""
    key = func.hashtextextended(f"{email_key}\n{address}", 0)
    return bool((await session.execute(select(func.pg_try_advisory_xact_lock(key)))).scalar_one())


async def failures(
    session: AsyncSession, *, since: datetime, email_key: str | None = None, address: str | None = None
) -> tuple[int, datetime | None]:
    """How many sign-ins failed since, and when the last one did: of one account, from one address, or both."""
    statement = select(func.count(), func.max(SignInFailure.at)).where(SignInFailure.at > since)
    if address is not None:
        statement = statement.where(SignInFailure.address == address)
    if email_key is not None:
        statement = statement.where(SignInFailure.email_key == email_key)
    count, last = (await session.execute(statement)).one()
    return count, last


async def signed_in_from(session: AsyncSession, email_key: str, now: datetime) -> Sequence[str]:
    """The addresses of the devices that the account's person is signed in on."""
    live = (User.email_key == email_key, Session.expires_at > now)
    found = select(Session.address).join(User, User.id == Session.user_id).where(*live).distinct()
    return (await session.execute(found)).scalars().all()


async def clear_failures(session: AsyncSession, email_key: str, address: str) -> None:
    """Forget the failures of an account from an address after it signed in."""
    await session.execute(
        delete(SignInFailure).where(SignInFailure.email_key == email_key, SignInFailure.address == address)
    )
