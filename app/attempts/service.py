"""Attempts, their drafts and reports of them. What is run and submitted is asked for in `asking`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import counts_repository, repository, visits
from app.attempts.models import Attempt, Draft, Execution, ExecutionEvent, Report
from app.attempts.schemas import MAX_CODE_BYTES, DraftIn, Purpose, ReportIn
from app.errors import (
    AttemptClosed,
    CodeTooLarge,
    NotFound,
    StaleRevision,
    TooManyRequests,
)
from app.events import service as events
from app.events.kinds import (
    AttemptStarted,
    FaultReported,
)
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import openings
from app.problems import service as problems
from app.problems.loader import Package
from app.problems.models import Problem, ProblemVersion

MOST_REPORTS, DAY = 20, timedelta(days=1)  # of one person, in practice


async def open_attempt(session: AsyncSession, clock: Clock, actor: Actor, problem: Problem) -> Attempt:
    """The attempt the person is at; the first visit makes it. InInterview while the problem is held."""
    await repository.refuse_when_held(session, actor.id, problem.id)
    found = await repository.current_attempt(session, actor.id, problem.id)
    return found or await _begin(session, clock, actor, problem)


async def current(session: AsyncSession, actor: Actor, problem: Problem) -> Attempt | None:
    """The attempt the person is at, if they have begun. InInterview while the problem is held."""
    await repository.refuse_when_held(session, actor.id, problem.id)
    return await repository.current_attempt(session, actor.id, problem.id)


async def own(session: AsyncSession, actor: Actor, attempt_id: UUID, *, lock: bool = False) -> Attempt:
    """A person's attempt outside of interviews, with its draft. NotFound, or InInterview while its problem is held."""
    return await repository.attempt(session, actor.id, attempt_id, lock=lock)


async def settle(session: AsyncSession, attempt: Attempt, binds: dict[str, str]) -> None:
    """Grade what is asked for from now on by these decisions, and leave the others open; the caller holds the row."""
    attempt.binds = binds
    await session.flush()


async def twist(session: AsyncSession, attempt: Attempt, twist_id: str) -> None:
    """Grade what is asked for from now on with this twist; the caller holds the row."""
    attempt.twist_id = twist_id
    await session.flush()


async def asked(session: AsyncSession, attempt: Attempt) -> list[tuple[Execution, ExecutionEvent | None]]:
    """The latest runs and submissions of an own attempt, newest first, each with the event that finished it.

    What was handed in is not read.
    """
    return await repository.executions(session, attempt.id)


async def package_of(session: AsyncSession, problem: Problem, attempt: Attempt | None) -> Package:
    """The problem as the attempt has it, after its twist too, or as it is now where there is none."""
    version_id = attempt.problem_version_id if attempt else _current(problem).id
    package = problems.package_of(await problems.pinned_version(session, version_id))
    return problems.twisted(package, attempt.twist_id if attempt else None)


async def start_over(session: AsyncSession, clock: Clock, actor: Actor, problem: Problem) -> Attempt:
    """A fresh attempt at the current version; the one before stays readable. InInterview while the problem is held.

    Raises:
        InInterview, AccountNeeded (a visitor has one attempt)
    """
    visits.refuse(actor)
    await repository.refuse_when_held(session, actor.id, problem.id)
    await repository.supersede(session, actor.id, problem.id, clock.now())
    return await _begin(session, clock, actor, problem)


async def open_aside(
    session: AsyncSession, clock: Clock, actor: Actor, version: ProblemVersion, purpose: Purpose
) -> Attempt:
    """The person's attempt at exactly this version beside practice; the first visit makes it. InInterview as ever."""
    await repository.refuse_when_held(session, actor.id, version.problem_id)
    found = await repository.attempt_aside(session, actor.id, version.id, purpose)
    if found is None:
        await _insert(session, clock, actor, version, purpose)
        found = await repository.attempt_aside(session, actor.id, version.id, purpose)
    if found is None:
        raise NotFound
    return found


async def untouched(session: AsyncSession, clock: Clock, actor: Actor, problem: Problem) -> Attempt:
    """An attempt in which nothing was done yet: the one the person is at, or else a new one. InInterview as ever."""
    attempt = await open_attempt(session, clock, actor, problem)
    package = await package_of(session, problem, attempt)
    typed = attempt.draft.solution != package.files["starter.py"]
    if typed or await repository.executions(session, attempt.id, limit=1):
        return await start_over(session, clock, actor, problem)
    return attempt


async def hold_runs(session: AsyncSession, attempt: Attempt, *, held: bool) -> None:
    """Close Run and Submit of an attempt, or open them again."""
    attempt.runs_held = held
    await session.flush()


async def _begin(session: AsyncSession, clock: Clock, actor: Actor, problem: Problem) -> Attempt:
    await _insert(session, clock, actor, _current(problem), "practice")
    found = await repository.current_attempt(session, actor.id, problem.id)
    if found is None:
        raise NotFound
    return found


async def _insert(session: AsyncSession, clock: Clock, actor: Actor, version: ProblemVersion, purpose: Purpose) -> None:
    now = clock.now()
    attempt_id = await repository.insert_attempt(
        session,
        {
            "id": uuid4(),
            "user_id": actor.id,
            "problem_id": version.problem_id,
            "problem_version_id": version.id,
            "purpose": purpose,
            "created_at": now,
        },
    )
    if attempt_id is not None:
        await problems.pin(session, version, now)
        starter = version.files["starter.py"]
        session.add(Draft(attempt_id=attempt_id, revision=1, solution=starter, checks="", saved_at=now))
        await session.flush()
        started = AttemptStarted(problem_version_id=version.id)
        events.append(session, started, at=now, actor_id=actor.id, attempt_id=attempt_id)


