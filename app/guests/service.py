"""The guided tour: prepared code with a leak is submitted and caught, then recovered; after that it is one's own turn.

The grading is the real one, of an attempt beside practice. Whoever has submitted the leak is shown the recovery, so
the problem is a familiar one to them from then on. Whoever signs in afterwards can take along what they have done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import asking, posed, views, visits
from app.attempts import service as attempts
from app.attempts.models import Execution
from app.attempts.schemas import DraftIn, ExecutionView
from app.audit.actions import Action
from app.errors import NotFound
from app.identity import visitors
from app.identity.actor import Actor
from app.identity.record import about_person
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.models import Problem, ProblemVersion
from app.problems.service import FIRST, TOUR

PREPARED = Path(__file__).parent / "prepared"
BROKEN = "platform_error"


class Step(StrEnum):
    """What is submitted on the tour, in order."""

    LEAK = "leak"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of the tour: its code, and the newest submission of it, if any."""

    step: Step
    code: str
    execution: ExecutionView | None

    @property
    def judged(self) -> bool:
        """Whether its verdict is there."""
        return self.execution is not None and self.execution.verdict is not None


@cache
def prepared(step: Step) -> str:
    """The code of a step."""
    return (PREPARED / f"{step}.txt").read_text()


async def is_open(session: AsyncSession) -> bool:
    """Whether this installation has the problems of the tour."""
    return await problems.are_open(session, [TOUR, FIRST])


async def tour(session: AsyncSession, actor: Actor) -> list[Taken]:
    """How far the person is. NotFound where the tour's problem cannot be opened, InInterview while it is held."""
    _, version = await _problem(session, actor)
    attempt = await attempts.aside(session, actor, version, "tour")
    done = await attempts.submissions(session, attempt) if attempt else []
    newest: dict[str, ExecutionView] = {}
    for execution, events in done:
        verdict = execution.verdict.verdict if execution.verdict else None
        met = await posed.posed(session, execution)
        newest.setdefault(execution.solution, views.execution(execution, events, posed=met, verdict=verdict))
    return [Taken(step, prepared(step), newest.get(prepared(step))) for step in Step]


async def submit(session: AsyncSession, clock: Clock, actor: Actor, step: Step, *, per_minute: int) -> Execution:
    """Submit the code of a step; what is under way or judged already is given again.

    Raises:
        NotFound, InInterview, TooManyRequests, AlreadyRunning, AccountNeeded
    """
    problem, version = await _problem(session, actor)
    attempt = await attempts.open_aside(session, clock, actor, version, "tour")
    code = prepared(step)
    for execution, _ in await attempts.submissions(session, attempt):
        if execution.solution == code and execution.status != BROKEN:
            return execution
    await attempts.note_solution_opened(session, clock, actor, problem)
    text = DraftIn(revision=attempt.draft.revision, solution=code, checks="")
    draft = await attempts.save_draft(session, clock, actor, attempt.id, text)
    return await asking.request_execution(
        session, clock, actor, attempt.id, kind="submission", revision=draft.revision, per_minute=per_minute
    )


async def seen(session: AsyncSession, actor: Actor, execution_id: UUID) -> ExecutionView:
    """A submission of the tour as its person may see it; NotFound when it is none of theirs."""
    for each in await tour(session, actor):
        if each.execution is not None and each.execution.id == execution_id:
            return each.execution
    raise NotFound


async def left(session: AsyncSession, visitor: Actor | None) -> Sequence[str]:
    """What somebody did without an account before they signed in, by the titles of the problems; empty for nobody."""
    return await visits.done_by(session, visitor.id) if visitor is not None else []


async def take_along(session: AsyncSession, clock: Clock, actor: Actor, visitor: Actor) -> None:
    """Make what was done without an account the person's own, and end the visit.

    Raises:
        NotFound (it is no visit any more), AccountNeeded
    """
    await visitors.leave(session, visitor.id)
    attempts = await visits.take_along(session, clock, actor, visitor.id)
    facts = {"attempts": attempts}
    await about_person(session, Action.VISIT_TAKEN_ALONG, actor.id, at=clock.now(), by=actor.id, facts=facts)


async def leave_behind(session: AsyncSession, visitor: Actor) -> None:
    """End the visit; what was done in it is removed within the hour. NotFound when it is none any more."""
    await visitors.leave(session, visitor.id)


async def _problem(session: AsyncSession, actor: Actor) -> tuple[Problem, ProblemVersion]:
    problem = await problems.find(session, actor, *TOUR)
    if problem.current is None:
        raise NotFound
    return problem, problem.current
