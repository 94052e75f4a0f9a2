"""The second simulation is what it says, and its demands tell a careful estimator from those that only look right."""

from collections.abc import Callable
from random import Random
from statistics import correlation, fmean, stdev

import pytest

from app.problems.patterns import Criterion
from app.readiness.observed import Observed
from tests.readiness.second import held_to, stand_ins
from tests.readiness.second.bank_shapes import SHAPES
from tests.readiness.second.held_to import DEMANDS, Demand
from tests.readiness.second.learners import problem
from tests.readiness.second.practice import CHARACTERS, LONG, NOW, POPULATIONS, Person, everybody, person


def test_everybody_is_the_same_each_time():
    first = everybody()[7]
    again = person(POPULATIONS[0], first.character, 7)
    assert (first.record, first.truth) == (again.record, again.truth)


def test_a_record_is_in_order_and_before_now():
    for who in everybody():
        days = [each.at for each in who.record]
        assert days == sorted(days)
        assert days[-1] < NOW
        assert all(1 <= of and 0 <= met <= of for each in who.record for met, of in each.occasions.values())


def test_the_truth_is_what_the_next_problems_give():
    """Thousands of next problems of a few people, drawn one by one, against what was computed."""
    draw = Random(77)  # noqa: S311 - simulation, no secret
    for who in everybody()[::40]:
        for pattern in sorted({pattern for pattern, _ in who.truth})[:2]:
            shares: dict[Criterion, list[float]] = {}
            for _ in range(3000):
                asked = problem(who.learner.world, draw.choice(SHAPES[pattern]), draw)
                for criterion, (met, of) in who.learner.attempt(asked, who.day, draw).items():
                    shares.setdefault(criterion, []).append(met / of)
            for criterion, found in shares.items():
                error = 4.5 * (stdev(found) + 0.02) / len(found) ** 0.5
                assert abs(fmean(found) - who.truth[pattern, criterion]) < error, f"{who.id}: {criterion} of {pattern}"


def test_people_are_of_all_kinds_and_skills():
    truths = [truth for who in everybody() for truth in who.truth.values()]
    assert min(truths) < 0.15
    assert max(truths) > 0.9
    assert 0.4 < fmean(truths) < 0.65
    assert set(CHARACTERS) == {who.character for who in everybody()}
    assert 30 < sum(who.idle > LONG for who in everybody())


def test_long_problems_and_high_levels_are_harder_for_the_same_person():
    """So that a record of easy or of short problems flatters."""
    long, senior, _, short = SHAPES["components"]
    met = {
        shape.looks: fmean(
            who.learner.expected(shape, Criterion.EDGE_CASES, who.day)[0]
            for who in everybody()
            if ("components", Criterion.EDGE_CASES) in who.truth
        )
        for shape in (short, long, senior)
    }
    assert met[short.looks] > 0.01 + met[long.looks] > 0.05 + met[senior.looks]


def test_pickers_avoid_what_is_hard_and_quitters_submit_stubs():
    assert _share("picker", lambda each: each.level == "junior") > 1.4 * _share(
        "steady", lambda each: each.level == "junior"
    )
    assert _share("quitter", lambda each: len(each.occasions) == 1) > 0.1 + _share(
        "steady", lambda each: len(each.occasions) == 1
    )


def _share(character: str, holds: Callable[[Observed], bool]) -> float:
    return fmean(holds(each) for who in everybody() if who.character == character for each in who.record)


def test_criteria_go_together_within_a_person():
    correct, edges = (
        [_skill(who, each) for who in everybody()] for each in (Criterion.CORRECTNESS, Criterion.EDGE_CASES)
    )
    assert correlation(correct, edges) > 0.5


def _skill(who: Person, wanted: Criterion) -> float:
    return fmean(truth for (_, criterion), truth in who.truth.items() if criterion == wanted)


@pytest.mark.parametrize("demand", DEMANDS, ids=lambda demand: demand.__name__)
def test_the_careful_one_meets(demand: Demand) -> None:
    assert [] == list(demand(stand_ins.careful, everybody()))


@pytest.mark.parametrize(
    ("stand_in", "demand"),
    [
        (stand_ins.pooled, held_to.covers),
        (stand_ins.last_three, held_to.seldom_flatters),
        (stand_ins.pooled, held_to.seldom_reverses),
        (stand_ins.last_three, held_to.covers),
        (stand_ins.last_three, held_to.shrinks),
        (stand_ins.vague, held_to.is_of_use),
        (stand_ins.vague, held_to.shrinks),
        (stand_ins.vague, held_to.puts_in_order),
        (stand_ins.one_person, held_to.covers),
        (stand_ins.one_person, held_to.puts_in_order),
    ],
    ids=lambda each: each.__name__,
)
def test_what_only_looks_right_is_found_out(stand_in: held_to.Estimator, demand: Demand) -> None:
    assert list(demand(stand_in, everybody()))
