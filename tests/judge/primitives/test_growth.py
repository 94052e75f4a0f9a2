from typing import Any, ClassVar

import numpy as np
import pytest

from sandbox.judge.how import How
from sandbox.judge.primitives.growth import in_doubt, power
from tests.judge.bench import LOUD, PASSED, SILENT, array_entry, check, grade, outcome, package
from tests.judge.local import Zygotes


class TestGrowth:
    entry: ClassVar[dict[str, Any]] = {**array_entry("x"), "returns": {"kind": "float"}}
    grader = """
def reference(x):
    return 0.0
def sized(rng, size):
    return (rng.normal(size=size),)
"""
    made = package(check("growth", generator="sized", sizes=[400, 800, 1600, 3200]), grader=grader, entry=entry)

    def test_linear_work_passes(self, zygotes: Zygotes):
        source = "def f(x):\n    return sum(v * v for v in x.tolist() for _ in range(20))"
        assert PASSED == outcome(zygotes, source, self.made)

    def test_quadratic_work_fails_with_its_slope(self, zygotes: Zygotes):
        source = "def f(x):\n    x = x.tolist()\n    return sum(abs(a - b) for a in x for b in x)"
        made = package(
            check("growth", generator="sized", sizes=[300, 600, 1200, 2400]), grader=self.grader, entry=self.entry
        )
        event = grade(zygotes, source, made)
        assert (SILENT, How.GROWTH.value) == (event["state"], event["how"])
        assert "time grows as size to the power" in event["staff"]["statement"]

    def test_remembering_answers_does_not_hide_quadratic_work(self, zygotes: Zygotes):
        source = """
KEPT = {}
def f(x):
    key = x.tobytes()
    if key not in KEPT:
        x = x.tolist()
        KEPT[key] = sum(abs(a - b) for a in x for b in x)
    return KEPT[key]
"""
        made = package(
            check("growth", generator="sized", sizes=[300, 600, 1200, 2400]), grader=self.grader, entry=self.entry
        )
        assert (SILENT, How.GROWTH.value) == outcome(zygotes, source, made)

    def test_an_endless_loop_runs_into_the_time_limit(self, zygotes: Zygotes):
        assert (LOUD, How.TIME.value) == outcome(zygotes, "def f(x):\n    while True:\n        pass", self.made)


class TestPower:
    sizes = (200, 400, 800, 1600)

    @pytest.mark.parametrize("exponent", [1.0, 2.0])
    def test_of_exact_times_is_exact(self, exponent: float):
        assert power(self.sizes, 1e-8 * np.asarray(self.sizes) ** exponent, 3e-3) == pytest.approx(exponent)

    def test_what_a_busy_machine_adds_to_all_does_not_hide_quadratic_work(self):
        assert power(self.sizes, np.array([0.0015, 0.006, 0.024, 0.095]) + 0.003, 3e-3) > 1.5


class TestInDoubt:
    def test_a_short_time_that_was_kept_waiting_is_not_held_against_the_code(self):
        waited, used = np.array([0.5, 0.7, 1.5, 12.0]), np.array([0.0, 2.0, 1.0, 3.5])
        assert power(TestPower.sizes, in_doubt(waited / 1e3, used / 1e3), 3e-3) < 1

    def test_long_times_stay_what_they_are_however_wrong_a_short_one_is(self):
        waited, used = np.array([2.5, 9.0, 34.0, 134.0]), np.array([6.0, 5.0, 36.0, 130.0])
        assert power(TestPower.sizes, in_doubt(waited / 1e3, used / 1e3), 3e-3) > 1.8


class TestMemory:
    entry: ClassVar[dict[str, Any]] = {
        "name": "f",
        "kind": "function",
        "args": [{"name": "stream", "kind": "stream"}],
        "returns": {"kind": "float"},
    }
    grader = """
def reference(stream):
    return 0.0
def sized(rng, size):
    return (range(size),)
"""
    running = "def f(stream):\n    return float(sum(stream))"
    keeps_all = "def f(stream):\n    return float(sum(list(stream)))"

    def made(self, **params: Any) -> dict[str, Any]:
        checked = check("growth", generator="sized", sizes=[1000, 10_000, 400_000], **params)
        return package(checked, grader=self.grader, entry=self.entry)

    def test_one_pass_in_little_memory_passes(self, zygotes: Zygotes):
        event = grade(zygotes, self.running, self.made(memory_mb=5))
        assert "passed" == event["state"], event["staff"]
        assert "MiB more than size 1000 (limit 5)" in event["staff"]["statement"]
        assert "power" not in event["staff"]["statement"]

    def test_keeping_the_stream_fails_with_how_much_it_took(self, zygotes: Zygotes):
        event = grade(zygotes, self.keeps_all, self.made(memory_mb=5))
        assert (SILENT, How.MEMORY_GROWTH.value) == (event["state"], event["how"])
        assert "size 400000 takes 1" in event["staff"]["statement"]

    def test_both_can_be_asked_for(self, zygotes: Zygotes):
        event = grade(zygotes, self.running, self.made(memory_mb=5, slope=1.5))
        assert "passed" == event["state"], event["staff"]
        assert "to the power" in event["staff"]["statement"]
        assert "MiB more" in event["staff"]["statement"]

    def test_running_out_of_memory_is_loud(self, zygotes: Zygotes):
        hoards = (
            "def f(stream):\n    return float(len(bytearray((400 << 20) * (next(stream) + len(list(stream)) > 5000))))"
        )
        assert (LOUD, How.MEMORY.value) == outcome(zygotes, hoards, self.made(memory_mb=5))
