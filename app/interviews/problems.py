"""A problem of an interview as the interview has made it: pinned version, twist, released hints, settled decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Invalid
from app.events import service as events
from app.events.models import TimelineEvent
from app.interviews.models import Interview, InterviewProblem
from app.problems import service as problems
from app.problems.loader import Package
from app.problems.package import Policy

MOST_OF_A_KIND = 1000


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem in its place; `plain` is the package as written, `package` what is worked on (after a twist)."""

    place: InterviewProblem
    plain: Package
    package: Package

    @property
    def policies(self) -> dict[str, Policy]:
        """Every open decision there is or was, by id; after a twist, the twist's come first."""
        both = [*self.plain.spec.policies, *self.package.spec.policies]
        return {policy.id: policy for policy in both}


def place_of(interview: Interview, position: int) -> InterviewProblem:
    """The problem at a position; Invalid when there is none."""
    found = next((each for each in interview.problems if each.position == position), None)
    if found is None:
        message = "There is no such problem in this interview."
        raise Invalid(message, errors=[{"field": "problem", "message": message}])
    return found


async def placed(session: AsyncSession, interview: Interview, position: int) -> Placed:
    """The problem at a position, whose version is pinned since the lobby was opened; Invalid when there is none."""
    place = place_of(interview, position)
    if place.problem_version_id is None:
        message = "The lobby has not been opened yet."
        raise Invalid(message, errors=[{"field": "problem", "message": message}])
    package = problems.package_of(await problems.pinned_version(session, place.problem_version_id))
    return Placed(place, package, problems.twisted(package, place.twist_id))


async def of_kinds(session: AsyncSession, interview: Interview, kinds: Collection[str]) -> Sequence[TimelineEvent]:
    """What has happened of these kinds, in order."""
    return await events.of_interview(session, interview.id, kinds=kinds, limit=MOST_OF_A_KIND)


async def released(session: AsyncSession, interview: Interview) -> dict[int, list[str]]:
    """By position: the hints that were released, in order."""
    found: dict[int, list[str]] = {}
    for event in await of_kinds(session, interview, ["hint_released"]):
        found.setdefault(event.payload["problem"], []).append(event.payload["text"])
    return found


async def settled(session: AsyncSession, interview: Interview, problem: Placed) -> dict[str, str]:
    """The decisions that an answer has settled, as far as the problem still has them: what a grading then expects."""
    binds: dict[str, str] = {}
    for event in await of_kinds(session, interview, ["question_answered"]):
        if event.payload["problem"] == problem.place.position:
            binds |= event.payload["binds"]
    open_now = {policy.id: policy.options for policy in problem.package.spec.policies}
    return {policy: option for policy, option in binds.items() if option in open_now.get(policy, {})}
