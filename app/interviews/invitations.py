"""Personal links: made, replaced, withdrawn, and entered by. Only a token's hash is kept; the token is told once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Invalid, InvitationOver, NewerLink, NotFound, OtherAccount
from app.events.interviews import InvitationMade, InvitationRevoked, InvitationRotated, InvitationUsed
from app.identity import outbox
from app.identity import service as identity
from app.identity.actor import Actor
from app.identity.devices import Device
from app.identity.sessions import SignedIn
from app.interviews import lifecycle, repository, service, timing
from app.interviews.lifecycle import Kind
from app.interviews.models import Interview, InterviewPerson, Invitation
from app.interviews.rights import Right
from app.kit.clock import Clock
from app.kit.smtp import Letter

VALID_FOR = timedelta(days=14)
SPARE = timedelta(days=1)  # after the interview: to read what came of it, or to come in late
MAX_LINKS = 50  # one person in one interview


@dataclass(frozen=True, slots=True)
class Link:
    """A fresh link: the token is nowhere else and is not told again."""

    person: InterviewPerson
    token: str
    expires_at: datetime


async def make(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, person_id: UUID, *, replaces: UUID | None
) -> Link:
    """A new link for a person; the one before, which has to be `replaces`, and what it opened, end.

    Raises:
        NewerLink (the standing link is another one), WrongState, Invalid, Forbidden, NotFound
    """
    interview, person = await _for_a_change(session, clock, actor, interview_id, person_id)
    service.require_state(interview, *lifecycle.BEFORE, *lifecycle.RUNNING)
    before = (await repository.standing(session, [person.id])).get(person.id)
    if (before.id if before else None) != replaces:
        raise NewerLink
    if await repository.count_invitations(session, person.id) >= MAX_LINKS:
        raise Invalid(f"{person.user.name} has had {MAX_LINKS} links. Remove the person and add them again.")
    now, token = clock.now(), secrets.token_urlsafe(32)
    if before is not None:
        await _end(session, before, now)
    until = max(now + VALID_FOR, needed_until(interview, now) or now)
    made = Invitation(
        id=uuid4(),
        person_id=person.id,
        token_hash=_hash(token),
        created_by=actor.id,
        created_at=now,
        expires_at=until,
    )
    session.add(made)
    happening = (
        InvitationRotated(invitation_id=made.id, replaces=before.id, user_id=person.user_id, expires_at=until)
        if before is not None
        else InvitationMade(invitation_id=made.id, user_id=person.user_id, expires_at=until)
    )
    await service.record(session, interview, happening, at=now, by=actor)
    return Link(person=person, token=token, expires_at=until)


async def mail(session: AsyncSession, clock: Clock, actor: Actor, link: Link, *, title: str, address: str) -> None:
    """Send a fresh link to its person."""
    text = (
        f"{actor.name} invites you to “{title}” at Holdout. This link is yours alone; it says what to expect and lets "
        f"you in, until {link.expires_at:%-d %B %Y, %H:%M} UTC:\n\n{address}\n\n"
        "Opening it starts no clock.\n"
    )
    letter = Letter(link.person.user.email, f"Invitation: {title}", text)
    await outbox.post(
        session,
        clock,
        letter,
        kind="interview",
        until=link.expires_at,
        caused_by=actor.id,
        interview_id=link.person.interview_id,
    )


async def revoke(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, person_id: UUID) -> None:
    """Withdraw a person's link, and end what it opened; nothing happens when there is none."""
    interview, person = await _for_a_change(session, clock, actor, interview_id, person_id)
    standing = (await repository.standing(session, [person.id])).get(person.id)
    if standing is None:
        return
    await _end(session, standing, clock.now())
    revoked = InvitationRevoked(invitation_id=standing.id, user_id=person.user_id)
    await service.record(session, interview, revoked, at=clock.now(), by=actor)


async def _for_a_change(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, person_id: UUID
) -> tuple[Interview, InterviewPerson]:
    seat = await service.seat(session, clock, actor, interview_id, lock=True)
    seat.require(Right.PLAN)
    return seat.interview, person_of(seat.interview, person_id)


def person_of(interview: Interview, person_id: UUID) -> InterviewPerson:
    """A seat of the interview by its id; NotFound when it is none of it."""
    found = next((person for person in interview.people if person.id == person_id), None)
    if found is None:
        raise NotFound
    return found


async def _end(session: AsyncSession, invitation: Invitation, now: datetime) -> None:
    invitation.revoked_at = now
    await session.flush()
    await identity.close_opened_by(session, [invitation.id])


async def standing(session: AsyncSession, interview: Interview) -> dict[UUID, Invitation]:
    """By seat: the link that is not withdrawn; its time may be over."""
    return await repository.standing(session, [person.id for person in interview.people])


def needed_until(interview: Interview, now: datetime) -> datetime | None:
    """Until when a person of this interview needs their link, as far as that is known."""
    left = timing.remaining(interview.timing, now)
    if interview.state in lifecycle.RUNNING:
        return now + left + SPARE
    begins = interview.deadline_at if interview.kind == Kind.TAKE_HOME else interview.scheduled_at
    return begins + left + SPARE if begins is not None else None


async def cover(session: AsyncSession, clock: Clock, interview: Interview) -> None:
    """After time or date have changed: keep the valid links, and what they opened, for as long as they are needed."""
    until = needed_until(interview, clock.now())
    if until is not None:
        valid = await repository.prolong(session, interview.id, now=clock.now(), until=until)
        await identity.prolong_opened_by(session, valid, until)


# --- coming in --------------------------------------------------------------------------------------------------


async def look(session: AsyncSession, clock: Clock, token: str) -> Invitation:
    """The invitation behind a link. Looking changes nothing: programs that preview links look at every one.

    Raises:
        NotFound (no such link), InvitationOver (revoked, expired, or the account was deactivated)
    """
    found = await repository.invitation_by_token(session, _hash(token))
    over = found.revoked_at is not None or found.expires_at <= clock.now()
    if over or not found.person.user.active:
        raise InvitationOver
    return found


@dataclass(frozen=True, slots=True)
class Entered:
    """Where a link leads: with a new session for a guest, without one for somebody who has an account."""

    interview_id: UUID
    signed_in: SignedIn | None
    known: bool  # this browser is already signed in as the person


async def enter(session: AsyncSession, clock: Clock, actor: Actor | None, token: str, *, device: Device) -> Entered:
    """Come in by a link. An account with a password is never signed in to: its person signs in first.

    Raises:
        NotFound, InvitationOver, OtherAccount (the link is for an account, and somebody else is signed in)
    """
    invitation = await look(session, clock, token)
    interview = await repository.locked(session, invitation.person.interview_id)
    invitation = await look(session, clock, token)  # nobody can withdraw it any more before this commits
    person = invitation.person
    signed_in = await identity.open_for_guest(
        session, clock, person.user_id, invitation_id=invitation.id, until=invitation.expires_at, device=device
    )
    known = actor is not None and actor.id == person.user_id
    if signed_in is None and not known:
        if actor is not None:
            raise OtherAccount(
                f"You are signed in as {actor.name}; the invitation is for {person.user.name}. "
                "Sign out first, then open the link again."
            )
        return Entered(interview.id, None, known=False)
    invitation.last_used_at = clock.now()
    used = InvitationUsed(invitation_id=invitation.id, user_id=person.user_id)
    events_by = signed_in.actor if signed_in else actor
    await service.record(session, interview, used, at=clock.now(), by=events_by)
    return Entered(interview.id, signed_in, known=known)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
