"""One grading from job to verdict: the order of events, loading, time limits, reruns, seeds and visible runs."""

from typing import Any

import pytest

from sandbox.judge.how import How
from sandbox.judge.params import SpecError
from sandbox.judge.replies import PlatformFault
from tests.judge.bench import ENTRY, GRADER, RIGHT, check, done, events_of, package
from tests.judge.local import Zygotes

CASES = (
    GRADER
    + """
def one(rng):
    return {"one": (np.ones(1),)}
def matrix(rng):
    return {"matrix": (np.ones((2, 2)),)}
"""
)
MADE = package(
    check("oracle", generator="rows", n=2), check("edge", cases="one"), check("loud", cases="matrix"), grader=CASES
)


def kinds(events: list[Any]) -> list[str]:
    return [event["type"] + (":" + event["id"] if "id" in event else "") for event in events]


def test_events_come_in_the_packages_order(zygotes: Zygotes):
    events = events_of(zygotes, RIGHT, MADE)
    between = [
        f"{kind}:{name}" for name in ("oracle/one", "edge/one", "loud/one") for kind in ("check_started", "check_done")
    ]
    assert ["compiled", *between, "finished"] == kinds(events)
    assert {"type": "compiled", "ok": True, "error": None} == events[0]
    assert "accepted" == events[-1]["verdict"]
    assert 4 == events[-1]["timing"]["groups"]


def test_a_check_event_carries_the_authors_constants(zygotes: Zygotes):
    full = {
        **check("oracle", generator="rows"),
        "criterion": "ml_awareness",
        "mistake": "leakage",
        "gate": True,
        "visibility": {"candidate": "after"},
    }
    (event,) = done(events_of(zygotes, RIGHT, package(full)))
    expected = {
        "id": "oracle/one",
        "primitive": "oracle",
        "criterion": "ml_awareness",
        "mistake": "leakage",
        "gate": True,
        "required": True,
        "visibility": {"candidate": "after", "staff": "during"},
        "property": "A constant sentence.",
        "hint": "A constant hint.",
    }
    assert expected == {key: event[key] for key in expected}
    assert "A" == event["staff"]["class"]


def test_a_failed_check_that_is_evidence_only_does_not_reject(zygotes: Zygotes):
    optional = {**check("loud", cases="matrix"), "required": False}
    made = package(check("oracle", generator="rows"), optional, grader=CASES)
    events = events_of(zygotes, "def total(x):\n    return float(x.sum())", made)
    assert ["passed", "failed_silently"] == [event["state"] for event in done(events)]
    assert "accepted" == events[-1]["verdict"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def total(x):\n    return (", {"state": "syntax_error", "kind": "SyntaxError", "line": 2}),
        ("x = 1\nimport absent_module\n", {"state": "runtime_error", "kind": "ModuleNotFoundError", "line": 2}),
        ("import os\nos._exit(3)", {"state": "runtime_error", "kind": None, "line": None}),
        ("while True:\n    pass", {"state": "time_limit", "kind": None, "line": None}),
        ("", {"kind": "entry point", "message": "`total` is not defined. Your code defines no function."}),
        (
            "def totals(x):\n    return 1\ndef helper():\n    pass",
            {"kind": "entry point", "message": "`total` is not defined. Your code defines: `totals`, `helper`."},
        ),
        (
            "def total(x, y):\n    return 1",
            {"kind": "entry point", "message": "`total` takes (x, y); here it is called with 1: (x)."},
        ),
        (
            "def total():\n    return 1",
            {"kind": "entry point", "message": "`total` takes (no arguments); here it is called with 1: (x)."},
        ),
    ],
)
def test_code_that_cannot_be_called_is_rejected_with_its_reason(
    zygotes: Zygotes, source: str, expected: dict[str, Any]
):
    events = events_of(zygotes, source, MADE, cpu_seconds=1)
    assert events[0]["ok"] is False
    error = events[0]["error"]
    assert expected == {key: error[key] for key in expected}
    assert error["message"]
    assert {("not_reached", How.NOT_LOADED.value)} == {(event["state"], event["how"]) for event in done(events)}
    assert 3 == len(done(events))
    assert "rejected" == events[-1]["verdict"]


@pytest.mark.parametrize("parameters", ["x, scale=1", "*rows", "x, **options", "x: 'np.ndarray', *more"])
def test_signatures_that_take_the_arguments_are_fine(zygotes: Zygotes, parameters: str):
    assert events_of(zygotes, f"def total({parameters}):\n    return 0.0", MADE)[0]["ok"] is True


def test_after_three_time_limits_the_rest_is_not_reached(zygotes: Zygotes):
    made = package(*(check("edge", f"edge/{index}", cases="one") for index in range(5)), grader=CASES)
    events = events_of(zygotes, "def total(x):\n    while True:\n        pass", made, cpu_seconds=1)
    assert ["failed_loudly"] * 3 + ["not_reached"] * 2 == [event["state"] for event in done(events)]
    assert [How.TIME.value] * 3 + [How.TIMED_OUT_BEFORE.value] * 2 == [event["how"] for event in done(events)]
    assert "check_started:edge/3" not in kinds(events)


