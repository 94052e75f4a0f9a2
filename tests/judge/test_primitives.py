"""Each primitive on code that is right and on code with the one fault it is there to find."""

from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from sandbox.judge.replies import PlatformFault
from tests.judge.bench import ENTRY, GRADER, RIGHT, check, grade, outcome, package
from tests.judge.local import Zygotes

PASSED = ("passed", None)
SILENT = "failed_silently"
LOUD = "failed_loudly"


def array_entry(*names: str, returns: str = "array") -> dict[str, Any]:
    args = [{"name": name, "kind": "array", "dtype": "float"} for name in names]
    return {"name": "f", "kind": "function", "args": args, "returns": {"kind": returns, "dtype": "float"}}


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


class TestPerturb:
    entry: ClassVar[dict[str, Any]] = array_entry("past", "future")
    grader = """
import numpy as np
def reference(past, future):
    return np.cumsum(past)
def series(rng, i):
    return rng.normal(size=9), rng.normal(size=5)
def change(rng, args, kind):
    past, future = args
    if kind == "replace":
        return past, rng.normal(size=future.size)
    if kind == "shift":
        return past, future + 100
    if kind == "scale":
        return past, future * 100
    return past, future[:2]
def keep(args, args2, out, out2):
    return out, out2
"""
    made = package(check("perturb", generator="series", change="change", keep="keep"), grader=grader, entry=entry)

    def test_right_code_passes_in_a_fresh_process_per_probe(self, zygotes: Zygotes):
        event = grade(zygotes, "import numpy as np\ndef f(past, future):\n    return np.cumsum(past)", self.made)
        assert "passed" == event["state"]
        assert "the kept results stayed the same in 12 probes" == event["staff"]["statement"]

    @pytest.mark.parametrize("leak", ["future.mean()", "future.max()", "(future > 3).mean()", "future.size"])
    def test_a_leak_is_found(self, zygotes: Zygotes, leak: str):
        source = f"import numpy as np\ndef f(past, future):\n    return np.cumsum(past) + {leak}"
        assert (SILENT, How.DEPENDS.value) == outcome(zygotes, source, self.made)

    def test_remembering_the_first_answer_does_not_hide_a_leak(self, zygotes: Zygotes):
        source = """
            import numpy as np
            seen = {}
            def f(past, future):
                return seen.setdefault(past.tobytes(), np.cumsum(past) + future.mean())
            """
        assert (SILENT, How.DEPENDS.value) == outcome(zygotes, source, self.made)

    def test_staff_read_how_much_changed_after_what(self, zygotes: Zygotes):
        source = (
            "import numpy as np\ndef f(past, future):\n    return np.cumsum(past) + (np.arange(9) > 6) * future.max()"
        )
        statement = grade(zygotes, source, self.made)["staff"]["statement"]
        assert "after shift, kept result: 2 of 9 values differ by up to 100;" in statement

    def test_an_error_on_the_changed_input_is_loud(self, zygotes: Zygotes):
        source = "import numpy as np\ndef f(past, future):\n    future[4]\n    return np.cumsum(past)"
        assert (LOUD, "raised IndexError") == outcome(zygotes, source, self.made)

    def test_a_change_that_does_not_apply_is_left_out_but_not_all_may_be(self, zygotes: Zygotes):
        grader = self.grader + "\ndef change(rng, args, kind):\n    return None"
        made = package(
            check("perturb", generator="series", change="change", keep="keep"), grader=grader, entry=self.entry
        )
        with pytest.raises(SpecError, match="changed nothing"):
            grade(zygotes, "import numpy as np\ndef f(past, future):\n    return np.cumsum(past)", made)


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


class TestGradient:
    entry: ClassVar[dict[str, Any]] = {**array_entry("w"), "returns": {"kind": "tuple"}}
    grader = """
import numpy as np
def reference(w):
    return float(np.sum(w ** 3)), 3 * w ** 2
def points(rng, i):
    return (rng.normal(size=(2, 3 + 6 * i)),)
def loss(out):
    return out[0]
def grad(out):
    return out[1]
"""
    made = package(check("gradient", generator="points", wrt=0, loss="loss", grad="grad"), grader=grader, entry=entry)

    def test_the_derivative_of_the_own_loss_passes(self, zygotes: Zygotes):
        source = "def f(w):\n    return float((w ** 3).sum()), 3 * w ** 2"
        assert PASSED == outcome(zygotes, source, self.made)

    def test_it_is_the_own_loss_that_counts(self, zygotes: Zygotes):
        source = "def f(w):\n    return 2 * float((w ** 2).sum()), 4 * w"
        assert PASSED == outcome(zygotes, source, self.made)

    @pytest.mark.parametrize("gradient", ["3 * w", "3 * w ** 2 + 1e-3", "-3 * w ** 2", "w * float('nan')"])
    def test_another_gradient_fails(self, zygotes: Zygotes, gradient: str):
        source = f"def f(w):\n    return float((w ** 3).sum()), {gradient}"
        assert (SILENT, How.GRADIENT.value) == outcome(zygotes, source, self.made)

    def test_a_gradient_of_another_shape_fails(self, zygotes: Zygotes):
        source = "def f(w):\n    return float((w ** 3).sum()), (3 * w ** 2).ravel()"
        assert (SILENT, How.SHAPE.value) == outcome(zygotes, source, self.made)


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


