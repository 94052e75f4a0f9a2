"""Simulated candidates of known skill: what they would show at problems nobody has seen, and what is true of them.

An occasion is met with a probability whose logit is a sum: the skill of the candidate in this pattern and criterion at
that time, less how hard the level, the problem and the criterion in this problem are, plus how the day was. What all
occasions of one criterion in one problem share makes them go together: who leaks, leaks in each check that looks.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from random import Random
from statistics import NormalDist, fmean

from app.problems.patterns import PATTERNS, Criterion, Level
from app.readiness.observed import Observed

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
VOLUMES = (3, 6, 12, 24)  # problems of a pattern
EACH = 40  # candidates of a volume
OFTEN = timedelta(days=5)  # from one problem of a pattern to the next
WEAKER = 2.0  # in logits, the one weak pattern of somebody uneven
FAMILIAR = 2.5  # in logits, what it is worth to know the problem

HARDER = {Level.JUNIOR: -0.7, Level.MID: 0.0, Level.SENIOR: 0.6, Level.STAFF: 1.1}
LEVELS = {Level.JUNIOR: 8, Level.MID: 24, Level.SENIOR: 4, Level.STAFF: 2}  # in about these proportions
PROBLEM, CRITERION = 0.6, 0.5  # spreads of difficulty, in logits
STANDARD_NORMAL = tuple(NormalDist().inv_cdf((place + 0.5) / 100) for place in range(100))


@dataclass(frozen=True)
class Gives:
    """How often a problem has occasions of a criterion, how many, and how much these go together (in logits)."""

    often: float
    fewest: int
    most: int
    together: float


# After the packages of the bank; criteria that practice cannot show are left out: nobody has any occasion of them.
GIVES = {
    Criterion.CORRECTNESS: Gives(1.0, 2, 7, 1.6),
    Criterion.EDGE_CASES: Gives(1.0, 2, 7, 0.9),
    Criterion.ML_AWARENESS: Gives(0.8, 1, 4, 1.2),
    Criterion.STABILITY: Gives(0.5, 1, 3, 0.8),
    Criterion.AMBIGUITY: Gives(0.5, 1, 2, 0.6),
    Criterion.INCREMENTAL: Gives(0.4, 1, 1, 0.6),
    Criterion.VALIDATION: Gives(0.4, 1, 2, 0.8),
    Criterion.COMMUNICATION: Gives(0.3, 1, 1, 0.6),
}
NEVER_SEEN = frozenset({Criterion.READABILITY, Criterion.COLLABORATION})
OWN_CHECKS = Gives(1.0, 11, 15, 0.9)  # at the pattern sanity, where every planted bug is an occasion


@dataclass(frozen=True)
class Sitting:
    """An attempt at a problem; only one that is not `familiar` may count."""

    observed: Observed
    familiar: bool


@dataclass(frozen=True)
class Candidate:
    """Somebody of known skill. `rate` is what they learn a day, `mood` how much one day differs from another."""

    id: int
    character: str  # steady, learning, uneven or moody
    volume: int
    skill: dict[tuple[str, Criterion], float]  # in logits, now, at a problem of medium difficulty
    rate: float
    mood: float

    @property
    def patterns(self) -> list[str]:
        """What they practise; the first is the weak one of somebody uneven."""
        return list(dict.fromkeys(pattern for pattern, _ in self.skill))

    @cached_property
    def sittings(self) -> tuple[Sitting, ...]:
        """All they ever did: new problems as time went by, and here and there one they knew."""
        return tuple(self._practised())

    @property
    def observed(self) -> list[Observed]:
        """First attempts at unfamiliar problems, in the order of time."""
        return [each.observed for each in self.sittings if not each.familiar]

    def truth(self, pattern: str, criterion: Criterion) -> float:
        """The share of occasions they are to be expected to meet at the next unfamiliar problem."""
        spread = math.hypot(PROBLEM, CRITERION, gives(pattern, criterion).together, self.mood)
        return share(self.skill[pattern, criterion], spread)

    def attempt(self, pattern: str, number: int, at: datetime, random: Random, known: float = 0.0) -> Observed:
        """An attempt at a new problem of a pattern; `known` is what it is worth to be familiar with it, in logits."""
        level = random.choices(list(LEVELS), list(LEVELS.values()))[0]
        ago = (NOW - at) / timedelta(days=1)
        shift = known - self.rate * ago - HARDER[level] + random.gauss(0, PROBLEM) + random.gauss(0, self.mood)
        occasions = {}
        for criterion in GIVES:
            given = gives(pattern, criterion)
            if random.random() < given.often:
                logit = self.skill[pattern, criterion] + shift + random.gauss(0, math.hypot(CRITERION, given.together))
                of = random.randint(given.fewest, given.most)
                occasions[criterion] = (sum(random.random() < logistic(logit) for _ in range(of)), of)
        return Observed(f"{pattern}/problem-{number}", pattern, level, at, occasions)

    def _practised(self) -> Iterator[Sitting]:
        random = Random(f"sittings/{self.id}")  # noqa: S311 - simulation, no secret
        for place in range(self.volume):
            for pattern in self.patterns:
                at = NOW - OFTEN * (self.volume - place - random.random())
                yield Sitting(self.attempt(pattern, place, at, random), familiar=False)
                if place and random.random() < 0.3:
                    again = at + timedelta(hours=2)
                    known = random.randrange(place)
                    yield Sitting(self.attempt(pattern, known, again, random, FAMILIAR), familiar=True)


@cache
def population() -> tuple[Candidate, ...]:
    """Candidates of each volume, a quarter of each character; the same ones every time."""
    characters = ("steady", "learning", "uneven", "moody")
    return tuple(
        candidate(place, characters[place % len(characters)], volume)
        for place, volume in enumerate(volume for volume in VOLUMES for _ in range(EACH))
    )


def candidate(place: int, character: str, volume: int) -> Candidate:
    """Draws somebody: good and bad at patterns, at criteria, and at single meetings of the two."""
    random = Random(f"candidate/{place}")  # noqa: S311 - the same
    overall = random.gauss(0.5, 0.9)
    patterns = {pattern: random.gauss(0, 0.5) for pattern in random.sample(list(PATTERNS), 3)}
    criteria = {criterion: random.gauss(0, 0.7) for criterion in GIVES}
    if character == "uneven":
        patterns[next(iter(patterns))] -= WEAKER
    skill = {
        (pattern, criterion): overall + of_pattern + of_criterion + random.gauss(0, 0.5)
        for pattern, of_pattern in patterns.items()
        for criterion, of_criterion in criteria.items()
    }
    rate = random.uniform(0.25, 0.4) / 30 if character == "learning" else 0.0
    return Candidate(place, character, volume, skill, rate, mood=1.2 if character == "moody" else 0.4)


def gives(pattern: str, criterion: Criterion) -> Gives:
    """The occasions that problems of a pattern give of a criterion."""
    return OWN_CHECKS if (pattern, criterion) == ("sanity", Criterion.VALIDATION) else GIVES[criterion]


def share(skill: float, spread: float) -> float:
    """The expected share over all levels and over a normal spread of logits."""
    return sum(
        weight * fmean(logistic(skill - HARDER[level] + spread * point) for point in STANDARD_NORMAL)
        for level, weight in LEVELS.items()
    ) / sum(LEVELS.values())


def logistic(logit: float) -> float:
    """The probability of a logit."""
    return 1 / (1 + math.exp(-logit))