def test_a_grading_can_stop_at_the_first_required_check_that_fails(zygotes: Zygotes):
    source = "import numpy as np\ndef total(x):\n    return 1.0\n"
    events = events_of(zygotes, source, MADE, stop_at_first=True)
    assert ["oracle/one"] == [event["id"] for event in done(events)]
    assert "rejected" == events[-1]["verdict"]
    evidence = {**check("oracle", "oracle/asked", generator="rows"), "required": False}
    made = package(evidence, *MADE["spec"]["checks"][1:], grader=CASES)
    events = events_of(zygotes, source, made, stop_at_first=True)
    assert ["oracle/asked", "edge/one", "loud/one"] == [event["id"] for event in done(events)]
    assert "accepted" == events_of(zygotes, RIGHT, MADE, stop_at_first=True)[-1]["verdict"]


def test_a_hash_seed_of_the_job_is_that_of_its_processes(zygotes: Zygotes):
    source = "def total(x):\n    return float(hash('a'))\n"
    got = {
        seed: done(events_of(zygotes, source, MADE, hash_seed=seed))[1]["staff"]["counterexample"]["got"]
        for seed in (0, 0, 5)
    }
    again = done(events_of(zygotes, source, MADE))[1]["staff"]["counterexample"]["got"]
    assert got[0] == again != got[5]


def test_code_that_loads_only_once_fails_loudly_later(zygotes: Zygotes, tmp_path: Any):
    source = f"""
        import pathlib
        marker = pathlib.Path({str(tmp_path / "seen")!r})
        if marker.exists():
            raise KeyError("second time")
        marker.touch()
        def total(x):
            return 0.0
        """
    events = events_of(zygotes, source, package(check("oracle", generator="rows")))
    (event,) = done(events)
    assert ("failed_loudly", "raised KeyError") == (event["state"], event["how"])


class TestReruns:
    def test_only_the_named_checks_run(self, zygotes: Zygotes):
        events = events_of(zygotes, RIGHT, MADE, mode="check", only=["edge/one"])
        assert ["compiled", "check_started:edge/one", "check_done:edge/one", "finished"] == kinds(events)
        assert "completed" == events[-1]["verdict"]

    def test_a_check_that_is_not_there_is_our_fault(self, zygotes: Zygotes):
        with pytest.raises(SpecError, match="no check edge/two"):
            events_of(zygotes, RIGHT, MADE, mode="check", only=["edge/two"])

    def test_a_rerun_sees_the_same_data_and_another_seed_other_data(self, zygotes: Zygotes):
        wrong = "def total(x):\n    return 0.0"
        first, again, other = (
            done(events_of(zygotes, wrong, MADE, **job))[0]["staff"]
            for job in ({}, {"mode": "check", "only": ["oracle/one"]}, {"seed": "00" * 16})
        )
        assert first == again
        assert first["seed"] != other["seed"]
        assert first["counterexample"] != other["counterexample"]

    def test_two_checks_of_one_generator_see_different_data(self, zygotes: Zygotes):
        made = package(check("oracle", "oracle/a", generator="rows"), check("oracle", "oracle/b", generator="rows"))
        left, right = done(events_of(zygotes, "def total(x):\n    return 0.0", made))
        assert left["staff"]["counterexample"] != right["staff"]["counterexample"]


