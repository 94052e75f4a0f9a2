"""What a person was told of a submission of theirs in practice, for slices that say more about it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import background, repository, told_repository, withheld
from app.attempts.background import Outcome
from app.attempts.models import Execution
from app.attempts.shown import CheckDoneShown, CounterexampleShown, PolicyShown
from app.errors import NotFound
from app.problems import service as problems
from app.problems.loader import Package

SUBMISSION = "submission"


@dataclass(frozen=True, slots=True)
class Told:
    """A submission (with attempt and verdict), the problem it met, and what was shown of it.

    `changed` says that the requirements have changed since. `runs_before` and `before` count what was asked for earlier
    in the attempt; `solved_by` is the text of the submission before it that was accepted of the same requirements, if
    there is one. `outcome` is for deriving what may be shown: staff's words are in it.
    """

    submission: Execution
    package: Package
    checks: list[CheckDoneShown]
    decisions: dict[str, PolicyShown]
    counterexamples: dict[str, CounterexampleShown]
    loads: bool
    changed: bool
    runs_before: int
    before: int
    solved_by: str | None
    outcome: Outcome


async def submission(session: AsyncSession, actor_id: UUID, execution_id: UUID) -> Execution:
    """A person's submission in practice. NotFound for everything else, InInterview while its problem is held."""
    found = await repository.execution(session, actor_id, execution_id)
    if found.kind != SUBMISSION or found.attempt.purpose != "practice":
        raise NotFound
    return found


async def of_worker(session: AsyncSession, execution_id: UUID) -> Execution | None:
    """For the worker: a submission with attempt and verdict, of whomever it is; None when it is no more."""
    return await told_repository.submission(session, execution_id)


async def package_of(session: AsyncSession, found: Execution) -> Package:
    """The problem as a submission met it."""
    version = await problems.pinned_version(session, found.attempt.problem_version_id)
    return problems.twisted(problems.package_of(version), found.twist_id)


async def has_opened_solution(session: AsyncSession, actor_id: UUID, found: Execution) -> bool:
    """Whether the person has looked at a solution of a submission's problem before now."""
    return await told_repository.has_opened_solution(session, actor_id, found.attempt.problem_id)


async def of(session: AsyncSession, actor_id: UUID, execution_id: UUID) -> Told:
    """All of it. NotFound as above; a submission that is not graded (yet) was told nothing."""
    found = await submission(session, actor_id, execution_id)
    shown = _shown([(event.type, event.data) for event in await repository.events_after(session, found.id, 0)])
    checks = [*shown.checks, *await withheld.in_practice(session, found)]
    outcomes = await background.outcomes(session, [found])
    asked = await told_repository.asked_before(session, found)
    return Told(
        submission=found,
        package=await package_of(session, found),
        checks=checks,
        decisions=shown.decisions,
        counterexamples=await _counterexamples(session, found.id),
        loads=shown.loads,
        changed=found.twist_id != found.attempt.twist_id,
        runs_before=asked.get("run", 0),
        before=asked.get(SUBMISSION, 0),
        solved_by=await told_repository.accepted_before(session, found),
        outcome=outcomes.get(found.id, Outcome()),
    )


@dataclass(slots=True)
class _Shown:
    checks: list[CheckDoneShown]
    decisions: dict[str, PolicyShown]
    loads: bool


def _shown(steps: list[tuple[str, dict[str, Any]]]) -> _Shown:
    """Of the last try: what an earlier one said does not count."""
    last = max((index for index, (kind, _) in enumerate(steps) if kind == "retrying"), default=-1) + 1
    shown = _Shown([], {}, loads=True)
    for kind, data in steps[last:]:
        if kind == "check_done":
            shown.checks.append(CheckDoneShown.model_validate(data))
        elif kind == "compiled":
            shown.loads = data["ok"]
        elif kind == "finished":
            shown.decisions = {name: PolicyShown.model_validate(each) for name, each in data["policies"].items()}
    return shown


async def _counterexamples(session: AsyncSession, submission_id: UUID) -> dict[str, CounterexampleShown]:
    found = [
        CounterexampleShown.model_validate(data)
        for data in await told_repository.counterexamples(session, submission_id)
    ]
    return {each.check: each for each in found}
