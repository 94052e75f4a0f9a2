from typing import Any, ClassVar

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from sandbox.judge.replies import PlatformFault
from tests.judge.bench import ENTRY, GRADER, LOUD, PASSED, RIGHT, SILENT, check, grade, outcome, package
from tests.judge.local import Zygotes


class TestFactories:
    entry: ClassVar[dict[str, Any]] = {
        "name": "cross_val",
        "kind": "function",
        "args": [
            {"name": "make_model", "kind": "callable", "returns": {"kind": "object", "methods": ["fit", "predict"]}},
            {"name": "make_scaler", "kind": "callable", "returns": {"kind": "object", "methods": ["fit", "transform"]}},
            {"name": "x", "kind": "array", "dtype": "float"},
            {"name": "folds", "kind": "list"},
        ],
        "returns": {"kind": "float"},
    }
    grader = """
import numpy as np
class Model:
    def fit(self, x):
        self.mean = float(np.mean(x))
    def predict(self, x):
        return np.full(len(x), self.mean)
class Scaler:
    def fit(self, x):
        self.mean = float(np.mean(x))
    def transform(self, x):
        return np.asarray(x) - self.mean
def reference(make_model, make_scaler, x, folds):
    errors = []
    for test in folds:
        train = np.delete(x, test)
        scaler, model = make_scaler(), make_model()
        scaler.fit(train)
        model.fit(scaler.transform(train))
        out = scaler.transform(x[test])
        errors.extend((model.predict(out) - out) ** 2)
    return float(np.mean(errors))
def folds(rng, i):
    return Model, Scaler, rng.normal(size=8 + i), [[0, 1], [2, 3], [4]]
def training_rows_only(args, out, log):
    x, folds = args[2:]
    fits = [record for record in log if record.object.startswith("make_scaler#") and record.method == "fit"]
    if len(fits) != len(folds):
        return f"{len(fits)} scalers were fitted for {len(folds)} folds"
    for test, record in zip(folds, fits):
        leaked = set(np.asarray(record.args[0]).tolist()) & set(x[test].tolist())
        if leaked:
            return f"{record.object}.{record.method} saw {len(leaked)} test rows"
    return None
"""
    right = """
        import numpy as np
        def cross_val(make_model, make_scaler, x, folds):
            errors = []
            for test in folds:
                keep = np.ones(len(x), dtype=bool)
                keep[test] = False
                scaler, model = make_scaler(), make_model()
                scaler.fit(x[keep])
                model.fit(scaler.transform(x[keep]))
                rows = scaler.transform(x[test])
                errors.append((model.predict(rows) - rows) ** 2)
            return float(np.concatenate(errors).mean())
        """
    made = package(check("spy", generator="folds", rule="training_rows_only"), grader=grader, entry=entry)

    def test_right_code_passes_and_its_calls_are_counted(self, zygotes: Zygotes):
        event = grade(zygotes, self.right, self.made)
        assert "passed" == event["state"]
        assert "63 calls reached the objects of 3 inputs, all as the rule asks" == event["staff"]["statement"]

    def test_a_leak_that_never_shows_in_the_value_is_found(self, zygotes: Zygotes):
        """The error is the same whatever the scaler was fitted on."""
        leaks = self.right.replace("scaler.fit(x[keep])", "scaler.fit(x)")
        value = package(check("oracle", generator="folds"), grader=self.grader, entry=self.entry)
        assert PASSED == outcome(zygotes, leaks, value)
        event = grade(zygotes, leaks, self.made)
        assert (SILENT, How.SPIED.value) == (event["state"], event["how"])
        assert "input 0: make_scaler#0.fit saw 2 test rows" == event["staff"]["statement"]
        assert ("make_scaler", "__call__") == tuple(
            event["staff"]["counterexample"]["log"][0][k] for k in ("object", "method")
        )

    def test_one_scaler_for_all_folds_is_found(self, zygotes: Zygotes):
        shared = self.right.replace(
            "errors = []", "errors = []\n            scaler = make_scaler(); scaler.fit(x)"
        ).replace("scaler, model = make_scaler(), make_model()", "model = make_model()")
        event = grade(zygotes, shared.replace("                scaler.fit(x[keep])\n", ""), self.made)
        assert "1 scalers were fitted for 3 folds" in event["staff"]["statement"]

    def test_the_log_holds_what_arrived_not_what_became_of_it(self, zygotes: Zygotes):
        grader = self.grader.replace("self.mean = float(np.mean(x))", "self.mean = float(np.mean(x)); x[:] = 0")
        made = package(check("spy", generator="folds", rule="training_rows_only"), grader=grader, entry=self.entry)
        leaks = self.right.replace("scaler.fit(x[keep])", "scaler.fit(x.copy())")
        assert (SILENT, How.SPIED.value) == outcome(zygotes, leaks, made)

    def test_a_gate_takes_a_wrong_form_for_no_evidence(self, zygotes: Zygotes):
        gate = {**check("spy", generator="folds", rule="training_rows_only"), "gate": True}
        made = package(gate, grader=self.grader, entry=self.entry)
        leaks = self.right.replace("scaler.fit(x[keep])", "scaler.fit(x)")
        assert (SILENT, How.SPIED.value) == outcome(zygotes, leaks, made)
        listed = leaks.replace("float(np.concatenate(errors).mean())", "[float(np.concatenate(errors).mean())]")
        assert ("not_reached", How.UNDECIDED.value) == outcome(zygotes, listed, made)

    def test_code_that_raises_is_loud(self, zygotes: Zygotes):
        assert (LOUD, "raised AttributeError") == outcome(
            zygotes, self.right.replace("scaler.fit", "scaler.learn"), self.made
        )

    def test_a_rule_that_only_the_candidates_log_breaks_is_theirs(self, zygotes: Zygotes):
        grader = self.grader + "\ndef training_rows_only(args, out, log):\n    log[8]\n"
        made = package(check("spy", generator="folds", rule="training_rows_only"), grader=grader, entry=self.entry)
        assert PASSED == outcome(zygotes, self.right, made)
        lazy = "def cross_val(make_model, make_scaler, x, folds):\n    return 0.0"
        assert (SILENT, How.WRONG_VALUE.value) == outcome(zygotes, lazy, made)

    def test_a_rule_that_breaks_on_the_reference_too_is_ours(self, zygotes: Zygotes):
        grader = self.grader + "\ndef training_rows_only(args, out, log):\n    log[1000]\n"
        made = package(check("spy", generator="folds", rule="training_rows_only"), grader=grader, entry=self.entry)
        with pytest.raises(PlatformFault, match="training_rows_only raised IndexError"):
            grade(zygotes, self.right, made)


def test_an_entry_without_objects_cannot_be_watched(zygotes: Zygotes):
    grader = GRADER + "\ndef rule(args, out, log):\n    return None\n"
    with pytest.raises(SpecError, match="no object or callable that could be watched"):
        grade(zygotes, RIGHT, package(check("spy", generator="rows", rule="rule"), grader=grader, entry=ENTRY))
