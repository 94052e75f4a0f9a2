"""Runs and submissions in the room: of the text that stands there, recorded, and seen by everybody with a seat."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import posed, sittings
from app.attempts.asking import Source
from app.attempts.models import Execution, Report
from app.attempts.schemas import Kind as ExecutionKind
from app.attempts.schemas import ReportIn
from app.attempts.sittings import Sitting
from app.errors import NotFound
from app.identity.actor import Actor
from app.interviews import lifecycle, problems, service, talk
from app.interviews.lifecycle import Kind
from app.interviews.models import Interview
from app.interviews.rights import Right
from app.interviews.service import Seat
from app.kit.clock import Clock
from app.rooms import service as rooms
from app.timeline import shown
from app.timeline.audience import is_candidate
from app.timeline.authors import authors
from app.timeline.shown import RoomExecution, RoomExecutionSummary
from app.timeline.staff import ExecutionForStaff, StepForStaff

RIGHT: dict[ExecutionKind, Right] = {"run": Right.RUN, "submission": Right.SUBMIT}


async def request(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    interview_id: UUID,
    *,
    position: int,
    kind: ExecutionKind,
    per_minute: int,
) -> RoomExecution:
    """Queue a run or a submission of the text as it is acknowledged by now.

    Raises:
        Forbidden, WrongState, AlreadyRunning, EmptySubmission, CodeTooLarge, TooManyRequests, Invalid, NotFound
    """
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(RIGHT[kind])
    text = await _text(session, seat, position)
    seat = await talk.held(session, clock, actor, interview_id, RIGHT[kind])
    sitting = await _sitting(session, seat.interview, position)
    execution = await sittings.request(session, clock, actor, sitting, text, kind=kind, per_minute=per_minute)
    return await _view(session, seat, execution)


async def _text(session: AsyncSession, seat: Seat, position: int) -> Source:
    """The text before the interview's row is held: to read a long log takes a moment."""
    service.require_state(seat.interview, *talk.WHEN[Right.RUN])
    problems.place_of(seat.interview, position)
    text = await rooms.text(session, seat.interview.id, position)
    return Source(revision=text.seq, solution=text.solution, checks=text.checks)


async def _sitting(session: AsyncSession, interview: Interview, position: int) -> Sitting:
    problem = await problems.placed(session, interview, position)
    candidate, version = interview.candidate, problem.place.problem_version_id
    if candidate is None or version is None:
        raise NotFound
    return Sitting(
        interview_id=interview.id,
        position=position,
        candidate_id=candidate.user_id,
        problem_id=problem.place.problem_id,
        problem_version_id=version,
        twist_id=problem.place.twist_id,
        binds=await problems.settled(session, interview, problem),
        purpose="mock" if interview.kind == Kind.MOCK else "practice",
    )


async def report(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, *, position: int, given: ReportIn
) -> Report:
    """Keep a report on a problem of the room, or on the platform; staff of the interview read it at once.

    Raises:
        Forbidden, WrongState, TooManyRequests, Invalid, NotFound (also for another problem's execution)
    """
    seat = await talk.held(session, clock, actor, interview_id, Right.REPORT, kind="fault_reported")
    return await sittings.report(session, clock, actor, await _sitting(session, seat.interview, position), given)


async def listed(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> list[RoomExecutionSummary]:
    """The room's runs and submissions, newest first."""
    seat = await _seat(session, clock, actor, interview_id)
    return await summaries(session, seat.interview)


async def summaries(
    session: AsyncSession, interview: Interview, only: list[UUID] | None = None
) -> list[RoomExecutionSummary]:
    """Runs and submissions as everybody in the room sees them, newest first."""
    found = await sittings.executions_of(session, interview.id, only)
    by = await authors(session, interview, [execution.requested_by for execution, _ in found])
    return [shown.execution_summary(execution, end, by.get(execution.requested_by)) for execution, end in found]


async def one(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, execution_id: UUID
) -> RoomExecution:
    """A run or submission; staff get the grader's record too. NotFound when it is none of this interview.

    Staff also see what was graded afterwards, which is only there once the interview is over.
    """
    seat = await _seat(session, clock, actor, interview_id)
    background = seat.may(Right.NOTE) and not is_candidate(seat)
    execution = await sittings.execution_of(session, interview_id, execution_id, background=background)
    return await _view(session, seat, execution)


async def require(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, execution_id: UUID) -> None:
    """NotFound unless it is one of this interview, and the person may see it."""
    await _seat(session, clock, actor, interview_id)
    await sittings.execution_of(session, interview_id, execution_id)


async def _seat(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Seat:
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.VIEW)
    return seat


async def _view(session: AsyncSession, seat: Seat, execution: Execution) -> RoomExecution:
    by = (await authors(session, seat.interview, [execution.requested_by])).get(execution.requested_by)
    steps = await sittings.steps(session, execution)
    over = seat.interview.state in lifecycle.OVER
    afterwards = await sittings.afterwards(session, execution) if over else []
    fields = shown.execution_fields(execution, steps, await posed.posed(session, execution), afterwards, by)
    if is_candidate(seat):
        return RoomExecution(**fields)
    verdict = execution.verdict
    return ExecutionForStaff(
        **fields,
        seed=execution.seed,
        twist_id=execution.twist_id,
        binds=execution.binds,
        checks_by_id=verdict.checks if verdict else {},
        policies=verdict.policies if verdict else {},
        record=[
            StepForStaff(type=each.type, at=each.at, data=each.data)
            for each in await sittings.record(session, execution)
        ],
    )
