"""People who know a thing or do not: a second simulation of candidates, by another hand than `candidates.py`.

Nobody here has a skill that is a number. There are concepts, each known or not; an occasion asks for one or two of
them and, through the problem, for the idea behind it. What was practised is learnt at times, what was learnt is
forgotten, and people choose problems, hurry, give up, pause for months and come back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.problems.patterns import Criterion
from tests.readiness.second.bank_shapes import RANKS, SHAPES, Shape

STUB = 0.05  # of the main criterion, what a submission meets that is only there to have submitted
SPOILT = 0.7  # of the rest, what survives in code whose idea is wrong
HURRIED = 0.35  # chance of a slip in a problem done in a hurry


@dataclass(frozen=True)
class World:
    """What can be varied; the figures are guesses at what is usual."""

    own: int = 5  # concepts of a criterion that only one pattern asks for
    general: int = 3  # and those that all patterns ask for: empty input is empty input
    ideas: int = 6  # of a pattern, behind its problems
    lucky: float = 0.15  # an occasion met without knowing what it is about
    deep: float = 0.1  # the part of the occasions of a junior problem of ten that ask for two concepts at once
    deeper: float = 0.2  # more of them with each level
    longer: float = 0.04  # and with each occasion
    lasts: float = 45.0  # days, until half of what was just learnt is forgotten
    firmer: float = 2.0  # times that, whenever it was used in between
    learnt_before: float = 900.0  # days, the same of what somebody brought along
    learns: tuple[float, float] = (0.05, 0.5)  # of what a problem showed to be missing
    base: tuple[float, float] = (0.1, 0.9)  # of all concepts, what somebody knows on the first day
    tilt: float = 0.3  # by which a criterion and a pattern may differ from that

    def depth(self, shape: Shape) -> float:
        """The part of its occasions that ask for two concepts: more in a problem of a high level and of many."""
        return min(0.9, max(0.0, self.deep + self.deeper * RANKS[shape.level] + self.longer * (shape.size - 10)))

    def concepts(self, pattern: str, criterion: Criterion) -> list[str]:
        return [f"{criterion}/{each}" for each in range(self.general)] + [
            f"{pattern}/{criterion}/{each}" for each in range(self.own)
        ]

    def ideas_of(self, pattern: str) -> list[str]:
        return [f"{pattern}/idea/{each}" for each in range(self.ideas)]


@dataclass(frozen=True)
class Problem:
    """What each of its occasions asks for, and the ideas without which nothing much is right."""

    shape: Shape
    ideas: tuple[str, ...]
    asks: Mapping[Criterion, tuple[tuple[str, ...], ...]]

    @property
    def concepts(self) -> list[str]:
        every = {concept for occasions in self.asks.values() for asked in occasions for concept in asked}
        return sorted(every | set(self.ideas))


def needed(shape: Shape) -> int:
    """How many ideas are behind a problem."""
    return 2 if shape.level == "senior" else 1


def problem(world: World, shape: Shape, draw: Random) -> Problem:
    ideas = tuple(draw.sample(world.ideas_of(shape.pattern), needed(shape)))
    return Problem(shape, ideas, {each: _asks(world, shape, each, draw) for each in shape.gives})


def _asks(world: World, shape: Shape, criterion: Criterion, draw: Random) -> tuple[tuple[str, ...], ...]:
    """Occasions of one problem turn on few things: one bug fails several of them."""
    pool = world.concepts(shape.pattern, criterion)
    topics = draw.sample(pool, min(len(pool), 1 + shape.gives[criterion] // 3))
    asks = []
    for _ in range(shape.gives[criterion]):
        first = draw.choice(topics)
        others = [each for each in pool if each != first]
        asks.append((first, draw.choice(others)) if draw.random() < world.depth(shape) else (first,))
    return tuple(asks)


class Mind:
    """What somebody knows, and for how long it will last; what is forgotten is found out when it is needed."""

    def __init__(self, draw: Random) -> None:
        self._draw = draw
        self._lasts: dict[str, float] = {}
        self._since: dict[str, float] = {}

    def learn(self, concept: str, day: float, lasts: float) -> None:
        self._lasts[concept], self._since[concept] = lasts, day

    def knows(self, concept: str, day: float) -> bool:
        if concept not in self._lasts:
            return False
        kept = 2 ** (-(day - self._since[concept]) / self._lasts[concept])
        self._since[concept] = day
        if self._draw.random() >= kept:
            del self._lasts[concept]
            return False
        return True

    def practise(self, concept: str, day: float, learns: float, world: World) -> None:
        """After a problem that asked for it: what was known lasts longer, what was not is learnt at times."""
        if self.knows(concept, day):
            self._lasts[concept] *= world.firmer
        elif self._draw.random() < learns:
            self.learn(concept, day, world.lasts)


@dataclass(frozen=True)
class Habits:
    slips: float  # an occasion missed although all of it is known
    hurries: float  # the part of the problems that are done in a hurry
    quits: float  # where the idea is not known, submits a stub and looks no further
    learns: float

    @property
    def sure(self) -> float:
        """The chance of an occasion all of which is known."""
        return 1 - (self.hurries * HURRIED + (1 - self.hurries) * self.slips)


@dataclass(frozen=True)
class Learner:
    """Somebody on a day, with all that decides how the next problem goes."""

    world: World
    mind: Mind
    habits: Habits

    def attempt(self, asked: Problem, day: float, draw: Random) -> dict[Criterion, tuple[int, int]]:
        """The first submission: (met, of) by criterion. A stub reaches no further than the main criterion."""
        idea = all(self.mind.knows(each, day) for each in asked.ideas)
        main = asked.shape.main
        if not idea and draw.random() < self.habits.quits:
            of = asked.shape.gives[main]
            return {main: (sum(draw.random() < STUB for _ in range(of)), of)}
        sure = 1 - (HURRIED if draw.random() < self.habits.hurries else self.habits.slips)
        found = {}
        for criterion, asks in asked.asks.items():
            chances = [
                self._chance(all(self.mind.knows(each, day) for each in concepts), idea, criterion == main, sure)
                for concepts in asks
            ]
            found[criterion] = sum(draw.random() < chance for chance in chances), len(chances)
        return found

    def _chance(self, known: bool, idea: bool, main: bool, sure: float) -> float:
        if idea:
            return sure if known else self.world.lucky
        return self.world.lucky if main else SPOILT * (sure if known else self.world.lucky)

    def truth(self, pattern: str, criterion: Criterion, day: float) -> float:
        """The share of the occasions of a criterion that is to be expected at the next unfamiliar problem of a pattern.

        The problem is any of the pattern in the bank that has such occasions, each as likely; which of the ideas and
        concepts it turns on is open, what is known of them on the day is not. As in the record, what is not reached
        is no occasion.
        """
        shares = [self.expected(shape, criterion, day) for shape in SHAPES[pattern] if criterion in shape.gives]
        return sum(share * reached for share, reached in shares) / sum(reached for _, reached in shares)

    def expected(self, shape: Shape, criterion: Criterion, day: float) -> tuple[float, float]:
        """The share at a problem of a shape, and how likely the criterion is reached there."""
        idea = all_known(self._known(self.world.ideas_of(shape.pattern), day), needed(shape))
        pool, deep = self._known(self.world.concepts(shape.pattern, criterion), day), self.world.depth(shape)
        known = (1 - deep) * all_known(pool, 1) + deep * all_known(pool, 2)
        sure, lucky, quits = self.habits.sure, self.world.lucky, self.habits.quits
        met = known * sure + (1 - known) * lucky
        if criterion == shape.main:
            return idea * met + (1 - idea) * (quits * STUB + (1 - quits) * lucky), 1.0
        tried = (1 - idea) * (1 - quits)
        return (idea * met + tried * met * SPOILT) / (idea + tried), idea + tried

    def _known(self, concepts: Sequence[str], day: float) -> tuple[int, int]:
        return sum(self.mind.knows(each, day) for each in concepts), len(concepts)


def all_known(pool: tuple[int, int], drawn: int) -> float:
    """The chance that what is drawn without replacement from (known, of) is all known."""
    (known, of), chance = pool, 1.0
    for place in range(drawn):
        chance *= max(0, known - place) / (of - place)
    return chance
