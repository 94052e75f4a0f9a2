from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from tests.judge.bench import PASSED, SILENT, array_entry, check, outcome, package
from tests.judge.local import Zygotes


class TestGradient:
    entry: ClassVar[dict[str, Any]] = {**array_entry("w"), "returns": {"kind": "tuple"}}
    grader = """
import numpy as np
def reference(w):
    return float(np.sum(w ** 3)), 3 * w ** 2
def points(rng, i):
    return (rng.normal(size=(2, 3 + 6 * i)),)
def loss(out):
    return out[0]
def grad(out):
    return out[1]
"""
    made = package(check("gradient", generator="points", wrt=0, loss="loss", grad="grad"), grader=grader, entry=entry)

    def test_the_derivative_of_the_own_loss_passes(self, zygotes: Zygotes):
        source = "def f(w):\n    return float((w ** 3).sum()), 3 * w ** 2"
        assert PASSED == outcome(zygotes, source, self.made)

    def test_it_is_the_own_loss_that_counts(self, zygotes: Zygotes):
        source = "def f(w):\n    return 2 * float((w ** 2).sum()), 4 * w"
        assert PASSED == outcome(zygotes, source, self.made)

    @pytest.mark.parametrize("gradient", ["3 * w", "3 * w ** 2 + 1e-3", "-3 * w ** 2", "w * float('nan')"])
    def test_another_gradient_fails(self, zygotes: Zygotes, gradient: str):
        source = f"def f(w):\n    return float((w ** 3).sum()), {gradient}"
        assert (SILENT, How.GRADIENT.value) == outcome(zygotes, source, self.made)

    def test_a_gradient_of_another_shape_fails(self, zygotes: Zygotes):
        source = "def f(w):\n    return float((w ** 3).sum()), (3 * w ** 2).ravel()"
        assert (SILENT, How.SHAPE.value) == outcome(zygotes, source, self.made)
