"""Class entry points: scripts of steps, refusals, open decisions, signatures."""

from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from tests.judge.bench import LOUD, PASSED, SILENT, check, done, events_of, grade, outcome, package
from tests.judge.classes import ENTRY, GRADER, RIGHT, SHARED, made
from tests.judge.local import Zygotes


class TestScripts:
    made = made("oracle", generator="scripts", n=4)

    def test_a_right_class_passes_and_what_a_method_without_a_result_returns_is_ignored(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, RIGHT, self.made)

    def test_a_wrong_value_is_placed_by_its_step(self, zygotes: Zygotes):
        wrong = RIGHT.replace("self.total += float", "self.total = float")
        event = grade(zygotes, wrong, self.made)
        assert (SILENT, How.WRONG_VALUE.value) == (event["state"], event["how"])
        assert "result[3]: 1 of 1 values differ" in event["staff"]["statement"]

    def test_an_error_in_a_step_is_loud_with_its_line(self, zygotes: Zygotes):
        wrong = RIGHT.replace("self.n += len(x)", "self.n += {}[len(x)]")
        event = grade(zygotes, wrong, self.made)
        assert (LOUD, "raised KeyError", 11) == (event["state"], event["how"], event["line"])

    def test_a_process_that_ends_in_a_step_is_loud(self, zygotes: Zygotes):
        wrong = "import os\n" + RIGHT.replace("self.n += len(x)", "os._exit(0)")
        assert (LOUD, How.EXITED.value) == outcome(zygotes, wrong, self.made)

    def test_state_shared_between_two_instances_is_found(self, zygotes: Zygotes):
        checked = made("oracle", generator="twins", n=1)
        assert PASSED == outcome(zygotes, RIGHT, checked)
        assert (SILENT, How.WRONG_VALUE.value) == outcome(zygotes, SHARED, checked)

    def test_state_shared_with_the_instances_of_earlier_scripts_is_found(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, SHARED, made("oracle", generator="scripts", n=1))
        assert SILENT == outcome(zygotes, SHARED, made("oracle", generator="scripts", n=2))[0]

    def test_a_compute_with_side_effects_is_found(self, zygotes: Zygotes):
        resets = RIGHT.replace("return self.scale *", "self.n, n = 0, self.n\n        return self.scale *")
        resets = resets.replace("/ self.n if self.n", "/ n if n")
        assert PASSED == outcome(zygotes, RIGHT, made("oracle", generator="twins"))
        assert (SILENT, How.WRONG_VALUE.value) == outcome(zygotes, resets, made("oracle", generator="twins"))

    def test_arguments_come_one_step_at_a_time(self, zygotes: Zygotes):
        looks_ahead = """
            import gc, os, socket
            import numpy as np
            class Mean:
                def __init__(self, scale):
                    self.channel = socket.socket(fileno=os.dup(3))
                    self.seen = 0.0
                def update(self, x):
                    held = {id(part) for o in gc.get_objects() if type(o) in (list, tuple, dict)
                            for part in (o.values() if type(o) is dict else o) if type(part) is np.ndarray and part.size == 5}
                    try:
                        ahead = self.channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
                    except BlockingIOError:
                        ahead = b""
                    self.seen += len(held - {id(x)}) + len(ahead)
                def compute(self):
                    return self.seen
            """
        grader = """
            class reference:
                def __init__(self, scale):
                    pass
                def update(self, x):
                    pass
                def compute(self):
                    return 0.0
            def ahead(rng, i):
                return (1.0,), [("update", np.ones(3)), ("compute",), ("update", np.ones(5)), ("compute",)]
            """
        assert PASSED == outcome(zygotes, looks_ahead, made("oracle", grader, generator="ahead", n=1))

    @pytest.mark.parametrize(
        ("returned", "message"),
        [
            ("((1.0,),)", r"tuple \(init, steps\)"),
            ("((), [])", "init being a tuple of 1"),
            ("((1.0,), (('compute',),))", "list of tuples"),
            ("((1.0,), ['compute'])", "with a method of Mean: update, compute"),
            ("((1.0,), [('reset',)])", "with a method of Mean: update, compute"),
            ("((1.0,), [('update',)])", r"update with 1 argument"),
        ],
    )
    def test_arguments_of_another_form_are_our_fault(self, zygotes: Zygotes, returned: str, message: str):
        with pytest.raises(SpecError, match=message):
            grade(zygotes, RIGHT, made("oracle", f"def bad(rng, i):\n    return {returned}", generator="bad"))


