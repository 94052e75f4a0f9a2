"""Agreement: spread within an interview, weighted kappa across interviews, and silence where there is too little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reviews.agreement import Spread, kappas, spread

LEVELS = st.integers(1, 4)


def one(levels_of, criterion="stability"):
    found = kappas([criterion], [{criterion: levels} for levels in levels_of])
    return found[0] if found else None


def test_the_spread_counts_no_evidence_apart_and_out_of_the_mean():
    cards = [{"stability": 2, "validation": None}, {"stability": 4, "validation": None}, {"stability": None}]
    assert [
        Spread("stability", n=2, no_evidence=1, mean=3.0, lowest=2, highest=4),
        Spread("validation", n=0, no_evidence=2, mean=None, lowest=None, highest=None),
    ] == spread(["stability", "validation"], cards)


def test_a_single_reviewer_has_no_spread_and_no_agreement():
    assert [] == spread(["stability"], [{"stability": 3}])
    assert None is one([[3]] * 50)


def test_below_ten_pairs_nothing_is_said():
    assert None is one([[1, 2]] * 9)
    assert 10 == one([[1, 2]] * 9 + [[2, 3]]).pairs


def test_ten_pairs_of_one_interview_say_nothing_of_a_rubric():
    assert None is one([[1, 2, 3, 4, 2]])  # ten pairs, one interview


def test_equal_levels_agree_wholly_and_the_same_level_always_cannot_be_told():
    found = one([[1, 1], [2, 2], [3, 3], [4, 4]] * 3)
    assert (1.0, 1.0, 1.0, 1.0) == (found.alike, found.kappa, found.low, found.high)
    found = one([[3, 3]] * 12)
    assert (1.0, None, None, None) == (found.alike, found.kappa, found.low, found.high)


def reference(pairs):
    """The definition, with its matrices: weights (i-j)², each pair in both orders."""
    observed = [[0.0] * 4 for _ in range(4)]
    for x, y in pairs:
        observed[x - 1][y - 1] += 0.5 / len(pairs)
        observed[y - 1][x - 1] += 0.5 / len(pairs)
    marginal = [sum(row) for row in observed]
    weighted = [(i, j, (i - j) ** 2) for i in range(4) for j in range(4)]
    expected = sum(w * marginal[i] * marginal[j] for i, j, w in weighted)
    return 1 - sum(w * observed[i][j] for i, j, w in weighted) / expected


@given(st.lists(st.tuples(LEVELS, LEVELS), min_size=10, max_size=40))
def test_it_is_the_weighted_kappa_of_the_textbook(pairs):
    found = one([list(pair) for pair in pairs])
    if len({level for pair in pairs for level in pair}) == 1:
        assert found.kappa is None
        return
    assert reference(pairs) == pytest.approx(found.kappa, abs=1e-9)
    if found.low is not None:
        assert -1 <= found.low <= found.kappa + 1e-9
        assert found.kappa - 1e-9 <= found.high <= 1


def test_the_opposite_of_agreement_is_negative_and_the_interval_narrows_with_more():
    assert -1 == pytest.approx(one([[1, 4], [4, 1]] * 10).kappa)
    some = [[1, 2], [2, 2], [3, 4], [4, 4], [1, 3], [3, 3]]
    few, many = one(some * 2), one(some * 20)
    assert few.kappa == pytest.approx(many.kappa)
    assert many.high - many.low < few.high - few.low


def test_three_reviewers_are_three_pairs():
    assert (12, 4) == ((found := one([[1, 2, 3]] * 4)).pairs, found.interviews)


def test_criteria_are_apart():
    interviews = [{"stability": [1, 1], "validation": [2, 3]}, {"stability": [2, 2]}, {"stability": [4, 4]}] * 4
    assert ["stability"] == [each.criterion for each in kappas(["stability", "validation"], interviews)]
