"""Objects, callables and streams that stay with the judge: what the code gets of them."""

from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from sandbox.judge.replies import PlatformFault
from tests.judge.bench import LOUD, PASSED, SILENT, check, events_of, grade, outcome, package
from tests.judge.local import Zygotes
from tests.judge.ownedkit import GRADER, MODEL, RIGHT, X, entry, told


class TestObjects:
    def test_listed_methods_work_on_data_and_return_data_or_the_object_itself(self, zygotes: Zygotes):
        assert PASSED == told(zygotes, RIGHT, MODEL, GRADER)
        same = RIGHT.replace("return", "assert model.fit(x) is model\n    return")
        assert PASSED == told(zygotes, same, MODEL, GRADER)

    @pytest.mark.parametrize(
        ("body", "state"),
        [
            ("model.forget()", (LOUD, "raised AttributeError")),
            ("model.mean", (LOUD, "raised AttributeError")),
            ("model.secret", (LOUD, "raised AttributeError")),
            ("model.fit(x[:0])", (LOUD, "raised ValueError")),
            ("model.fit(x, weight=object())", (LOUD, "raised a custom exception")),
            ("model.fit(x, model)", (LOUD, "raised a custom exception")),
            ("model.fit(x, spread=2)", (LOUD, "raised TypeError")),
            ("return model", (SILENT, How.NOT_PLAIN.value)),
            ("model.fit(np.zeros(1_000_001, dtype='i1'))", (LOUD, "raised ValueError")),
            ("model.fit(x); model.predict(10**9)", (LOUD, "raised TimeoutError")),
        ],
    )
    def test_anything_else_is_an_error_in_the_code(self, zygotes: Zygotes, body: str, state: tuple[str, str]):
        assert state == told(
            zygotes, f"import numpy as np\ndef f(model, x):\n    {body}\n    return 0.0", MODEL, GRADER
        )

    def test_what_the_code_does_to_data_it_got_changes_nothing_here(self, zygotes: Zygotes):
        grader = GRADER.replace("np.full(n, self.mean)", "self.mean_array").replace(
            "return self\n", "self.mean_array = np.full(2, self.mean)\n        return self\n"
        )
        source = "def f(model, x):\n    model.fit(x[1:], weight=2.0).predict(2)[:] = 0\n    return float(model.predict(2)[0])"
        assert PASSED == told(zygotes, source, MODEL, grader)

    def test_many_calls_are_fine_and_too_many_are_an_error(self, zygotes: Zygotes):
        many = "def f(model, x):\n    for i in range({}):\n        out = model.fit(x[1:], weight=2.0)\n    return float(out.predict(1)[0])"
        assert PASSED == told(zygotes, many.format(500), MODEL, GRADER)
        assert (LOUD, "raised RuntimeError") == told(zygotes, many.format(2100), MODEL, GRADER)

    def test_an_object_of_an_earlier_call_is_dead(self, zygotes: Zygotes):
        keeps = "kept = []\ndef f(model, x):\n    kept.append(model)\n    return float(kept[0].fit(x[1:], weight=2.0).predict(2)[0])"
        assert (LOUD, "raised RuntimeError") == told(zygotes, keeps, MODEL, GRADER)

    def test_threads_take_turns(self, zygotes: Zygotes):
        threads = """
            from concurrent.futures import ThreadPoolExecutor
            def f(model, x):
                model.fit(x[1:], weight=2.0)
                with ThreadPoolExecutor(4) as pool:
                    outs = list(pool.map(model.predict, range(1, 60)))
                assert [len(out) for out in outs] == list(range(1, 60))
                return float(outs[0][0])
            """
        assert PASSED == told(zygotes, threads, MODEL, GRADER)

    def test_an_object_without_a_listed_method_is_our_fault(self, zygotes: Zygotes):
        with pytest.raises(SpecError, match="model is Mean, which has no score"):
            told(zygotes, RIGHT, {**MODEL, "methods": ["fit", "score"]}, GRADER)

    def test_a_witness_cannot_hold_one(self, zygotes: Zygotes):
        source = "def f(model, x):\n    return 0.0\ndef witness():\n    return {}, [1.0]\n"
        made = package(
            check("kill", mode="witness"),
            grader="import numpy as np\n" + GRADER,
            entry=entry(MODEL, X),
            files={"given.py": "def f(model, x):\n    return 0.0"},
        )
        assert (SILENT, How.WITNESS_UNUSABLE.value) == outcome(zygotes, source, made)