class TestRefusals:
    grader = """
        def cases(rng):
            return {
                "scale": ((0.0,), [("compute",)]),
                "axis": ((1.0,), [("update", np.ones(2)), ("compute",), ("update", np.ones((2, 2))), ("compute",)]),
                "none": ((1.0,), [("compute",)]),
            }
        """
    made = made("edge", grader, cases="cases")

    def test_raising_at_the_same_step_passes(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, RIGHT, self.made)

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ('raise ValueError("scale")', "pass", (SILENT, How.NO_ERROR.value)),
            ('raise ValueError("one axis")', "return", (SILENT, How.NO_ERROR.value)),
            (
                'raise ValueError("one axis")',
                "raise TypeError",
                (LOUD, "raised TypeError where another error was asked for"),
            ),
            ("if x.ndim != 1:", "if x.ndim != 1 or x.sum() == 2.0:", (LOUD, "raised ValueError")),
            ("return self.scale *", "return 1.5 *", (SILENT, How.WRONG_VALUE.value)),
        ],
        ids=["constructor", "step", "class", "too early", "values before it"],
    )
    def test_anything_else_fails(self, zygotes: Zygotes, old: str, new: str, told: tuple[str, str]):
        assert old in RIGHT
        assert told == outcome(zygotes, RIGHT.replace(old, new), self.made)

    def test_raising_later_than_asked_is_silent(self, zygotes: Zygotes):
        late = RIGHT.replace('raise ValueError("one axis")', "self.n = None; return").replace(
            "if self.n else", "if self.n != 0 else"
        )
        assert (SILENT, How.NO_ERROR.value) == outcome(zygotes, late, self.made)

    def test_loud_asks_for_an_error_in_the_last_step(self, zygotes: Zygotes):
        grader = (
            'def invalid(rng):\n    return {"axis": ((1.0,), [("update", np.ones(2)), ("update", np.ones((2, 2)))])}'
        )
        checked = made("loud", grader, cases="invalid")
        assert PASSED == outcome(zygotes, RIGHT, checked)
        silent = RIGHT.replace("if x.ndim != 1:", "if False:").replace("len(x)", "x.size")
        assert (SILENT, How.NO_ERROR.value) == outcome(zygotes, silent, checked)


class TestPolicies:
    policy: ClassVar[dict[str, Any]] = {
        "id": "empty",
        "why": "nothing was seen",
        "options": {"zero": "0", "raise": "raises"},
        "probe": "probe",
    }
    grader = GRADER.replace(
        "def __init__(self, scale):", 'def __init__(self, scale, empty="zero"):\n        self.empty = empty'
    )
    grader = grader.replace(
        "def compute(self):",
        "def compute(self):\n        if self.empty == 'raise' and not self.rows:\n            raise ValueError",
    )
    grader += '\ndef probe(rng):\n    return {"nothing": ((1.0,), [("compute",)])}\n'
    made = package(check("oracle", generator="scripts"), grader=grader, entry=ENTRY, policies=[policy])

    @pytest.mark.parametrize(("body", "option"), [("0.0", "zero"), ("self.fail()", "raise"), ("float('nan')", None)])
    def test_an_option_is_inferred_from_a_script(self, zygotes: Zygotes, body: str, option: str | None):
        source = RIGHT.replace("else 0.0", f"else {body}") + "    def fail(self):\n        raise ValueError\n"
        assert option == events_of(zygotes, source, self.made)[-1]["policies"]["empty"]["option"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def mean(x):\n    pass", "`Mean` is not defined. Your code defines: `mean`."),
        ("class Mean:\n    pass", "`Mean` takes (no arguments); here it is called with 1: (scale)."),
        ("def Mean(scale):\n    pass", "`Mean` has no method `update`. It has no public method."),
        (
            "class Mean:\n    def __init__(self, scale):\n        pass\n    def compute(self):\n        pass",
            "`Mean` has no method `update`. It has: `compute`.",
        ),
        (
            RIGHT.replace("update(self, x)", "update(self, x, weights)"),
            "`Mean.update` takes (x, weights); here it is called with 1: (x).",
        ),
        (
            RIGHT.replace("update(self, x)", "update(x)"),
            "`Mean.update` takes (no arguments); here it is called with 1: (x).",
        ),
    ],
)
def test_a_class_that_cannot_be_used_is_rejected_with_its_reason(zygotes: Zygotes, source: str, message: str):
    events = events_of(zygotes, source, made("oracle", generator="scripts"))
    assert events[0]["ok"] is False
    assert message in events[0]["error"]["message"]
    assert "rejected" == events[-1]["verdict"]


@pytest.mark.parametrize(
    "change",
    [
        ("update(self, x)", "update(self, x, weights=None)"),
        ("update(self, x)", "update(this, x, self=None)"),
        (
            "    def compute(self):\n",
            "    @staticmethod\n    def helper(a, b):\n        pass\n    def compute(self):\n",
        ),
        ("class Mean:", "class Base:\n    def update(self, x):\n        pass\nclass Mean(Base):"),
        ("update(self, x)", "update(*args)"),
    ],
)
def test_other_ways_of_writing_it_are_taken(zygotes: Zygotes, change: tuple[str, str]):
    assert change[0] in RIGHT
    assert events_of(zygotes, RIGHT.replace(*change), made("oracle", generator="scripts"))[0]["ok"]


def test_nothing_of_an_earlier_script_is_left(zygotes: Zygotes):
    """The names of instances begin anew with every script."""
    checked = made("oracle", generator="twins", n=3)
    (event,) = done(events_of(zygotes, RIGHT, checked))
    assert "passed" == event["state"]
