"""What a candidate may read of a grading is made of constants, whatever the code did with the hidden data."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.judge import session
from sandbox.judge.how import SAFE_KINDS, Broken, How, Outcome, sentence
from sandbox.judge.params import parse as parse_params
from sandbox.judge.primitives import PARAMS
from sandbox.judge.spec import Check
from tests.judge.bench import ENTRY, check, done, events_of, package
from tests.judge.local import Zygotes

SENTENCES = {how.value for how in How if "{kind}" not in how.value} | {
    how.value.replace("{kind}", kind) for how in How for kind in (*SAFE_KINDS, "a custom exception")
}
SECRET = 4217.0625
GRADER = f"""
import numpy as np
def reference(x):
    return float(x.sum())
def rows(rng, i):
    return (np.full(3, {SECRET}),)
def cases(rng):
    return {{"hidden_case_name": (np.full(3, {SECRET}),)}}
def swapped(rng, args):
    return args
def relation(args, out, args2, out2):
    return f"out is {{out}} for {{args}}"
"""
THIEVES = [
    "raise type(f'Stolen{x[0]}', (Exception,), {})(str(x))",
    "raise type('ValueError', (Exception,), {})(str(x))",
    "raise ValueError(str(x))",
    "return str(x)",
    "return {str(x[0]): 1}",
    "return x",
    "return [0.0] * int(x[0])",
    "import sys; sys.exit(str(x))",
    "print(x); return -1.0",
    "exec(compile('\\n' * int(x[0]) + 'raise KeyError', 'solution.py', 'exec'))",
]


def readable(event: dict[str, Any]) -> dict[str, Any]:
    """What is left for a candidate."""
    return {key: value for key, value in event.items() if key not in ("staff", "ms")}


@pytest.mark.parametrize("thief", THIEVES)
def test_a_thief_gets_constants_only(zygotes: Zygotes, thief: str):
    made = package(
        check("oracle", generator="rows", n=1),
        check("edge", cases="cases"),
        check("metamorphic", generator="rows", transform="swapped", relation="relation", n=1),
        check("hygiene", generator="rows", kinds=["list", "shape"], n=1),
        grader=GRADER,
        entry=ENTRY,
    )
    events = events_of(zygotes, f"def total(x):\n    {thief}", made)
    for event in done(events):
        assert event["how"] in SENTENCES or event["state"] == "passed"
        assert event["line"] in (None, 1, 2, 3)
        assert (event["error"] or {}).get("kind") in {None, "custom exception", *SAFE_KINDS}
        text = json.dumps(readable(event))
        assert "4217" not in text
        assert "Stolen" not in text
        assert "hidden_case_name" not in text


@given(how=st.sampled_from(How), kind=st.none() | st.text() | st.sampled_from(sorted(SAFE_KINDS)))
def test_a_sentence_is_one_of_finitely_many(how: How, kind: str | None):
    assert sentence(how, kind) in SENTENCES


ANYTHING = st.none() | st.text() | st.floats() | st.integers() | st.binary() | st.lists(st.floats(), max_size=3)


@given(
    how=st.sampled_from(How),
    kind=st.none() | st.text(),
    line=st.none() | st.integers(),
    statement=st.text(),
    shown=ANYTHING | ANYTHING.map(np.array),
    state=st.sampled_from(["failed_loudly", "failed_silently", "not_reached"]),
)
def test_whatever_a_primitive_reports_only_constants_are_outside_staff(
    *, how: How, kind: str | None, line: int | None, statement: str, shown: Any, state: Any
):
    params = parse_params(PARAMS["oracle"], {"generator": "rows"}, "oracle/one")
    constants = Check(
        "oracle/one", "oracle", "correctness", None, "p", "h", {"candidate": "during"}, True, False, params
    )
    outcome = Outcome(state, how, kind=kind, line=line, statement=statement, counterexample=shown)
    event = session._check_done(constants, outcome, {"seed": "seed"}, lines=frozenset({3, 7}))
    json.dumps(event, allow_nan=False).encode()
    assert event["how"] in SENTENCES
    assert event["line"] in (None, 3, 7)
    assert event["error"] is None or event["error"]["kind"] in {"custom exception", *SAFE_KINDS}
    fixed = {"id", "type", "primitive", "criterion", "mistake", "gate", "required", "visibility", "property", "hint"}
    assert fixed | {"state", "how", "line", "error", "staff"} == set(event)


def test_a_broken_primitive_carries_its_outcome():
    outcome = Outcome("failed_silently", How.WRONG_VALUE, statement="3 of 4")
    assert outcome is Broken(outcome).outcome


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1\n\n\ny = (\n    2\n)\n", {1, 4, 5}),
        ("def f(x):\n    # only a comment\n    return x\n", {1, 3}),
        ("x = 1\n" * 2000, set()),
        ("def f(:\n", set()),
        ("\0", set()),
    ],
    ids=["padding", "comment", "endless", "broken", "binary"],
)
def test_only_lines_on_which_something_stands_are_told(source, lines):
    assert lines == session._tellable_lines(source)
