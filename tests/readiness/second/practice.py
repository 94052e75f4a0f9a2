"""How the people of `learners.py` practise, and the populations they form. Seeds are fixed: everybody is the same each time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from app.problems.patterns import Criterion
from app.readiness.observed import Observed
from tests.readiness.second.bank_shapes import SHAPES, Shape
from tests.readiness.second.learners import Habits, Learner, Mind, World, problem

NOW = datetime(2027, 3, 1, 18, 30, tzinfo=UTC)

CHARACTERS = (
    "steady",  # a problem every few days, as they come
    "climber",  # the easiest first, then up in level and size
    "picker",  # always what looks easiest of a few
    "crammer",  # bursts before an interview, and pauses of months; now just after one, or long after
    "quitter",  # without the idea there is a stub, and often weeks of doing something else before the next
    "course",  # on one day in between much is learnt elsewhere
)
LONG = 30.0  # days without practice


@dataclass(frozen=True)
class Population:
    name: str
    seed: int
    patterns: int  # of the nine, that one person practises
    problems: tuple[int, int]  # of a pattern, at least and at most
    people: int = 22  # of each character
    world: World = field(default_factory=World)


POPULATIONS = (
    Population("newcomers", 4801, 5, (1, 4)),  # four of a pattern is all the bank has today
    Population("preparing", 4802, 4, (3, 10)),
    Population("regulars", 4803, 3, (10, 24)),
)

_HARSHER = World(
    own=9, general=2, ideas=4, lucky=0.05, deep=0.25, deeper=0.15, longer=0.02,
    lasts=25.0, learnt_before=500.0, learns=(0.1, 0.7), base=(0.2, 0.95), tilt=0.35,
)  # fmt: skip

SHIFTED = (  # other seeds, other figures: people who learn more and forget far sooner
    Population("newcomers", 9151, 6, (1, 5), 15, _HARSHER),
    Population("preparing", 9152, 3, (4, 12), 22, _HARSHER),
    Population("regulars", 9153, 3, (12, 20), 15, _HARSHER),
)

_MILDER = World(
    own=4, general=5, ideas=8, lucky=0.25, deep=0.0, deeper=0.3, longer=0.06,
    lasts=70.0, firmer=1.5, learnt_before=400.0, learns=(0.0, 0.3), base=(0.05, 0.8), tilt=0.25,
)  # fmt: skip

FRESH = (  # others again, run once when the estimator was finished; whoever improves it further writes new ones
    Population("newcomers", 27041, 5, (2, 4), 18, _MILDER),
    Population("preparing", 27042, 4, (4, 9), 22, _MILDER),
    Population("regulars", 27043, 4, (12, 22), 14, _MILDER),
)


@dataclass(frozen=True, eq=False)
class Person:
    id: str
    population: str
    character: str
    record: tuple[Observed, ...]
    truth: Mapping[tuple[str, Criterion], float]  # at NOW, of each pattern that was practised
    learner: Learner
    day: float  # of NOW, in the days of the learner
    idle: float  # days since the last problem


@cache
def everybody(populations: tuple[Population, ...] = POPULATIONS) -> tuple[Person, ...]:
    return tuple(
        person(population, character, place)
        for population in populations
        for character in CHARACTERS
        for place in range(population.people)
    )


def person(population: Population, character: str, place: int) -> Person:
    draw = Random(f"{population.seed}/{character}/{place}")  # noqa: S311 - simulation, no secret
    patterns = sorted(draw.sample(sorted(SHAPES), population.patterns))
    learner = _on_the_first_day(population.world, character, patterns, draw)
    shapes = _curriculum(character, patterns, population.problems, draw)
    days, attempts = _live(learner, character, shapes, draw)
    idle = draw.uniform(40, 120) if character == "crammer" and place % 2 else draw.uniform(0, 14)
    end = days[-1] + idle
    counts: dict[str, int] = {}
    record = []
    for shape, day, occasions in zip(shapes, days, attempts, strict=True):
        counts[shape.pattern] = counts.get(shape.pattern, 0) + 1
        name = f"{shape.pattern}/{counts[shape.pattern]}"
        record.append(Observed(name, shape.pattern, shape.level, NOW - timedelta(days=end - day), occasions))
    truth = {
        (pattern, criterion): learner.truth(pattern, criterion, end)
        for pattern in patterns
        for criterion in Criterion
        if any(criterion in shape.gives for shape in SHAPES[pattern])
    }
    name = f"{population.name}/{character}/{place}"
    return Person(name, population.name, character, tuple(record), truth, learner, end, idle)


def _on_the_first_day(world: World, character: str, patterns: list[str], draw: Random) -> Learner:
    """What one knows goes together: a share of all concepts, tilted by criterion and by pattern."""
    mind = Mind(Random(draw.random()))  # noqa: S311 - the same
    base = draw.uniform(*world.base)
    tilts = {each: draw.uniform(-world.tilt, world.tilt) for each in (*Criterion, *patterns)}
    for concept, kinds in concepts(world, patterns).items():
        if draw.random() < min(0.97, max(0.03, base + sum(tilts[kind] for kind in kinds))):
            mind.learn(concept, 0.0, world.learnt_before)
    habits = Habits(
        slips=draw.uniform(0.02, 0.08),
        hurries=draw.uniform(0.0, 0.2),
        quits=draw.uniform(0.4, 0.8) if character == "quitter" else draw.uniform(0.0, 0.1),
        learns=draw.uniform(*world.learns),
    )
    return Learner(world, mind, habits)


def concepts(world: World, patterns: list[str]) -> dict[str, tuple[str, ...]]:
    """All there is to know for some patterns, each with the criterion and the pattern it belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for pattern in patterns:
        found |= dict.fromkeys(world.ideas_of(pattern), (pattern,))
        for criterion in sorted({each for shape in SHAPES[pattern] for each in shape.gives}):
            for each in world.concepts(pattern, criterion):
                found[each] = (criterion, pattern) if each.startswith(pattern) else (criterion,)
    return found


