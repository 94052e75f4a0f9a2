"""Estimators that look right and are not, to see that the demands find each of them out; and one that is careful.

None of them is a model for the application's; `careful` is only here as the proof that the demands can be met.
"""

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import wraps
from statistics import fmean, stdev
from typing import NamedTuple

from scipy.special import betaincinv

from app.problems.patterns import Criterion
from app.readiness.observed import Observed

Z = 1.645  # for 90%


class Said(NamedTuple):
    """An estimate, as `app.readiness.estimate` has it."""

    pattern: str
    criterion: Criterion
    low: float
    middle: float
    high: float
    problems: int


Cell = list[tuple[int, int, float]]  # of each problem: met, of, days ago
Interval = tuple[float, float, float]


def cells(observed: Sequence[Observed], now: datetime) -> dict[tuple[str, Criterion], Cell]:
    """What was observed, by pattern and criterion."""
    found: dict[tuple[str, Criterion], Cell] = {}
    for each in observed:
        for criterion, (met, of) in each.occasions.items():
            ago = (now - each.at) / timedelta(days=1)
            found.setdefault((each.pattern, criterion), []).append((met, of, ago))
    return found


def by_cell(interval: Callable[[Cell], Interval]) -> Callable[..., list[Said]]:
    """An estimator that looks at one pattern and criterion at a time."""

    @wraps(interval)
    def estimate(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
        return [
            Said(pattern, criterion, *interval(cell), len(cell))
            for (pattern, criterion), cell in cells(observed, now).items()
        ]

    return estimate


def beta(met: float, missed: float) -> Interval:
    """The middle 90% of a beta distribution after Jeffreys' prior, and its mean."""
    a, b = met + 0.5, missed + 0.5
    return float(betaincinv(a, b, 0.05)), a / (a + b), float(betaincinv(a, b, 0.95))


def pooled(cell: Cell) -> tuple[int, int]:
    """Met and of, each occasion as a trial of its own."""
    return sum(met for met, _, _ in cell), sum(of for _, of, _ in cell)


def problems(cell: Cell) -> tuple[float, float]:
    """Met and missed, each problem as a trial of its own, whatever the number of its occasions."""
    met = sum(met / of for met, of, _ in cell)
    return met, len(cell) - met


@by_cell
def plain(cell: Cell) -> Interval:
    """The share of all occasions, with the textbook's interval."""
    met, of = pooled(cell)
    middle = met / of
    half = Z * math.sqrt(middle * (1 - middle) / of)
    return max(0.0, middle - half), middle, min(1.0, middle + half)


@by_cell
def wilson(cell: Cell) -> Interval:
    """The better interval of a proportion; still as if occasions of one problem were independent."""
    met, of = pooled(cell)
    centre, scale = (met + Z * Z / 2) / (of + Z * Z), of + Z * Z
    half = Z / scale * math.sqrt(met * (of - met) / of + Z * Z / 4)
    return centre - half, centre, centre + half


@by_cell
def occasions(cell: Cell) -> Interval:
    """The same, as a posterior."""
    met, of = pooled(cell)
    return beta(met, of - met)


@by_cell
def normal(cell: Cell) -> Interval:
    """The mean over problems and its standard error: three that went alike make it certain."""
    shares = [met / of for met, of, _ in cell]
    half = Z * stdev(shares) / math.sqrt(len(shares)) if len(shares) > 1 else 0.5
    return max(0.0, fmean(shares) - half), fmean(shares), min(1.0, fmean(shares) + half)


@by_cell
def timeless(cell: Cell) -> Interval:
    """One Bernoulli trial a problem, which is careful, but of all times alike: who learns is never believed."""
    return beta(*problems(cell))


@by_cell
def anything(cell: Cell) -> Interval:
    """Never wrong."""
    return 0.0, 0.5, 1.0


@by_cell
def latest(cell: Cell) -> Interval:
    """Only the last five problems: honest, and never any surer."""
    return beta(*problems(cell[-5:]))


def one_score(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """One level for everything somebody does."""
    if not (found := cells(observed, now)):
        return []
    met, missed = problems([each for cell in found.values() for each in cell])
    level = beta(met / len(found), missed / len(found))
    return [Said(pattern, criterion, *level, len(cell)) for (pattern, criterion), cell in found.items()]


def shrunk(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """Pulled hard to what the person is like elsewhere: the weak pattern among strong ones is smoothed away."""
    if not (found := cells(observed, now)):
        return []
    met, missed = problems([each for cell in found.values() for each in cell])
    like = met / (met + missed)

    def interval(cell: Cell) -> Interval:
        met, missed = problems(cell)
        return beta(met + 12 * like, missed + 12 * (1 - like))

    return [Said(pattern, criterion, *interval(cell), len(cell)) for (pattern, criterion), cell in found.items()]


def cautious(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """Careful, and silent until it is sure."""
    return [each for each in careful(observed, now=now) if each.problems >= 10]


def everywhere(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """Careful where there is something, and a guess where there is nothing."""
    said = careful(observed, now=now)
    spoken = {(each.pattern, each.criterion) for each in said}
    patterns = {each.pattern for each in observed}
    guesses = ((pattern, criterion) for pattern in sorted(patterns) for criterion in Criterion)
    return said + [Said(*cell, 0.05, 0.5, 0.95, 0) for cell in guesses if cell not in spoken]


@by_cell
def careful(cell: Cell) -> Interval:
    """A trial a problem, newer ones counting for more: the demands can be met, and by little."""
    weights = [0.5 ** (ago / 45) for _, _, ago in cell]
    total = sum(weights)
    middle = sum(weight * met / of for weight, (met, of, _) in zip(weights, cell, strict=True)) / total
    trials = total**2 / sum(weight**2 for weight in weights)
    return beta(trials * middle, trials * (1 - middle))
