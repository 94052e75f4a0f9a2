"""Signing in by password, and making accounts. Knows nothing of pages or cookies."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.actions import Action
from app.errors import Invalid, TooManyRequests
from app.identity import repository, sessions
from app.identity.actor import Actor, Role
from app.identity.addresses import checked_email, distinct_email, fold_email
from app.identity.devices import Device
from app.identity.models import SignInFailure, User
from app.identity.passwords import CHECKED, hash_password, verify_password
from app.identity.permissions import Permission, roles_with
from app.identity.record import about_person
from app.identity.sessions import SignedIn, Way, to_actor
from app.kit.clock import Clock
from app.kit.rates import neighbourhood

FAILURE_WINDOW = timedelta(minutes=30)
FREE_FAILURES = 5  # per account and address; the sixth waits
FREE_FAILURES_PER_ADDRESS = 50  # all accounts together: a whole office may sit behind one address
FREE_FAILURES_PER_ACCOUNT = 100  # all addresses together; whoever is signed in from an address is not kept out there
FIRST_WAIT = timedelta(seconds=15)  # doubles with each further failure
LONGEST_WAIT = timedelta(minutes=15)
MIN_PASSWORD = 10
MAX_PASSWORD = 1024
GUEST_DEVICES = 10  # sessions that one invitation holds open
MAX_NAME = 200
JOINERS = "\u200c\u200d"  # of names in Persian or Sinhala; shown by what they do to the letters beside them
NO_PASSWORD = "!"  # noqa: S105 - no hash at all, so no password fits


async def sign_in(
    session: AsyncSession, clock: Clock, *, email: str, password: str, device: Device, days: int
) -> SignedIn | None:
    """A session for the right password, None for a wrong one; TooManyRequests while locked out.

    The caller's transaction must commit in either case.
    """
    user = await proven(session, clock, email=email, password=password, device=device)
    if user is None:
        return None
    return await sessions.welcome(session, user, clock.now(), days=days, device=device, way=Way.PASSWORD)


async def proven(session: AsyncSession, clock: Clock, *, email: str, password: str, device: Device) -> User | None:
    """Whose address and password these are, None for a wrong one; TooManyRequests while locked out or many wait.

    The caller's transaction must commit in either case, and should not have begun: whoever waits holds no connection.
    """
    async with CHECKED.one():
        return await _proven(session, clock, email=email, password=password, device=device)


async def _proven(session: AsyncSession, clock: Clock, *, email: str, password: str, device: Device) -> User | None:
    """The failure is written before the password is looked at and taken back when it was right.

    So parallel guesses cannot outrun the count.
    """
    email_key, address = fold_email(email)[:320], neighbourhood(device.address)
    now = clock.now()
    before = await _refuse_while_locked_out(session, email_key, address, now)
    session.add(SignInFailure(email_key=email_key, address=address, at=now))
    user = await repository.user_by_email(session, email_key)
    usable = user if user is not None and user.active and not user.guest else None
    stored = usable.password_hash if usable is not None and usable.password_hash != NO_PASSWORD else None
    right = len(password) <= MAX_PASSWORD and await verify_password(password, stored)
    if usable is None:
        return None
    if not right:
        if before + 1 == FREE_FAILURES:
            await about_person(session, Action.SIGN_IN_BLOCKED, usable.id, at=now, by=None)
        return None
    await repository.clear_failures(session, email_key, address)
    return usable


async def _refuse_while_locked_out(session: AsyncSession, email_key: str, address: str, now: datetime) -> int:
    """TooManyRequests, or how many tries of this account from this address failed before."""
    if not await repository.try_lock_sign_in(session, email_key, address):
        raise TooManyRequests("Another sign-in for this account is still being checked.", retry_after=1)
    since = now - FAILURE_WINDOW
    own, last = await repository.failures(session, since=since, email_key=email_key, address=address)
    _refuse_when_many(own, last, FREE_FAILURES, now)
    _refuse_when_many(*await repository.failures(session, since=since, address=address), FREE_FAILURES_PER_ADDRESS, now)
    everywhere = await repository.failures(session, since=since, email_key=email_key)
    signed_in = await repository.signed_in_from(session, email_key, now)
    if address not in map(neighbourhood, signed_in):
        _refuse_when_many(*everywhere, FREE_FAILURES_PER_ACCOUNT, now)
    return own


def _refuse_when_many(count: int, last: datetime | None, free: int, now: datetime) -> None:
    if last is None or count < free:
        return
    wait = min(FIRST_WAIT * 2 ** min(count - free, 16), LONGEST_WAIT)
    left = (last + wait - now).total_seconds()
    if left > 0:
        raise TooManyRequests(f"Too many sign-ins failed. Try again in {_spoken(left)}.", retry_after=int(left) + 1)


def _spoken(seconds: float) -> str:
    return f"{int(seconds) + 1} seconds" if seconds < 90 else f"{int(seconds // 60) + 1} minutes"  # noqa: PLR2004 - a minute and a half reads best in seconds


async def add_user(
    session: AsyncSession,
    clock: Clock,
    *,
    email: str,
    name: str,
    password: str | None,
    roles: Collection[Role],
    by: UUID | None = None,
    becomes: UUID | None = None,
) -> User:
    """Make an account; Invalid when the address is taken or malformed, or the password is too short.

    Without a password it is come in to by passkey or provider only. A guest of that address becomes the account, and
    keeps the seats; where there is none, the visitor `becomes` does, and keeps what they have done. What either was
    signed in to is closed. Where it is refused nothing of that has happened: callers answer with a page, and commit.
    """
    email, name = distinct_email(email), checked_name(name)
    hashed = NO_PASSWORD if password is None else await hash_password(checked_password(password))
    try:
        async with session.begin_nested():
            user = await _before(session, fold_email(email), becomes) or User()
            user.email, user.email_key, user.guest, user.visitor = email, fold_email(email), False, False
            user.name, user.roles = name or _local(email), sorted(str(role) for role in roles)
            user.password_hash = hashed
            session.add(user)
    except IntegrityError as error:
        raise Invalid(f"There is an account for {email} already.") from error
    private = {"name": user.name, "email": user.email}
    facts = {"roles": ", ".join(user.roles)}
    await about_person(
        session, Action.ACCOUNT_MADE, user.id, at=clock.now(), by=by or user.id, facts=facts, private=private
    )
    return user


async def _before(session: AsyncSession, email_key: str, becomes: UUID | None) -> User | None:
    """The guest or visitor who turns into the account, signed out everywhere."""
    user = await repository.user_by_email(session, email_key)
    if user is None and becomes is not None:
        user = await repository.visitor(session, becomes)
    if user is None or not user.guest:
        return None
    if not user.active:
        raise _deactivated(user.email)
    await repository.delete_sessions_of(session, user.id)
    await repository.delete_visit(session, user.id)
    return user


def checked_password(password: str) -> str:
    """The password; Invalid when it is too short or too long."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise Invalid(f"The password needs at least {MIN_PASSWORD} characters (and at most {MAX_PASSWORD}).")
    return password


