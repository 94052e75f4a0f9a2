"""How wide the intervals of readiness are and how often they hold the truth, on simulated people.

A person's skill, the difficulty of each problem and what its occasions share are logits; skill grows evenly up to now.
"""

import math
import random
from datetime import UTC, datetime, timedelta
from statistics import fmean

from app.problems.patterns import Criterion
from app.readiness.estimate import Estimate, estimate
from app.readiness.observed import Observed

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = 400
COUNTS = (1, 2, 4, 8, 16, 30)
SPREADS = (0.6, 1.2, 1.8)  # of a problem: its difficulty and what its occasions share
GAINS = (0.0, 1.5, 3.0)


def chance(logit: float) -> float:
    """The share that a logit stands for."""
    return 1 / (1 + math.exp(-logit))


def history(dice: random.Random, *, skill: float, count: int, spread: float, gain: float) -> list[Observed]:
    """First attempts at so many problems, a day apart."""
    found = []
    for later in range(count):
        share = chance(skill - gain * later / count + dice.gauss(0, spread))
        of = dice.randint(1, 5)
        met = sum(dice.random() < share for _ in range(of))
        at = NOW - timedelta(days=later)
        found.append(Observed(f"metrics/p{later}", "metrics", "mid", at, {Criterion.CORRECTNESS: (met, of)}))
    return found


def expected(skill: float, spread: float) -> float:
    """The share of occasions met on a next problem, over problems of every difficulty."""
    steps = [step / 10 for step in range(-40, 41)]
    weights = [math.exp(-step * step / 2) for step in steps]
    shares = [weight * chance(skill + spread * step) for step, weight in zip(steps, weights, strict=True)]
    return math.fsum(shares) / math.fsum(weights)


def tried(dice: random.Random, *, count: int, spread: float, gain: float) -> tuple[Estimate, float]:
    """An estimate of one person, and the truth."""
    skill = dice.gauss(0.5, 1.5)
    (found,) = estimate(history(dice, skill=skill, count=count, spread=spread, gain=gain), now=NOW)
    return found, expected(skill, spread)


def main() -> None:
    """Print a table: how often held, how wide."""
    dice = random.Random(8)  # noqa: S311 - a simulation
    print("spread gain  " + "".join(f"{count:>12}" for count in COUNTS))
    for spread in SPREADS:
        for gain in GAINS:
            cells = []
            for count in COUNTS:
                people = [tried(dice, count=count, spread=spread, gain=gain) for _ in range(PEOPLE)]
                held = fmean(found.low <= truth <= found.high for found, truth in people)
                cells.append(f"{held:.1%} / {fmean(found.high - found.low for found, _ in people):.2f}")
            print(f"{spread:6} {gain:4}  " + "".join(f"{cell:>13}" for cell in cells))


if __name__ == "__main__":
    main()
