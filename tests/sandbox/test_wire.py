"""The codec: what goes in comes out as exact base types; nothing else gets through, and nothing crashes it."""

import math
import struct
from collections import Counter, OrderedDict, namedtuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sandbox import wire

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)
arrays = hnp.arrays(
    dtype=hnp.boolean_dtypes()
    | hnp.integer_dtypes()
    | hnp.floating_dtypes(sizes=(32, 64))
    | hnp.unicode_string_dtypes(),
    shape=hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
)


@given(plain)
def test_plain_data_survives_the_round_trip(value):
    assert value == wire.decode(wire.encode(value))


@given(
    st.lists(st.floats(allow_nan=False))
    | st.lists(st.floats(allow_nan=False).map(np.float64))
    | st.lists(st.integers())
    | st.lists(st.integers(-(2**63) - 1, 2**63))
    | st.lists(st.text(st.characters(codec=None)))
    | st.lists(st.booleans()),
    st.sampled_from([list, tuple]),
)
def test_items_of_one_type_survive_the_round_trip(items, container):
    out = wire.decode(wire.encode(container(items)))
    assert container(items) == out
    assert {type(out)} | {type(item) for item in out} <= {container, float, int, str, bool}
    assert [math.copysign(1, item) for item in items if item == 0.0] == [math.copysign(1, i) for i in out if i == 0.0]


def test_a_bool_among_ints_stays_a_bool_and_an_int_among_floats_an_int():
    for items in ([1, 2, True, 4], [1.0, 2.0, 3, 4.0], [1, 2**63, 3, 4], ["a", "b", None, "c"]):
        out = wire.decode(wire.encode(items))
        assert [(type(item), item) for item in items] == [(type(item), item) for item in out]


def test_text_without_width_crosses_as_empty_text():
    out = wire.decode(wire.encode(np.ndarray((2,), "<U0")))
    assert ["", ""] == out.tolist()


@given(arrays)
def test_an_array_keeps_its_dtype_shape_and_bytes(array):
    out = wire.decode(wire.encode(array))
    assert (array.shape, array.dtype.newbyteorder("=")) == (out.shape, out.dtype.newbyteorder("="))
    np.testing.assert_array_equal(array, out)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_plain_data_or_a_wire_error(data):
    try:
        wire.decode(data)
    except wire.WireError:
        return


@given(plain, st.data())
def test_a_damaged_frame_is_plain_data_or_a_wire_error(value, data):
    frame = bytearray(wire.encode(value))
    at = data.draw(st.integers(0, len(frame) - 1))
    frame[at] = data.draw(st.integers(0, 255))
    try:
        wire.decode(bytes(frame[: data.draw(st.integers(0, len(frame)))]))
    except wire.WireError:
        return


class Equal(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Equal(3), 3),
        (np.float32(0.5), 0.5),
        (np.int16(7), 7),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (OrderedDict(a=1), {"a": 1}),
        (Counter("aa"), {"a": 2}),
        (namedtuple("Point", "x y")(1, 2), (1, 2)),  # noqa: PYI024 - the untyped form is what candidates write
        (2**200, 2**200),
        (-(2**63) - 1, -(2**63) - 1),
    ],
)
def test_a_subclass_arrives_as_its_base_type(value, expected):
    out = wire.decode(wire.encode(value))
    assert (expected, type(expected)) == (out, type(out))


def test_not_a_number_stays_one():
    assert math.isnan(wire.decode(wire.encode(math.nan)))


class Sub(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        b"bytes",
        (x for x in ()),
        1j,
        np.array([object()]),
        np.zeros(2, dtype=[("a", "f8")]),
        np.zeros(2).view(Sub),
        np.ma.zeros(2),
        np.array(["2020-01-01"], dtype="M8[D]"),
        2**9000,
    ],
)
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(wire.NotPlainError):
        wire.encode(value)


def test_a_cycle_is_refused():
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(wire.NotPlainError):
        wire.encode(loop)


def test_a_header_cannot_claim_what_it_does_not_carry():
    huge = b"a" + struct.pack("<BBB", 3, 0, 1) + b"<f8" + struct.pack("<Q", 10**9)
    with pytest.raises(wire.WireError):
        wire.decode(huge)
    with pytest.raises(wire.WireError):
        wire.decode(b"l" + struct.pack("<I", 2**32 - 1))


def test_an_impossible_character_is_refused():
    frame = b"a" + struct.pack("<BBB", 3, 0, 1) + b"<U1" + struct.pack("<Q", 1) + b"\xff\xff\xff\xff"
    with pytest.raises(wire.WireError):
        wire.decode(frame)


def test_a_boolean_array_holds_only_booleans():
    frame = b"a" + struct.pack("<BBB", 3, 0, 1) + b"|b1" + struct.pack("<Q", 2) + b"\x07\x00"
    assert wire.decode(frame).view(np.uint8).tolist() == [1, 0]


@pytest.mark.parametrize("dtype", ["|O8", "|V8", "<M8", "<c16", "<f0", "abc"])
def test_other_dtypes_are_refused(dtype):
    frame = b"a" + struct.pack("<BBB", len(dtype), 0, 1) + dtype.encode() + struct.pack("<Q", 0)
    with pytest.raises(wire.WireError):
        wire.decode(frame)


def test_forms_arrive_as_marked():
    array = np.arange(12.0).reshape(3, 4)
    out = wire.decode(wire.encode([wire.Form(array, readonly=True), wire.Form(array, strided=True), array]))
    assert [item.flags.writeable for item in out] == [False, True, True]
    assert [item.flags.c_contiguous for item in out] == [True, False, True]
    for item in out:
        np.testing.assert_array_equal(array, item)


@given(arrays.filter(lambda array: array.size > 1))
def test_a_strided_array_can_neither_be_flattened_nor_its_rows_taken_without_a_copy(array):
    out = wire.decode(wire.encode(wire.Form(array, strided=True)))
    np.testing.assert_array_equal(array, out)
    assert not out.flags.c_contiguous
    assert not out.flags.f_contiguous
    if sum(extent > 1 for extent in out.shape) > 1:
        assert not np.shares_memory(out, out.reshape(-1))
