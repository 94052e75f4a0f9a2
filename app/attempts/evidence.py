"""What staff read of a submission, or of a rerun of one check: per criterion, what each check found and how.

Built from the grader's own records, which no candidate-side view ever touches.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import repository
from app.attempts.models import Execution
from app.attempts.shown import PARTS
from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.problems import openings
from app.problems import service as problems
from app.problems.loader import Package
from app.problems.patterns import Criterion

FAILED = ("failed_silently", "failed_loudly")


@dataclass(frozen=True)
class Found:
    """One check: the author's constants, the state, and the evidence with its class (A: deterministic, rerunnable)."""

    id: str
    property: str
    state: str
    gate: bool
    required: bool
    mistake: str | None
    how: str | None
    line: int | None
    statement: str
    parts: dict[str, str]
    seed: str
    kind: str
    ms: float


@dataclass(frozen=True)
class Decided:
    """Which way the code decides something the statement leaves open."""

    id: str
    why: str
    state: str
    option: str | None
    meaning: str | None
    statement: str


@dataclass(frozen=True)
class Evidence:
    """The whole of it; `criteria` in the rubric's order, leakage gates first within each.

    `notices` are things a solution rarely does (kind, about, line, how): to be looked at, no part of any score.
    """

    package: Package
    criteria: list[tuple[Criterion, list[Found]]]
    decisions: list[Decided]
    notices: list[dict[str, Any]]


async def of(session: AsyncSession, execution: Execution) -> Evidence:
    """The evidence of a finished submission, rerun or regrade."""
    version = await problems.pinned_version(session, execution.graded_by)
    package = problems.twisted(problems.package_of(version), execution.twist_id)
    details = await repository.staff_details(session, execution)
    found = [_found(detail.data) for detail in details if detail.type == "check_done"]
    ended = next((detail.data for detail in details if detail.type == "finished"), {})
    of_check = {check.id: check.criterion for check in package.spec.checks if check.visibility.staff != "never"}
    criteria = [
        (criterion, sorted((each for each in found if of_check.get(each.id) == criterion), key=_importance))
        for criterion in Criterion
    ]
    reached = [pair for pair in criteria if pair[1]]
    return Evidence(package, reached, _decisions(package, ended.get("policies", {})), ended.get("notices", []))


async def own(session: AsyncSession, clock: Clock, actor: Actor, execution_id: UUID) -> dict[str, Any]:
    """What the page of an own submission's evidence is made of; it tells hidden inputs, so it is noted who looks.

    Raises:
        Forbidden (candidates), NotFound (also for a run)
    """
    actor.require(Permission.TAKE_PART)
    execution = await repository.execution(session, actor.id, execution_id)
    if execution.kind == "run":
        raise NotFound
    submission = execution
    if execution.check_of is not None:
        submission = await repository.execution(session, actor.id, execution.check_of)
    await openings.note(session, actor, submission.attempt.problem_id, clock.now())
    return await page(session, execution, submission)


async def page(session: AsyncSession, execution: Execution, submission: Execution) -> dict[str, Any]:
    """What the page of a submission's evidence, or of a rerun of one of its checks, is made of."""
    return {
        "execution": execution,
        "submission": submission,
        "evidence": await of(session, execution),
        "first_state": submission.verdict.checks.get(execution.check_id or "") if submission.verdict else None,
    }


def parts(texts: dict[str, str]) -> dict[str, str]:
    """A counterexample's texts by what they are called, in the order they are read."""
    known = {label: texts[name] for name, label in PARTS.items() if name in texts}
    others = {name.replace("_", " ").capitalize(): text for name, text in texts.items() if name not in PARTS}
    return known | others


def _importance(found: Found) -> tuple[bool, bool, bool]:
    return not found.gate, found.state not in FAILED, not found.required


def _found(data: dict[str, Any]) -> Found:
    staff = data["staff"]
    return Found(
        **{
            name: data[name] for name in ("id", "property", "state", "gate", "required", "mistake", "how", "line", "ms")
        },
        statement=staff.get("statement", ""),
        parts=parts(staff.get("texts", {})),
        seed=staff.get("seed", ""),
        kind=staff.get("class", "A"),
    )


def _decisions(package: Package, outcomes: dict[str, Any]) -> list[Decided]:
    return [
        Decided(
            id=policy.id,
            why=policy.why,
            state=outcome["state"],
            option=outcome["option"],
            meaning=policy.options.get(outcome["option"] or ""),
            statement=outcome["staff"].get("statement", ""),
        )
        for policy in package.spec.policies
        if (outcome := outcomes.get(policy.id)) is not None
    ]
