"""A model that stays with the judge, and functions that get it, for tests."""

import textwrap
from typing import Any

from tests.judge.bench import check, outcome, package
from tests.judge.local import Zygotes

X = {"name": "x", "kind": "array", "dtype": "float"}


def entry(*args: dict[str, Any], returns: str = "float") -> dict[str, Any]:
    return {"name": "f", "kind": "function", "args": list(args), "returns": {"kind": returns}}


def told(zygotes: Zygotes, source: str, arg: dict[str, Any], grader: str, returns: str = "float") -> tuple[str, Any]:
    """The outcome of an oracle check on `f(thing, x)`."""
    grader = "import numpy as np\n" + textwrap.dedent(grader)
    made = package(check("oracle", generator="made", n=2), grader=grader, entry=entry(arg, X, returns=returns))
    return outcome(zygotes, source, made)


MODEL = {"name": "model", "kind": "object", "methods": ["fit", "predict"]}
GRADER = """
class Mean:
    secret = 4217
    def fit(self, x, *, weight=1.0):
        if len(x) == 0:
            raise ValueError("nothing to fit")
        self.mean = weight * float(np.mean(x))
        return self
    def predict(self, n):
        return np.full(n, self.mean)
    def forget(self):
        del self.mean
def reference(model, x):
    return float(model.fit(x[1:], weight=2.0).predict(2)[0])
def made(rng, i):
    return Mean(), rng.normal(size=5)
"""
RIGHT = "def f(model, x):\n    return float(model.fit(x[1:], weight=2.0).predict(2)[0])"
