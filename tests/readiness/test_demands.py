"""The simulation is what it says, and what is demanded tells a careful estimator from those that only look right."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from random import Random
from statistics import fmean, stdev

import pytest

from app.problems.patterns import Criterion
from tests.readiness import demands, naive
from tests.readiness.candidates import GIVES, NEVER_SEEN, NOW, VOLUMES, Candidate, candidate, population

FOUND_OUT = [
    (naive.plain, demands.covers_the_truth),
    (naive.plain, demands.does_not_flatter),
    (naive.plain, demands.is_a_share),
    (naive.plain, demands.is_not_certain_of_few),
    (naive.wilson, demands.covers_the_truth),
    (naive.wilson, demands.does_not_flatter),
    (naive.wilson, demands.tells_apart_what_differs),
    (naive.occasions, demands.covers_the_truth),
    (naive.occasions, demands.counts_problems_rather_than_occasions),
    (naive.normal, demands.covers_the_truth),
    (naive.normal, demands.is_not_certain_of_few),
    (naive.timeless, demands.covers_the_truth),
    (naive.anything, demands.says_something),
    (naive.anything, demands.narrows_with_problems),
    (naive.anything, demands.orders_by_skill),
    (naive.latest, demands.narrows_with_problems),
    (naive.latest, demands.does_not_depend_on_the_order),
    (naive.one_score, demands.orders_by_skill),
    (naive.shrunk, demands.covers_the_truth),
    (naive.shrunk, demands.tells_apart_what_differs),
    (naive.cautious, demands.speaks_of_what_was_seen_only),
    (naive.everywhere, demands.speaks_of_what_was_seen_only),
    (naive.everywhere, demands.says_nothing_of_nothing),
]


@pytest.mark.parametrize(("estimate", "demand"), FOUND_OUT, ids=lambda each: each.__name__)
def test_an_estimator_that_only_looks_right_is_found_out(estimate, demand):
    assert list(demand(estimate))


@pytest.mark.parametrize("demand", demands.DEMANDS, ids=lambda demand: demand.__name__)
def test_a_careful_estimator_meets_every_demand(demand):
    assert [] == list(demand(naive.careful))


def test_every_group_is_large_enough_to_be_judged():
    groups = Counter(group for each in demands.everything(naive.careful) for group in each.groups)
    assert len(groups) >= 30
    assert {} == {group: size for group, size in groups.items() if size < demands.MEMBERS}


# ── the candidates


@pytest.mark.parametrize("character", ["steady", "learning", "uneven", "moody"])
def test_the_truth_is_the_share_met_at_very_many_next_problems(character):
    random = Random(1)  # noqa: S311 - simulation, no secret
    who = max((each for each in population() if each.character == character), key=lambda each: sum(each.skill.values()))
    pattern = who.patterns[-1]
    shares: dict[Criterion, list[float]] = defaultdict(list)
    for number in range(5000):
        for criterion, (met, of) in who.attempt(pattern, number, NOW, random).occasions.items():
            shares[criterion].append(met / of)
    assert set(GIVES) == set(shares)
    for criterion, each in shares.items():
        close = 3.5 * stdev(each) / len(each) ** 0.5
        assert who.truth(pattern, criterion) == pytest.approx(fmean(each), abs=close), criterion


def test_candidates_are_the_same_ones_every_time():
    who = population()[-1]
    again = candidate(who.id, who.character, who.volume)
    assert who is not again
    assert (who.skill, who.observed) == (again.skill, again.observed)


def test_who_learns_was_worse_before_and_nobody_else_was():
    for who in (each for each in population()[-4:]):
        random = Random(2)  # noqa: S311 - the same
        early, late = (fmean(share(who, at, random) for _ in range(2000)) for at in (NOW - timedelta(days=120), NOW))
        assert (late - early > 0.1) == (who.character == "learning")


def share(who: Candidate, at, random: Random) -> float:
    met, of = who.attempt(who.patterns[-1], 0, at, random).occasions[Criterion.EDGE_CASES]
    return met / of


def test_nothing_is_observed_of_criteria_that_practice_cannot_show():
    assert set(Criterion) == set(GIVES) | NEVER_SEEN
    assert not NEVER_SEEN & {criterion for who in population() for each in who.observed for criterion in each.occasions}


def test_only_first_attempts_at_unfamiliar_problems_are_observed():
    for who in population():
        problems = [each.problem for each in who.observed]
        assert len(problems) == len(set(problems)) == who.volume * len(who.patterns)
        assert all(a.at < b.at for a, b in pairwise([each for each in who.observed if each.pattern == who.patterns[0]]))
        assert all(each.at < NOW for each in who.observed)


def test_familiar_problems_would_flatter():
    def middle(observed):
        return fmean(each.middle for each in naive.careful(observed, now=NOW))

    people = [who for who in population() if who.volume == max(VOLUMES)]
    apart = [middle([each.observed for each in who.sittings]) - middle(who.observed) for who in people]
    assert fmean(apart) > 0.05
