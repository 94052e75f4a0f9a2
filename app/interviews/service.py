"""Seats, and what everybody with one may look at. Whatever happens in an interview starts with `seat`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import sittings
from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Forbidden, RecordingRemoved
from app.events import service as events
from app.events.interviews import InterviewEnded
from app.events.kinds import Happening
from app.events.models import TimelineEvent
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.interviews import audited, blind, lifecycle, repository, timing
from app.interviews.lifecycle import Kind, Reason, State, Step
from app.interviews.models import Interview, InterviewPerson
from app.interviews.rights import Part, Right, rights_of
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.models import ProblemVersion

PAGE_SIZE = 50
HERE_WITHIN = timedelta(seconds=20)  # the lobby says every few seconds that somebody is there
SETTLED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in an interview. `person` and `part` are None for an administrator without a seat."""

    actor: Actor
    interview: Interview
    person: InterviewPerson | None
    part: Part | None
    rights: frozenset[Right]

    @property
    def blind(self) -> bool:
        """Whether the person must not learn who the candidate is."""
        return blind.is_blind(self.person)

    def may(self, right: Right) -> bool:
        """Whether the person has this right, whatever state the interview is in."""
        return right in self.rights

    def require(self, right: Right) -> None:
        """Forbidden unless the person has this right."""
        if right not in self.rights:
            raise Forbidden("Your part in this interview does not allow that.", right=str(right))


async def seat(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, *, lock: bool = False) -> Seat:
    """The person's seat in an interview, which is ended first if its time is over; NotFound without a seat.

    For a blind reviewer the interview is covered, whatever is done with it.

    A request that is refused writes nothing, the end included; the next look, or the worker, does it again.
    With `lock` the interview's row is held until the transaction ends: what is decided by its state stays true.
    """
    found = await repository.interview(session, actor, interview_id, lock=lock)
    if is_overdue(found, clock.now()):
        await settle(session, clock, found.id)
        found = await repository.interview(session, actor, interview_id, lock=lock)
    if found.kind == Kind.MOCK:
        await sittings.refuse_when_held_elsewhere(
            session, found.id, actor.id, [each.problem_id for each in found.problems]
        )
    person = next((person for person in found.people if person.user_id == actor.id), None)
    part = Part(person.part) if person else None
    unknowing = blind.is_blind(person)
    if unknowing:
        blind.cover(session, found)
    rights = rights_of(part, Kind(found.kind), admin=actor.may(Permission.OVERSEE), blind=unknowing)
    return Seat(actor=actor, interview=found, person=person, part=part, rights=rights)


async def of_worker(session: AsyncSession, interview_id: UUID) -> Interview:
    """An interview of whomever, for what is done with it in the background; NotFound when there is none."""
    return await repository.one(session, interview_id)


async def over(session: AsyncSession, unless: Select[UUID, datetime], limit: int) -> list[tuple[UUID, datetime]]:
    """Interviews that were held and are over, with when they ended, unless that pair is among `unless`."""
    return await repository.over(session, unless, limit)


def is_overdue(interview: Interview, now: datetime) -> bool:
    """Whether the time, or the deadline to begin, has run out without anybody having written it down."""
    return interview.ends_at is not None and interview.ends_at <= now


async def settle(session: AsyncSession, clock: Clock, interview_id: UUID) -> bool:
    """End an interview whose time is over, as of the moment it ran out; False when there is nothing to do."""
    interview = await repository.locked(session, interview_id)
    if not is_overdue(interview, clock.now()):
        return False
    began = interview.started_at is not None
    ended_at = interview.ends_at or clock.now()
    await finish(session, interview, at=ended_at, reason=Reason.TIME_OVER if began else Reason.DEADLINE_PASSED)
    return True


async def settle_all(session: AsyncSession, clock: Clock) -> int:
    """End the interviews whose time is over; gives how many there were."""
    overdue = await repository.overdue(session, clock.now(), SETTLED_AT_ONCE)
    return sum([await settle(session, clock, interview_id) for interview_id in overdue])


