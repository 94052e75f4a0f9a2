from sandbox.judge.how import How
from tests.judge.bench import GRADER, LOUD, PASSED, RIGHT, SILENT, check, grade, outcome, package
from tests.judge.local import Zygotes


class TestEdge:
    grader = (
        GRADER
        + """
def cases(rng):
    return {"empty": (np.zeros(0),), "matrix": (np.zeros((2, 2)),), "one": (np.ones(1),)}
"""
    )
    made = package(check("edge", cases="cases"), grader=grader)

    def test_right_code_passes(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, RIGHT, self.made)

    def test_a_value_where_the_reference_raises_is_silent(self, zygotes: Zygotes):
        source = "def total(x):\n    return float(x.sum())"
        assert (SILENT, How.NO_ERROR.value) == outcome(zygotes, source, self.made)

    def test_another_error_is_loud(self, zygotes: Zygotes):
        source = "def total(x):\n    if x.ndim != 1:\n        raise KeyError('x')\n    return float(x.sum())"
        assert (LOUD, "raised KeyError where another error was asked for") == outcome(zygotes, source, self.made)

    def test_a_subclass_of_the_error_is_right(self, zygotes: Zygotes):
        source = """
            class Wrong(ValueError):
                pass
            def total(x):
                if x.ndim != 1:
                    raise Wrong
                return float(x.sum())
            """
        assert PASSED == outcome(zygotes, source, self.made)

    def test_a_failing_case_is_named_to_staff(self, zygotes: Zygotes):
        event = grade(zygotes, "def total(x):\n    return [0.0][x.size and 1]", self.made)
        assert "matrix" in event["staff"]["statement"] or "one" in event["staff"]["statement"]
