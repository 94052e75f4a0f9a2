"""Readiness of the people of the second simulation."""

import pytest

from app.readiness.estimate import estimate
from tests.readiness.second.held_to import DEMANDS, Demand
from tests.readiness.second.practice import POPULATIONS, SHIFTED, Population, everybody


@pytest.mark.parametrize("populations", [POPULATIONS, SHIFTED], ids=["usual", "shifted"])
@pytest.mark.parametrize("demand", DEMANDS, ids=lambda demand: demand.__name__)
def test_an_estimate_holds_for_learners(demand: Demand, populations: tuple[Population, ...]) -> None:
    assert [] == list(demand(estimate, everybody(populations)))
