"""The smaller parts: limits around trusted code, values by role, and safe rendering."""

import json
import signal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sandbox.judge import guard, render, values
from sandbox.judge.signature import complaint
from sandbox.judge.spec import Entry, Role


def spin() -> None:
    while True:
        pass


class TestGuard:
    def test_a_loop_is_stopped_and_an_outer_timer_survives(self):
        signal.setitimer(signal.ITIMER_PROF, 1000)
        with pytest.raises(guard.OverLimitError, match="out of time"), guard.limited(seconds=0.05):
            spin()
        left = signal.setitimer(signal.ITIMER_PROF, 0)[0]
        assert 0 < left < 1001

    def test_memory_is_bounded_inside_only(self):
        with pytest.raises(guard.OverLimitError, match="out of memory"), guard.limited(extra_mb=64):
            bytearray(256 << 20)
        assert 256 << 20 == len(bytearray(256 << 20))

    def test_other_exceptions_pass_through(self):
        with pytest.raises(KeyError), guard.limited():
            raise KeyError


class TestValues:
    @pytest.mark.parametrize(
        ("role", "raw", "expected"),
        [
            (Role("x", "array", "float"), [[1, 2]], np.array([[1.0, 2.0]])),
            (Role("x", "array", "int"), [1, 2], np.array([1, 2])),
            (Role("x", "array", "str"), ["a", "bc"], np.array(["a", "bc"])),
            (Role("x", "array", "bool"), [True], np.array([True])),
            (Role("x", "array", "float"), [], np.zeros(0)),
            (Role("x", "float"), 3, 3.0),
            (Role("x", "any"), {"a": [1]}, {"a": [1]}),
            (
                Role("x", "list", items=(Role("", "array", "float"),)),
                [[1], [2, 3]],
                [np.array([1.0]), np.array([2.0, 3.0])],
            ),
            (
                Role("x", "tuple", items=(Role("", "array", "int"), Role("", "float"))),
                [[1], 2],
                (np.array([1]), 2.0),
            ),
        ],
    )
    def test_roles_build_what_they_say(self, role: Role, raw: Any, expected: Any):
        built = values.build(role, raw)
        assert type(expected) is type(built)
        np.testing.assert_equal(built, expected)
        if isinstance(expected, np.ndarray):
            assert expected.dtype.kind == built.dtype.kind

    @pytest.mark.parametrize(
        ("role", "raw"),
        [
            (Role("x", "array", "float"), "text"),
            (Role("x", "array", "float"), [[1], [1, 2]]),
            (Role("x", "array"), [None]),
            (Role("x", "int"), 1.0),
            (Role("x", "int"), True),
            (Role("x", "float"), True),
            (Role("x", "str"), 1),
            (Role("x", "list"), {}),
            (Role("x", "tuple", items=(Role("", "int"),)), [1, 2]),
        ],
    )
    def test_what_does_not_fit_is_a_value_error(self, role: Role, raw: Any):
        with pytest.raises(ValueError, match=r"."):
            values.build(role, raw)

    def test_size_counts_at_any_depth(self):
        assert 1 + 6 + 1 + 1 + 1 + 3 == values.size([np.zeros((2, 3)), {"k": "abc"}, 1])

    def test_a_copy_is_independent_at_any_depth(self):
        original = ([np.zeros(2)], {"a": np.zeros(1)})
        copied = values.fresh(original)
        copied[0][0][0] = 1
        assert 0 == original[0][0][0]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | hnp.arrays(float, 3),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner) | st.tuples(inner, inner),
)


class TestRender:
    @given(ANY)
    def test_anything_becomes_strict_json(self, value: Any):
        json.dumps(render.json_safe(value), allow_nan=False).encode("utf-8")

    @given(ANY, st.integers(10, 200))
    def test_text_stays_within_its_limit(self, value: Any, limit: int):
        assert limit >= len(render.text(value, limit).encode("utf-8"))

    def test_a_large_nested_value_is_cut_to_size(self):
        nested: Any = 1.5
        for _ in range(6):
            nested = [nested] * 30
        assert 20_000 > len(json.dumps(render.json_safe(nested)))

    def test_surrogates_do_not_survive(self):
        assert "?" == render.text("\ud800").strip("'\"")[:1] or "\\ud800" in render.text("\ud800")
        assert "a?" == render.json_safe("a\ud800")

    def test_numbers_that_json_lacks_become_text(self):
        assert ["nan", "inf", hex(2**70)] != render.json_safe([0.0])
        assert ["nan", "-inf", str(2**70)] == render.json_safe([float("nan"), -np.inf, 2**70])


@pytest.mark.parametrize(
    ("parameters", "count", "fits"),
    [
        (["x"], 1, True),
        (["x", "y"], 1, False),
        (["x", "y=1"], 1, True),
        ([], 1, False),
        (["*rows"], 3, True),
        (["x", "*rows"], 1, True),
        (["x", "y", "*rows"], 1, False),
        (["x", "**options"], 1, True),
        (["x: float = 1.0"], 0, True),
        (None, 5, True),
    ],
)
def test_a_signature_fits_or_is_complained_about(parameters: list[str] | None, count: int, fits: bool):
    entry = Entry("f", tuple(Role(f"a{index}") for index in range(count)), Role(""))
    assert fits == (complaint(entry, {"f": parameters}) is None)
