"""Class entry points: scripts of steps, each primitive on right and wrong classes, signatures and visible runs."""

import textwrap
from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from tests.judge.bench import LOUD, PASSED, SILENT, check, done, events_of, grade, outcome, package
from tests.judge.local import Zygotes

X = {"name": "x", "kind": "array", "dtype": "float"}
ENTRY: dict[str, Any] = {
    "name": "Mean",
    "kind": "class",
    "args": [{"name": "scale", "kind": "float"}],
    "methods": [
        {"name": "update", "args": [{"name": "x", "kind": "array", "dtype": "float"}]},
        {"name": "compute", "args": [], "returns": {"kind": "float"}},
    ],
}
GRADER = """
import numpy as np
class reference:
    def __init__(self, scale):
        if scale <= 0:
            raise ValueError("scale")
        self.scale, self.rows = scale, []
    def update(self, x):
        if x.ndim != 1:
            raise ValueError("one axis")
        self.rows.extend(x)
    def compute(self):
        return float(self.scale * np.mean(self.rows)) if self.rows else 0.0
def scripts(rng, i):
    return (2.0,), [("update", rng.normal(size=3 + i)), ("compute",), ("update", rng.normal(size=4)), ("compute",)]
def twins(rng, i):
    a, b = rng.normal(size=3), rng.normal(size=5)
    return (2.0,), [("update", a), ("other:update", b), ("compute",), ("other:compute",), ("compute",)]
"""
RIGHT = """
class Mean:
    def __init__(self, scale):
        if scale <= 0:
            raise ValueError("scale")
        self.scale, self.total, self.n = scale, 0.0, 0
    def update(self, x):
        if x.ndim != 1:
            raise ValueError("one axis")
        self.total += float(x.sum())
        self.n += len(x)
        return self
    def compute(self):
        return self.scale * self.total / self.n if self.n else 0.0
"""
SHARED = RIGHT.replace("class Mean:", "class Mean:\n    total, n = 0.0, 0").replace(
    "self.scale, self.total, self.n = scale, 0.0, 0", "self.scale = scale"
)
SHARED = SHARED.replace("self.total +=", "Mean.total +=").replace("self.n +=", "Mean.n +=")


def made(primitive: str, grader: str = "", **params: Any) -> dict[str, Any]:
    return package(check(primitive, **params), grader=GRADER + textwrap.dedent(grader), entry=ENTRY)


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


