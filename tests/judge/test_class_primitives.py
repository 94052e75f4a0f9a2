"""Class entry points: each primitive on right and wrong classes."""

import textwrap
from typing import Any

import pytest

from sandbox.judge.how import How
from tests.judge.bench import LOUD, PASSED, SILENT, check, grade, outcome, package
from tests.judge.classes import RIGHT, SHARED, X, made
from tests.judge.local import Zygotes


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
        checked = made("growth", grader, generator="sized", sizes=[40, 80, 160], slope=1.3)
        starts_over = RIGHT.replace("self.n += len(x)", "self.n += len(x); sum(range(80 * self.n))")
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
