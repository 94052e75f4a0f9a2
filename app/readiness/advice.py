"""What to practise next, and why: from estimates and the problems that can be opened, by plain rules.

For each pattern the one thing that matters most: what is surely weak; that nothing is known of it; what is least sure;
a criterion no problem has asked for yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.interviews.words import CRITERIA
from app.problems.patterns import PATTERNS, Criterion, Level
from app.readiness.estimate import Estimate

GOOD = 0.75  # three occasions of four; where to look first depends on it, nothing else
MOST = 5


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A problem that can be practised; `offers` are the occasions it gives by criterion."""

    pattern: str
    slug: str
    title: str
    level: str
    minutes: int
    offers: Mapping[Criterion, int]
    familiar: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to practise; without a problem where no unfamiliar one is left."""

    pattern: str
    criterion: Criterion | None
    reason: str
    problem: OpenProblem | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """What matters most of a pattern, and how much: the lowest first."""

    urgency: tuple[int, float]
    criterion: Criterion | None
    reason: str


def advise(estimates: Sequence[Estimate], problems: Sequence[OpenProblem]) -> list[Suggestion]:
    """The most urgent first, one for a pattern."""
    found = []
    for pattern in PATTERNS:
        there = [problem for problem in problems if problem.pattern == pattern]
        ranked = most_urgent([each for each in estimates if each.pattern == pattern], there)
        if there and ranked:
            found.append((ranked.urgency, _suggestion(pattern, ranked, there)))
    return [suggestion for _, suggestion in sorted(found, key=lambda each: each[0])[:MOST]]


def most_urgent(estimates: Sequence[Estimate], problems: Sequence[OpenProblem]) -> Ranked | None:
    """Of one pattern, with its problems; None where nothing is left to wish for."""
    if not estimates:
        return Ranked((1, 0.0), None, "Nothing is known of this pattern yet.")
    weakest, least_sure = min(estimates, key=lambda each: each.high), min(estimates, key=lambda each: each.low)
    if weakest.high < GOOD:
        return Ranked((0, weakest.high), weakest.criterion, f"Weakest here: {_told(weakest)}.")
    unasked = unseen(estimates, problems)
    if least_sure.low < GOOD:
        return Ranked((2, least_sure.low), least_sure.criterion, f"Least sure here: {_told(least_sure)}.")
    if unasked:
        return Ranked((3, 0.0), unasked[0], f"{CRITERIA[unasked[0]][0]}: nothing is known of it here yet.")
    return None


def unseen(estimates: Sequence[Estimate], problems: Sequence[OpenProblem]) -> list[Criterion]:
    """What problems of a pattern ask for and nothing is known of."""
    asked = {criterion for problem in problems for criterion in problem.offers}
    return [criterion for criterion in Criterion if criterion in asked - {each.criterion for each in estimates}]


def _told(estimate: Estimate) -> str:
    low, high = round(100 * estimate.low), round(100 * estimate.high)
    number = "1 problem" if estimate.problems == 1 else f"{estimate.problems} problems"
    return f"{CRITERIA[estimate.criterion][0]}, {low} to {high}% from {number}"


def _suggestion(pattern: str, ranked: Ranked, problems: Sequence[OpenProblem]) -> Suggestion:
    levels = list(Level)
    unfamiliar = [problem for problem in problems if not problem.familiar]
    wanted = ranked.criterion
    best = min(
        unfamiliar,
        key=lambda each: (-each.offers.get(wanted, 0) if wanted else 0, levels.index(Level(each.level)), each.minutes),
        default=None,
    )
    return Suggestion(pattern, wanted, ranked.reason, best)
