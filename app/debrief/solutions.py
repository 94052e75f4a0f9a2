"""The editorial and the accepted solutions, shown when somebody asks: from then on the problem is a familiar one."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts import told
from app.attempts.models import Execution
from app.debrief import compared
from app.debrief.compared import Row
from app.debrief.schemas import AlternativeShown, SolutionsShown
from app.errors import WrongState
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.loader import Package
from app.problems.solutions import Solution, about


@dataclass(frozen=True, slots=True)
class Alternative:
    """A solution beside one's own; `rows` is None where they are too long to be compared."""

    name: str
    about: str
    choices: list[str]
    source: str
    rows: list[Row] | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What is shown, and of which submission."""

    submission: Execution
    package: Package
    editorial: str
    alternatives: list[Alternative]


async def note(session: AsyncSession, clock: Clock, actor: Actor, execution_id: UUID) -> None:
    """Keep that the person looks. NotFound, InInterview; WrongState before it is graded."""
    submission = await told.submission(session, actor.id, execution_id)
    if submission.status in {"queued", "running"}:
        raise WrongState("This submission is still being graded.")
    version = await problems.pinned_version(session, submission.attempt.problem_version_id)
    await attempts.note_solution_opened(session, clock, actor, version.problem)


async def opened(session: AsyncSession, actor: Actor, execution_id: UUID) -> Opened | None:
    """What the person has asked to see; None where they have not asked. NotFound, InInterview."""
    submission = await told.submission(session, actor.id, execution_id)
    if not await told.has_opened_solution(session, actor.id, submission):
        return None
    package = await told.package_of(session, submission)
    return await asyncio.to_thread(_opened, submission, package)


def _opened(submission: Execution, package: Package) -> Opened:
    alternatives = [_alternative(submission.solution, package, each) for each in package.solutions("accepted")]
    return Opened(submission, package, package.files["editorial.md"], alternatives)


def _alternative(mine: str, package: Package, solution: Solution) -> Alternative:
    options = {policy.id: policy.options for policy in package.spec.policies}
    return Alternative(
        name=solution.name.replace("_", " ").capitalize(),
        about=about(solution.source),
        choices=[options[policy][option] for policy, option in solution.policies.items()],
        source=solution.source,
        rows=compared.side_by_side(mine, solution.source),
    )


def shown(found: Opened) -> SolutionsShown:
    """The same for programs."""
    return SolutionsShown(
        editorial=found.editorial,
        alternatives=[
            AlternativeShown(
                name=each.name,
                about=each.about,
                source=each.source,
                diff=compared.unified(found.submission.solution, each.source),
            )
            for each in found.alternatives
        ],
    )
