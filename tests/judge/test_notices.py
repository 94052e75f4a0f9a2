"""Marks for a person to look at: what they see, and that ordinary code has none."""

from pathlib import Path

import pytest

from sandbox.judge import notices
from sandbox.judge.how import How, Outcome
from tests.judge.bench import RIGHT, check, events_of, package
from tests.judge.local import Zygotes

BANK = Path(__file__).parents[2] / "problems"
VISIBLE = [{"name": "one", "args": {"x": [1.5]}, "expected": [1.63299, 2.44949]}]


def kinds(source: str, visible=(), outcomes=()) -> list[tuple[str, int | None]]:
    return [(notice.kind, notice.line) for notice in notices.find(source, visible, outcomes)]


@pytest.mark.parametrize(
    "path", sorted(BANK.glob("*/*/solutions/accepted/*.py")), ids=lambda path: f"{path.parts[-4]}-{path.stem}"
)
def test_authored_solutions_have_no_mark(path: Path):
    assert [] == kinds(path.read_text())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A:\n    def __eq__(self, o): return True\n", ("overrides_comparison", 1)),
        ("class A:\n    __class__ = int\n", ("overrides_comparison", 1)),
        ("import numpy as np\nclass A(np.ndarray): pass\n", ("subclasses_plain_type", 2)),
        ("import numpy as np\nnp.allclose = None\n", ("patches_library", 2)),
        ("import math\nsetattr(math, 'pi', 3)\n", ("patches_library", 2)),
        ("import os\ndef f():\n    os._exit(0)\n", ("ends_process", 3)),
        ("def f():\n    raise SystemExit\n", ("ends_process", 2)),
        ("import sys\nf = sys._getframe()\n", ("walks_frames", 2)),
        ("def f(g):\n    return getattr(g, '__closure__')\n", ("walks_frames", 2)),
        ("open('/etc/passwd')\n", ("touches_channel", 1)),
        ("import ctypes\nctypes.CDLL(None)\n", ("goes_native", 2)),
        ("eval('1')\n", ("runs_text", 1)),
        ("from functools import lru_cache\n@lru_cache(None)\ndef f(): pass\n", ("remembers_calls", 3)),
        ("def f(x, seen=[]): pass\n", ("remembers_calls", 1)),
        ("import time\ntime.perf_counter()\n", ("measures_time", 2)),
        ("import threading\nthreading.Thread()\n", ("starts_work", 2)),
    ],
)
def test_what_a_solution_rarely_does_is_marked_with_its_line(source: str, expected: tuple[str, int]):
    assert expected in kinds(source)


def test_expected_numbers_of_visible_examples_are_recognised_and_small_ones_are_not():
    assert [("knows_examples", 1)] == kinds("A = [1.63299, 2.44949]\n", VISIBLE)
    assert [] == kinds("A = [1.5, 0.5, 2.0]\n", [{"name": "one", "args": {"x": [1.5]}, "expected": [0.5, 2.0]}])


def test_what_processes_did_is_marked_too():
    outcomes = [Outcome("failed_loudly", How.FORBIDDEN), Outcome("failed_loudly", How.KILLED, statement="…channel…")]
    assert {("forbidden_call", None), ("wrong_frame", None)} == set(kinds("x = (", (), outcomes))


@pytest.mark.parametrize(
    "source",
    ["x = " + "(" * 5000, "a" + ".b" * 5000 + "()", "\0", "x = 1\n" * 2000],
    ids=["deep", "dotted", "binary", "long"],
)
def test_code_made_to_break_the_reader_has_no_marks(source: str):
    assert [] == kinds(source)


def test_the_end_of_a_grading_carries_them(zygotes: Zygotes):
    source = RIGHT + "\nimport time\ntime.time()\n"
    end = events_of(zygotes, source, package(check("oracle", generator="rows")))[-1]
    assert [("measures_time", "seen in the code")] == [(each["kind"], each["how"]) for each in end["notices"]]
    assert "accepted" == end["verdict"]