class TestFactories:
    arg: ClassVar[dict[str, Any]] = {
        "name": "make",
        "kind": "callable",
        "returns": {"kind": "object", "methods": ["fit", "predict"]},
    }
    grader = (
        GRADER.replace("model.fit", "make().fit")
        .replace("reference(model", "reference(make")
        .replace("Mean(),", "Mean,")
    )
    right = "def f(make, x):\n    return float(make().fit(x[1:], weight=2.0).predict(2)[0])"

    def test_each_call_makes_an_object_of_its_own(self, zygotes: Zygotes):
        two = "def f(make, x):\n    a, b = make(), make()\n    a.fit(x[1:], weight=2.0)\n    b.fit(x)\n    return float(a.predict(1)[0])"
        assert PASSED == told(zygotes, self.right, self.arg, self.grader)
        assert PASSED == told(zygotes, two, self.arg, self.grader)

    def test_a_factory_of_something_else_is_our_fault(self, zygotes: Zygotes):
        grader = "def reference(make, x):\n    return 0.0\ndef made(rng, i):\n    return dict, np.ones(1)"
        with pytest.raises(PlatformFault, match="make#0 is dict, which has no fit"):
            told(zygotes, self.right, self.arg, grader)

    def test_a_visible_example_names_what_the_grader_has(self, zygotes: Zygotes):
        visible = [{"name": "two", "args": {"make": "Mean", "x": [1, 2, 3]}, "expected": 5.0}]
        made = package(grader="import numpy as np\n" + self.grader, entry=entry(self.arg, X), visible=visible)
        (shown,) = (e for e in events_of(zygotes, self.right, made, mode="run") if e["type"] == "example_done")
        assert ("passed", "make = Mean\nx = [1. 2. 3.]") == (shown["state"], shown["input"])

    def test_an_object_of_a_visible_example_is_made(self, zygotes: Zygotes):
        visible = [{"name": "two", "args": {"model": "Mean", "x": [1, 2, 3]}, "expected": 5.0}]
        made = package(grader="import numpy as np\n" + GRADER, entry=entry(MODEL, X), visible=visible)
        (shown,) = (e for e in events_of(zygotes, RIGHT, made, mode="run") if e["type"] == "example_done")
        assert ("passed", "model = Mean()\nx = [1. 2. 3.]") == (shown["state"], shown["input"])

    @pytest.mark.parametrize("name", ["Median", 3, ["Mean"]])
    def test_an_example_that_names_nothing_is_our_fault(self, zygotes: Zygotes, name: Any):
        visible = [{"name": "two", "args": {"make": name, "x": [1]}, "expected": 5.0}]
        made = package(grader="import numpy as np\n" + self.grader, entry=entry(self.arg, X), visible=visible)
        with pytest.raises(SpecError):
            events_of(zygotes, self.right, made, mode="run")


class TestStreams:
    arg: ClassVar[dict[str, Any]] = {"name": "stream", "kind": "stream"}
    grader = """
        def reference(stream, x):
            return float(sum(stream))
        def made(rng, i):
            return {}, np.zeros(1)
        """

    @pytest.mark.parametrize(
        "given", ["list(range(1000))", "range(1000)", "[1.5, 2]", "[]", "(lambda: (n for n in range(300)))"]
    )
    def test_a_stream_is_passed_over_once(self, zygotes: Zygotes, given: str):
        once = "def f(stream, x):\n    assert iter(stream) is stream\n    total = float(sum(stream))\n    return total + sum(stream)"
        assert PASSED == told(zygotes, once, self.arg, self.grader.replace("{}", given))

    def test_items_come_as_they_are_taken_many_in_a_frame(self, zygotes: Zygotes):
        """The generator raises where nobody who stops in time ever gets."""
        grader = """
            def numbers():
                yield from range(256)
                raise KeyError
            def reference(stream, x):
                return float(next(stream) + next(stream))
            def made(rng, i):
                return numbers, np.zeros(1)
            """
        assert PASSED == told(
            zygotes, "def f(stream, x):\n    return float(next(stream) + next(stream))", self.arg, grader
        )
        with pytest.raises(PlatformFault, match="the stream stream raised KeyError"):
            told(zygotes, "def f(stream, x):\n    return float(sum(stream))", self.arg, grader)

    @pytest.mark.parametrize("body", ["len(stream)", "stream[0]", "stream.gi_frame.f_locals['self']._send({})"])
    def test_it_is_nothing_but_an_iterator(self, zygotes: Zygotes, body: str):
        source = f"def f(stream, x):\n    {body}\n    return 0.0"
        assert LOUD == told(zygotes, source, self.arg, self.grader.replace("{}", "[1, 2]"))[0]

    def test_what_cannot_be_iterated_anew_is_our_fault(self, zygotes: Zygotes):
        for given in ("iter([1])", "3"):
            with pytest.raises(PlatformFault, match="stream: a stream is a list, a range or a generator function"):
                told(zygotes, "def f(stream, x):\n    return 0.0", self.arg, self.grader.replace("{}", given))


