"""What the coach keeps and tells of one attempt of practice. Nothing of it reaches any other person."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts.models import Attempt
from app.coach import clarify, repository, views
from app.coach.schemas import CoachView
from app.coach.steps import Saying
from app.errors import AttemptClosed, NotFound
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.loader import Package


async def look(session: AsyncSession, actor: Actor, attempt_id: UUID) -> CoachView:
    """The coach as it stands. NotFound for what is no practice of this person, InInterview while it is held."""
    attempt = await _practice(session, actor, attempt_id)
    said = await repository.statements(session, attempt.id)
    return views.coach(attempt, said, await repository.questions(session, attempt.id))


async def package(session: AsyncSession, actor: Actor, attempt_id: UUID) -> Package:
    """The package the attempt began with."""
    return await _package(session, await _practice(session, actor, attempt_id))


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
    return await look(session, actor, attempt_id)


async def ask(session: AsyncSession, clock: Clock, actor: Actor, attempt_id: UUID, text: str) -> CoachView:
    """Answer a question from the authored clarifications.

    Raises:
        Invalid, AttemptClosed, InInterview, NotFound
    """
    attempt = await _open(session, actor, attempt_id)
    await clarify.ask(session, clock, attempt, (await _package(session, attempt)).spec, text)
    return await look(session, actor, attempt_id)


async def take_back(session: AsyncSession, actor: Actor, attempt_id: UUID, number: int) -> CoachView:
    """Forget a question, as when its answer was to another one.

    Raises:
        AttemptClosed, InInterview, NotFound
    """
    attempt = await _open(session, actor, attempt_id)
    await clarify.take_back(session, attempt, number)
    return await look(session, actor, attempt_id)


async def _package(session: AsyncSession, attempt: Attempt) -> Package:
    return problems.package_of(await problems.pinned_version(session, attempt.problem_version_id))


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
