"""What a candidate is given to read: an allow-list. Levels, names of reviewers, evidence and notes have no place in it.

The lead releases it, with words of their own, and may say the outcome or leave that to another letter.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import regrades, sittings
from app.attempts.models import Execution
from app.errors import NotFound
from app.events.reviews import FeedbackReleased
from app.identity.actor import Actor
from app.interviews import lifecycle, problems, service
from app.interviews.lifecycle import State
from app.interviews.models import Interview
from app.interviews.rights import Part, Right
from app.interviews.service import Seat
from app.interviews.words import CRITERIA
from app.kit.clock import Clock
from app.kit.text import plain
from app.problems.views import CandidateModel
from app.reviews import repository, scorecards
from app.reviews.models import Feedback


class FeedbackIn(BaseModel):
    """The lead's words to the candidate."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4000), AfterValidator(plain)
    ]
    with_outcome: bool = False


class CheckFed(CandidateModel):
    """A check of the last submission, as the candidate may see it: the property, and whether it held."""

    property: str
    criterion: str
    state: str


class ProblemFed(CandidateModel):
    """A problem that was asked. `checks` are of the verdict in force, `regraded` since when, if it is a later one."""

    title: str
    minutes: int
    twist: str | None
    runs: int
    submissions: int
    checks: list[CheckFed]
    regraded: datetime | None


class CandidateReport(CandidateModel):
    """The candidate's own report. `outcome` is there when the lead chose to say it."""

    title: str
    started_at: datetime | None
    minutes: int
    assessed: list[str]
    problems: list[ProblemFed]
    text: str
    outcome: str | None
    released_at: datetime


async def release(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: FeedbackIn) -> None:
    """Give the candidate their report, or replace the words of it. The outcome needs a decision.

    Raises:
        WrongState, Forbidden, NotReady, NotFound
    """
    seat = await scorecards.seat(session, clock, actor, interview_id, Right.RELEASE, lock=True)
    if given.with_outcome:
        service.require_state(seat.interview, State.REVIEWED)
    before = await repository.feedback(session, interview_id)
    made = before or Feedback(interview_id=interview_id)
    made.released_by, made.released_at = actor.id, clock.now()
    made.text, made.with_outcome = given.text, given.with_outcome
    session.add(made)
    happening = FeedbackReleased(again=before is not None)
    await service.record(session, seat.interview, happening, at=clock.now(), by=actor)


async def of(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> CandidateReport:
    """The report for the candidate, or for staff who want to see what the candidate is shown.

    NotFound before it is released, for the candidate and for everybody else.
    """
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.VIEW if seat.part is Part.CANDIDATE else Right.NOTE)
    released = await repository.feedback(session, interview_id)
    if released is None or seat.interview.state not in lifecycle.OVER:
        raise NotFound
    return await _report(session, seat, released)


async def _report(session: AsyncSession, seat: Seat, released: Feedback) -> CandidateReport:
    interview = seat.interview
    decision = await repository.decision(session, interview.id) if released.with_outcome else None
    cover = interview.veil.text if interview.veil else str
    return CandidateReport(
        title=interview.title,
        started_at=interview.started_at,
        minutes=interview.minutes,
        assessed=[CRITERIA[criterion][0] for criterion in interview.criteria],
        problems=await _problems(session, interview),
        text=cover(released.text),
        outcome=decision.outcome if decision else None,
        released_at=released.released_at,
    )


async def _problems(session: AsyncSession, interview: Interview) -> list[ProblemFed]:
    executions = [execution for execution, _ in await sittings.executions_of(session, interview.id)]
    return [
        await _problem(session, interview, place.position, executions)
        for place in interview.problems
        if place.problem_version_id is not None
    ]


async def _problem(
    session: AsyncSession, interview: Interview, position: int, executions: list[Execution]
) -> ProblemFed:
    placed = await problems.placed(session, interview, position)
    own = [each for each in executions if each.attempt.position == position]
    submitted = [each for each in own if each.kind == "submission"]
    last = next((each for each in submitted if each.verdict is not None), None)
    grading, again = await regrades.standing(session, interview.id, last) if last else (None, None)
    twist = placed.place.twist_id
    return ProblemFed(
        title=placed.package.spec.title,
        minutes=placed.package.spec.minutes,
        twist=placed.plain.twist(twist).spec.title if twist else None,
        runs=len(own) - len(submitted),
        submissions=len(submitted),
        checks=await _checks(session, grading) if grading else [],
        regraded=again.since if again else None,
    )


async def _checks(session: AsyncSession, execution: Execution) -> list[CheckFed]:
    """What the room showed the candidate, and what may be told once it is over; of a regrade, the same of it."""
    found = {
        step.data["id"]: step.data for step in await sittings.steps(session, execution) if step.type == "check_done"
    }
    found |= {check.id: check.model_dump() for check in await sittings.afterwards(session, execution)}
    return [
        CheckFed(property=check["property"], criterion=CRITERIA[check["criterion"]][0], state=check["state"])
        for check in found.values()
        if check["property"]
    ]
