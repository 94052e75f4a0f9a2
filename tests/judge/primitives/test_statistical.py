from typing import Any, ClassVar

from sandbox.judge.how import How
from tests.judge.bench import LOUD, PASSED, SILENT, check, grade, outcome, package
from tests.judge.local import Zygotes


class TestStatistical:
    entry: ClassVar[dict[str, Any]] = {
        "name": "f",
        "kind": "function",
        "args": [{"name": "n", "kind": "int"}, {"name": "seed", "kind": "int"}],
        "returns": {"kind": "int"},
    }
    grader = """
from scipy import stats
def reference(n, seed):
    return 0
def replicates(rng):
    return [(4, int(seed)) for seed in rng.integers(2**31, size=2000)]
def pvalues(cases, outputs):
    return {f"item {k}": stats.binomtest(outputs.count(k), len(outputs), 0.25).pvalue for k in range(4)}
"""
    made = package(check("statistical", cases="replicates", pvalues="pvalues"), grader=grader, entry=entry)

    def test_a_uniform_draw_passes(self, zygotes: Zygotes):
        source = "import numpy as np\ndef f(n, seed):\n    return int(np.random.default_rng(seed).integers(n))"
        assert PASSED == outcome(zygotes, source, self.made)

    def test_a_skewed_draw_fails_with_its_p_value(self, zygotes: Zygotes):
        source = "import numpy as np\ndef f(n, seed):\n    return int(np.random.default_rng(seed).integers(n + 1)) % n"
        event = grade(zygotes, source, self.made)
        assert (SILENT, How.DISTRIBUTION.value) == (event["state"], event["how"])
        assert "for item 0 over 2000 replicates (limit 2.5e-07)" in event["staff"]["statement"]

    def test_results_of_another_kind_fail_before_the_test(self, zygotes: Zygotes):
        assert (SILENT, How.DTYPE.value) == outcome(zygotes, "def f(n, seed):\n    return 0.5", self.made)

    def test_one_failing_replicate_is_found(self, zygotes: Zygotes):
        source = "def f(n, seed):\n    return 1 // (seed % 500)"
        assert (LOUD, "raised ZeroDivisionError") == outcome(zygotes, source, self.made)