def _curriculum(character: str, patterns: list[str], problems: tuple[int, int], draw: Random) -> list[Shape]:
    """Which problems, in which order: half of the people finish a pattern before the next, half mix them."""
    of_each = {}
    for pattern in patterns:
        shapes = [_choice(character, pattern, draw) for _ in range(draw.randint(*problems))]
        of_each[pattern] = sorted(shapes, key=lambda shape: shape.looks) if character == "climber" else shapes
    order = [pattern for pattern in patterns for _ in of_each[pattern]]
    if draw.random() < 0.5:
        draw.shuffle(order)
    left = {pattern: iter(shapes) for pattern, shapes in of_each.items()}
    return [next(left[pattern]) for pattern in order]


def _choice(character: str, pattern: str, draw: Random) -> Shape:
    if character == "picker":
        return min((draw.choice(SHAPES[pattern]) for _ in range(3)), key=lambda shape: shape.looks)
    return draw.choice(SHAPES[pattern])


def _live(
    learner: Learner, character: str, shapes: list[Shape], draw: Random
) -> tuple[list[float], list[dict[Criterion, tuple[int, int]]]]:
    """The day of each problem and what it gave; in between people learn, forget, pause and take courses."""
    days, attempts, late = [], [], 0.0
    course = draw.randrange(len(shapes)) if character == "course" else None
    for place, day in enumerate(accumulate(_gaps(character, len(shapes), draw))):
        asked = problem(learner.world, shapes[place], draw)
        if place == course:
            _takes_a_course(learner, shapes, day + late, draw)
        occasions = learner.attempt(asked, day + late, draw)
        days.append(day + late)
        attempts.append(occasions)
        stub = len(occasions) < len(asked.asks)
        for concept in asked.ideas if stub else asked.concepts:
            learner.mind.practise(concept, day + late, learner.habits.learns, learner.world)
        if stub and character == "quitter" and draw.random() < 0.3:
            late += draw.uniform(15, 60)
    return days, attempts


def _takes_a_course(learner: Learner, shapes: list[Shape], day: float, draw: Random) -> None:
    """Of what was not known, half is learnt at once, and kept longer than what a problem has shown."""
    for concept in concepts(learner.world, sorted({shape.pattern for shape in shapes})):
        if not learner.mind.knows(concept, day) and draw.random() < 0.5:
            learner.mind.learn(concept, day, 4 * learner.world.lasts)


def _gaps(character: str, problems: int, draw: Random) -> list[float]:
    """Days before each problem; a whole record fits into about a year."""
    usual = min(6.0, 250 / problems)
    if character != "crammer":
        return [0.05 + draw.expovariate(1 / usual) for _ in range(problems)]
    bursts = draw.sample(range(1, problems), min(problems - 1, draw.randint(1, 2)))
    return [draw.uniform(60, 150) if place in bursts else draw.uniform(0.1, 1.5) for place in range(problems)]
