from sandbox.judge.how import How
from tests.judge.bench import GRADER, LOUD, PASSED, RIGHT, SILENT, check, outcome, package
from tests.judge.local import Zygotes


class TestLoud:
    grader = (
        GRADER
        + """
def invalid(rng):
    return {"matrix": (np.zeros((2, 2)),), "cube": (np.zeros((2, 2, 2)),)}
"""
    )
    made = package(check("loud", cases="invalid"), grader=grader)

    def test_right_code_passes(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, RIGHT, self.made)

    def test_silent_garbage_is_worse_than_the_wrong_error(self, zygotes: Zygotes):
        source = "def total(x):\n    if x.ndim == 2:\n        raise TypeError\n    return 0.0"
        assert (SILENT, How.NO_ERROR.value) == outcome(zygotes, source, self.made)

    def test_the_wrong_error_is_loud(self, zygotes: Zygotes):
        expected = (LOUD, "raised TypeError where another error was asked for")
        assert expected == outcome(zygotes, "def total(x):\n    raise TypeError", self.made)

    def test_classes_are_a_choice(self, zygotes: Zygotes):
        made = package(check("loud", cases="invalid", classes=["TypeError", "ValueError"]), grader=self.grader)
        assert PASSED == outcome(zygotes, "def total(x):\n    raise TypeError", made)
