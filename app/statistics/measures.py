"""Item statistics, computed from plain values. Nothing here knows who a person is.

Terms as in classical test theory: an item is a check, its discrimination the correlation of passing it with the share
of the other required checks that passed (the corrected item-total correlation; point-biserial, since an item has two
outcomes). All of it is of first submissions, one for each attempt, unless it says otherwise: later ones were made with
feedback on these very checks.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from app.problems.loader import Package
from app.problems.package import Check

PASSED, SILENT, LOUD = "passed", "failed_silently", "failed_loudly"
REACHED = frozenset({PASSED, SILENT, LOUD})
FEWEST_FOR_DISCRIMINATION = 10
FEWEST_FOR_NEVER = 20


@dataclass(frozen=True, slots=True)
class Submission:
    """A full grading: the state of each check by its id, and whether it decided for the code."""

    at: datetime
    accepted: bool
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt: when it began, when it was first accepted, its finished submissions in the order of time."""

    began_at: datetime
    solved_at: datetime | None
    submissions: Sequence[Submission]


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """One check. Shares are of the `reached` first submissions; None where nobody reached it, or too few did.

    `recovered` is the share of the attempts that failed it first and passed it later.
    """

    check: Check
    reached: int
    passed: float | None
    silent: float | None
    recovered: float | None
    discrimination: float | None
    never_fails: bool


@dataclass(frozen=True, slots=True)
class Trap:
    """A mistake or a misconception, and how many attempts it caught: at the first submission, and later recovered."""

    name: str
    about: str
    caught: int
    recovered: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A problem at one version. Minutes are medians from the attempt's beginning to the first accepted submission."""

    attempts: int
    submitted: int
    solved: int
    minutes: float | None
    submissions: float | None
    checks: list[CheckFigures]
    mistakes: list[Trap]
    misconceptions: list[Trap]


def figures(package: Package, sittings: Sequence[Sitting]) -> Figures:
    """All that is known of a problem from these attempts at it."""
    tried = [sitting for sitting in sittings if sitting.submissions]
    solved = [sitting for sitting in tried if sitting.solved_at is not None]
    return Figures(
        attempts=len(sittings),
        submitted=len(tried),
        solved=len(solved),
        minutes=median(map(_minutes, solved)) if solved else None,
        submissions=median(map(_needed, solved)) if solved else None,
        checks=[_check(package, check, tried) for check in package.spec.checks],
        mistakes=_mistakes(package, tried),
        misconceptions=_misconceptions(package, tried),
    )


def _minutes(sitting: Sitting) -> float:
    assert sitting.solved_at is not None  # noqa: S101 - of solved ones only
    return (sitting.solved_at - sitting.began_at).total_seconds() / 60


def _needed(sitting: Sitting) -> int:
    first = next((place for place, each in enumerate(sitting.submissions, 1) if each.accepted), None)
    return first or len(sitting.submissions)


def _check(package: Package, check: Check, tried: Sequence[Sitting]) -> CheckFigures:
    firsts = [sitting.submissions[0].states for sitting in tried]
    states = [states[check.id] for states in firsts if states.get(check.id) in REACHED]
    fallen = [sitting for sitting in tried if sitting.submissions[0].states.get(check.id) in {SILENT, LOUD}]
    return CheckFigures(
        check=check,
        reached=len(states),
        passed=_share(states.count(PASSED), len(states)),
        silent=_share(states.count(SILENT), len(states)),
        recovered=_share(sum(_recovers(each, {check.id}) for each in fallen), len(fallen)),
        discrimination=_discrimination(package, check, firsts),
        never_fails=len(states) >= FEWEST_FOR_NEVER and states.count(PASSED) == len(states),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _recovers(sitting: Sitting, checks: set[str]) -> bool:
    return any(all(each.states.get(check) == PASSED for check in checks) for each in sitting.submissions[1:])


def _discrimination(package: Package, check: Check, firsts: Sequence[Mapping[str, str]]) -> float | None:
    others = [each.id for each in package.spec.checks if each.required and each.id != check.id]
    pairs = [
        (float(states[check.id] == PASSED), fmean(states.get(other) == PASSED for other in others))
        for states in firsts
        if others and states.get(check.id) in REACHED
    ]
    return correlation(pairs) if len(pairs) >= FEWEST_FOR_DISCRIMINATION else None


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation; None where one side does not vary."""
    left, right = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
    together = math.fsum((x - left) * (y - right) for x, y in pairs)
    spread = math.fsum((x - left) ** 2 for x, _ in pairs) * math.fsum((y - right) ** 2 for _, y in pairs)
    return together / math.sqrt(spread) if spread > 0 else None


def _mistakes(package: Package, tried: Sequence[Sitting]) -> list[Trap]:
    by_mistake: dict[str, list[Check]] = {}
    for check in package.spec.checks:
        if check.mistake is not None:
            by_mistake.setdefault(str(check.mistake), []).append(check)
    traps = []
    for mistake, checks in by_mistake.items():
        caught = [(sitting, failed) for sitting in tried if (failed := _failed(sitting.submissions[0], checks))]
        recovered = sum(_recovers(sitting, failed) for sitting, failed in caught)
        traps.append(Trap(mistake, ", ".join(check.id for check in checks), len(caught), recovered))
    return sorted(traps, key=lambda trap: -trap.caught)


def _failed(submission: Submission, checks: Sequence[Check]) -> set[str]:
    return {check.id for check in checks if submission.states.get(check.id) in {SILENT, LOUD}}


def _misconceptions(package: Package, tried: Sequence[Sitting]) -> list[Trap]:
    """Which rejected solutions of the package fail just what first submissions failed."""
    traps = []
    for solution in package.solutions("rejected"):
        must, may = set(solution.caught_by), set(solution.may_fail)
        like = [each for each in tried if must <= _failed(each.submissions[0], package.spec.checks) <= must | may]
        if like and must:
            recovered = sum(_recovers(each, must) for each in like)
            traps.append(Trap(solution.name.replace("_", " "), solution.mistake, len(like), recovered))
    return sorted(traps, key=lambda trap: -trap.caught)
