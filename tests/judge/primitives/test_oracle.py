import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from sandbox.judge.replies import PlatformFault
from tests.judge.bench import GRADER, LOUD, PASSED, RIGHT, SILENT, check, grade, outcome, package
from tests.judge.local import Zygotes


class TestOracle:
    made = package(check("oracle", generator="rows", n=5))

    def test_right_code_passes(self, zygotes: Zygotes):
        event = grade(zygotes, RIGHT, self.made)
        assert PASSED == (event["state"], event["how"])
        assert "all 5 generated inputs agree with the reference" == event["staff"]["statement"]

    def test_a_wrong_value_is_silent_and_counted_for_staff(self, zygotes: Zygotes):
        event = grade(zygotes, "def total(x):\n    return float(x.sum()) if len(x) < 7 else 0.0", self.made)
        assert (SILENT, How.WRONG_VALUE.value) == (event["state"], event["how"])
        assert event["staff"]["statement"].startswith("2 of 5 generated inputs fail; input 3: ")
        assert [7] == event["staff"]["counterexample"]["args"][0]["shape"]

    def test_an_exception_is_loud_with_its_line(self, zygotes: Zygotes):
        event = grade(zygotes, "def total(x):\n    return {}[len(x)]", self.made)
        assert (LOUD, "raised KeyError", 2) == (event["state"], event["how"], event["line"])
        assert {"kind": "KeyError", "line": 2} == event["error"]

    def test_leaving_the_process_is_loud(self, zygotes: Zygotes):
        assert (LOUD, How.EXITED.value) == outcome(zygotes, "import os\ndef total(x):\n    os._exit(0)", self.made)

    def test_an_object_that_equals_anything_is_not_plain_data(self, zygotes: Zygotes):
        source = """
            class Same:
                def __eq__(self, other):
                    return True
            def total(x):
                return Same()
            """
        assert (SILENT, How.NOT_PLAIN.value) == outcome(zygotes, source, self.made)

    def test_changing_the_arguments_changes_nothing_in_the_judge(self, zygotes: Zygotes):
        source = "def total(x):\n    result = float(x.sum())\n    x[:] = 0\n    return result"
        assert PASSED == outcome(zygotes, source, self.made)

    def test_its_own_tolerance_counts(self, zygotes: Zygotes):
        source = "def total(x):\n    return float(x.sum()) + 1e-4"
        assert SILENT == outcome(zygotes, source, self.made)[0]
        made = package(check("oracle", generator="rows", atol=1e-3))
        assert PASSED == outcome(zygotes, source, made)

    def test_a_reference_that_breaks_is_our_fault(self, zygotes: Zygotes):
        grader = "def reference(x):\n    return 1 / 0\ndef rows(rng, i):\n    return (rng.normal(size=3),)"
        with pytest.raises(PlatformFault, match="reference raised ZeroDivisionError"):
            grade(zygotes, RIGHT, package(check("oracle", generator="rows"), grader=grader))

    def test_a_generator_that_breaks_is_our_fault(self, zygotes: Zygotes):
        grader = GRADER + "\ndef rows(rng, i):\n    raise KeyError(i)"
        with pytest.raises(PlatformFault, match="rows raised KeyError"):
            grade(zygotes, RIGHT, package(check("oracle", generator="rows"), grader=grader))

    def test_arguments_of_another_number_are_our_fault(self, zygotes: Zygotes):
        grader = GRADER + "\ndef rows(rng, i):\n    return rng.normal(size=3)"
        with pytest.raises(SpecError, match=r"tuple of 1 argument"):
            grade(zygotes, RIGHT, package(check("oracle", generator="rows"), grader=grader))

    def test_no_inputs_is_our_fault(self, zygotes: Zygotes):
        with pytest.raises(SpecError, match="n must be at least 1"):
            grade(zygotes, RIGHT, package(check("oracle", generator="rows", n=0)))
