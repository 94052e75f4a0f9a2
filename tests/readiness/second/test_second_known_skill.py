"""Readiness of the people of the second simulation."""

import pytest

from app.readiness.estimate import estimate
from tests.readiness.second.held_to import DEMANDS, Demand, puts_in_order
from tests.readiness.second.practice import FRESH, POPULATIONS, SHIFTED, Population, everybody


@pytest.mark.parametrize("populations", [POPULATIONS, SHIFTED], ids=["usual", "shifted"])
@pytest.mark.parametrize("demand", DEMANDS, ids=lambda demand: demand.__name__)
def test_an_estimate_holds_for_learners(demand: Demand, populations: tuple[Population, ...]) -> None:
    assert [] == list(demand(estimate, everybody(populations)))


@pytest.mark.parametrize(
    "demand", [each for each in DEMANDS if each != puts_in_order], ids=lambda demand: demand.__name__
)
def test_an_estimate_holds_for_learners_it_was_not_improved_on(demand: Demand) -> None:
    """Their skills differ too little for the order that is demanded of the others: the careful one misses it as well."""
    assert [] == list(demand(estimate, everybody(FRESH)))