class TestClasses:
    entry: ClassVar[dict[str, Any]] = {
        "name": "Folds",
        "kind": "class",
        "args": [{"name": "make", "kind": "callable", "returns": MODEL}],
        "methods": [
            {"name": "add", "args": [X]},
            {"name": "read", "args": [{"name": "rows", "kind": "stream"}], "returns": {"kind": "float"}},
            {"name": "compute", "args": [], "returns": {"kind": "float"}},
        ],
    }
    source = """
class {}:
    def __init__(self, make):
        self.model = make()
    def add(self, x):
        self.model.fit(x)
    def read(self, rows):
        return float(sum(rows))
    def compute(self):
        return float(self.model.predict(1)[0])
"""
    grader = (
        "import numpy as np\n"
        + GRADER
        + source.format("reference")
        + """
def scripts(rng, i):
    return (Mean,), [("add", rng.normal(size=3)), ("other:add", np.ones(2)), ("read", range(3)), ("compute",)]
def once(args, out, log):
    labels = [record.object for record in log]
    return None if labels == ["make", "make#0", "make", "make#1", "make#0"] else str(labels)
"""
    )

    def test_objects_live_as_long_as_the_script(self, zygotes: Zygotes):
        made = package(check("oracle", generator="scripts"), grader=self.grader, entry=self.entry)
        assert PASSED == outcome(zygotes, self.source.format("Folds"), made)

    def test_each_instance_has_its_own(self, zygotes: Zygotes):
        made = package(check("spy", generator="scripts", rule="once"), grader=self.grader, entry=self.entry)
        assert PASSED == outcome(zygotes, self.source.format("Folds"), made)
        shared = self.source.format("Folds").replace(
            "self.model = make()", "self.model = Folds.first = getattr(Folds, 'first', None) or make()"
        )
        assert (SILENT, How.SPIED.value) == outcome(zygotes, shared, made)

    def test_hygiene_looks_at_the_data_only(self, zygotes: Zygotes):
        kinds = ["unmutated", "readonly", "strided", "list", "fresh", "shape"]
        made = package(check("hygiene", generator="scripts", kinds=kinds), grader=self.grader, entry=self.entry)
        assert PASSED == outcome(zygotes, self.source.format("Folds"), made)
        changes = self.source.format("Folds").replace("self.model.fit(x)", "self.model.fit(x); x[:] = 0")
        assert (SILENT, How.MUTATED.value) == outcome(zygotes, changes, made)


def test_what_was_changed_in_lists_and_records_is_written_back(zygotes: Zygotes):
    grader = """
    class Model:
        def fit(self, rows, names):
            rows.append(3.0)
            names.clear()
            return 0.0
    def reference(model, x):
        return 4.0
    def made(rng, i):
        return Model(), np.zeros(1)
    """
    arg = {"name": "model", "kind": "object", "methods": ["fit"]}
    source = "def f(model, x):\n    rows, names = [0.0, 1.0], {'a': 1}\n    model.fit(rows, names)\n    return float(sum(rows) + len(names))"
    assert PASSED == told(zygotes, source, arg, grader)
    kept = "def f(model, x):\n    inner = [1.0]\n    outer = [inner, 2.0]\n    class M: pass\n    model.fit([0.0], {})\n    return 4.0 if outer[0] is inner else 0.0"
    assert PASSED == told(zygotes, kept, arg, grader)


def test_an_argument_changed_beside_an_object_is_told_with_the_objects_name(zygotes: Zygotes):
    made = package(
        check("hygiene", generator="made", kinds=["unmutated"], n=1),
        grader="import numpy as np\n" + GRADER,
        entry=entry({"name": "model", "kind": "callable", "returns": MODEL}, X),
    )
    made["files"]["grader.py"] = (
        made["files"]["grader.py"].replace("return Mean(), rng", "return Mean, rng").replace("model.fit", "model().fit")
    )
    event = grade(zygotes, "def f(model, x):\n    x[0] = 9.0\n    return 1.0", made)
    assert (SILENT, How.MUTATED.value) == (event["state"], event["how"])
    assert event["staff"]["texts"]["after"].startswith("model = Mean\nx = [ 9. ")