class TestVisibleRun:
    visible = (
        {"name": "three", "args": {"x": [1, 2, 3]}, "expected": 6.0, "note": "a sum"},
        {"name": "matrix", "args": {"x": [[1.0]]}, "expected": {"raises": "ValueError"}, "note": "one axis"},
        {"name": "missing", "args": {"x": [float("nan")]}, "expected": float("nan"), "note": "spreads"},
    )
    made = package(check("oracle", generator="rows"), visible=list(visible))

    def run(self, zygotes: Zygotes, source: str, checks_source: str = "") -> list[Any]:
        return events_of(zygotes, source, self.made, mode="run", checks_source=checks_source)

    def examples(self, events: list[Any]) -> dict[str, Any]:
        return {event["name"]: event for event in events if event["type"] == "example_done"}

    def test_examples_are_shown_in_full_and_no_check_runs(self, zygotes: Zygotes):
        events = self.run(zygotes, "print('hello')\n" + RIGHT.replace("return", "print(x.shape)\n    return"))
        assert ["compiled", "output", *3 * ["example_done"], "finished"] == kinds(events)
        assert {} == events[-1]["policies"]
        three = self.examples(events)["three"]
        assert "ok" == three.pop("usage")["state"]
        expected = {
            "type": "example_done",
            "name": "three",
            "state": "passed",
            "input": "x = [1. 2. 3.]",
            "expected": "6.0",
            "got": "6.0",
            "output": "(3,)\n",
            "truncated": False,
            "error": None,
            "note": None,
        }
        assert expected == three
        assert {"passed"} == {event["state"] for event in self.examples(events).values()}
        assert [{"type": "output", "text": "hello\n", "truncated": False}] == [
            e for e in events if e["type"] == "output"
        ]
        assert "completed" == events[-1]["verdict"]

    def test_a_wrong_value_says_how_it_differs(self, zygotes: Zygotes):
        three = self.examples(self.run(zygotes, "def total(x):\n    return int(x.sum()) + 1"))["three"]
        assert ("failed", "7") == (three["state"], three["got"])
        assert "result: 1 of 1 values differ by up to 1; at [0] it is 7.0 instead of 6.0" == three["note"]

    def test_an_error_shows_its_message_and_line(self, zygotes: Zygotes):
        three = self.examples(self.run(zygotes, "def total(x):\n    raise KeyError('gone')"))["three"]
        assert "error" == three["state"]
        assert {"kind": "KeyError", "line": 2, "message": "'gone'"} == three["error"]

    def test_a_process_that_ends_says_so(self, zygotes: Zygotes):
        three = self.examples(self.run(zygotes, "import os\ndef total(x):\n    print('so far')\n    os._exit(1)"))[
            "three"
        ]
        assert ("error", "runtime_error") == (three["state"], three["error"]["state"])
        assert "Your code ended its own process before it returned." == three["error"]["message"]
        assert "so far\n" == three["output"]

    def test_own_checks_are_reported_one_by_one(self, zygotes: Zygotes):
        checks = """
def test_right():
    print("looking")
    assert total(np.ones(2)) == 2.0
def test_wrong():
    assert total(np.ones(2)) == 3.0, "not three"
def test_broken():
    undefined
"""
        events = self.run(zygotes, RIGHT, checks)
        own = {event["name"]: event for event in events if event["type"] == "own_check_done"}
        assert {"test_right": "passed", "test_wrong": "failed", "test_broken": "error"} == {
            name: event["state"] for name, event in own.items()
        }
        assert "looking\n" == own["test_right"]["output"]
        assert ("not three", 6) == (own["test_wrong"]["message"], own["test_wrong"]["line"])

    def test_long_values_are_cut(self, zygotes: Zygotes):
        source = "def total(x):\n    print('y' * 10000)\n    return 'z' * 10000"
        three = self.examples(self.run(zygotes, source))["three"]
        assert 4096 >= len(three["output"].encode())
        assert 4096 >= len(three["got"].encode())

    def test_an_example_that_does_not_fit_its_roles_is_our_fault(self, zygotes: Zygotes):
        made = package(visible=[{"name": "bad", "args": {"x": "text"}, "expected": 1.0, "note": ""}])
        with pytest.raises(SpecError, match="visible example bad"):
            events_of(zygotes, RIGHT, made, mode="run")


DRAWN = """
import time
def drawn(rng, i):
    return (rng.normal(size=3),)
def undrawn(rng, i):
    return (np.full(3, time.monotonic()),)
"""


def test_a_check_tells_staff_the_digest_of_its_inputs(zygotes: Zygotes):
    checks = [check("oracle", f"oracle/{name}", generator=name, n=2) for name in ("drawn", "undrawn")]
    made = package(*checks, grader=GRADER + DRAWN)
    first, second, other = (
        [event["staff"]["inputs"] for event in done(events_of(zygotes, source, made, seed=seed))]
        for source, seed in ((RIGHT, "11" * 16), ("def total(x):\n    return 0.0", "11" * 16), (RIGHT, "22" * 16))
    )
    assert first[0] == second[0] != other[0]
    assert first[1] != second[1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("    while True: pass", "oracle/one: rows did not end within 5 s of processor time"),
        ("    return (np.ones(1 << 50),)", "oracle/one: rows ran out of memory"),
        ("    return 1 / 0", "oracle/one: rows raised ZeroDivisionError: division by zero"),
        ("    return ([], [])", "oracle/one: rows must make a tuple of 1 argument(s)"),
        ("    return (np.array(['a']),)", "oracle/one: reference raised "),
    ],
)
def test_a_generator_or_reference_at_fault_is_named_with_its_check(zygotes: Zygotes, body: str, message: str):
    grader = GRADER.partition("def rows")[0].replace("dtype=float", "") + f"def rows(rng, i):\n{body}\n"
    with pytest.raises(PlatformFault) as fault:
        events_of(zygotes, RIGHT, package(check("oracle", generator="rows"), grader=grader))
    assert str(fault.value).startswith(message)


def test_a_function_that_grader_lacks_is_found_before_anything_runs(zygotes: Zygotes):
    with pytest.raises(SpecError, match=r"oracle/one: grader\.py defines no function rowz"):
        events_of(zygotes, RIGHT, package(check("oracle", generator="rowz"), entry=ENTRY))


def test_a_grader_that_does_not_load_is_our_fault(zygotes: Zygotes):
    with pytest.raises(PlatformFault, match=r"grader\.py does not load: SyntaxError"):
        events_of(zygotes, RIGHT, package(grader="def ("))


def test_a_defect_of_the_judge_is_our_fault(zygotes: Zygotes):
    grader = GRADER + "\ndef reference(x):\n    return object()"
    with pytest.raises(PlatformFault, match="not plain data"):
        events_of(zygotes, RIGHT, package(check("oracle", generator="rows"), grader=grader, entry=ENTRY))
