"""What an estimator of readiness is held to. Each demand gives the ways in which an estimator does not meet it.

The figures were set before there was an estimator, with `naive.careful` as the proof that they can be met together.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations, pairwise
from statistics import fmean
from typing import Protocol

from scipy.stats import spearmanr

from app.problems.patterns import Criterion
from app.readiness.observed import Observed
from tests.readiness.candidates import NEVER_SEEN, NOW, VOLUMES, Candidate, population

COVERAGE = 0.90
OF_A_GROUP = 0.87  # chance alone moves the figure of a group by up to 0.015
MEMBERS = 100  # intervals, that make a group
FLATTERED = 0.06  # of the intervals of 90%, those that lie above the truth
FEWEST = 3  # problems: from these on there has to be an estimate; the bank has four of a pattern
WIDEST = {3: 0.75, 6: 0.60, 12: 0.50, 24: 0.40}  # on average, from so many problems on
SHRINKS = 0.90  # at each doubling of the problems
ORDER_WITHIN, ORDER_BETWEEN = 0.60, 0.75  # rank correlation with the truth, from 12 problems of a pattern on
REVERSED = 0.03  # of the pairs whose intervals lie apart, those in the wrong order
APART = 0.25  # of the pairs that differ by 0.3 or more, those that 24 problems of a pattern tell apart


class Said(Protocol):
    """An estimate, as far as it is looked at."""

    pattern: str
    criterion: Criterion
    low: float
    middle: float
    high: float
    problems: int


class Estimator(Protocol):
    """`app.readiness.estimate.estimate`, or one that stands in for it."""

    def __call__(self, observed: Sequence[Observed], *, now: datetime) -> Sequence[Said]: ...


Demand = Callable[[Estimator], Iterator[str]]


@dataclass(frozen=True)
class Measured:
    """An estimate beside the truth, and from how many problems it can be."""

    said: Said
    truth: float
    problems: int

    @property
    def covered(self) -> bool:
        return self.said.low <= self.truth <= self.said.high

    @property
    def width(self) -> float:
        return self.said.high - self.said.low


@dataclass(frozen=True)
class Judged(Measured):
    """Of one of the candidates."""

    candidate: Candidate

    @property
    def groups(self) -> Iterator[str]:
        """Whom it belongs to; an estimator has to be right about each of these, not on average only."""
        who = self.candidate
        yield f"{who.character}, {who.volume} problems of a pattern"
        yield f"of {self.said.criterion}"
        yield f"from {max(each for each in (1, *VOLUMES) if each <= self.problems)} problems or more"
        yield "weak" if self.truth < 0.4 else "middling" if self.truth < 0.75 else "strong"
        if who.character == "uneven" and self.said.pattern == who.patterns[0]:
            yield "the one weak pattern"


@cache
def truths() -> dict[tuple[int, str, Criterion], float]:
    return {(each.id, *cell): each.truth(*cell) for each in population() for cell in each.skill}


@cache
def told(estimate: Estimator) -> list[Sequence[Said]]:
    """What an estimator says of each candidate of the population."""
    return [estimate(each.observed, now=NOW) for each in population()]


@cache
def judged(estimate: Estimator) -> list[list[Judged]]:
    """The same beside the truth; what was never seen has none."""
    return [
        [
            Judged(each, truths()[who.id, each.pattern, each.criterion], seen[each.pattern, each.criterion], who)
            for each in said
            if (each.pattern, each.criterion) in seen
        ]
        for who, said in zip(population(), told(estimate), strict=True)
        for seen in [counted(who.observed)]
    ]


def counted(observed: Sequence[Observed]) -> dict[tuple[str, Criterion], int]:
    """In how many problems each criterion of a pattern had occasions."""
    found: dict[tuple[str, Criterion], int] = defaultdict(int)
    for each in observed:
        for criterion in each.occasions:
            found[each.pattern, criterion] += 1
    return dict(found)


def everything(estimate: Estimator) -> list[Judged]:
    return [each for said in judged(estimate) for each in said]


# ── of the whole population


def covers_the_truth(estimate: Estimator) -> Iterator[str]:
    """The interval holds the truth nine times in ten, in every group."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in everything(estimate):
        for group in ("all", *each.groups):
            groups[group].append(each)
    for group, members in groups.items():
        coverage = fmean(each.covered for each in members)
        if len(members) >= MEMBERS and coverage < (COVERAGE if group == "all" else OF_A_GROUP):
            yield f"{group}: {coverage:.3f} of {len(members)} intervals hold the truth"


