"""What moves an interview on: lobby, readiness, start, clock, end. Each holds the row and writes its event with it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts import sittings
from app.errors import Forbidden, Invalid, NotReady
from app.events.interviews import (
    Agreed,
    ClockExtended,
    ClockPaused,
    ClockResumed,
    InterviewReopened,
    InterviewReviewed,
    InterviewStarted,
    LobbyOpened,
)
from app.identity.actor import Actor
from app.interviews import invitations, lifecycle, service, timing
from app.interviews.lifecycle import Kind, Reason, State, Step
from app.interviews.models import Interview, InterviewPerson
from app.interviews.rights import Part, Right
from app.interviews.service import Seat
from app.kit.clock import Clock
from app.problems import service as problems

READY_FOR = timedelta(seconds=60)  # without a sign of life from the lobby, "ready" is no longer believed
_BEGIN = frozenset({Part.CANDIDATE, Part.LEAD, Part.PEER})
MAX_EXTENSION = 120
MAX_EXTRA_SECONDS = 8 * 3600


async def open_lobby(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Interview:
    """Let people in, and keep the plan as it is from now on. NotReady without a problem or a candidate."""
    seat = await _held(session, clock, actor, interview_id, Right.CLOCK)
    await _open(session, clock, seat)
    return seat.interview


async def _open(session: AsyncSession, clock: Clock, seat: Seat) -> None:
    interview, now = seat.interview, clock.now()
    reached = lifecycle.after(State(interview.state), Step.OPEN_LOBBY)
    if interview.candidate is None:
        raise NotReady("Nobody is named as the candidate yet. Add them under People.")
    chosen = await problems.choose(session, [each.problem_id for each in interview.problems])
    versions = [problem.current for problem in chosen if problem.current is not None]
    if not versions or len(versions) < len(interview.problems):
        raise NotReady("The interview has no problem yet. Choose at least one in the plan.")
    for place, version in zip(interview.problems, versions, strict=True):
        await problems.pin(session, version, now)
        place.problem_version_id = version.id
    if interview.kind == Kind.MOCK:  # from here on the guide tells them of it
        for problem in chosen:
            await attempts.note_solution_opened(session, clock, seat.actor, problem)
    interview.state = reached
    opened = LobbyOpened(problem_version_ids=[version.id for version in versions])
    await service.record(session, interview, opened, at=now, by=seat.actor)


async def agree(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, *, ready: bool) -> Interview:
    """Say that one is ready, or not after all. The clock starts when the candidate and a lead both are, and are there.

    Raises:
        WrongState, Forbidden (neither candidate nor lead, or a take-home), NotFound
    """
    seat = await service.seat(session, clock, actor, interview_id, lock=True)
    interview, person, now = seat.interview, seat.person, clock.now()
    if person is None or seat.part not in _BEGIN or interview.kind == Kind.TAKE_HOME:
        raise Forbidden("The clock of a live interview starts when its candidate and its lead are ready.")
    service.require_state(interview, State.LOBBY)
    person.agreed_at, person.seen_at = (now if ready else None), now
    await service.record(session, interview, Agreed(ready=ready), at=now, by=actor)
    other = Part.PEER if interview.kind == Kind.MOCK else Part.LEAD
    if all(any(is_ready(each, now) for each in _of(interview, part)) for part in (Part.CANDIDATE, other)):
        await _start(session, clock, seat)
    return interview


def _of(interview: Interview, part: Part) -> list[InterviewPerson]:
    return [person for person in interview.people if person.part == part]


def is_ready(person: InterviewPerson, now: datetime) -> bool:
    """Whether the person said so and has been there since."""
    return person.agreed_at is not None and person.seen_at is not None and person.seen_at > now - READY_FOR


async def start(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Interview:
    """Begin a take-home, by its candidate, any time before its deadline.

    Raises:
        NotReady, WrongState, Forbidden, NotFound
    """
    seat = await service.seat(session, clock, actor, interview_id, lock=True)
    if seat.part is not Part.CANDIDATE or seat.interview.kind != Kind.TAKE_HOME:
        raise Forbidden("A take-home is started by its candidate, a live interview when both sides are ready.")
    if seat.interview.state == State.PLANNED:
        await _open(session, clock, seat)
    await _start(session, clock, seat)
    return seat.interview


async def _start(session: AsyncSession, clock: Clock, seat: Seat) -> None:
    interview, now = seat.interview, clock.now()
    interview.state = lifecycle.after(State(interview.state), Step.START)
    interview.started_at = now
    service.wind(interview)
    await _hold(session, interview)
    started = InterviewStarted(ends_at=interview.ends_at or now)
    await service.record(session, interview, started, at=now, by=seat.actor)
    await invitations.cover(session, clock, interview)


async def _hold(session: AsyncSession, interview: Interview) -> None:
    """In practice, the problems would tell the candidate what the room does not."""
    if interview.candidate is not None:
        chosen = [each.problem_id for each in interview.problems]
        await sittings.hold(session, interview.id, interview.candidate.user_id, chosen)


async def pause(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Interview:
    """Stop the clock for a while."""
    seat = await _held(session, clock, actor, interview_id, Right.CLOCK)
    interview, now = seat.interview, clock.now()
    interview.state = lifecycle.after(State(interview.state), Step.PAUSE)
    interview.paused_at = now
    service.wind(interview)
    left = timing.remaining(interview.timing, now).total_seconds()
    await service.record(session, interview, ClockPaused(remaining_seconds=left), at=now, by=actor)
    return interview


async def resume(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Interview:
    """Let the clock run on; NotReady when no time is left."""
    seat = await _held(session, clock, actor, interview_id, Right.CLOCK)
    interview, now = seat.interview, clock.now()
    reached = lifecycle.after(State(interview.state), Step.RESUME)
    if not timing.remaining(interview.timing, now):
        raise NotReady("No time is left. Extend the clock first.")
    interview.paused_seconds = timing.paused_seconds(interview.timing, now)
    interview.state, interview.paused_at = reached, None
    service.wind(interview)
    resumed = ClockResumed(ends_at=interview.ends_at or now)
    await service.record(session, interview, resumed, at=now, by=actor)
    await invitations.cover(session, clock, interview)
    return interview


async def extend(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, *, minutes: int) -> Interview:
    """Give everybody more time; Invalid when that is none, or more than is sensible."""
    seat = await _held(session, clock, actor, interview_id, Right.CLOCK)
    interview, now = seat.interview, clock.now()
    service.require_state(interview, State.LIVE, State.PAUSED)
    more = interview.extra_seconds + 60 * minutes
    if not 1 <= minutes <= MAX_EXTENSION or more > MAX_EXTRA_SECONDS:
        told = f"Extend by 1 to {MAX_EXTENSION} minutes, {MAX_EXTRA_SECONDS // 3600} hours in all."
        raise Invalid(told, errors=[{"field": "minutes", "message": told}])
    interview.extra_seconds = more
    service.wind(interview)
    await service.record(session, interview, ClockExtended(minutes=minutes), at=now, by=actor)
    await invitations.cover(session, clock, interview)
    return interview


async def end(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Interview:
    """End an interview, or cancel one that has not begun; a candidate ends only a take-home that they have begun."""
    seat = await _held(session, clock, actor, interview_id, Right.END)
    interview = seat.interview
    begun = interview.state not in lifecycle.BEFORE
    if seat.part is Part.CANDIDATE and not begun:
        raise lifecycle.refused(State(interview.state))
    reason = Reason.FINISHED if begun else Reason.CANCELLED
    await service.finish(session, interview, at=clock.now(), reason=reason, by=actor)
    return interview


async def reopen(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Interview:
    """Undo the end: the interview is paused, with the time it had left. NotReady when it never began."""
    seat = await _held(session, clock, actor, interview_id, Right.CLOCK)
    interview, now = seat.interview, clock.now()
    reached = lifecycle.after(State(interview.state), Step.REOPEN)
    if interview.started_at is None:
        raise NotReady("It never began, so there is nothing to go on with. Plan another one like it.")
    service.require_recording(interview)
    interview.state, interview.paused_at = reached, interview.ended_at
    interview.ended_at, interview.end_reason = None, None
    service.wind(interview)
    await _hold(session, interview)
    left = timing.remaining(interview.timing, now).total_seconds()
    await service.record(session, interview, InterviewReopened(remaining_seconds=left), at=now, by=actor)
    await invitations.cover(session, clock, interview)
    return interview


async def review(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Interview:
    """Mark an interview as reviewed; nothing of it changes any more."""
    seat = await _held(session, clock, actor, interview_id, Right.PLAN)
    interview = seat.interview
    interview.state = lifecycle.after(State(interview.state), Step.REVIEW)
    await service.record(session, interview, InterviewReviewed(), at=clock.now(), by=actor)
    return interview


async def _held(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, right: Right) -> Seat:
    """The person's seat with the row locked; Forbidden without the right."""
    seat = await service.seat(session, clock, actor, interview_id, lock=True)
    seat.require(right)
    return seat
