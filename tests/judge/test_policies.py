"""Inference of the option that the code implements, and what follows it."""

from typing import Any

import pytest

from tests.judge.bench import ENTRY, check, done, events_of, package
from tests.judge.local import Zygotes

GRADER = """
import numpy as np
def reference(x, empty="zero"):
    if x.size == 0:
        if empty == "raise":
            raise ValueError("empty")
        return 0.0 if empty == "zero" else float("nan")
    if x.ndim != 1:
        raise ValueError("one axis")
    return float(x.mean())
def probe(rng):
    return {"empty": (np.zeros(0),), "empty with an axis": (np.zeros((0, 2)),)}
def cases(rng):
    return {"empty": (np.zeros(0),), "one": (np.ones(1),)}
def matrix(rng):
    return {"matrix": (np.ones((2, 2)),)}
"""
POLICY = {
    "id": "empty",
    "why": "an empty column has no mean",
    "options": {"zero": "0", "nan": "NaN", "raise": "raises"},
    "raises": ["ValueError", "LookupError"],
    "probe": "probe",
}


def code(empty: str) -> str:
    return f"def total(x):\n    if x.size == 0:\n        {empty}\n    return float(x.mean())"


def graded(zygotes: Zygotes, empty: str, **job: Any) -> tuple[Any, Any, Any]:
    made = package(check("edge", cases="cases"), grader=GRADER, entry=ENTRY, policies=[POLICY])
    events = events_of(zygotes, code(empty), made, **job)
    return events[-1]["policies"]["empty"], done(events)[0], events[-1]["verdict"]


@pytest.mark.parametrize(
    ("empty", "option"),
    [
        ("return 0.0", "zero"),
        ("return float('nan')", "nan"),
        ("raise ValueError", "raise"),
        ("raise KeyError", "raise"),
    ],
)
def test_every_option_is_inferred_and_the_checks_follow_it(zygotes: Zygotes, empty: str, option: str):
    found, checked, verdict = graded(zygotes, empty)
    assert (option, "inferred") == (found["option"], found["state"])
    assert "passed" == checked["state"]
    assert "accepted" == verdict


@pytest.mark.parametrize(
    "empty", ["return -1.0", "return 0.0 if x.ndim == 1 else float('nan')", "raise TypeError", "import os; os._exit(1)"]
)
def test_no_option_or_two_is_inconsistent_with_a_counterexample(zygotes: Zygotes, empty: str):
    found, _, verdict = graded(zygotes, empty)
    assert (None, "inconsistent") == (found["option"], found["state"])
    assert "rejected" == verdict
    assert found["staff"]["statement"]


def test_a_mixture_is_told_in_numbers(zygotes: Zygotes):
    found, _, _ = graded(zygotes, "return 0.0 if x.ndim == 1 else float('nan')")
    assert "of 2 probe cases 1 fit 'zero', 1 fit 'nan', 0 fit 'raise'" == found["staff"]["statement"]
    assert "empty with an axis" == found["staff"]["counterexample"]["case"]


def test_a_bound_decision_must_be_kept(zygotes: Zygotes):
    assert "accepted" == graded(zygotes, "return 0.0", binds={"empty": "zero"})[2]
    found, checked, verdict = graded(zygotes, "return 0.0", binds={"empty": "raise"})
    assert ("inferred", "passed", "rejected") == (found["state"], checked["state"], verdict)
    assert "raise" == found["staff"]["bound"]


def test_a_policys_classes_do_not_widen_other_errors(zygotes: Zygotes):
    made = package(check("edge", cases="matrix"), grader=GRADER, entry=ENTRY, policies=[POLICY])
    source = "def total(x):\n    if x.size == 0:\n        return 0.0\n    raise KeyError"
    (checked,) = done(events_of(zygotes, source, made))
    assert "raised KeyError where another error was asked for" == checked["how"]


@pytest.mark.parametrize(
    ("probe", "alike"),
    [
        ("np.zeros(0)", []),
        ("np.ones(2)", [["zero", "nan"], ["zero", "raise"], ["nan", "raise"]]),
        ("np.ones((2, 2))", [["zero", "nan"], ["zero", "raise"], ["nan", "raise"]]),
    ],
    ids=["told apart", "one value under every option", "one error under every option"],
)
def test_options_that_a_probe_does_not_tell_apart_are_reported(zygotes: Zygotes, probe: str, alike: list[list[str]]):
    grader = GRADER + f"def blind(rng):\n    return {{'only': ({probe},)}}\n"
    made = package(check("edge", cases="cases"), grader=grader, entry=ENTRY, policies=[{**POLICY, "probe": "blind"}])
    found = events_of(zygotes, code("return 0.0"), made)[-1]["policies"]["empty"]
    assert alike == found["staff"]["alike"]
