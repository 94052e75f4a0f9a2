"""Signing in and out, and making accounts. Knows nothing of pages or cookies."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Invalid, TooManyRequests
from app.identity import repository
from app.identity.actor import Actor, Role
from app.identity.models import Session, SignInFailure, User
from app.identity.passwords import hash_password, verify_password
from app.identity.permissions import Permission, roles_with
from app.kit.clock import Clock

FAILURE_WINDOW = timedelta(minutes=30)
FREE_FAILURES = 5  # per account and address; the sixth waits
FREE_FAILURES_PER_ADDRESS = 50  # all accounts together: a whole office may sit behind one address
FIRST_WAIT = timedelta(seconds=15)  # doubles with each further failure
LONGEST_WAIT = timedelta(minutes=15)
MIN_PASSWORD = 10
MAX_PASSWORD = 1024
GUEST_DEVICES = 10  # sessions that one invitation holds open
MAX_EMAIL = 320  # RFC 5321
NO_PASSWORD = "!"  # noqa: S105 - no hash at all, so no password fits


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the token goes to the browser and is nowhere else."""

    token: str
    expires_at: datetime
    actor: Actor


def fold_email(email: str) -> str:
    """The form in which addresses are compared."""
    return email.strip().casefold()


async def sign_in(
    session: AsyncSession, clock: Clock, *, email: str, password: str, address: str, days: int
) -> SignedIn | None:
    """A session for the right password, None for a wrong one; TooManyRequests while locked out.

    The failure is written before the password is looked at and taken back when it was right, so parallel guesses
    cannot outrun the count. The caller's transaction must commit in either case.
    """
    email_key = fold_email(email)[:320]
    now = clock.now()
    await _refuse_while_locked_out(session, email_key, address, now)
    session.add(SignInFailure(email_key=email_key, address=address, at=now))
    user = await repository.user_by_email(session, email_key)
    usable = user if user is not None and user.active and not user.guest else None
    right = len(password) <= MAX_PASSWORD and await verify_password(password, usable.password_hash if usable else None)
    if not right or usable is None:
        return None
    await repository.clear_failures(session, email_key, address)
    return _open_session(session, usable, now, days)


async def _refuse_while_locked_out(session: AsyncSession, email_key: str, address: str, now: datetime) -> None:
    if not await repository.try_lock_sign_in(session, email_key, address):
        raise TooManyRequests("Another sign-in for this account is still being checked.", retry_after=1)
    since = now - FAILURE_WINDOW
    for key, free in ((email_key, FREE_FAILURES), (None, FREE_FAILURES_PER_ADDRESS)):
        count, last = await repository.failures(session, email_key=key, address=address, since=since)
        if last is None or count < free:
            continue
        wait = min(FIRST_WAIT * 2 ** min(count - free, 16), LONGEST_WAIT)
        left = (last + wait - now).total_seconds()
        if left > 0:
            raise TooManyRequests(f"Too many sign-ins failed. Try again in {_spoken(left)}.", retry_after=int(left) + 1)


def _spoken(seconds: float) -> str:
    return f"{int(seconds) + 1} seconds" if seconds < 90 else f"{int(seconds // 60) + 1} minutes"  # noqa: PLR2004 - a minute and a half reads best in seconds


def _open_session(session: AsyncSession, user: User, now: datetime, days: int) -> SignedIn:
    return _open_until(session, user, now, now + timedelta(days=days))


def _open_until(
    session: AsyncSession, user: User, now: datetime, expires_at: datetime, opened_by: UUID | None = None
) -> SignedIn:
    token = secrets.token_urlsafe(32)
    session.add(
        Session(user_id=user.id, token_hash=_hash(token), created_at=now, expires_at=expires_at, opened_by=opened_by)
    )
    return SignedIn(token=token, expires_at=expires_at, actor=to_actor(user))


async def sign_out(session: AsyncSession, token: str) -> None:
    """Forget the session of a token; nothing happens when it is unknown."""
    await repository.delete_session(session, _hash(token))


async def actor_of(session: AsyncSession, clock: Clock, token: str | None) -> Actor | None:
    """Whoever holds this token, or nobody."""
    if not token:
        return None
    found = await repository.live_session(session, _hash(token), clock.now())
    return to_actor(found.user) if found else None