def _current(problem: Problem) -> ProblemVersion:
    if problem.current is None:
        raise NotFound
    return problem.current


async def save_draft(session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, draft: DraftIn) -> Draft:
    """Save both texts over the revision they build on.

    Raises:
        CodeTooLarge, AttemptClosed, StaleRevision (with what the server has), NotFound
    """
    for name, text in (("solution", draft.solution), ("checks", draft.checks)):
        if len(text.encode()) > MAX_CODE_BYTES:
            raise CodeTooLarge(field=name, limit=MAX_CODE_BYTES)
        visits.refuse_large(actor, name, text)
    attempt = await writable(session, actor, attempt_id)
    revision = await repository.save_draft(
        session, attempt.id, draft.revision, solution=draft.solution, checks=draft.checks, now=clock.now()
    )
    current = await repository.draft(session, attempt.id)
    if revision is None:
        raise stale(current)
    return current


def stale(current: Draft) -> StaleRevision:
    """The error that carries what the server has, so that no text is lost."""
    return StaleRevision(
        revision=current.revision,
        solution=current.solution,
        checks=current.checks,
        saved_at=current.saved_at.isoformat(),
    )


async def writable(session: AsyncSession, actor: Actor, attempt_id: UUID) -> Attempt:
    """A person's attempt, locked for a change. AttemptClosed, NotFound, InInterview."""
    attempt = await repository.attempt(session, actor.id, attempt_id, lock=True)
    if attempt.superseded_at is not None:
        raise AttemptClosed
    return attempt


async def report(session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, given: ReportIn) -> Report:
    """Keep a person's report on the platform or the question.

    Raises:
        NotFound (it names another's execution), TooManyRequests, AccountNeeded
    """
    visits.refuse(actor)
    if await counts_repository.reports_since(session, actor.id, clock.now() - DAY) >= MOST_REPORTS:
        raise TooManyRequests(f"At most {MOST_REPORTS} reports a day.", retry_after=int(DAY.total_seconds()))
    attempt = await repository.attempt(session, actor.id, attempt_id)
    if given.execution_id is not None:
        execution = await repository.execution(session, actor.id, given.execution_id)
        if execution.attempt_id != attempt.id:
            raise NotFound
    return await keep_report(session, clock, actor, attempt, given)


async def keep_report(session: AsyncSession, clock: Clock, actor: Actor, attempt: Attempt, given: ReportIn) -> Report:
    """Keep a report on an attempt that the caller has looked at."""
    now = clock.now()
    kept = Report(
        id=uuid4(),
        attempt_id=attempt.id,
        user_id=actor.id,
        execution_id=given.execution_id,
        about=given.about,
        text=given.text,
        created_at=now,
    )
    await repository.insert_report(session, kept)
    text = None if attempt.interview_id is None else given.text
    reported = FaultReported(report_id=kept.id, about=given.about, text=text, problem=attempt.position)
    events.append(
        session, reported, at=now, actor_id=actor.id, attempt_id=attempt.id, interview_id=attempt.interview_id
    )
    return kept


async def aside(session: AsyncSession, actor: Actor, version: ProblemVersion, purpose: Purpose) -> Attempt | None:
    """The person's attempt at this version beside practice, if they have begun. InInterview as ever."""
    await repository.refuse_when_held(session, actor.id, version.problem_id)
    return await repository.attempt_aside(session, actor.id, version.id, purpose)


async def submissions(session: AsyncSession, attempt: Attempt) -> list[tuple[Execution, Sequence[ExecutionEvent]]]:
    """The submissions of an attempt that the caller has looked at, newest first, each with all its events."""
    found = [execution for execution, _ in await repository.executions(session, attempt.id, texts=True)]
    return [(each, await repository.events_after(session, each.id, 0)) for each in found if each.kind == "submission"]


async def tries(session: AsyncSession, version_id: UUID, purpose: Purpose) -> Sequence[Attempt]:
    """The attempts at a version beside practice, oldest first. Asks for nobody's right: the caller has."""
    return await repository.tried(session, version_id, purpose)


async def accepted(session: AsyncSession, version_id: UUID, purpose: Purpose) -> Sequence[tuple[UUID, UUID, datetime]]:
    """Their accepted submissions: execution, person, when; oldest first. Asks for nobody's right: the caller has."""
    return await repository.accepted_at(session, version_id, purpose)


async def statuses(session: AsyncSession, actor: Actor) -> dict[UUID, str]:
    """How far the person got, per problem they have opened."""
    return {problem_id: reached for problem_id, (_, reached) in (await repository.practised(session, actor.id)).items()}


async def note_solution_opened(session: AsyncSession, clock: Clock, actor: Actor, problem: Problem) -> None:
    """Whoever shows a person a solution or the editorial of a problem says so: from now on it is familiar.

    They are in the package, so no later version of it is solved blind by them either.
    """
    await repository.note_solution_opened(session, actor.id, problem.id, clock.now())
    await openings.note(session, actor, problem.id, clock.now())
