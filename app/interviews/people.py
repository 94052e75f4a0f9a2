"""Who has a seat in an interview: one candidate at most, always a lead, staff parts for staff only."""

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Invalid, LastLead, NotFound
from app.events.interviews import IdentityRevealed, PersonAdded, PersonChanged, PersonRemoved
from app.identity import service as identity
from app.identity.actor import Actor
from app.identity.addresses import checked_email
from app.identity.permissions import Permission
from app.interviews import invitations, lifecycle, repository, service
from app.interviews.lifecycle import State
from app.interviews.models import Interview, InterviewPerson
from app.interviews.rights import Part, Right
from app.kit.clock import Clock

MAX_PEOPLE = 20
MAX_EXTRA_MINUTES = 240
_OPEN = tuple(state for state in State if state is not State.REVIEWED)


async def add(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    interview_id: UUID,
    *,
    email: str,
    name: str,
    part: Part,
    extra_minutes: int = 0,
    blind: bool = False,
) -> InterviewPerson:
    """Give somebody a seat. A candidate without an account becomes a guest; staff parts need an account with a role.

    A reviewer may be `blind`: they do not learn who the candidate is.

    Raises:
        Invalid (with the field), WrongState, Forbidden, NotFound
    """
    interview = await _for_a_change(session, clock, actor, interview_id)
    _require_a_place(interview, part)
    extra = extra_minutes if part is Part.CANDIDATE else 0
    _check_extra(extra)
    user = await _account(session, email=email, name=name, part=part)
    if any(person.user_id == user.id for person in interview.people):
        raise Invalid.of("email", f"{user.name} has a seat in this interview already.")
    person = InterviewPerson(
        id=uuid4(),
        interview_id=interview.id,
        user_id=user.id,
        part=str(part),
        extra_minutes=extra,
        blind=blind and part is Part.REVIEWER,
        added_at=clock.now(),
    )
    session.add(person)
    added = PersonAdded(user_id=user.id, part=str(part), extra_minutes=extra, blind=person.blind)
    await service.record(session, interview, added, at=clock.now(), by=actor)
    return person


def _require_a_place(interview: Interview, part: Part) -> None:
    if len(interview.people) >= MAX_PEOPLE:
        raise Invalid.of("email", f"An interview has at most {MAX_PEOPLE} people.")
    _refuse_peer(part)
    if part is Part.CANDIDATE:
        service.require_state(interview, *lifecycle.BEFORE)
        if interview.candidate is not None:
            raise Invalid.of("part", f"{interview.candidate.user.name} is the candidate. Remove them first.")


async def _account(session: AsyncSession, *, email: str, name: str, part: Part) -> Actor:
    try:
        email = checked_email(email)
        if part is Part.CANDIDATE:
            return await identity.account_or_guest(session, email=email, name=name)
    except Invalid as error:
        raise Invalid.of("email", error.message) from error
    found = await identity.account(session, email)
    if found is None or found.guest or not found.may(Permission.TAKE_PART):
        raise Invalid.of("email", f"There is no account with a staff role for {email}. An administrator can make one.")
    return found


async def change(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    interview_id: UUID,
    person_id: UUID,
    *,
    part: Part | None = None,
    extra_minutes: int | None = None,
) -> None:
    """Give a person of the staff another part, or the candidate more or less extra time, also while the clock runs.

    Raises:
        LastLead, Invalid, WrongState, Forbidden, NotFound
    """
    interview = await _for_a_change(session, clock, actor, interview_id)
    person = invitations.person_of(interview, person_id)
    before = (person.part, person.extra_minutes)
    _refuse_peer(part)
    if part is not None and part != person.part:
        if Part.CANDIDATE in {part, person.part}:
            raise Invalid.of("part", "Nobody can change sides. Remove the person and add them again.")
        if person.blind:
            raise Invalid.of("part", "Who reviews without knowing the candidate keeps that part. Remove them instead.")
        _keep_a_lead(interview, person)
        person.part = str(part)
    if extra_minutes is not None and person.part == Part.CANDIDATE:
        service.require_state(interview, *lifecycle.BEFORE, *lifecycle.RUNNING)
        _check_extra(extra_minutes)
        person.extra_minutes = extra_minutes
        service.wind(interview)
        await invitations.cover(session, clock, interview)
    if (person.part, person.extra_minutes) != before:
        changed = PersonChanged(user_id=person.user_id, part=person.part, extra_minutes=person.extra_minutes)
        await service.record(session, interview, changed, at=clock.now(), by=actor)


async def remove(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, person_id: UUID) -> None:
    """Take a seat away, with its links and the sessions they opened; the candidate's only before the start.

    Raises:
        LastLead, WrongState, Forbidden, NotFound
    """
    interview = await _for_a_change(session, clock, actor, interview_id)
    person = invitations.person_of(interview, person_id)
    if person.part == Part.CANDIDATE:
        service.require_state(interview, *lifecycle.BEFORE)
    _keep_a_lead(interview, person)
    await identity.close_opened_by(session, await repository.invitation_ids(session, person.id))
    interview.people.remove(person)
    await session.delete(person)
    removed = PersonRemoved(user_id=person.user_id, part=person.part)
    await service.record(session, interview, removed, at=clock.now(), by=actor)


async def reveal(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, *, why: str) -> None:
    """Tell a blind reviewer who the candidate is, from now on: on record, with their reason, and for good.

    Raises:
        NotFound (also for whoever knows already)
    """
    seat = await service.seat(session, clock, actor, interview_id, lock=True)
    if not seat.blind or seat.person is None:
        raise NotFound
    await repository.reveal(session, seat.person.id, clock.now())
    await service.record(session, seat.interview, IdentityRevealed(why=why), at=clock.now(), by=actor)
    subject = audit.Subject("interview", interview_id)
    await audit.append(session, Action.IDENTITY_REVEALED, at=clock.now(), actor_id=actor.id, subject=subject)


async def _for_a_change(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Interview:
    seat = await service.seat(session, clock, actor, interview_id, lock=True)
    seat.require(Right.PLAN)
    service.require_state(seat.interview, *_OPEN)
    return seat.interview


def _refuse_peer(part: Part | None) -> None:
    if part is Part.PEER:
        raise Invalid.of("part", "Only the two of a mock pair interview each other.")


def _keep_a_lead(interview: Interview, leaving: InterviewPerson) -> None:
    leads = [person for person in interview.people if person.part == Part.LEAD]
    if leads == [leaving]:
        raise LastLead


def _check_extra(minutes: int) -> None:
    if not 0 <= minutes <= MAX_EXTRA_MINUTES:
        raise Invalid.of("extra_minutes", f"Extra time is between 0 and {MAX_EXTRA_MINUTES} minutes.")
