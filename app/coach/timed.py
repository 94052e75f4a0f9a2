"""An attempt with a clock and a script like an interviewer's. Only the server's clock counts.

What is due is said when somebody looks: a twist holds from the moment it was told, and grades nothing before that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts.models import Attempt, Execution, ExecutionEvent
from app.attempts.posed import solving
from app.coach import repository, script
from app.coach.models import TimedSession
from app.coach.script import Line, Story
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems.loader import Package
from app.problems.models import Problem

Asked = Sequence[tuple[Execution, ExecutionEvent | None]]


@dataclass(frozen=True, slots=True)
class Late:
    """A submission after the time, and by how much."""

    at: datetime
    by: timedelta


async def start(session: AsyncSession, clock: Clock, actor: Actor, problem: Problem) -> Attempt:
    """Begin with a clock, on a fresh attempt; where one is running, that one. InInterview while the problem is held."""
    attempt = await attempts.open_attempt(session, clock, actor, problem)
    running = await repository.timed(session, attempt.id)
    if running is not None and running.ended_at is None and clock.now() < ends_at(running):
        return attempt
    if running is not None or not await _untouched(session, attempt):
        attempt = await attempts.start_over(session, clock, actor, problem)
    package = await attempts.package_of(session, problem, attempt)
    await repository.begin(session, attempt.id, package.spec.minutes, clock.now())
    return attempt


async def _untouched(session: AsyncSession, attempt: Attempt) -> bool:
    said = await repository.statements(session, attempt.id) or await repository.questions(session, attempt.id)
    asked = await attempts.asked(session, attempt)
    return attempt.draft.revision == 1 and not said and not asked


def ends_at(timed: TimedSession) -> datetime:
    """When its time is up."""
    return timed.started_at + timedelta(minutes=timed.minutes)


async def advance(session: AsyncSession, clock: Clock, attempt: Attempt, package: Package, timed: TimedSession) -> None:
    """Say what is due, apply the twist when it is told, and stop when it is solved; the caller holds the attempt."""
    asked = await attempts.asked(session, attempt)
    said = await repository.lines(session, attempt.id)
    told = {line.kind for line in said}
    for line in script.due(await _story(session, clock, attempt, package, timed=timed, asked=asked)):
        if line in told:
            continue
        twist = min(package.twists, default="")
        title = package.twist(twist).spec.title if twist else ""
        text = script.words(line, pattern=package.pattern, minutes=timed.minutes, title=package.spec.title, twist=title)
        await repository.add_line(session, attempt.id, line, text, now=clock.now())
        if line is Line.TWIST:
            await attempts.twist(session, attempt, twist)
        if line is Line.STOP:
            timed.ended_at = min(each.verdict.formed_at for each in solving(attempt, asked) if each.verdict)
    await session.flush()


async def _story(
    session: AsyncSession, clock: Clock, attempt: Attempt, package: Package, *, timed: TimedSession, asked: Asked
) -> Story:
    said = await repository.statements(session, attempt.id) or await repository.questions(session, attempt.id)
    verdicts = [execution.verdict.verdict for execution, _ in asked if execution.verdict is not None]
    return Story(
        minutes=timed.minutes,
        elapsed=clock.now() - timed.started_at,
        typed=attempt.draft.revision > 1,
        said=bool(said),
        ran=bool(verdicts) or any(_well(execution, end) for execution, end in asked),
        accepted="accepted" in verdicts,
        solved=bool(solving(attempt, asked)),
        twistable=bool(package.twists) and attempt.twist_id is None,
    )


def _well(execution: Execution, end: ExecutionEvent | None) -> bool:
    """A run in which every visible example came out as expected."""
    return execution.kind == "run" and end is not None and 0 < end.data["total"] == end.data["passed"]


def late(timed: TimedSession, asked: Asked) -> list[Late]:
    """Submissions after the time, oldest first; none where it was solved in time."""
    end = ends_at(timed)
    if timed.ended_at is not None and timed.ended_at <= end:
        return []
    times = [each.created_at for each, _ in asked if each.kind == "submission" and each.created_at > end]
    return [Late(at, at - end) for at in reversed(times)]