async def add_user(session: AsyncSession, *, email: str, name: str, password: str, roles: list[Role]) -> Actor:
    """Make an account; Invalid when the address is taken or malformed, or the password is too short.

    A guest of that address becomes the account, and keeps the seats; what an invitation opened is closed.
    """
    email = checked_email(email)
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise Invalid(f"The password needs at least {MIN_PASSWORD} characters (and at most {MAX_PASSWORD}).")
    user = await repository.user_by_email(session, fold_email(email))
    if user is None or not user.guest:
        user = User(email=email, email_key=fold_email(email))
    else:
        await repository.delete_sessions_of(session, user.id)
    user.guest, user.name, user.roles = False, name.strip() or _local(email), [str(role) for role in roles]
    user.password_hash = await hash_password(password)
    try:
        async with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise Invalid(f"There is an account for {email} already.") from error
    return to_actor(user)


def checked_email(email: str) -> str:
    """The address without blanks around it; Invalid when it is none."""
    email = email.strip()
    local, _, domain = email.partition("@")
    if not local or not domain or any(c.isspace() for c in email) or len(email) > MAX_EMAIL:
        raise Invalid(f"{email!r} is not an e-mail address. Write it as name@example.com.")
    return email


def _local(email: str) -> str:
    return email.partition("@")[0]


async def account(session: AsyncSession, email: str) -> Actor | None:
    """Who has this address and may act, a guest too."""
    user = await repository.user_by_email(session, fold_email(email))
    return to_actor(user) if user is not None and user.active else None


async def account_or_guest(session: AsyncSession, *, email: str, name: str) -> Actor:
    """Who has this address; a guest is made when nobody does. Invalid when it is no address, or was deactivated."""
    email = checked_email(email)
    values = {
        "email": email,
        "email_key": fold_email(email),
        "name": name.strip() or _local(email),
        "password_hash": NO_PASSWORD,
        "roles": [str(Role.CANDIDATE)],
        "active": True,
        "guest": True,
    }
    await repository.insert_user(session, values)
    found = await account(session, email)
    if found is None:
        raise Invalid(f"The account of {email} is deactivated. An administrator can activate it.")
    return found


async def people(session: AsyncSession, user_ids: Collection[UUID]) -> dict[UUID, Actor]:
    """People by id, also those who are no longer active."""
    return {user.id: to_actor(user) for user in await repository.users_by_ids(session, user_ids)}


async def staff(session: AsyncSession) -> list[Actor]:
    """Active people with a staff role, by name."""
    return [to_actor(user) for user in await repository.users_with_roles(session, roles_with(Permission.TAKE_PART))]


async def open_for_guest(
    session: AsyncSession, clock: Clock, user_id: UUID, *, invitation_id: UUID, until: datetime
) -> SignedIn | None:
    """A session for a guest, as long as their invitation; None for an account with a password, or a deactivated one.

    The newest few sessions stay: somebody who comes in again and again leaves no more than that.
    """
    user = await repository.user_by_id(session, user_id)
    if user is None or not user.guest or not user.active:
        return None
    await repository.keep_newest(session, invitation_id, GUEST_DEVICES - 1)
    return _open_until(session, user, clock.now(), until, invitation_id)


async def close_opened_by(session: AsyncSession, invitation_ids: Sequence[UUID]) -> None:
    """End the sessions that these invitations opened."""
    await repository.delete_opened_by(session, invitation_ids)


async def prolong_opened_by(session: AsyncSession, invitation_ids: Sequence[UUID], until: datetime) -> None:
    """Keep the sessions that these invitations opened at least until then."""
    await repository.prolong_opened_by(session, invitation_ids, until)


async def first_admin(session: AsyncSession, email: str) -> str | None:
    """On an installation without people, make an administrator; gives the password, which is shown once."""
    if await repository.count_users(session):
        return None
    password = secrets.token_urlsafe(12)
    await add_user(session, email=email, name="Administrator", password=password, roles=[Role.ADMIN])
    return password


async def forget_expired(session: AsyncSession, clock: Clock) -> None:
    """Delete expired sessions and failures that no longer count."""
    now = clock.now()
    await repository.delete_expired(session, now, now - FAILURE_WINDOW)


def to_actor(user: User) -> Actor:
    """The person as services see one."""
    roles = frozenset(Role(role) for role in user.roles)
    return Actor(id=user.id, name=user.name, email=user.email, roles=roles, guest=user.guest)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
