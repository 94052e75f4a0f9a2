"""What an estimator is held to by the people of `practice.py`. Each demand gives the ways in which it is not met.

The figures were set with `stand_ins.careful` as the proof that they can be met together, and before any look at
`app.readiness.estimate`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from statistics import fmean

from scipy.stats import spearmanr

from app.problems.patterns import Criterion
from app.readiness.observed import Observed
from tests.readiness.demands import Estimator, Measured, Said, counted
from tests.readiness.second.practice import LONG, NOW, Person

COVERAGE, OF_A_GROUP = 0.90, 0.85
MEMBERS, PEOPLE = 150, 15  # intervals and people that make a group: those of one person go together
FLATTERED = 0.06  # of the intervals, those that lie above the truth
FEWEST = 3  # problems: from these on there is an estimate
STEPS = (3, 6, 12)  # problems of a pattern, each twice the one before
WIDEST = {3: 0.70, 6: 0.60, 12: 0.52}  # on average, from so many problems on
SHRINKS = 0.94  # at each doubling, of the same people
IN_ORDER = 6  # problems, from which on the order has to show
ORDER_WITHIN, ORDER_BETWEEN = 0.52, 0.70  # rank correlation of the middle with the truth
REVERSED = 0.03  # of the pairs of a person that lie apart, those in the wrong order

People = tuple[Person, ...]
Demand = Callable[[Estimator, People], Iterator[str]]


@dataclass(frozen=True)
class Judged(Measured):
    """Of one of the people."""

    person: Person

    @property
    def groups(self) -> Iterator[str]:
        """Whom and what it belongs to: nobody should have to be of the average for it to be right."""
        who = self.person
        yield f"{who.population}, {who.character}"
        yield who.population
        yield who.character
        yield f"of {self.said.criterion}"
        yield f"{self.said.pattern}"
        yield f"from {max(each for each in (1, *STEPS) if each <= self.problems)} problems or more"
        yield "weak" if self.truth < 0.4 else "middling" if self.truth < 0.7 else "strong"
        if who.idle > LONG:
            yield "long without practice"


@cache
def told(estimate: Estimator, people: People) -> list[Sequence[Said]]:
    return [estimate(who.record, now=NOW) for who in people]


@cache
def judged(estimate: Estimator, people: People) -> list[list[Judged]]:
    """What is said of each person, beside what is true."""
    return [
        [
            Judged(each, who.truth[each.pattern, each.criterion], counts[each.pattern, each.criterion], who)
            for each in said
            if (each.pattern, each.criterion) in counts
        ]
        for who, said in zip(people, told(estimate, people), strict=True)
        for counts in [counted(who.record)]
    ]


def everything(estimate: Estimator, people: People) -> list[Judged]:
    return [each for said in judged(estimate, people) for each in said]


def by_group(judgements: Sequence[Judged]) -> dict[str, list[Judged]]:
    """All of them, and those of each group that is large enough to say something of it."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in judgements:
        for group in ("all", *each.groups):
            groups[group].append(each)
    return {
        group: members
        for group, members in groups.items()
        if len(members) >= MEMBERS and len({each.person.id for each in members}) >= PEOPLE
    }


def covers(estimate: Estimator, people: People) -> Iterator[str]:
    """The interval holds the truth nine times in ten, and in no group much less often."""
    for group, members in by_group(everything(estimate, people)).items():
        coverage = fmean(each.covered for each in members)
        if coverage < (COVERAGE if group == "all" else OF_A_GROUP):
            yield f"{group}: {coverage:.3f} of {len(members)} intervals hold the truth"


def seldom_flatters(estimate: Estimator, people: People) -> Iterator[str]:
    above = fmean(each.said.low > each.truth for each in everything(estimate, people))
    if above > FLATTERED:
        yield f"{above:.3f} of the intervals lie above the truth"


def is_of_use(estimate: Estimator, people: People) -> Iterator[str]:
    """Intervals are narrow enough, and there is one of each cell that enough problems showed."""
    for fewest, widest in WIDEST.items():
        widths = [each.width for each in everything(estimate, people) if fewest <= each.problems < 2 * fewest]
        if fmean(widths or [1]) > widest:
            yield f"from {fewest} problems on: {fmean(widths or [1]):.2f} wide"
    for who, said in zip(people, told(estimate, people), strict=True):
        due = {cell for cell, problems in counted(who.record).items() if problems >= FEWEST}
        for cell in due - {(each.pattern, each.criterion) for each in said}:
            yield f"{who.id}: nothing of {cell}"


def shrinks(estimate: Estimator, people: People) -> Iterator[str]:
    """The same people, at the end of their first problems of each pattern, when these are twice as many."""
    often = [each for each in people if each.population == "regulars"]
    widths = {step: [_widths(estimate, _first(who, step)) for who in often] for step in STEPS}
    for few, many in pairwise(STEPS):
        both = [
            (before[cell], after[cell])
            for before, after in zip(widths[few], widths[many], strict=True)
            for cell in before.keys() & after.keys()
        ]
        before, after = fmean(each for each, _ in both), fmean(each for _, each in both)
        if after > SHRINKS * before:
            yield f"{before:.3f} wide with {few} problems, {after:.3f} with {many}"


def _widths(estimate: Estimator, record: Sequence[Observed]) -> dict[tuple[str, Criterion], float]:
    """Of what was seen twice; where nothing is said of it, anything is possible."""
    said = {(each.pattern, each.criterion): each.high - each.low for each in estimate(record, now=record[-1].at)}
    return {cell: said.get(cell, 1.0) for cell, problems in counted(record).items() if problems > 1}


def _first(who: Person, problems: int) -> list[Observed]:
    return [each for each in who.record if int(each.problem.rpartition("/")[2]) <= problems]


def puts_in_order(estimate: Estimator, people: People) -> Iterator[str]:
    """What somebody is better at stands higher, and who is better at it stands higher."""
    enough = [[each for each in said if each.problems >= IN_ORDER] for said in judged(estimate, people)]
    within = fmean(_correlation(said) for said in enough if len(said) >= 6)
    if within < ORDER_WITHIN:
        yield f"within a person: {within:.2f}"
    criteria: dict[Criterion, list[Judged]] = defaultdict(list)
    for each in (each for said in enough for each in said):
        criteria[each.said.criterion].append(each)
    between = fmean(_correlation(said) for said in criteria.values())
    if between < ORDER_BETWEEN:
        yield f"between people: {between:.2f}"


def _correlation(said: Sequence[Judged]) -> float:
    """Spearman's; none where all are said to be alike."""
    middles, truths = [each.said.middle for each in said], [each.truth for each in said]
    return float(spearmanr(middles, truths).statistic) if len(set(middles)) > 1 < len(set(truths)) else 0.0


def seldom_reverses(estimate: Estimator, people: People) -> Iterator[str]:
    """Where two intervals of a person lie apart, the lower one is of what is weaker; and they do lie apart at times."""
    sure = [
        (a, b)
        for said in judged(estimate, people)
        for a, b in combinations(said, 2)
        if a.said.low > b.said.high or b.said.low > a.said.high
    ]
    wrong = sum((a.said.low > b.said.high) != (a.truth > b.truth) for a, b in sure)
    if not sure or wrong > REVERSED * len(sure):
        yield f"{wrong} of {len(sure)} pairs that lie apart are in the wrong order"


DEMANDS: tuple[Demand, ...] = (
    covers, seldom_flatters, is_of_use, shrinks, puts_in_order, seldom_reverses,
)  # fmt: skip
