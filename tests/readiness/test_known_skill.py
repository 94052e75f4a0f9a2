"""Readiness of simulated candidates, whose skill is known."""

import pytest

from app.readiness.estimate import estimate
from tests.readiness.demands import DEMANDS, Demand


@pytest.mark.parametrize("demand", DEMANDS, ids=lambda demand: demand.__name__)
def test_an_estimate_of_readiness(demand: Demand) -> None:
    assert [] == list(demand(estimate))
