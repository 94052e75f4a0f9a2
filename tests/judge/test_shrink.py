"""Counterexamples made small: still a failure of the same kind, on as little data as shows it."""

import pytest

from sandbox.judge import shrink
from tests.judge.bench import check, done, events_of, package
from tests.judge.local import Zygotes

PAIRS = """
import numpy as np
def reference(x, w):
    if len(x) == 0:
        raise ValueError("no rows")
    return float(np.sum(np.asarray(x) * np.asarray(w)))
def pairs(rng, i):
    return rng.normal(size=30 + i), rng.uniform(1, 2, size=30 + i)
"""
ENTRY = {
    "name": "total",
    "args": [
        {"name": "x", "kind": "array", "dtype": "float", "shape": "[n]"},
        {"name": "w", "kind": "array", "dtype": "float", "shape": "[n]"},
    ],
    "returns": {"kind": "float"},
}
MADE = package(check("oracle", generator="pairs", n=3), grader=PAIRS, entry=ENTRY)
WRONG = """
def total(x, w):
    return float(sum(a * b for a, b in zip(x, w) if a > 0))
"""


def shrunk(zygotes: Zygotes, source: str, *, small: bool = True):
    (event,) = done(events_of(zygotes, source, MADE, "check", only=["oracle/one"], shrink=small))
    return event


def test_a_counterexample_is_cut_to_the_one_row_that_shows_it(zygotes: Zygotes):
    event = shrunk(zygotes, WRONG)
    x, w = event["staff"]["counterexample"]["args"]
    assert [1] == x["shape"] == w["shape"]
    assert x["values"][0] < 0
    assert x["values"][0] == round(x["values"][0], 3), "rounder numbers say the same"
    assert {"case", "args", "expected", "got"} == set(event["staff"]["texts"])
    assert event["staff"]["texts"]["args"].startswith("x = [-")
    assert "\nw = [" in event["staff"]["texts"]["args"]


def test_without_being_asked_nothing_is_shrunk(zygotes: Zygotes):
    assert [30] == shrunk(zygotes, WRONG, small=False)["staff"]["counterexample"]["args"][0]["shape"]


def test_an_input_that_the_reference_refuses_is_no_step(zygotes: Zygotes):
    """The wrong sum is off by one also for no rows at all, which the reference refuses."""
    event = shrunk(zygotes, "def total(x, w):\n    return float((x * w).sum()) + 1.0\n")
    assert [1] == event["staff"]["counterexample"]["args"][0]["shape"]


def test_the_failure_stays_of_the_same_kind(zygotes: Zygotes):
    """Code that raises on short input and is wrong on long input was seen to be wrong: raising is no step."""
    source = "def total(x, w):\n    if len(x) < 9:\n        raise TypeError\n    return 0.5\n"
    event = shrunk(zygotes, source)
    assert [9] == event["staff"]["counterexample"]["args"][0]["shape"]
    assert "failed_silently" == event["state"]


@pytest.mark.parametrize("source", ["def total(x, w):\n    while True: pass\n", "def total(x, w):\n    return (\n"])
def test_code_without_a_counterexample_ends_as_before(zygotes: Zygotes, source: str):
    assert "failed_silently" != shrunk(zygotes, source)["state"]


def test_what_shrinking_takes_is_not_held_against_the_checks_that_come_after(zygotes: Zygotes):
    """Wrong on long input and without end on shorter: each try to make it small runs into the time limit."""
    source = "def total(x, w):\n    while len(x) < 30: pass\n    return 0.5\n"
    two = package(
        *(check("oracle", f"oracle/{name}", generator="pairs", n=1) for name in "ab"), grader=PAIRS, entry=ENTRY
    )
    events = done(events_of(zygotes, source, two, "check", shrink=True, cpu_seconds=1))
    assert ["failed_silently"] * 2 == [event["state"] for event in events]


def test_counterexamples_of_one_grading_share_the_time_there_is(zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shrink, "MOST_SECONDS_IN_ALL", 0.0)
    assert [30] == shrunk(zygotes, WRONG)["staff"]["counterexample"]["args"][0]["shape"]