def does_not_flatter(estimate: Estimator) -> Iterator[str]:
    """Telling somebody that they are ready when they are not is the worse error."""
    above = fmean(each.said.low > each.truth for each in everything(estimate))
    if above > FLATTERED:
        yield f"{above:.3f} of the intervals lie above the truth"


def says_something(estimate: Estimator) -> Iterator[str]:
    """Intervals are narrow enough to be of use."""
    for fewest, widest in WIDEST.items():
        widths = [each.width for each in everything(estimate) if fewest <= each.problems < 2 * fewest]
        if not widths or fmean(widths) > widest:
            yield f"from {fewest} problems on: {fmean(widths or [1]):.2f} wide"


def narrows_with_problems(estimate: Estimator) -> Iterator[str]:
    """The same people, while their problems double."""
    people = [each for each in population() if each.volume == max(VOLUMES)]
    always = {(who.id, *cell) for who in people for cell, seen in counted(first(who, VOLUMES[0])).items() if seen > 1}
    widths = {}
    for volume in VOLUMES:
        found = [
            said.high - said.low
            for who in people
            for said in estimate(first(who, volume), now=first(who, volume)[-1].at)
            if (who.id, said.pattern, said.criterion) in always
        ]
        widths[volume] = fmean(found or [1])
    for few, many in pairwise(VOLUMES):
        if widths[many] > SHRINKS * widths[few]:
            yield f"{widths[few]:.2f} wide with {few} problems, {widths[many]:.2f} with {many}"


def first(who: Candidate, volume: int) -> list[Observed]:
    """The first problems of each pattern."""
    return who.observed[: volume * len(who.patterns)]


def orders_by_skill(estimate: Estimator) -> Iterator[str]:
    """What somebody is better at stands higher, and so does who is better at it."""
    people = [said for said in judged(estimate) if said and said[0].candidate.volume >= 12]
    within = fmean([correlation(said) for said in people] or [0])
    if within < ORDER_WITHIN:
        yield f"within a person: {within:.2f}"
    criteria: dict[Criterion, list[Judged]] = defaultdict(list)
    for each in (each for said in people for each in said):
        criteria[each.said.criterion].append(each)
    between = fmean([correlation(said) for said in criteria.values()] or [0])
    if between < ORDER_BETWEEN:
        yield f"between people: {between:.2f}"


def correlation(said: Sequence[Judged]) -> float:
    """Spearman's; none where all are said to be alike."""
    middles = [each.said.middle for each in said]
    if len(set(middles)) < 2:
        return 0.0
    return float(spearmanr(middles, [each.truth for each in said]).statistic)


def tells_apart_what_differs(estimate: Estimator) -> Iterator[str]:
    """Where intervals of a person lie apart, the order is right; and they do lie apart where much has been seen."""
    sure, wrong, different, known = 0, 0, 0, 0
    for a, b in (pair for said in judged(estimate) for pair in combinations(said, 2)):
        apart = a.said.low > b.said.high or b.said.low > a.said.high
        sure += apart
        wrong += apart and (a.said.middle > b.said.middle) != (a.truth > b.truth)
        if a.candidate.volume == max(VOLUMES) and abs(a.truth - b.truth) >= 0.3:
            different += 1
            known += apart
    if wrong > REVERSED * sure:
        yield f"{wrong} of {sure} pairs that lie apart are in the wrong order"
    if known < APART * different:
        yield f"{known} of {different} pairs that differ are told apart"


def speaks_of_what_was_seen_only(estimate: Estimator) -> Iterator[str]:
    """An estimate for each criterion that enough problems of a pattern showed, and for none that was never seen."""
    for who, estimates in zip(population(), told(estimate), strict=True):
        seen = counted(who.observed)
        said = [(each.pattern, each.criterion) for each in estimates]
        if len(said) != len(set(said)):
            yield f"{who.id}: one thing is said twice"
        for pattern, criterion in set(said) - set(seen):
            yield f"{who.id}: {criterion} of {pattern} was never seen"
        for cell in {cell for cell, problems in seen.items() if problems >= FEWEST} - set(said):
            yield f"{who.id}: nothing of {cell[1]} of {cell[0]}, seen in {seen[cell]} problems"


def names_the_number_of_problems(estimate: Estimator) -> Iterator[str]:
    """At least where all of them are of the last two months."""
    for each in everything(estimate):
        if each.candidate.volume <= 12 and each.said.problems != each.problems:
            yield f"{each.candidate.id}: {each.said.problems} instead of {each.problems}"


def is_a_share(estimate: Estimator) -> Iterator[str]:
    """Limits in order, between 0 and 1, and never the same."""
    for said in (each.said for each in everything(estimate)):
        if not (0 <= said.low <= said.middle <= said.high <= 1 and said.low < said.high):
            yield f"{said}"