class TestOtherPrimitives:
    def told(self, zygotes: Zygotes, source: str, checked: dict[str, Any]) -> tuple[str, str | None]:
        assert PASSED == outcome(zygotes, RIGHT, checked)
        return outcome(zygotes, source, checked)

    def test_metamorphic(self, zygotes: Zygotes):
        grader = """
            def split(rng, args):
                init, steps = args
                return init, [("update", steps[0][1][:1]), ("update", steps[0][1][1:]), ("update", steps[2][1]), ("compute",)]
            def same_end(args, out, args2, out2):
                return None if abs(out[-1] - out2[-1]) < 1e-9 else f"{out[-1]} became {out2[-1]}"
            """
        checked = made("metamorphic", grader, generator="scripts", transform="split", relation="same_end")
        batchwise = RIGHT.replace("self.total += float(x.sum())", "self.total += float(x.mean())").replace(
            "self.n += len(x)", "self.n += 1"
        )
        assert (SILENT, How.RELATION.value) == self.told(zygotes, batchwise, checked)

    def test_perturb(self, zygotes: Zygotes):
        grader = """
            def the_other_ones_rows(rng, args, kind):
                init, steps = args
                return init, [(step[0], step[1] + 100.0) if step[0] == "other:update" else step for step in steps]
            def first_ones_results(args, args2, out, out2):
                return [out[2], out[4]], [out2[2], out2[4]]
            """
        made_of = {"change": "the_other_ones_rows", "keep": "first_ones_results", "kinds": ["shift"], "n": 1}
        checked = made("perturb", grader, generator="twins", **made_of)
        assert (SILENT, How.DEPENDS.value) == self.told(zygotes, SHARED, checked)

    def test_stability(self, zygotes: Zygotes):
        grader = """
            class exact(reference):
                def compute(self):
                    return float(self.scale * sum(map(float, self.rows)) / len(self.rows))
            def extremes(rng):
                return {"large first": ((1.0,), [("update", np.array([1e15, 3.0])), ("update", np.array([-1e15])), ("compute",)])}
            """
        single = RIGHT.replace(
            "self.total += float(x.sum())", "self.total = float(__import__('numpy').float32(self.total + x.sum()))"
        )
        checked = made("stability", grader, cases="extremes", oracle="exact")
        assert (SILENT, How.WRONG_VALUE.value) == self.told(zygotes, single, checked)

    def test_statistical(self, zygotes: Zygotes):
        grader = """
            def many(rng):
                return [((1.0,), [("update", np.ones(2)), ("compute",)])] * 20
            def sound(cases, outputs):
                return {"one": float(all(out == [None, 1.0] for out in outputs))}
            """
        wrong = RIGHT.replace("return self.scale", "return 2 * self.scale")
        assert (SILENT, How.DISTRIBUTION.value) == self.told(
            zygotes, wrong, made("statistical", grader, cases="many", pvalues="sound")
        )

    @pytest.mark.parametrize(
        ("body", "how"),
        [
            ("import random; random.seed(0); self.n += len(x)", How.RANDOM_STATE),
            ("Mean.calls = getattr(Mean, 'calls', 0) + 1; self.n += len(x) + Mean.calls", How.NOT_REPEATED),
            ("self.n += len(x) + hash('a') % 1000", How.HASH_SEED),
        ],
    )
    def test_determinism(self, zygotes: Zygotes, body: str, how: How):
        checked = made("determinism", generator="scripts")
        assert (SILENT, how.value) == self.told(zygotes, RIGHT.replace("self.n += len(x)", body), checked)

    def test_determinism_takes_the_seed_from_the_constructor(self, zygotes: Zygotes):
        checked = made("determinism", generator="scripts", seed_arg=0)
        ignores = RIGHT.replace("return self.scale *", "return 2.0 *")
        assert (SILENT, How.SEED_IGNORED.value) == self.told(zygotes, ignores, checked)

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            (
                "self.total += float(x.sum())",
                "x *= 1; x += 1; self.total += float(x.sum() - len(x))",
                (SILENT, How.MUTATED.value),
            ),
            (
                "self.n += len(x)",
                "self.n += len(x); self.first = getattr(self, 'first', x); self.first[:] = 0",
                (SILENT, How.MUTATED.value),
            ),
            ("float(x.sum())", "float(np.frombuffer(x.data).sum())", (LOUD, "raised BufferError")),
            ("x.ndim", "len(x.shape)", PASSED),
        ],
        ids=["at once", "in a later step", "strided", "right"],
    )
    def test_hygiene(self, zygotes: Zygotes, old: str, new: str, told: tuple[str, str | None]):
        checked = made(
            "hygiene", generator="scripts", kinds=["unmutated", "readonly", "strided", "fresh", "dtype", "shape"]
        )
        assert told == self.told(zygotes, "import numpy as np\n" + RIGHT.replace(old, new), checked)

    def test_gradient_is_for_an_argument_of_the_constructor(self, zygotes: Zygotes):
        entry = {
            "name": "Model",
            "kind": "class",
            "args": [{"name": "w", "kind": "array", "dtype": "float"}],
            "methods": [{"name": "loss", "args": [X], "returns": {"kind": "tuple"}}],
        }
        grader = """
            import numpy as np
            class reference:
                def __init__(self, w):
                    self.w = w
                def loss(self, x):
                    return float(np.sum((x @ self.w) ** 2)), 2 * x.T @ (x @ self.w)
            def points(rng, i):
                return (rng.normal(size=3),), [("loss", rng.normal(size=(4, 3)))]
            def loss(out):
                return out[0][0]
            def grad(out):
                return out[0][1]
            """
        checked = package(
            check("gradient", generator="points", wrt=0, loss="loss", grad="grad"), grader=grader, entry=entry
        )
        right = textwrap.dedent(grader.partition("def points")[0]).replace("reference", "Model")
        assert PASSED == outcome(zygotes, right, checked)
        assert (SILENT, How.GRADIENT.value) == outcome(zygotes, right.replace("2 * x.T", "x.T"), checked)

    def test_growth(self, zygotes: Zygotes):
        grader = """
            def sized(rng, size):
                return (1.0,), [("update", rng.normal(size=20)) for _ in range(size)] + [("compute",)]
            """
        checked = made("growth", grader, generator="sized", sizes=[40, 80, 160], slope=1.6)
        starts_over = RIGHT.replace("self.n += len(x)", "self.n += len(x); sum(range(200 * self.n))")
        assert (SILENT, How.GROWTH.value) == self.told(zygotes, starts_over, checked)


