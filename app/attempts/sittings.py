"""Runs and submissions in an interview: the problem as the interview has made it, the text that stands in its room.

Whoever calls has asked who may do so, and holds the interview's row. People and room are not known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import asking, repository, service, sittings_repository, withheld
from app.attempts.asking import Source
from app.attempts.models import Attempt, Execution, ExecutionEvent, Report, StaffDetail
from app.attempts.schemas import ASKED, BACKGROUND, MAX_CODE_BYTES, REGRADE, Kind, Purpose, ReportIn
from app.attempts.shown import CheckDoneShown
from app.errors import AlreadyRunning, CodeTooLarge, EmptySubmission, InInterview, NotFound
from app.identity.actor import Actor
from app.kit.clock import Clock

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Sitting:
    """A candidate at a problem of an interview; `binds` are the open decisions that were answered."""

    interview_id: UUID
    position: int
    candidate_id: UUID
    problem_id: UUID
    problem_version_id: UUID
    twist_id: str | None
    binds: dict[str, str]
    purpose: Purpose = "practice"


async def request(
    session: AsyncSession, clock: Clock, actor: Actor, sitting: Sitting, source: Source, *, kind: Kind, per_minute: int
) -> Execution:
    """Queue a run or a submission before all practice, unless it is some: row, event and job in one transaction.

    Raises:
        AlreadyRunning, EmptySubmission, CodeTooLarge, TooManyRequests (of the candidate, whoever asks), QueueFull
    """
    if not source.solution.strip():
        raise EmptySubmission
    for name, text in (("solution", source.solution), ("checks", source.checks)):
        if len(text.encode()) > MAX_CODE_BYTES:
            raise CodeTooLarge(field=name, limit=MAX_CODE_BYTES)
    attempt = await attempt_at(session, clock, sitting)
    active = await repository.active_execution(session, attempt.id, kind)
    if active is not None:
        raise AlreadyRunning(execution_id=str(active))
    await asking.refuse_when_fast(session, clock, sitting.candidate_id, per_minute)
    execution = await asking.queue(
        session, clock, actor, attempt, source, kind=kind, twist_id=sitting.twist_id, binds=sitting.binds
    )
    return await execution_of(session, sitting.interview_id, execution.id)


async def attempt_at(session: AsyncSession, clock: Clock, sitting: Sitting) -> Attempt:
    """The attempt at this problem of the interview, locked; the first that needs it makes it."""
    found = await sittings_repository.attempt(session, sitting.interview_id, sitting.position)
    if found is None:
        values = {
            "user_id": sitting.candidate_id,
            "problem_id": sitting.problem_id,
            "problem_version_id": sitting.problem_version_id,
            "created_at": clock.now(),
            "purpose": sitting.purpose,
        }
        found = await sittings_repository.attempt(session, sitting.interview_id, sitting.position, values)
    if found is None:
        raise NotFound
    return found


async def hold(session: AsyncSession, interview_id: UUID, candidate_id: UUID, problem_ids: Sequence[UUID]) -> None:
    """Keep a candidate from practising the problems of an interview, until `release`."""
    await sittings_repository.hold(session, interview_id, candidate_id, problem_ids)


async def release(session: AsyncSession, interview_id: UUID) -> None:
    """Let the problems of an interview be practised again."""
    await sittings_repository.release(session, interview_id)


async def refuse_when_held_elsewhere(
    session: AsyncSession, interview_id: UUID, user_id: UUID, problem_ids: Sequence[UUID]
) -> None:
    """InInterview while another interview of the person holds one of the problems."""
    held = await sittings_repository.held_elsewhere(session, interview_id, user_id, problem_ids)
    if held is not None:
        raise InInterview(interview=str(held))


async def practised(session: AsyncSession, user_id: UUID, before: datetime | None) -> dict[UUID, tuple[int, str]]:
    """Per problem the person has practised, before a moment where one is given: attempts, and how far they got."""
    return await repository.practised(session, user_id, before)


async def seen_inside(session: AsyncSession, user_id: UUID, before: datetime | None) -> set[UUID]:
    """The problems of which the person has seen what candidates are not shown, before a moment where one is given."""
    return await sittings_repository.seen_inside(session, user_id, before)


async def report(session: AsyncSession, clock: Clock, actor: Actor, sitting: Sitting, given: ReportIn) -> Report:
    """Keep a report on the platform or the question; NotFound when it names another problem's execution."""
    attempt = await attempt_at(session, clock, sitting)
    if given.execution_id is not None:
        execution = await execution_of(session, sitting.interview_id, given.execution_id)
        if execution.attempt_id != attempt.id:
            raise NotFound
    return await service.keep_report(session, clock, actor, attempt, given)


async def execution_of(
    session: AsyncSession, interview_id: UUID, execution_id: UUID, *, background: bool = False
) -> Execution:
    """An execution with its attempt and verdict; NotFound when it is none of this interview.

    With `background` also what was graded after the interview, which is for staff only.
    """
    kinds = (*ASKED, *BACKGROUND) if background else ASKED
    return await sittings_repository.execution(session, interview_id, execution_id, kinds)


async def executions_of(
    session: AsyncSession, interview_id: UUID, only: Sequence[UUID] | None = None
) -> list[tuple[Execution, ExecutionEvent | None]]:
    """The latest executions of an interview, newest first, each with the event that finished it."""
    most = MOST_LISTED if only is None else len(only)
    found = await sittings_repository.executions(session, interview_id, only=only, limit=most)
    ends = await sittings_repository.ends(session, [execution.id for execution in found])
    return [(execution, ends.get(execution.id)) for execution in found]


async def steps(session: AsyncSession, execution: Execution) -> list[ExecutionEvent]:
    """What may be seen of it, in order."""
    return await repository.events_after(session, execution.id, 0)


async def afterwards(session: AsyncSession, execution: Execution) -> list[CheckDoneShown]:
    """The checks that are told only when the interview is over, as it has to be; of a regrade, whatever is told."""
    if execution.kind == REGRADE:
        return await withheld.of_regrade(session, execution)
    return await withheld.of_submission(session, execution)


async def record(session: AsyncSession, execution: Execution) -> list[StaffDetail]:
    """What the grader recorded, for staff only."""
    return await repository.staff_details(session, execution)


async def graded(session: AsyncSession, interview_id: UUID, execution_id: UUID) -> tuple[Execution, Execution]:
    """For staff only: a submission, or a rerun of one of its checks, with the submission; NotFound for a run."""
    found = await sittings_repository.graded(session, interview_id, execution_id)
    if found.check_of is None:
        return found, found
    return found, await sittings_repository.graded(session, interview_id, found.check_of)
