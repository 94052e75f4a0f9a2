"""What share of its occasions a next unfamiliar problem would see met. The model and why: docs/readiness.md.

Everything is computed on a grid of logits, a tenth apart, so that a step of learning is a step on the grid.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import accumulate
from operator import add

from app.problems.patterns import PATTERNS, Criterion
from app.readiness.observed import Observed

TOGETHER = (0.1, 0.3, 0.6)  # the correlation of the occasions of one problem: any of these, each as likely
HALF_PROBLEMS, HALF_DAYS = 25.0, 365.0  # after so many later problems, or so many days, a problem counts half
LEARNING = {0: 0.5, 1: 0.2, 2: 0.15, 4: 0.1, 8: 0.05}  # tenths of a logit gained with each problem, and how likely
FORGETTING = {0.0: 0.5, 0.1: 0.5}  # tenths of a logit lost with each day of a pause, and how likely
PAUSE = 14.0  # days without any problem, from which on it is a pause
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
    met: int
    missed: int
    weight: float
    later: int
    paused: float


def estimate(observed: Sequence[Observed], *, now: datetime) -> list[Estimate]:
    """One for each pattern and criterion with an occasion, in the order of both."""
    in_time = sorted(observed, key=lambda each: each.at)
    with_pauses = list(zip(in_time, _pauses(in_time, now), strict=True))
    found = []
    for pattern in PATTERNS:
        for criterion in Criterion:
            seen = [each for each in with_pauses if each[0].pattern == pattern and criterion in each[0].occasions]
            if seen:
                low, middle, high = _interval(_counted(seen, criterion, now))
                found.append(Estimate(pattern, criterion, low, middle, high, len(seen)))
    return found


def _pauses(in_time: Sequence[Observed], now: datetime) -> list[float]:
    """For each problem, the days of all pauses since: what goes beyond a fortnight from one problem to the next."""
    ends = [*(each.at for each in in_time[1:]), now]
    pauses = [max(0.0, _days(each.at, end) - PAUSE) for each, end in zip(in_time, ends, strict=False)]
    return list(accumulate(reversed(pauses)))[::-1]


def _days(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds() / 86400)


def _counted(seen: Sequence[tuple[Observed, float]], criterion: Criterion, now: datetime) -> list[_Counted]:
    counted = []
    for later, (each, paused) in enumerate(reversed(seen)):
        met, of = each.occasions[criterion]
        weight = 2 ** -(later / HALF_PROBLEMS + _days(each.at, now) / HALF_DAYS)
        counted.append(_Counted(met, of - met, weight, later, paused))
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
    rows = [row for together in TOGETHER for row in _logarithms(counted, together)]
    highest = max(map(max, rows))
    return [math.fsum(math.exp(each - highest) for each in column) for column in zip(*rows, strict=True)]


def _logarithms(counted: Sequence[_Counted], together: float) -> Iterator[list[float]]:
    """A row for each course of a skill that is at each place of the grid now.

    It was lower by a gain with every problem before, and higher by a loss with every day of a pause.
    """
    told = [_told(each, together) for each in counted]
    earliest = counted[-1]
    learning = LEARNING if earliest.later else {0: 1.0}  # what makes no difference is not computed
    forgetting = FORGETTING if earliest.paused else {0.0: 1.0}
    for gain, learnt in learning.items():
        for loss, forgot in forgetting.items():
            row = [math.log(learnt * forgot) + even for even in _EVEN]
            for each, logs in zip(counted, told, strict=True):
                row = list(map(add, row, _window(logs, round(gain * each.later - loss * each.paused))))
            yield row


def _told(counted: _Counted, together: float) -> list[float]:
    """How likely a problem was to go as it did, were the share that of each place: logarithms of the beta-binomial."""
    met, missed = _rising(counted.met, together), reversed(_rising(counted.missed, together))
    whole = math.fsum(math.log(1 / together - 1 + each) for each in range(counted.met + counted.missed))
    return [counted.weight * (a + b - whole) for a, b in zip(met, missed, strict=True)]


@lru_cache(maxsize=256)
def _rising(occasions: int, together: float) -> tuple[float, ...]:
    """That so many go the same way; each makes the next likelier, the more so the more they go together."""
    firm = 1 / together - 1
    return tuple(math.fsum(math.log(share * firm + each) for each in range(occasions)) for share in _ALL)


def _window(logs: Sequence[float], lower: int) -> Sequence[float]:
    start = min(max(0, FURTHEST - REACH - lower), 2 * (FURTHEST - REACH))
    return logs[start : start + len(_PLACES)]


def _quantile(below: Sequence[float], wanted: float) -> float:
    """The share below which `wanted` of the weight lies; a point of the grid has half of its weight on each side."""
    place = next((at for at in range(len(_SHARES)) if below[at + 1] > wanted), len(_SHARES) - 1)
    into = (wanted - below[place]) / (below[place + 1] - below[place])
    return 1 / (1 + math.exp(-(_PLACES[place] - 0.5 + into) / 10))


_PLACES = range(-REACH, REACH + 1)
_ALL = [1 / (1 + math.exp(-place / 10)) for place in range(-FURTHEST, FURTHEST + 1)]
_SHARES = _ALL[FURTHEST - REACH : FURTHEST + REACH + 1]
_EVEN = [math.log(share * (1 - share)) for share in _SHARES]  # on a grid of logits, every share is as likely
