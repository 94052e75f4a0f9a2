"""A check has its 200 calls of every implementation of the bank, also where all are of the largest size stated."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sandbox.judge import values
from sandbox.judge.group import Limits
from sandbox.judge.package import Package, find
from sandbox.judge.primitives import kill
from tests.judge.try_package import load

ROWS, TRIED = 1000, 5
FOLDER = Path(__file__).parents[2] / "problems" / "sanity"
Cases = list[tuple[Any, ...]]


def of_auc(rng: np.random.Generator) -> Cases:
    labels = np.arange(ROWS) % 2
    return [(labels, rng.normal(size=ROWS)), (labels, rng.integers(3, size=ROWS).astype(float))]


def of_rolling_mean(rng: np.random.Generator) -> Cases:
    x, rising, still = rng.uniform(-100, 100, size=ROWS), np.arange(ROWS), np.zeros(ROWS, dtype=np.int64)
    return [(rising, x, 1), (rising, x, 10**12), (still, x, 1)]


def of_split(rng: np.random.Generator) -> Cases:
    whole = rng.integers(-(2**53) + 1, 2**53, size=(ROWS, 10))
    return [(table, table[:, 0].copy(), 0.5, 7) for table in (whole, rng.normal(size=(ROWS, 10)))]


LARGEST: Mapping[str, Callable[[np.random.Generator], Cases]] = {
    "check-auc": of_auc,
    "check-rolling-mean": of_rolling_mean,
    "check-split": of_split,
}


def implementations() -> list[tuple[str, str]]:
    paths = sorted(path.relative_to(FOLDER) for path in FOLDER.glob("*/*/*.py"))
    return [(path.parts[0], "/".join(path.parts[1:])) for path in paths if path.parts[1] in ("variants", "bugs")]


@pytest.mark.parametrize(("problem", "path"), implementations())
def test_as_many_calls_as_are_promised_leave_time_for_the_check(problem, path):
    described = load(FOLDER / problem)
    module = Package(described["files"]).module(path)
    implementation = find(module, described["spec"]["entry"]["args"][0]["name"])
    for args in LARGEST[problem](np.random.default_rng(0)):
        given = [[values.fresh(arg) for arg in args] for _ in range(TRIED)]
        quickest = min(seconds_of(implementation, each) for each in given)  # other work only ever adds
        assert quickest * kill._MOST_CALLS < Limits(described["spec"]["limits"]["cpu_seconds"]).call_seconds


def seconds_of(implementation: Callable[..., Any], args: list[Any]) -> float:
    began = time.process_time()
    called(implementation, args)
    return time.process_time() - began


def called(implementation: Callable[..., Any], args: list[Any]) -> None:
    try:
        implementation(*args)
    except Exception:  # noqa: BLE001 - some of what is planted refuses right arguments
        return
