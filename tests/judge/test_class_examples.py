"""Class entry points in visible runs."""

from typing import Any

import pytest

from sandbox.judge.params import SpecError
from tests.judge.bench import events_of
from tests.judge.classes import RIGHT, made
from tests.judge.local import Zygotes


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