def checked_name(name: str) -> str:
    """A person's name without blanks around it; Invalid when it is too long or holds what cannot be shown."""
    name = " ".join(name.split())
    shown = name.translate(dict.fromkeys(map(ord, JOINERS)))
    if len(name) > MAX_NAME or not shown.isprintable() or (name and not shown):
        raise Invalid(f"A name has at most {MAX_NAME} characters that can be shown.")
    return name


def _local(email: str) -> str:
    return email.partition("@")[0]


async def account(session: AsyncSession, email: str) -> Actor | None:
    """Who has this address and may act, a guest too."""
    user = await repository.user_by_email(session, fold_email(email))
    return to_actor(user) if user is not None and user.active else None


async def account_or_guest(session: AsyncSession, *, email: str, name: str) -> Actor:
    """Who has this address; a guest is made when nobody does. Invalid when it is no address, or was deactivated."""
    email = checked_email(email)
    if await repository.user_by_email(session, fold_email(email)) is None:
        email = distinct_email(email)
    values = {
        "email": email,
        "email_key": fold_email(email),
        "name": checked_name(name) or _local(email),
        "password_hash": NO_PASSWORD,
        "roles": [str(Role.CANDIDATE)],
        "active": True,
        "guest": True,
    }
    await repository.insert_user(session, values)
    found = await account(session, email)
    if found is None:
        raise _deactivated(email)
    return found


def _deactivated(email: str) -> Invalid:
    return Invalid(f"The account of {email} is deactivated. An administrator can activate it.")


async def people(session: AsyncSession, user_ids: Collection[UUID]) -> dict[UUID, Actor]:
    """People by id, also those who are no longer active."""
    return {user.id: to_actor(user) for user in await repository.users_by_ids(session, user_ids)}


async def staff(session: AsyncSession) -> list[Actor]:
    """Active people with a staff role, by name."""
    return [to_actor(user) for user in await repository.users_with_roles(session, roles_with(Permission.TAKE_PART))]


async def open_for_guest(
    session: AsyncSession, clock: Clock, user_id: UUID, *, invitation_id: UUID, until: datetime, device: Device
) -> SignedIn | None:
    """A session for a guest, as long as their invitation; None for an account with a password, or a deactivated one.

    The newest few sessions stay: somebody who comes in again and again leaves no more than that.
    """
    user = await repository.user_by_id(session, user_id)
    if user is None or not user.guest or not user.active:
        return None
    await repository.keep_newest(session, invitation_id, GUEST_DEVICES - 1)
    now = clock.now()
    return sessions.open_until(session, user, now, until, device=device, way=Way.INVITATION, opened_by=invitation_id)


async def close_opened_by(session: AsyncSession, invitation_ids: Sequence[UUID]) -> None:
    """End the sessions that these invitations opened."""
    await repository.delete_opened_by(session, invitation_ids)


async def prolong_opened_by(session: AsyncSession, invitation_ids: Sequence[UUID], until: datetime) -> None:
    """Keep the sessions that these invitations opened at least until then."""
    await repository.prolong_opened_by(session, invitation_ids, until)


async def first_admin(session: AsyncSession, clock: Clock, email: str) -> str | None:
    """On an installation without people, make an administrator; gives the password, which is shown once.

    Of several processes that start at the same time one makes it.
    """
    await repository.hold_first_admin(session)
    if await repository.count_users(session):
        return None
    password = secrets.token_urlsafe(12)
    await add_user(session, clock, email=email, name="Administrator", password=password, roles=[Role.ADMIN])
    return password


async def forget_expired(session: AsyncSession, clock: Clock) -> None:
    """Delete expired sessions and failures that no longer count."""
    now = clock.now()
    await repository.delete_expired(session, now, now - FAILURE_WINDOW)