async def finish(
    session: AsyncSession, interview: Interview, *, at: datetime, reason: Reason, by: Actor | None = None
) -> None:
    """End a locked interview, by a person or by the clock. Its clock stands from then on."""
    interview.state = lifecycle.after(State(interview.state), Step.END)
    interview.paused_seconds = timing.paused_seconds(interview.timing, at)
    interview.paused_at, interview.ends_at = None, None
    interview.ended_at, interview.end_reason = at, str(reason)
    await sittings.release(session, interview.id)
    await record(session, interview, InterviewEnded(reason=reason.value), at=at, by=by)


async def record(
    session: AsyncSession, interview: Interview, happening: Happening, *, at: datetime, by: Actor | None
) -> TimelineEvent:
    """Write what happened onto the timeline; every node is told to look again once this commits.

    What somebody may have to answer for is written into the audit log too, which practice is not.
    """
    actor_id = by.id if by else None
    event = events.append(session, happening, at=at, actor_id=actor_id, interview_id=interview.id)
    if happening.kind in audited.KINDS and interview.kind != Kind.MOCK:
        subject, facts = audit.Subject("interview", interview.id), audited.facts(happening)
        await audit.append(session, Action(happening.kind), at=at, actor_id=actor_id, subject=subject, facts=facts)
    await session.flush()
    return event


def wind(interview: Interview) -> None:
    """Set when the time runs out, after anything the clock depends on has changed."""
    interview.ends_at = timing.ends_at(interview.timing)
    if interview.state in lifecycle.BEFORE and interview.kind == Kind.TAKE_HOME:
        interview.ends_at = interview.deadline_at


def is_here(person: InterviewPerson, now: datetime) -> bool:
    """Whether the lobby has heard of the person just now."""
    return person.seen_at is not None and person.seen_at > now - HERE_WITHIN


async def be_here(session: AsyncSession, clock: Clock, seat: Seat) -> None:
    """Note that a person is there. It is told to whoever looks, and is no event."""
    if seat.person is not None:
        await repository.see(session, seat.interview.id, seat.actor.id, clock.now())
        seat.person.seen_at = clock.now()


@dataclass(frozen=True, slots=True)
class Listing:
    """Some of the interviews, and how many there are."""

    interviews: list[Interview]
    total: int


async def listing(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    *,
    states: tuple[State, ...] = (),
    text: str | None = None,
    everyone: bool = False,
    limit: int = PAGE_SIZE,
    offset: int = 0,
) -> Listing:
    """The interviews a person has a seat in; with `everyone`, for an administrator, all of them."""
    await settle_all(session, clock)
    found, total = await repository.listed(
        session, actor, states=states, text=text, everyone=everyone, limit=limit, offset=offset
    )
    for each in found:
        if blind.is_blind(next((person for person in each.people if person.user_id == actor.id), None)):
            blind.cover(session, each)
    return Listing(found, total)


async def is_seated_anywhere(session: AsyncSession, actor: Actor) -> bool:
    """Whether the person has any interview to look at."""
    return await repository.is_seated_anywhere(session, actor.id)


async def versions(session: AsyncSession, interview: Interview) -> list[ProblemVersion]:
    """The problems of an interview by position, at the versions pinned when its lobby opened; none before."""
    pinned = [place.problem_version_id for place in interview.problems if place.problem_version_id is not None]
    return [await problems.pinned_version(session, version_id) for version_id in pinned]


def require_planner(actor: Actor) -> None:
    """Forbidden unless the person may plan interviews."""
    if not actor.may(Permission.PLAN):
        raise Forbidden("Planning an interview needs the role interviewer. An administrator can grant it.")


def require_recording(interview: Interview) -> None:
    """RecordingRemoved once what was recorded is gone."""
    if interview.recording_removed_at is not None:
        raise RecordingRemoved


def require_state(interview: Interview, *states: State) -> None:
    """WrongState unless the interview is in one of `states`."""
    if State(interview.state) not in states:
        raise lifecycle.refused(State(interview.state))
