from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sandbox.judge.comparator import compare, structure
from sandbox.judge.how import How

FINITE = st.floats(-1e100, 1e100)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)
ARRAYS = hnp.arrays(
    dtype=st.sampled_from([np.dtype(name) for name in ("f8", "f4", "i8", "u1", "?", "U3")]),
    shape=hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=4),
)


def how(expected: Any, got: Any, **tolerance: float) -> How | None:
    found = compare(expected, got, **tolerance)
    return found.how if found else None


@given(PLAIN | ARRAYS)
def test_every_value_equals_itself(value: Any):
    assert compare(value, value, 0.0, 0.0) is None


@given(PLAIN, PLAIN)
def test_equal_without_tolerance_means_equal_in_type_and_text(left: Any, right: Any):
    if compare(left, right, 0.0, 0.0) is None and structure(right, left) is None:
        assert _numbers_as_floats(left) == _numbers_as_floats(right)


def _numbers_as_floats(value: Any) -> str:
    return repr(value).replace("-0.0", "0.0")


@given(ARRAYS)
def test_a_shape_that_would_broadcast_is_another_shape(array: Any):
    assert how(array, array[None]) == How.SHAPE
    assert how(array[None], array) == How.SHAPE


@given(hnp.arrays(np.float64, hnp.array_shapes(max_side=4), elements=FINITE), st.data())
def test_one_changed_element_is_found_and_counted(array: Any, data: Any):
    index = tuple(data.draw(st.integers(0, side - 1)) for side in array.shape)
    other = array.copy()
    other[index] += 1 + abs(other[index])
    found = compare(array, other, 1e-9, 1e-12)
    assert found is not None
    assert How.WRONG_VALUE == found.how
    assert f"1 of {array.size} values differ" in found.statement
    assert str(list(index)) in found.statement


@given(FINITE, st.floats(0, 1e-3), st.floats(0, 1e-3))
def test_the_tolerance_is_relative_plus_absolute(value: float, rtol: float, atol: float):
    room = atol + rtol * abs(value)
    assert how(value, value + 0.99 * room, rtol=rtol, atol=atol) in (None, *_rounding(value, room))
    assert how(value, value + 1.01 * room + 1e-9 + abs(value) * 1e-9, rtol=rtol, atol=atol) == How.WRONG_VALUE


def _rounding(value: float, room: float) -> tuple[How, ...]:
    """Where the room is below the spacing of floats there, the sum itself rounds beyond it."""
    return (How.WRONG_VALUE,) if room < 1e-12 * abs(value) + 1e-300 else ()


@pytest.mark.parametrize(
    ("expected", "got", "broken"),
    [
        (1.0, 1, None),
        (1, 1.0, How.DTYPE),
        (1, True, How.DTYPE),
        (1.0, True, How.DTYPE),
        (True, 1, How.DTYPE),
        (True, True, None),
        ("a", "b", How.WRONG_VALUE),
        (None, 0, How.CONTAINER),
        (1.0, None, How.CONTAINER),
        (1.0, "1.0", How.CONTAINER),
        (np.float64(2.0), 2.0, None),
        (2.0, np.array(2.0), None),
        (2.0, np.array([2.0]), How.CONTAINER),
        (2, np.array(2.0), How.DTYPE),
        ((1, 2), [1, 2], How.CONTAINER),
        ([1, 2], (1, 2), How.CONTAINER),
        ([1, 2], np.array([1, 2]), How.CONTAINER),
        (np.array([1, 2]), [1, 2], How.CONTAINER),
        ([1, 2], [1], How.LENGTH),
        ({"a": 1}, {"b": 1}, How.KEYS),
        ({1: 1}, {True: 1}, How.KEYS),
        ({"a": 1}, {"a": 2}, How.WRONG_VALUE),
        (np.array([1.0]), np.array([1]), None),
        (np.array([1]), np.array([1.0]), How.DTYPE),
        (np.array([1.0]), np.array([True]), How.DTYPE),
        (np.array([True]), np.array([1]), How.DTYPE),
        (np.array([1], dtype=np.uint8), np.array([1]), None),
        (np.array([2**63], dtype=np.uint64), np.array([2**63 - 1]), How.WRONG_VALUE),
        (np.zeros(3), np.zeros(0), How.SHAPE),
        (np.zeros(0), np.zeros((0, 1)), How.SHAPE),
        (np.zeros(0, dtype=int), np.zeros(0), How.DTYPE),
        (np.array([np.nan]), np.array([np.nan]), None),
        (np.array([np.nan]), np.array([0.0]), How.FINITENESS),
        (np.array([0.0]), np.array([np.nan]), How.FINITENESS),
        (np.array([np.inf]), np.array([-np.inf]), How.FINITENESS),
        (np.array([np.inf]), np.array([1e308]), How.FINITENESS),
        (1e308, -1e308, How.WRONG_VALUE),
        (1.0, 10**400, How.FINITENESS),
        (3e-10, 1e-10, How.WRONG_VALUE),
    ],
)
def test_what_counts_as_equal(expected: Any, got: Any, broken: How | None):
    assert broken == how(expected, got)


class Agreeable(np.ndarray):
    def all(self, *_: Any, **__: Any) -> Any:
        return True


def test_an_array_subclass_is_no_array():
    assert how(np.zeros(3), np.ones(3).view(Agreeable)) == How.CONTAINER


@pytest.mark.parametrize(
    ("expected", "got", "differs"),
    [
        (np.zeros(2), np.zeros(5), None),
        (np.zeros((2, 3)), np.zeros((0, 1)), None),
        ([np.zeros(2), np.zeros(1)], [np.zeros(3)] * 3, None),
        ([], [1, "a"], None),
        ([1], [], None),
        (np.zeros(2), np.zeros((2, 1)), How.SHAPE),
        (np.zeros(2), np.zeros(5) > 0, How.DTYPE),
        ([1], [1, 2, 2.5], How.DTYPE),
        ([1, "a"], [1, "a", 3], How.CONTAINER),
        ((1, 2), (1, 2, 3), How.LENGTH),
        ({"a": 1}, {"a": 1, "b": 2}, How.KEYS),
    ],
)
def test_lengths_can_be_free_while_the_rest_of_the_structure_counts(expected: Any, got: Any, differs: How | None):
    found = structure(expected, got, free_lengths=True)
    assert differs == (found and found.how)


def test_structure_ignores_values_but_not_kinds():
    assert structure((np.zeros(2), 1), (np.ones(2), 5)) is None
    found = structure((np.zeros(2), 1), (np.ones(2), 5.0))
    assert found is not None
    assert How.DTYPE == found.how


def test_an_expected_value_that_is_not_plain_is_our_fault():
    with pytest.raises(TypeError, match="not plain data"):
        compare(object(), 1)
