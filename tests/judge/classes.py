"""A class entry point for tests: its scripts, right code for it, and code whose instances share their state."""

import textwrap
from typing import Any

from tests.judge.bench import check, package

X = {"name": "x", "kind": "array", "dtype": "float"}
ENTRY: dict[str, Any] = {
    "name": "Mean",
    "kind": "class",
    "args": [{"name": "scale", "kind": "float"}],
    "methods": [
        {"name": "update", "args": [{"name": "x", "kind": "array", "dtype": "float"}]},
        {"name": "compute", "args": [], "returns": {"kind": "float"}},
    ],
}
GRADER = """
import numpy as np
class reference:
    def __init__(self, scale):
        if scale <= 0:
            raise ValueError("scale")
        self.scale, self.rows = scale, []
    def update(self, x):
        if x.ndim != 1:
            raise ValueError("one axis")
        self.rows.extend(x)
    def compute(self):
        return float(self.scale * np.mean(self.rows)) if self.rows else 0.0
def scripts(rng, i):
    return (2.0,), [("update", rng.normal(size=3 + i)), ("compute",), ("update", rng.normal(size=4)), ("compute",)]
def twins(rng, i):
    a, b = rng.normal(size=3), rng.normal(size=5)
    return (2.0,), [("update", a), ("other:update", b), ("compute",), ("other:compute",), ("compute",)]
"""
RIGHT = """
class Mean:
    def __init__(self, scale):
        if scale <= 0:
            raise ValueError("scale")
        self.scale, self.total, self.n = scale, 0.0, 0
    def update(self, x):
        if x.ndim != 1:
            raise ValueError("one axis")
        self.total += float(x.sum())
        self.n += len(x)
        return self
    def compute(self):
        return self.scale * self.total / self.n if self.n else 0.0
"""
SHARED = RIGHT.replace("class Mean:", "class Mean:\n    total, n = 0.0, 0").replace(
    "self.scale, self.total, self.n = scale, 0.0, 0", "self.scale = scale"
)
SHARED = SHARED.replace("self.total +=", "Mean.total +=").replace("self.n +=", "Mean.n +=")


def made(primitive: str, grader: str = "", **params: Any) -> dict[str, Any]:
    return package(check(primitive, **params), grader=GRADER + textwrap.dedent(grader), entry=ENTRY)
