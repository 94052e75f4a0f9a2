import pytest

from sandbox.judge.how import How
from sandbox.judge.replies import PlatformFault
from tests.judge.bench import GRADER, PASSED, RIGHT, SILENT, check, grade, outcome, package
from tests.judge.local import Zygotes


class TestMetamorphic:
    grader = (
        GRADER
        + """
def shuffled(rng, args):
    return (rng.permutation(args[0]),)
def same(args, out, args2, out2):
    return None if abs(out - out2) < 1e-9 else f"{out} became {out2}"
"""
    )
    made = package(check("metamorphic", generator="rows", transform="shuffled", relation="same"), grader=grader)

    def test_right_code_passes(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, RIGHT, self.made)

    def test_a_broken_relation_is_told_in_numbers_to_staff_only(self, zygotes: Zygotes):
        event = grade(zygotes, "def total(x):\n    return float(x[0])", self.made)
        assert (SILENT, How.RELATION.value) == (event["state"], event["how"])
        assert " became " in event["staff"]["statement"]

    def test_a_result_of_another_structure_never_reaches_the_relation(self, zygotes: Zygotes):
        assert (SILENT, How.CONTAINER.value) == outcome(zygotes, "def total(x):\n    return None", self.made)

    def test_a_relation_that_only_the_candidates_result_breaks_is_theirs(self, zygotes: Zygotes):
        grader = self.grader + "\ndef same(args, out, args2, out2):\n    return {False: None}[out != out]"
        made = package(check("metamorphic", generator="rows", transform="shuffled", relation="same"), grader=grader)
        assert PASSED == outcome(zygotes, RIGHT, made)
        assert (SILENT, How.WRONG_VALUE.value) == outcome(zygotes, "def total(x):\n    return float('nan')", made)

    def test_a_relation_that_breaks_on_the_reference_too_is_ours(self, zygotes: Zygotes):
        grader = self.grader + "\ndef same(args, out, args2, out2):\n    return 1 / 0"
        made = package(check("metamorphic", generator="rows", transform="shuffled", relation="same"), grader=grader)
        with pytest.raises(PlatformFault, match="same raised ZeroDivisionError"):
            grade(zygotes, RIGHT, made)

    def test_a_relation_may_be_what_judges_lengths(self, zygotes: Zygotes):
        grader = """
            def reference(n):
                return list(range(n))
            def sizes(rng, i):
                return (3 + i,)
            def again(rng, args):
                return args
            def once(args, out, args2, out2):
                return None if sorted(out) == list(range(args[0])) else f"{len(out)} rows, {len(set(out))} of them different"
            """
        entry = {"name": "f", "args": [{"name": "n", "kind": "int"}], "returns": {"kind": "list"}}
        gate = {**check("metamorphic", generator="sizes", transform="again", relation="once"), "gate": True}
        twice = "def f(n):\n    return [*range(n), 0]"
        made = package(gate, grader=grader, entry=entry)
        assert ("not_reached", How.UNDECIDED.value) == outcome(zygotes, twice, made)
        event = grade(zygotes, twice, package(gate, grader=grader, entry=entry, compare={"free_lengths": True}))
        assert (SILENT, How.RELATION.value) == (event["state"], event["how"])
        assert "input 0: 4 rows, 3 of them different" == event["staff"]["statement"]
