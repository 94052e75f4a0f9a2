"""Asking for a debrief's trials, and all that is shown of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import lines, presence, told
from app.attempts.models import Execution
from app.coach import service as coach
from app.debrief import repository, statements, trials, views
from app.debrief.models import Debrief, Trial
from app.debrief.schemas import DebriefShown
from app.errors import TooManyRequests, WrongState
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.kit.jobs import enqueue
from app.problems import service as problems

TASK = "debrief:work"
BEFORE = timedelta(days=1)  # before the background gradings of interviews, which nobody waits for
MOST_UNDER_WAY = 3
WAIT_SECONDS = 10
TRIED, FINISHED = "tried", "finished"


async def shown(session: AsyncSession, actor: Actor, execution_id: UUID) -> DebriefShown:
    """All that is known by now of a person's own submission. NotFound, InInterview."""
    found = await told.of(session, actor.id, execution_id)
    asked = await repository.debrief(session, execution_id)
    tried = await repository.trials(session, execution_id)
    said = await statements.said(session, found)
    goes_on = await coach.goes_on(session, found.submission.attempt)
    return views.debrief(found, said, asked, tried, goes_on=goes_on)


@dataclass(frozen=True, slots=True)
class Step:
    """How far the background is, as an event: `tried` as it goes on, then `finished`. `seq` counts what was tried."""

    seq: int
    type: str
    data: dict[str, Any]


async def steps(session: AsyncSession, submission_id: UUID, seen: int) -> list[Step]:
    """What is new since `seen`, for a caller who has asked whose submission it is; the end is told whenever asked."""
    asked = await repository.debrief(session, submission_id)
    work = views.work(asked, await repository.trials(session, submission_id))
    if work.state != "working":
        return [Step(max(seen, work.total + 1), FINISHED, work.model_dump())]
    return [Step(work.done, TRIED, work.model_dump())] if work.done > seen else []


async def ask(session: AsyncSession, clock: Clock, actor: Actor, execution_id: UUID, *, again: bool = False) -> None:
    """See to it that everything is tried: once for each submission, however often this is asked.

    With `again`, what broke on our side is tried once more.

    Raises:
        NotFound, InInterview; WrongState while it is not graded; TooManyRequests while others are under way
    """
    submission = await told.submission(session, actor.id, execution_id)
    if submission.verdict is None:
        raise WrongState("This submission has no verdict, so there is nothing to learn from it yet.")
    known = await repository.debrief(session, submission.id, lock=True)
    if known is None:
        await _refuse_when_many(session, actor.id)
        await _begin(session, clock, submission)
        return
    if again:
        await repository.queue_again(session, submission.id)
    waiting = [each for each in await repository.trials(session, submission.id) if each.state == repository.QUEUED]
    if waiting and not await repository.is_worked_on(session, submission.id):
        await put_in(session, known, submission)


async def _refuse_when_many(session: AsyncSession, user_id: UUID) -> None:
    if await repository.under_way(session, user_id) >= MOST_UNDER_WAY:
        raise TooManyRequests("Your earlier submissions are still being looked at.", retry_after=WAIT_SECONDS)


async def _begin(session: AsyncSession, clock: Clock, submission: Execution) -> None:
    if not await repository.begin(session, {"submission_id": submission.id, "asked_at": clock.now()}):
        return
    package = await told.package_of(session, submission)
    for place, each in enumerate(trials.plan(submission, package)):
        session.add(
            Trial(
                id=uuid4(),
                submission_id=submission.id,
                kind=each.kind,
                place=place,
                line=each.line,
                code=each.code,
                path=each.path,
                state=repository.QUEUED,
                found={},
            )
        )
    await session.flush()
    made = await repository.debrief(session, submission.id)
    if made is not None and await repository.trials(session, submission.id):
        await put_in(session, made, submission)


async def put_in(session: AsyncSession, debrief: Debrief, submission: Execution) -> None:
    """Write its job, in the caller's transaction: one at a time of a person, whatever they ask for."""
    needs = await problems.need_of(session, submission.attempt.problem_version_id, submission.twist_id)
    place = lines.place("shadow", needs, debrief.asked_at - BEFORE)
    debrief.job_id = await enqueue(
        session,
        TASK,
        queue=(await presence.takers(session)).queue(place),
        priority=place.priority,
        lock=f"debrief {submission.attempt.user_id}",
        submission_id=str(submission.id),
    )
    await session.flush()
