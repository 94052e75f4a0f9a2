"""Which gradings a submission's debrief needs, and what each of them says: pure, and bounded in number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.attempts.models import Execution, Verdict
from app.debrief.models import Trial
from app.evidence import guards
from app.kit.text import plain
from app.problems.grade import Grader, Result, collect, job
from app.problems.loader import Package
from app.problems.solutions import Solution

MOST_GUARDS, MOST_RIGHT, MOST_WRONG = 8, 3, 8
MOST_NAMES, NAME_LENGTH = 5, 80
GUARD, RIGHT, WRONG = "guard", "right", "wrong"
MODULE = "module"  # what the asserts outside of all tests are called
UNWRITTEN = "a check whose name is not written down"
FAILED = ("failed_silently", "failed_loudly")


@dataclass(frozen=True, slots=True)
class Planned:
    """A trial before it is stored."""

    kind: str
    line: int | None = None
    code: str | None = None
    path: str | None = None


def plan(submission: Execution, package: Package) -> list[Planned]:
    """What is tried: the text without each guard, if it passed anything at all; own checks, if there are any."""
    return [*_guards(submission), *_own(submission, package)]


def _guards(submission: Execution) -> Iterator[Planned]:
    passed = submission.verdict is not None and "passed" in submission.verdict.checks.values()
    for each in ablations(submission) if passed else ():
        yield Planned(GUARD, line=each.line, code=each.code)


def ablations(submission: Execution) -> list[guards.Ablated]:
    """The guards that are tried, always the same for a text."""
    return guards.spread(guards.ablations(submission.solution), MOST_GUARDS)


def _own(submission: Execution, package: Package) -> Iterator[Planned]:
    if not submission.checks.strip():
        return
    for kind, found, most in (
        (RIGHT, package.solutions("accepted"), MOST_RIGHT),
        (WRONG, package.solutions("rejected"), MOST_WRONG),
    ):
        for each in guards.spread(found, most):
            yield Planned(kind, path=each.path)


async def run(grader: Grader, trial: Trial, submission: Execution, package: Package) -> Result:
    """Have it graded. Guards meet the hidden inputs that the whole text met, and come first of all trials."""
    more = {"binds": submission.binds, "priority": "practice", "owner": f"debrief {submission.attempt.user_id}"}
    source = package.files[trial.path] if trial.path else ablations(submission)[trial.place].source
    if trial.kind != GUARD:
        more |= {"mode": "run", "checks_source": submission.checks}
    return await collect(grader, package, job(package, source, submission.seed, **more))


def found(trial: Trial, result: Result, submission: Execution, before: Verdict) -> dict[str, Any]:
    """What a grading that did not break says; `before` is the verdict on the whole text."""
    loads = result.error is None
    if trial.kind == GUARD:
        states = {check: result.state(check) for check in before.checks}
        broke = [check for check, state in before.checks.items() if state == "passed" and states[check] in FAILED]
        decided = {name: {"state": each.state, "option": each.option} for name, each in result.policies.items()}
        decides = [name for name in before.policies if decided.get(name) != before.policies[name]]
        return {"loads": loads, "broke": broke, "decides": decides, "changed": states != before.checks}
    return {"loads": loads and bool(result.own), "failing": _failing(result, submission.checks)}


def _failing(result: Result, checks: str) -> list[str]:
    """Own checks that failed, by names that stand in their text.

    They run beside a solution that is not theirs to read, so a name that is made up meanwhile may be a piece of it.
    """
    written = {MODULE, *re.findall(r"\w+", checks)}
    failed = (name for name, state in result.own.items() if state != "passed")
    told = dict.fromkeys(plain(name)[:NAME_LENGTH] if name in written else UNWRITTEN for name in failed)
    return list(told)[:MOST_NAMES]


def solution_at(package: Package, path: str) -> Solution | None:
    """A solution of the package by its path."""
    both = (*package.solutions("accepted"), *package.solutions("rejected"))
    return next((each for each in both if each.path == path), None)
