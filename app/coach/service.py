"""What the coach keeps and tells of one attempt of practice. Nothing of it reaches any other person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts.models import Attempt
from app.attempts.posed import is_solved
from app.coach import clarify, hints, repository, timed, views
from app.coach.models import PracticeStatement
from app.coach.schemas import CoachView
from app.coach.steps import Saying
from app.errors import AttemptClosed, NotFound
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.loader import Package
from app.problems.models import Problem, ProblemVersion


async def look(session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID) -> CoachView:
    """The coach as it stands, after saying what is due while a clock runs.

    Raises:
        NotFound for what is no practice of this person, InInterview while it is held
    """
    attempt = await _practice(session, actor, attempt_id)
    package = await package_of(session, attempt)
    if await goes_on(session, attempt):
        attempt = await _practice(session, actor, attempt_id, lock=True)
        clocked = await repository.timed(session, attempt.id)
        if clocked is not None and clocked.ended_at is None:
            await timed.advance(session, clock, attempt, package, clocked)
    return views.coach(await _kept(session, clock, attempt, package))


async def goes_on(session: AsyncSession, attempt: Attempt) -> bool:
    """Whether a clock runs in the attempt, so that it is the script that says what comes next."""
    found = await repository.timed(session, attempt.id)
    return found is not None and found.ended_at is None and attempt.superseded_at is None


async def _kept(session: AsyncSession, clock: Clock, attempt: Attempt, package: Package) -> views.Kept:
    clocked = await repository.timed(session, attempt.id)
    asked = await attempts.asked(session, attempt)
    return views.Kept(
        attempt=attempt,
        package=package,
        said=await repository.statements(session, attempt.id),
        questions=await repository.questions(session, attempt.id),
        lines=await repository.lines(session, attempt.id),
        timed=clocked,
        late=timed.late(clocked, asked) if clocked else [],
        solved=await is_solved(session, attempt),
        now=clock.now(),
    )


async def package(session: AsyncSession, actor: Actor, attempt_id: UUID) -> Package:
    """The package the attempt began with."""
    return await package_of(session, await _practice(session, actor, attempt_id))


async def package_of(session: AsyncSession, attempt: Attempt) -> Package:
    """The package an own attempt began with, as written."""
    return problems.package_of(await _version(session, attempt))


async def stated(session: AsyncSession, attempt_id: UUID, at: datetime) -> list[PracticeStatement]:
    """What had been said to the steps of an attempt by then, as it stood, in the order it was said."""
    kept = (await repository.statements(session, attempt_id)).values()
    return sorted((each for each in kept if each.changed_at <= at), key=lambda each: each.changed_at)


async def say(
    session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, *, kind: Saying, text: str
) -> CoachView:
    """Keep one line said to a step, or take it back when it is empty.

    Raises:
        AttemptClosed, InInterview, NotFound
    """
    attempt = await _open(session, actor, attempt_id)
    if text:
        await repository.keep_statement(session, attempt.id, kind, text, clock.now())
    else:
        await repository.drop_statement(session, attempt.id, kind)
    return await look(session, clock, actor, attempt_id)


async def ask(session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, text: str) -> CoachView:
    """Answer a question from the authored clarifications.

    Raises:
        Invalid, AttemptClosed, InInterview, NotFound
    """
    attempt = await _open(session, actor, attempt_id)
    package = problems.twisted(await package_of(session, attempt), attempt.twist_id)
    await clarify.ask(session, clock, attempt, package.spec, text)
    return await look(session, clock, actor, attempt_id)


async def take_back(session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, number: int) -> CoachView:
    """Forget a question, as when its answer was to another one.

    Raises:
        AttemptClosed, InInterview, NotFound
    """
    attempt = await _open(session, actor, attempt_id)
    await clarify.take_back(session, attempt, number)
    return await look(session, clock, actor, attempt_id)


async def hint(session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, number: int) -> CoachView:
    """Show the next hint of the ladder.

    Raises:
        NotNext, AttemptClosed, InInterview, NotFound
    """
    attempt = await _open(session, actor, attempt_id)
    version = await _version(session, attempt)
    await hints.show(session, clock, actor, attempt, version=version, number=number)
    return await look(session, clock, actor, attempt_id)


async def start(session: AsyncSession, clock: Clock, actor: Actor, problem: Problem) -> CoachView:
    """Begin an attempt with a clock, or go on in the one that runs. InInterview while the problem is held."""
    attempt = await timed.start(session, clock, actor, problem)
    return await look(session, clock, actor, attempt.id)


async def end(session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID) -> CoachView:
    """Stop the clock before it is solved; what was ended stays so.

    Raises:
        AttemptClosed, InInterview, NotFound, also where there is no clock
    """
    attempt = await _open(session, actor, attempt_id)
    await look(session, clock, actor, attempt_id)  # what was solved until now, was
    clocked = await repository.timed(session, attempt.id)
    if clocked is None:
        raise NotFound
    clocked.ended_at = clocked.ended_at or clock.now()
    await session.flush()
    return await look(session, clock, actor, attempt_id)


async def _version(session: AsyncSession, attempt: Attempt) -> ProblemVersion:
    return await problems.pinned_version(session, attempt.problem_version_id)


async def _practice(session: AsyncSession, actor: Actor, attempt_id: UUID, *, lock: bool = False) -> Attempt:
    attempt = await attempts.own(session, actor, attempt_id, lock=lock)
    if attempt.purpose != "practice":
        raise NotFound
    return attempt


async def _open(session: AsyncSession, actor: Actor, attempt_id: UUID) -> Attempt:
    attempt = await _practice(session, actor, attempt_id, lock=True)
    if attempt.superseded_at is not None:
        raise AttemptClosed
    return attempt