def test_a_result_that_a_later_step_overwrites_is_found(zygotes: Zygotes):
    entry = {
        "name": "Scale",
        "kind": "class",
        "args": [],
        "methods": [{"name": "apply", "args": [{"name": "x", "kind": "array"}], "returns": {"kind": "array"}}],
    }
    grader = """
        class reference:
            def apply(self, x):
                return x * 2
        def steps(rng, i):
            return (), [("apply", rng.normal(size=3)), ("apply", rng.normal(size=3))]
        """
    checked = package(check("hygiene", generator="steps", kinds=["fresh"]), grader=grader, entry=entry)
    right = "class Scale:\n    def apply(self, x):\n        return x * 2"
    buffer = "import numpy as np\nclass Scale:\n    out = np.zeros(3)\n    def apply(self, x):\n        return np.multiply(x, 2, out=self.out)"
    alias = "class Scale:\n    x = None\n    def apply(self, x):\n        self.x = x if self.x is None else self.x\n        x *= 2\n        return x"
    assert PASSED == outcome(zygotes, right, checked)
    assert (SILENT, How.RESULT_CHANGED.value) == outcome(zygotes, buffer, checked)
    event = grade(zygotes, alias, checked)
    assert (SILENT, How.ALIASED.value) == (event["state"], event["how"])
    assert "shares memory with x" in event["staff"]["statement"]


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


class TestVisible:
    visible = (
        {
            "name": "two",
            "args": {"init": {"scale": 2}, "steps": [["update", [1, 2]], ["compute"]]},
            "expected": [None, 3.0],
        },
        {
            "name": "axis",
            "args": {"init": {"scale": 2}, "steps": [["compute"], ["update", [[1]]]]},
            "expected": [0.0, {"raises": "ValueError"}],
        },
        {"name": "scale", "args": {"init": {"scale": 0}, "steps": []}, "expected": {"raises": "ValueError"}},
        {
            "name": "apart",
            "args": {"init": {"scale": 1}, "steps": [["update", [1]], ["other:compute"]]},
            "expected": [None, 0.0],
        },
    )

    def shown(self, zygotes: Zygotes, source: str) -> dict[str, Any]:
        checked = {**made("oracle", generator="scripts"), "visible": list(self.visible)}
        events = events_of(zygotes, source, checked, mode="run")
        return {event["name"]: event for event in events if event["type"] == "example_done"}

    def test_examples_of_a_class_are_shown_as_calls(self, zygotes: Zygotes):
        shown = self.shown(zygotes, RIGHT)
        assert {"passed"} == {event["state"] for event in shown.values()}
        assert "it = Mean(2.0)\nit.update([1. 2.])\nit.compute()" == shown["two"]["input"]
        assert ("[None, 3.0]", "[None, 3.0]") == (shown["two"]["expected"], shown["two"]["got"])
        assert "it = Mean(1.0)\nit.update([1.])\nother = Mean(1.0)\nother.compute()" == shown["apart"]["input"]
        assert ("[0.0, raises ValueError]", "raises ValueError") == (
            shown["axis"]["expected"],
            shown["scale"]["expected"],
        )

    def test_a_missing_error_fails(self, zygotes: Zygotes):
        shown = self.shown(zygotes, RIGHT.replace('raise ValueError("one axis")', "return"))
        assert ("failed", "passed") == (shown["axis"]["state"], shown["scale"]["state"])

    @pytest.mark.parametrize(
        "example",
        [
            {"args": {"init": {"scale": 1}, "steps": [["compute"]]}, "expected": []},
            {"args": {"init": {"scale": 1}, "steps": [["reset"]]}, "expected": [None]},
            {"args": {"init": {}, "steps": []}, "expected": []},
            {"args": {"scale": 1}, "expected": []},
        ],
    )
    def test_an_example_that_does_not_fit_is_our_fault(self, zygotes: Zygotes, example: dict[str, Any]):
        checked = {**made("oracle", generator="scripts"), "visible": [{"name": "bad", **example}]}
        with pytest.raises(SpecError, match="visible example bad"):
            events_of(zygotes, RIGHT, checked, mode="run")

    def test_own_checks_see_the_class(self, zygotes: Zygotes):
        checks = "def test_empty():\n    assert Mean(1.0).compute() == 0.0"
        checked = {**made("oracle", generator="scripts"), "visible": list(self.visible)}
        events = events_of(zygotes, RIGHT, checked, mode="run", checks_source=checks)
        assert ["passed"] == [event["state"] for event in events if event["type"] == "own_check_done"]


def test_nothing_of_an_earlier_script_is_left(zygotes: Zygotes):
    """The names of instances begin anew with every script."""
    checked = made("oracle", generator="twins", n=3)
    (event,) = done(events_of(zygotes, RIGHT, checked))
    assert "passed" == event["state"]
