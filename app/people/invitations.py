"""Invitations to have an account: made by administrators, told once as a link, used once."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.audit.service import Subject
from app.errors import Invalid, InvitationOver, TooManyRequests
from app.identity import outbox, sessions
from app.identity import service as identity
from app.identity.actor import Actor, Role
from app.identity.addresses import distinct_email, fold_email
from app.identity.devices import Device
from app.identity.permissions import Permission
from app.identity.sessions import SignedIn, Way, hash_token
from app.kit.clock import Clock
from app.kit.smtp import Letter
from app.people import repository
from app.people.models import AccountInvitation

VALID_FOR = timedelta(days=7)
MOST_WAITING = 500
KEPT = timedelta(days=90)  # after its end: whoever never came is nobody to keep an address of


@dataclass(frozen=True, slots=True)
class Link:
    """A fresh invitation: the address is told this once."""

    invitation: AccountInvitation
    address: str
    mailed: bool


async def invite(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    base: str,
    mail: bool,
) -> Link:
    """Invite somebody to an account with these roles; what waited for the address before is withdrawn.

    Raises:
        Invalid (with the field), TooManyRequests, Forbidden
    """
    actor.require(Permission.PEOPLE)
    email, name = _checked(email, name, roles)
    await _refuse_known(session, actor, email)
    now, token = clock.now(), secrets.token_urlsafe(32)
    await repository.withdraw(session, actor, fold_email(email), now)
    made = AccountInvitation(
        id=uuid4(),
        email=email,
        email_key=fold_email(email),
        name=name,
        roles=sorted(str(role) for role in roles),
        token_hash=hash_token(token),
        created_by=actor.id,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    await _keep(session, made)
    await _record(session, Action.PERSON_INVITED, made, at=now, by=actor.id)
    link = Link(made, f"{base}/invitations/{token}", mail)
    if mail:
        letter = _letter(actor, link)
        await outbox.post(session, clock, letter, kind="invitation", until=made.expires_at, caused_by=actor.id)
    return link


async def _keep(session: AsyncSession, made: AccountInvitation) -> None:
    if await repository.count_invitations(session) >= MOST_WAITING:
        raise TooManyRequests(f"{MOST_WAITING} invitations wait. Withdraw some first.", retry_after=60)
    try:
        async with session.begin_nested():
            session.add(made)
    except IntegrityError as error:  # a second administrator, at the same moment
        raise Invalid.of("email", f"{made.email} was invited just now.") from error


def _checked(email: str, name: str, roles: Collection[Role]) -> tuple[str, str]:
    if not roles:
        raise Invalid.of("roles", "Choose at least one role.")
    field = "email"
    try:
        email = distinct_email(email)
        field = "name"
        return email, identity.checked_name(name)
    except Invalid as error:
        raise Invalid.of(field, error.message) from error


async def _refuse_known(session: AsyncSession, actor: Actor, email: str) -> None:
    found = await repository.person_by_email(session, actor, fold_email(email))
    if found is not None and not (found.guest and found.active):
        remedy = "" if found.active else " It is deactivated, and can be activated again."
        raise Invalid.of("email", f"There is an account for {email} already.{remedy}")


def _letter(actor: Actor, link: Link) -> Letter:
    text = (
        f"{actor.name} invites you to Holdout, where machine-learning coding interviews are practised and held.\n\n"
        f"This link is yours alone. It lets you choose a password, until {link.invitation.expires_at:%-d %B %Y, %H:%M} "
        f"UTC:\n\n{link.address}\n\nIf you did not expect this, there is nothing you have to do.\n"
    )
    return Letter(link.invitation.email, "Your account at Holdout", text)


async def waiting(
    session: AsyncSession, actor: Actor, *, limit: int, offset: int
) -> tuple[list[AccountInvitation], int]:
    """Invitations that were not used yet, newest first, and how many there are in all."""
    actor.require(Permission.PEOPLE)
    return await repository.invitations(session, actor, limit=limit, offset=offset)


async def withdraw(session: AsyncSession, clock: Clock, actor: Actor, invitation_id: UUID) -> None:
    """Make an invitation worthless; NotFound when it was used or withdrawn."""
    actor.require(Permission.PEOPLE)
    found = await repository.invitation(session, actor, invitation_id)
    found.revoked_at = clock.now()
    await _record(session, Action.ACCOUNT_INVITATION_WITHDRAWN, found, at=clock.now(), by=actor.id)


async def look(session: AsyncSession, clock: Clock, token: str, *, lock: bool = False) -> AccountInvitation:
    """The invitation behind a link. Looking changes nothing.

    Raises:
        NotFound (no such link), InvitationOver (used, withdrawn, expired)
    """
    found = await repository.invitation_by_token(session, hash_token(token), lock=lock)
    if found.used_at is not None or found.revoked_at is not None or found.expires_at <= clock.now():
        raise InvitationOver
    return found


async def accept(
    session: AsyncSession,
    clock: Clock,
    token: str,
    *,
    name: str,
    password: str,
    device: Device,
    days: int,
    visitor: Actor | None = None,
) -> SignedIn:
    """Make the account, and sign in to it; a link makes one account, also when it is used twice at once.

    The `visitor` of the browser, or else the one who asked for the link, becomes the account.

    Raises:
        NotFound, InvitationOver, Invalid (name, password, or the address has an account by now)
    """
    found = await look(session, clock, token, lock=True)
    user = await identity.add_user(
        session,
        clock,
        email=found.email,
        name=name or found.name,
        password=password,
        roles=[Role(role) for role in found.roles],
        becomes=visitor.id if visitor else found.visitor_id,
    )
    await session.flush()
    found.used_at, found.user_id = clock.now(), user.id
    return await sessions.welcome(session, user, clock.now(), days=days, device=device, way=Way.INVITATION)


async def tidy(session: AsyncSession, now: datetime) -> None:
    """Forget invitations that were over long ago, however they ended."""
    await repository.forget_invitations(session, now - KEPT)


async def _record(session: AsyncSession, action: Action, found: AccountInvitation, *, at: datetime, by: UUID) -> None:
    """Nobody has the address yet, so it is not written down: the invitation's row has it."""
    subject = Subject("account_invitation", found.id)
    await audit.append(session, action, at=at, actor_id=by, subject=subject, facts={"roles": ", ".join(found.roles)})
