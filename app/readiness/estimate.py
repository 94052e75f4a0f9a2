"""What share of its occasions a next unfamiliar problem would see met. The model and why: docs/readiness.md.

Everything is computed on a grid of logits, a tenth apart, so that a step of learning is a step on the grid.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from app.problems.patterns import PATTERNS, Criterion
from app.readiness.observed import Observed

TOGETHER = 0.25  # the correlation of the occasions of one problem: however many there are, they count as four at most
HALF_PROBLEMS, HALF_DAYS = 25.0, 365.0  # after so many later problems, or so many days, a problem counts half
LEARNING = {0: 0.35, 1: 0.2, 2: 0.2, 4: 0.15, 8: 0.1}  # tenths of a logit gained with each problem, and how likely
TAIL = 0.045  # on each side: a little is kept back for what the model does not know
REACH = 50  # tenths of a logit that the share is looked for in, each way
FURTHEST = 150  # where more difference makes none


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of occasions met (0 to 1) to be expected on a next unfamiliar problem, with a 90% interval."""

    pattern: str
    criterion: Criterion
    low: float
    middle: float
    high: float
    problems: int


@dataclass(frozen=True, slots=True)
class _Counted:
    met: float
    missed: float
    later: int


def estimate(observed: Sequence[Observed], *, now: datetime) -> list[Estimate]:
    """One for each pattern and criterion with an occasion, in the order of both."""
    in_time = sorted(observed, key=lambda each: each.at)
    found = []
    for pattern in PATTERNS:
        for criterion in Criterion:
            seen = [each for each in in_time if each.pattern == pattern and criterion in each.occasions]
            if seen:
                low, middle, high = _interval(_counted(seen, criterion, now))
                found.append(Estimate(pattern, criterion, low, middle, high, len(seen)))
    return found


def _counted(seen: Sequence[Observed], criterion: Criterion, now: datetime) -> list[_Counted]:
    counted = []
    for later, each in enumerate(reversed(seen)):
        met, of = each.occasions[criterion]
        days = max(0.0, (now - each.at).total_seconds() / 86400)
        weight = 2 ** -(later / HALF_PROBLEMS + days / HALF_DAYS) / (1 + (of - 1) * TOGETHER)
        counted.append(_Counted(weight * met, weight * (of - met), later))
    return counted


def _interval(counted: Sequence[_Counted]) -> tuple[float, float, float]:
    weights = _posterior(counted)
    total = math.fsum(weights)
    below = list(accumulate(weights, initial=0.0))
    middle = math.fsum(share * weight for share, weight in zip(_SHARES, weights, strict=True)) / total
    low = _quantile(below, TAIL * total) if any(each.met for each in counted) else 0.0
    high = _quantile(below, (1 - TAIL) * total) if any(each.missed for each in counted) else 1.0
    return low, middle, high


def _posterior(counted: Sequence[_Counted]) -> list[float]:
    """How likely each share of the grid is, up to a factor. Before anything is seen, every share is as likely."""
    rows = [_logarithms(counted, gain, math.log(chance)) for gain, chance in LEARNING.items()]
    highest = max(map(max, rows))
    return [math.fsum(math.exp(each - highest) for each in column) for column in zip(*rows, strict=True)]


def _logarithms(counted: Sequence[_Counted], gain: int, likely: float) -> list[float]:
    """Of a skill that is at each place of the grid now, and was lower by `gain` with every problem before."""
    row = [likely + met + missed for met, missed in _window(0)]
    for each in counted:
        row = [
            so_far + each.met * met + each.missed * missed
            for so_far, (met, missed) in zip(row, _window(gain * each.later), strict=True)
        ]
    return row


def _window(lower: int) -> list[tuple[float, float]]:
    start = max(0, FURTHEST - REACH - lower)
    return _LOGS[start : start + len(_PLACES)]


def _quantile(below: Sequence[float], wanted: float) -> float:
    """The share below which `wanted` of the weight lies; a point of the grid has half of its weight on each side."""
    place = next((at for at in range(len(_SHARES)) if below[at + 1] > wanted), len(_SHARES) - 1)
    into = (wanted - below[place]) / (below[place + 1] - below[place])
    return 1 / (1 + math.exp(-(_PLACES[place] - 0.5 + into) / 10))


_PLACES = range(-REACH, REACH + 1)
_SHARES = [1 / (1 + math.exp(-place / 10)) for place in _PLACES]
_LOGS = [  # of the share met and of the share missed
    (-math.log1p(math.exp(-place / 10)), -math.log1p(math.exp(place / 10))) for place in range(-FURTHEST, REACH + 1)
]