class TestDeterminism:
    entry: ClassVar[dict[str, Any]] = {
        "name": "f",
        "kind": "function",
        "args": [{"name": "names", "kind": "list"}, {"name": "seed", "kind": "int"}],
        "returns": {"kind": "list"},
    }
    grader = """
import numpy as np
def reference(names, seed):
    order = np.random.default_rng(seed).permutation(len(names))
    return [names[i] for i in order]
def cases(rng, i):
    return [f"n{k}" for k in range(30)], int(rng.integers(1000))
"""
    made = package(check("determinism", generator="cases", seed_arg=1), grader=grader, entry=entry)

    def test_seeded_code_passes(self, zygotes: Zygotes):
        source = """
            import numpy as np
            def f(names, seed):
                return [names[i] for i in np.random.default_rng(seed).permutation(len(names))]
            """
        assert PASSED == outcome(zygotes, source, self.made)

    @pytest.mark.parametrize(
        ("body", "how"),
        [
            ("return sorted(set(names), key=hash)", How.HASH_SEED),
            ("rng = np.random.default_rng(); return [names[i] for i in rng.permutation(30)]", How.NOT_REPEATED),
            ("np.random.seed(seed); return list(np.random.permutation(names).tolist())", How.RANDOM_STATE),
            ("import random; random.seed(seed); random.shuffle(names); return names", How.RANDOM_STATE),
            ("return sorted(names)", How.SEED_IGNORED),
            ("count.append(1); return names[len(count):] + names[:len(count)]", How.NOT_REPEATED),
        ],
    )
    def test_each_way_of_being_indeterminate_is_told_apart(self, zygotes: Zygotes, body: str, how: How):
        source = f"import numpy as np\ncount = []\ndef f(names, seed):\n    {body}"
        expected = {how.value, How.SEED_IGNORED.value} if how is How.HASH_SEED else {how.value}
        state, told = outcome(zygotes, source, self.made)
        assert SILENT == state
        assert told in expected

    def test_the_hash_seed_alone_is_found_without_a_seed_argument(self, zygotes: Zygotes):
        made = package(check("determinism", generator="cases"), grader=self.grader, entry=self.entry)
        source = "def f(names, seed):\n    return list(set(names))"
        assert (SILENT, How.HASH_SEED.value) == outcome(zygotes, source, made)


class TestHygiene:
    entry: ClassVar[dict[str, Any]] = array_entry("x")
    grader = """
import numpy as np
def reference(x):
    return np.asarray(x, dtype=float) * 2.0
def tables(rng, i):
    return (10 * rng.normal(size=(3 + i, 4)),)
"""

    def made(self, *kinds: str) -> dict[str, Any]:
        return package(check("hygiene", generator="tables", kinds=list(kinds)), grader=self.grader, entry=self.entry)

    def test_careful_code_passes_every_kind(self, zygotes: Zygotes):
        every = ("unmutated", "readonly", "strided", "integer", "list", "fresh", "dtype", "shape")
        source = "import numpy as np\ndef f(x):\n    return np.asarray(x, dtype=float) * 2.0"
        assert PASSED == outcome(zygotes, source, self.made(*every))

    @pytest.mark.parametrize(
        ("kind", "body", "state", "how"),
        [
            ("unmutated", "x *= 2; return x.copy()", SILENT, How.MUTATED.value),
            ("readonly", "x *= 2; return x.copy()", LOUD, "raised ValueError"),
            ("strided", "return np.frombuffer(x.data, dtype=float).reshape(x.shape) * 2", LOUD, "raised BufferError"),
            ("integer", "out = x.copy(); out *= 2.0; return out", LOUD, "raised TypeError"),
            (
                "integer",
                "out = np.empty_like(x); out[:] = x * 2; return out / 2 * 2 + 0.5",
                SILENT,
                How.WRONG_VALUE.value,
            ),
            ("list", "return x * 2.0", LOUD, "raised TypeError"),
            ("fresh", "x = x.copy() if 0 else x; x *= 2; return x[:]", SILENT, How.ALIASED.value),
            ("dtype", "return (x * 2).astype(int)", None, None),
            ("dtype", "return x > 0", SILENT, How.DTYPE.value),
            ("shape", "return (x * 2).T", SILENT, How.SHAPE.value),
            ("shape", "return (x * 2).tolist()", SILENT, How.CONTAINER.value),
        ],
    )
    def test_each_kind_finds_its_fault(
        self, zygotes: Zygotes, kind: str, body: str, state: str | None, how: str | None
    ):
        told = outcome(zygotes, f"import numpy as np\ndef f(x):\n    {body}", self.made(kind))
        assert (state or "passed", how) == told

    def test_a_wrong_value_is_not_a_matter_of_shape(self, zygotes: Zygotes):
        assert PASSED == outcome(zygotes, "def f(x):\n    return x + 1.0", self.made("shape", "dtype", "unmutated"))


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
            check("growth", generator="sized", sizes=[200, 400, 800, 1600]), grader=self.grader, entry=self.entry
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
            check("growth", generator="sized", sizes=[200, 400, 800, 1600]), grader=self.grader, entry=self.entry
        )
        assert (SILENT, How.GROWTH.value) == outcome(zygotes, source, made)

    def test_an_endless_loop_runs_into_the_time_limit(self, zygotes: Zygotes):
        assert (LOUD, How.TIME.value) == outcome(zygotes, "def f(x):\n    while True:\n        pass", self.made)


def test_a_function_that_grader_lacks_is_found_before_anything_runs(zygotes: Zygotes):
    with pytest.raises(SpecError, match=r"oracle/one: grader\.py defines no function rowz"):
        grade(zygotes, RIGHT, package(check("oracle", generator="rowz"), entry=ENTRY))