# ── of a few problems made up by hand


def record(*shares: tuple[int, int], ago: float = 1.0, pattern: str = "metrics") -> list[Observed]:
    """Problems of one criterion, two days apart, the last one `ago` days before now."""
    return [
        Observed(
            f"{pattern}/problem-{place}",
            pattern,
            "mid",
            NOW - timedelta(days=ago + 2 * (len(shares) - 1 - place)),
            {Criterion.EDGE_CASES: share},
        )
        for place, share in enumerate(shares)
    ]


def only(estimate: Estimator, observed: Sequence[Observed]) -> Said:
    """What is said of a record of one criterion."""
    said = [each for each in estimate(observed, now=NOW) if each.criterion == Criterion.EDGE_CASES]
    assert 1 == len(said), f"{len(said)} estimates from {len(observed)} problems of one criterion"
    return said[0]


def says_nothing_of_nothing(estimate: Estimator) -> Iterator[str]:
    """Neither without any attempt, nor of an attempt that gave no occasion."""
    empty = Observed("metrics/empty", "metrics", "mid", NOW, {})
    for observed in ([], [empty]):
        if said := estimate(observed, now=NOW):
            yield f"{said[0]} of {observed}"
    seen = {each.criterion for said in told(estimate) for each in said}
    for criterion in sorted(seen & NEVER_SEEN):
        yield f"{criterion} was never seen"


def is_not_certain_of_few(estimate: Estimator) -> Iterator[str]:
    """Three problems that went alike say neither always nor never, however many occasions they gave."""
    for of in (1, 7):
        always = only(estimate, record(*[(of, of)] * 3))
        never = only(estimate, record(*[(0, of)] * 3))
        if always.low > 0.85:
            yield f"all of {of} in three problems: {always.low:.2f} at least"
        if never.high < 0.15:
            yield f"none of {of} in three problems: {never.high:.2f} at most"


def counts_problems_rather_than_occasions(estimate: Estimator) -> Iterator[str]:
    """Fifteen checks of each of four problems are four problems, not sixty."""
    one = only(estimate, record((1, 1), (0, 1), (1, 1), (0, 1)))
    many = only(estimate, record((15, 15), (0, 15), (15, 15), (0, 15)))
    if many.high - many.low < 0.5 * (one.high - one.low):
        yield f"{one.high - one.low:.2f} wide with one occasion each, {many.high - many.low:.2f} with fifteen"


def rises_with_what_was_met(estimate: Estimator) -> Iterator[str]:
    """One more occasion met never lowers the middle, in whichever problem."""
    shares = [(2, 4), (0, 3), (5, 5), (1, 2), (3, 7), (0, 1)]
    before = only(estimate, record(*shares))
    for place, (met, of) in enumerate(shares):
        if met < of:
            after = only(estimate, record(*shares[:place], (met + 1, of), *shares[place + 1 :]))
            if after.middle < before.middle:
                yield f"{before.middle:.3f}, then {after.middle:.3f} with one more of problem {place}"


def does_not_depend_on_the_order(estimate: Estimator) -> Iterator[str]:
    """The moments stand in the attempts; how they are listed says nothing."""
    who = population()[-1]
    by_cell = {(each.pattern, each.criterion): each for each in estimate(who.observed[::-1], now=NOW)}
    for each in estimate(who.observed, now=NOW):
        again = by_cell[each.pattern, each.criterion]
        if max(abs(each.low - again.low), abs(each.middle - again.middle), abs(each.high - again.high)) > 1e-9:
            yield f"{each}, the other way round {again}"


def is_no_surer_of_what_is_long_ago(estimate: Estimator) -> Iterator[str]:
    """A record of a year ago says no more about today than the same of this week."""
    shares = [(2, 4), (3, 3), (5, 5), (1, 2), (6, 7), (0, 1)]
    fresh = only(estimate, record(*shares))
    for old in estimate(record(*shares, ago=365), now=NOW):  # or it says nothing of it
        if old.high - old.low < fresh.high - fresh.low - 1e-9:
            yield f"{fresh.high - fresh.low:.2f} wide this week, {old.high - old.low:.2f} after a year"


DEMANDS: tuple[Demand, ...] = (
    covers_the_truth,
    does_not_flatter,
    says_something,
    narrows_with_problems,
    orders_by_skill,
    tells_apart_what_differs,
    speaks_of_what_was_seen_only,
    names_the_number_of_problems,
    is_a_share,
    says_nothing_of_nothing,
    is_not_certain_of_few,
    counts_problems_rather_than_occasions,
    rises_with_what_was_met,
    does_not_depend_on_the_order,
    is_no_surer_of_what_is_long_ago,
)
