from typing import Any, ClassVar

from sandbox.judge.how import How
from tests.judge.bench import PASSED, SILENT, array_entry, check, grade, outcome, package
from tests.judge.local import Zygotes


class TestStability:
    entry: ClassVar[dict[str, Any]] = array_entry("x", returns="float")
    grader = """
import mpmath, numpy as np
def reference(x):
    return float(mpmath.log(sum(mpmath.e ** mpmath.mpf(v) for v in x)))
def cases(rng):
    return {"large": (np.array([700.0, 710.0]),), "small": (np.array([-800.0, -800.0]),)}
def at_scale(rng, scale):
    return (scale * np.array([1.0, 0.5]),)
"""
    ladder: ClassVar[dict[str, Any]] = {"make": "at_scale", "scales": [1, 100, 1000, 100000], "required": 1000}
    naive = "import numpy as np\ndef f(x):\n    return float(np.log(np.sum(np.exp(x))))"
    guarded = "import numpy as np\ndef f(x):\n    m = x.max()\n    return float(m + np.log(np.sum(np.exp(x - m))))"

    def test_guarded_code_passes_with_its_frontier(self, zygotes: Zygotes):
        made = package(check("stability", cases="cases", ladder=self.ladder), grader=self.grader, entry=self.entry)
        event = grade(zygotes, self.guarded, made)
        assert "passed" == event["state"]
        assert event["staff"]["statement"].endswith("accurate up to scale 100000 (required 1000, tried 100000)")

    def test_naive_code_fails_and_the_frontier_says_where(self, zygotes: Zygotes):
        made = package(check("stability", ladder=self.ladder), grader=self.grader, entry=self.entry)
        event = grade(zygotes, self.naive, made)
        assert (SILENT, How.FINITENESS.value) == (event["state"], event["how"])
        assert "accurate up to scale 100 (required 1000" in event["staff"]["statement"]

    def test_scales_beyond_the_required_one_are_no_fault(self, zygotes: Zygotes):
        made = package(
            check("stability", ladder={**self.ladder, "required": 100}), grader=self.grader, entry=self.entry
        )
        event = grade(zygotes, self.naive, made)
        assert "passed" == event["state"]
        assert "accurate up to scale 100 " in event["staff"]["statement"]

    def test_another_oracle_can_be_named(self, zygotes: Zygotes):
        grader = self.grader + "\ndef exact(x):\n    return 0.0"
        made = package(check("stability", cases="cases", oracle="exact"), grader=grader, entry=self.entry)
        assert PASSED == outcome(zygotes, "def f(x):\n    return 0.0", made)
