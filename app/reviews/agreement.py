"""How far reviewers agree. Pure arithmetic on levels; it judges neither candidates nor reviewers.

`spread` is of one interview: what its scorecards say beside each other. `kappas` is of a rubric: over all pairs of
scorecards of the same interview, how much less reviewers differ than they would if they scored at random with the same
levels overall. Reviewers are interchangeable, so each pair counts in both orders and both have the same marginals; with
quadratic weights the coefficient is then 1 - mean((x - y)²) / (2 · variance of all levels in pairs).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

MIN_PAIRS = 10
MIN_INTERVIEWS = 3  # the interval is computed by leaving one out
_Z = 1.96  # for 95%


@dataclass(frozen=True, slots=True)
class Spread:
    """One criterion of one interview. `n` levels were given, `no_evidence` scorecards saw none."""

    criterion: str
    n: int
    no_evidence: int
    mean: float | None
    lowest: int | None
    highest: int | None


def spread(criteria: Sequence[str], cards: Sequence[Mapping[str, int | None]]) -> list[Spread]:
    """Each criterion over scorecards (levels by criterion, None for no evidence); nothing for a single one."""
    return [_spread(criterion, cards) for criterion in criteria] if len(cards) > 1 else []


def _spread(criterion: str, cards: Sequence[Mapping[str, int | None]]) -> Spread:
    answers = [card[criterion] for card in cards if criterion in card]
    levels = [level for level in answers if level is not None]
    return Spread(
        criterion=criterion,
        n=len(levels),
        no_evidence=len(answers) - len(levels),
        mean=sum(levels) / len(levels) if levels else None,
        lowest=min(levels, default=None),
        highest=max(levels, default=None),
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """One criterion of a rubric, over `pairs` of scorecards of `interviews`; `alike` is the share of equal levels.

    `kappa` is None where all levels are the same: nobody can tell agreement from habit then. `low` and `high` bound it
    with 95% confidence, None where it cannot be said.
    """

    criterion: str
    pairs: int
    interviews: int
    alike: float
    kappa: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the coefficient needs of a set of pairs."""

    pairs: int = 0
    alike: int = 0
    squared_differences: int = 0
    levels: int = 0
    squared_levels: int = 0

    def __add__(self, other: "_Sums") -> "_Sums":
        return self._each(other, 1)

    def __sub__(self, other: "_Sums") -> "_Sums":
        return self._each(other, -1)

    def _each(self, other: "_Sums", sign: int) -> "_Sums":
        return _Sums(
            self.pairs + sign * other.pairs,
            self.alike + sign * other.alike,
            self.squared_differences + sign * other.squared_differences,
            self.levels + sign * other.levels,
            self.squared_levels + sign * other.squared_levels,
        )

    @property
    def kappa(self) -> float | None:
        """Exact up to one division: 2n · variance = (2n · Σx² - (Σx)²) / 2n over the 2n levels in n pairs."""
        twice = 2 * self.pairs
        scaled_variance = twice * self.squared_levels - self.levels**2
        if not scaled_variance:
            return None
        return 1 - self.squared_differences * twice / scaled_variance


def kappas(criteria: Sequence[str], interviews: Sequence[Mapping[str, Sequence[int]]]) -> list[Agreement]:
    """By criterion, over interviews (the independent levels by criterion); what has too few pairs is left out."""
    found = (_agreement(criterion, [each.get(criterion, ()) for each in interviews]) for criterion in criteria)
    return [each for each in found if each is not None]


def _agreement(criterion: str, levels_of: Sequence[Sequence[int]]) -> Agreement | None:
    parts = [_sums(levels) for levels in levels_of if len(levels) > 1]
    whole = sum(parts, _Sums())
    if whole.pairs < MIN_PAIRS or len(parts) < MIN_INTERVIEWS:
        return None
    low, high = _interval(whole, parts)
    return Agreement(
        criterion=criterion,
        pairs=whole.pairs,
        interviews=len(parts),
        alike=whole.alike / whole.pairs,
        kappa=whole.kappa,
        low=low,
        high=high,
    )


def _sums(levels: Sequence[int]) -> _Sums:
    """Of all pairs within one interview, each level as often as it is in a pair."""
    pairs = list(combinations(levels, 2))
    return _Sums(
        pairs=len(pairs),
        alike=sum(x == y for x, y in pairs),
        squared_differences=sum((x - y) ** 2 for x, y in pairs),
        levels=sum(x + y for x, y in pairs),
        squared_levels=sum(x * x + y * y for x, y in pairs),
    )


def _interval(whole: _Sums, parts: Sequence[_Sums]) -> tuple[float | None, float | None]:
    """By the jackknife over interviews: pairs of one interview share a reviewer and are not independent."""
    kappa, without = whole.kappa, [(whole - part).kappa for part in parts]
    known = [each for each in without if each is not None]
    if kappa is None or len(known) < len(without):
        return None, None
    count = len(known)
    mean = sum(known) / count
    error = math.sqrt((count - 1) / count * sum((each - mean) ** 2 for each in known))
    return max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error)
