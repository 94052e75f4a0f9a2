"""What is estimated of observations, at the estimator's edges, and what is advised next."""

from datetime import timedelta

import pytest

from app.problems.patterns import Criterion
from app.readiness.advice import OpenProblem, advise
from app.readiness.estimate import Estimate, estimate
from app.readiness.observed import Observed

# --- the estimator, at its edges -----------------------------------------------------------------------------


def at_metrics(clock, *shares: tuple[int, int], days_apart: float = 1) -> list[Observed]:
    """First attempts, the oldest first, each with that many occasions met."""
    count = len(shares)
    return [
        Observed(
            problem=f"metrics/p{place}",
            pattern="metrics",
            level="mid",
            at=clock.now() - timedelta(days=days_apart * (count - place)),
            occasions={Criterion.CORRECTNESS: share},
        )
        for place, share in enumerate(shares)
    ]


def one(clock, *shares: tuple[int, int], days_apart: float = 1) -> Estimate:
    (found,) = estimate(at_metrics(clock, *shares, days_apart=days_apart), now=clock.now())
    return found


def test_of_nothing_there_is_no_estimate(clock):
    assert [] == estimate([], now=clock.now())


@pytest.mark.parametrize("count", [1, 4, 40, 400])
def test_an_interval_lies_within_0_and_1_and_holds_its_middle(clock, count):
    for shares in ([(3, 3)] * count, [(0, 3)] * count, [(1, 3), (3, 3)] * count):
        found = one(clock, *shares)
        assert 0 <= found.low < found.middle < found.high <= 1


def test_all_met_reaches_up_to_1_and_none_met_down_to_0(clock):
    assert 1 == one(clock, (3, 3), (4, 4)).high
    assert 0 == one(clock, (0, 3), (0, 4)).low


def test_met_and_missed_are_mirrored_where_nothing_was_learnt(clock):
    met, missed = one(clock, (1, 1)), one(clock, (0, 1))
    assert met.middle == pytest.approx(1 - missed.middle)
    assert met.low == pytest.approx(1 - missed.high)


def test_many_occasions_of_one_problem_say_less_than_one_each_of_many(clock):
    together, apart = one(clock, (6, 8)), one(clock, *[(1, 1)] * 6, *[(0, 1)] * 2)
    assert together.high - together.low > apart.high - apart.low


def test_the_newest_problems_weigh_most(clock):
    bad, good = [(0, 3)] * 5, [(3, 3)] * 5
    assert one(clock, *bad, *good).middle > 0.7 > one(clock, *good, *bad).middle


def test_what_is_long_ago_says_less(clock):
    fresh, old = one(clock, *[(2, 3)] * 4), one(clock, *[(2, 3)] * 4, days_apart=300)
    assert old.high - old.low > fresh.high - fresh.low


def test_a_pause_may_have_cost_something(clock):
    """A fortnight without practice is none."""
    record = at_metrics(clock, *[(2, 3)] * 6)
    fresh, rested, rusty = (estimate(record, now=clock.now() + timedelta(days=days))[0] for days in (0, 12, 100))
    assert fresh.middle == pytest.approx(rested.middle, abs=0.005)
    assert fresh.middle - 0.03 > rusty.middle
    assert rested.low - 0.1 > rusty.low


def test_problems_that_go_all_right_or_all_wrong_say_less(clock):
    mixed, lumps = one(clock, *[(2, 4)] * 6), one(clock, *[(4, 4), (0, 4)] * 3)
    assert lumps.high - lumps.low > 1.15 * (mixed.high - mixed.low)


def test_a_clock_that_runs_ahead_gives_no_weight(clock):
    (ahead,) = estimate(at_metrics(clock, (2, 3)), now=clock.now() - timedelta(days=4000))
    (even,) = estimate(at_metrics(clock, (2, 3), days_apart=0), now=clock.now())
    assert even.low == pytest.approx(ahead.low)


# --- what to practise next -----------------------------------------------------------------------------------


def guess(criterion: Criterion, low: float, high: float, pattern: str = "metrics") -> Estimate:
    return Estimate(pattern, criterion, low, (low + high) / 2, high, 4)


def there(
    slug: str, pattern: str = "metrics", *, familiar: bool = False, level: str = "mid", **offers: int
) -> OpenProblem:
    by = {Criterion(name): count for name, count in offers.items()}
    return OpenProblem(pattern, slug, slug.title(), level, 20, by, familiar)


def test_what_is_surely_weak_comes_before_what_is_unknown_and_that_before_what_is_unsure():
    known = [guess(Criterion.STABILITY, 0.1, 0.5, "components"), guess(Criterion.CORRECTNESS, 0.4, 0.95)]
    found = advise(known, [there("a"), there("b", "components"), there("c", "splits")])
    assert ["components", "splits", "metrics"] == [each.pattern for each in found]
    assert "Weakest here: Numerical stability, 10 to 50% from 4 problems." in found[0].reason


def test_the_unfamiliar_problem_that_asks_most_for_it_is_suggested():
    known = [guess(Criterion.STABILITY, 0.1, 0.5)]
    few, many = there("few", stability=1), there("many", stability=3, level="senior")
    (found,) = advise(known, [few, there("known", familiar=True, stability=9), many])
    assert many == found.problem


def test_where_every_problem_is_familiar_none_is_suggested():
    (found,) = advise([guess(Criterion.STABILITY, 0.1, 0.5)], [there("known", familiar=True, stability=2)])
    assert found.problem is None


def test_a_criterion_nothing_asked_for_is_named_once_all_else_is_good():
    known = [guess(Criterion.CORRECTNESS, 0.8, 0.95)]
    assert [] == advise(known, [there("a", correctness=2)])
    (found,) = advise(known, [there("a", correctness=2, stability=1)])
    assert Criterion.STABILITY == found.criterion
