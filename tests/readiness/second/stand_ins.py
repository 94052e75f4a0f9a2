"""Estimators that only look right, and a plain careful one, to know what the demands find out and that they can be met."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from math import sqrt
from statistics import fmean, stdev

from scipy.special import betaincinv

from app.problems.patterns import Criterion
from app.readiness.observed import Observed
from tests.readiness.naive import Said

Cells = dict[tuple[str, Criterion], list[Observed]]


def cells(observed: Sequence[Observed]) -> Cells:
    """The problems of each criterion of a pattern, in the order of time."""
    found: Cells = defaultdict(list)
    for each in sorted(observed, key=lambda each: each.at):
        for criterion in each.occasions:
            found[each.pattern, criterion].append(each)
    return found


def share(each: Observed, criterion: Criterion) -> float:
    met, of = each.occasions[criterion]
    return met / of


def pooled(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """Wilson's interval of 95% over all occasions ever, as if each were drawn by itself and nothing changed."""
    said, z = [], 1.96
    for (pattern, criterion), seen in cells(observed).items():
        met, of = (sum(each.occasions[criterion][part] for each in seen) for part in (0, 1))
        centre = (met + z * z / 2) / (of + z * z)
        half = z / (of + z * z) * sqrt(met * (of - met) / of + z * z / 4)
        said.append(Said(pattern, criterion, max(0.0, centre - half), centre, min(1.0, centre + half), len(seen)))
    return said


def last_three(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """Mean and spread of the last three problems, Student's interval: always fresh, and never any wiser."""
    said, t = [], 2.92
    for (pattern, criterion), seen in cells(observed).items():
        shares = [share(each, criterion) for each in seen[-3:]]
        middle = fmean(shares)
        half = t * stdev(shares) / sqrt(3) if len(shares) == 3 else 0.5
        said.append(
            Said(pattern, criterion, max(0.0, middle - half), middle, min(1.0, middle + half + 1e-6), len(seen))
        )
    return said


def vague(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """Anything is possible."""
    return [Said(*cell, 0.02, 0.5, 0.98, len(seen)) for cell, seen in cells(observed).items()]


def one_person(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """The same of all that somebody does: what is known of one thing goes for the others."""
    found = cells(observed)
    shares = [share(each, criterion) for (_, criterion), seen in found.items() for each in seen]
    low, middle, high = _beta(sum(shares) + 1, len(shares) - sum(shares) + 1)
    return [Said(*cell, low, middle, high, len(seen)) for cell, seen in found.items()]


def careful(observed: Sequence[Observed], *, now: datetime) -> list[Said]:
    """Problems are counted, not occasions; less what is older or has others after it; little is certain.

    Each problem adds its share met and its share missed to a beta distribution that starts a little from how the person
    does on the whole.
    """
    found = cells(observed)
    shares = [share(each, criterion) for (_, criterion), seen in found.items() for each in seen]
    start = (sum(shares) + 1) / (len(shares) + 2)
    said = []
    for (pattern, criterion), seen in found.items():
        met, missed = 2 * start, 2 * (1 - start)
        for later, each in enumerate(reversed(seen)):
            weight = 0.95**later * 2 ** (-(now - each.at).days / 250)
            met += weight * share(each, criterion)
            missed += weight * (1 - share(each, criterion))
        said.append(Said(pattern, criterion, *_beta(met, missed), len(seen)))
    return said


def _beta(met: float, missed: float) -> tuple[float, float, float]:
    low, middle, high = (float(betaincinv(met, missed, part)) for part in (0.05, 0.5, 0.95))
    return low, middle, high
