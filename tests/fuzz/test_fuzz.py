"""Bytes from a hostile peer end in typed errors, and cost no more than a fixed multiple of their own length.

`make fuzz` runs the same targets for as long as one likes, guided by coverage; inputs that once did harm are in
`corpus/` and are tried here each time.
"""

import contextlib
import json
import struct
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sandbox import events, wire
from tests.fuzz.seeds import RECORDS, SEEDS
from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
MANIFOLD, CONSTANT = 40, 1 << 18
ITEMS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ARRAYS = st.sampled_from([np.arange(3), np.zeros((0, 2)), np.array(["a", "b"]), np.array(1.5), np.array([[True]])])
PLAIN = st.recursive(
    ITEMS | ARRAYS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(ITEMS, inner),
    max_leaves=12,
)


@st.composite
def damaged(draw, seeds: list[bytes]) -> bytes:
    """A valid frame with a few bytes changed, numbers made extreme, parts cut out, doubled or swapped in."""
    frame = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(frame)))
        end = min(len(frame), at + draw(st.sampled_from([0, 1, 4, 8])))
        other = draw(st.sampled_from(seeds))
        start = draw(st.integers(0, len(other)))
        part = draw(
            st.binary(max_size=8)
            | st.sampled_from([0, 1, 255, 2**31, 2**32 - 1]).map(lambda number: struct.pack("<I", number))
            | st.sampled_from([0, 2**32, 2**62, 2**64 - 1]).map(lambda number: struct.pack("<Q", number))
            | st.just(other[start : start + 64])
        )
        frame[at:end] = part
    return bytes(frame)


@pytest.mark.parametrize("name", TARGETS)
@given(st.data())
def test_a_damaged_frame_ends_in_a_typed_error(name, data):
    TARGETS[name](data.draw(damaged(SEEDS[name])))


@pytest.mark.parametrize("name", TARGETS)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_end_in_a_typed_error(name, data):
    TARGETS[name](data)


@given(PLAIN)
def test_any_value_in_any_field_of_a_reply_is_answered(value):
    TARGETS["fields"](wire.encode(value))


@given(
    st.sampled_from(RECORDS),
    st.sampled_from(["type", "id", "ms", "staff", "ok", "error", "timing", "verdict"]),
    PLAIN,
)
def test_a_record_with_any_value_is_an_event_or_a_validation_error(record, name, value):
    with contextlib.suppress(ValidationError):
        events.parse({**json.loads(record), name: value}).model_dump_json()


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_what_once_did_harm_does_none(path):
    TARGETS[path.name.split("-")[0]](path.read_bytes())


def _array(dtype: str, shape: tuple[int, ...], body: bytes = b"", flags: int = 0) -> bytes:
    head = b"a" + struct.pack("<BBB", len(dtype), flags, len(shape)) + dtype.encode()
    return head + struct.pack(f"<{len(shape)}Q", *shape) + body


def _many(tag: bytes, item: bytes, size: int = 1 << 18) -> bytes:
    count = size // len(item)
    return tag + struct.pack("<I", count // (2 if tag == b"d" else 1)) + item * count


EMPTY, ONE = struct.pack("<I", 0), struct.pack("<I", 1)
BOMBS: dict[str, bytes] = {
    "nothing, many times": _many(b"l", b"N"),
    "empty lists": _many(b"l", b"l" + EMPTY),
    "empty tuples": _many(b"t", b"t" + EMPTY),
    "empty dicts": _many(b"l", b"d" + EMPTY),
    "dicts of one": _many(b"l", b"d" + ONE + b"TN"),
    "lists in lists": _many(b"l", (b"l" + ONE) * 30 + b"N"),
    "short texts": _many(b"l", b"s" + struct.pack("<I", 2) + "é".encode()),
    "a text of which one character is wide": b"s" + struct.pack("<I", 1 << 18) + b"a" * ((1 << 18) - 4) + "😀".encode(),
    "packed texts": b"p" + struct.pack("<cBI", b"s", 0, 1 << 16) + struct.pack("<I", 0) * (1 << 16) + b"s" + EMPTY,
    "packed texts, all but one empty": b"p"
    + struct.pack("<cBI", b"s", 1, 1 << 16)
    + struct.pack("<I", 0) * ((1 << 16) - 1)
    + struct.pack("<I", 9)
    + b"s"
    + struct.pack("<I", 9)
    + b"a" * 9,
    "scalar arrays": _many(b"l", _array("|b1", (), b"\1")),
    "arrays of many axes": _many(b"l", _array("|b1", (1,) * 16, b"\1")),
    "strided arrays of many axes": _many(b"l", _array("|b1", (1,) * 16, b"\1", 2)),
    "strided arrays of sixteen real axes": _array("|b1", (2,) * 16, b"\1" * 2**16, 2),
    "a strided array": _array("<f8", (1 << 5, 1 << 5, 1 << 5), b"\0" * (1 << 18), 2),
    "text of width zero": _array("<U0", (10**9,)),
    "an empty array that reduces to a large one": _array("<f8", (0, 10**12)),
    "empty arrays of the largest extent": _many(b"l", _array("<f8", (0, 1 << 24))),
    "a wide text in an array": _array("<U65536", (1,), b"\0" * (1 << 18)),
    "a header of a petabyte": _array("<f8", (2**47,)),
    "a product that overflows": _array("<f8", (2**32, 2**32)),
    "a packed count without a body": b"p" + struct.pack("<cBI", b"d", 0, 2**32 - 1),
    "a large int": b"I" + struct.pack("<I", 1 << 18) + b"\xff" * (1 << 18),
    "large ints": _many(b"l", b"I" + struct.pack("<I", 127) + b"\x7f" * 127),
}


def _peak(frame: bytes) -> tuple[int, Any]:
    tracemalloc.start()
    try:
        value: Any = wire.decode(frame)
    except wire.WireError:
        value = None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, value


@pytest.mark.parametrize("name", BOMBS)
def test_a_frame_costs_a_fixed_multiple_of_its_length(name):
    peak, _ = _peak(BOMBS[name])
    assert peak <= MANIFOLD * len(BOMBS[name]) + CONSTANT


@given(damaged([*SEEDS["decode"], *(bomb for bomb in BOMBS.values() if len(bomb) < 1000)]))
def test_a_damaged_frame_costs_a_fixed_multiple_of_its_length(frame):
    peak, _ = _peak(frame)
    assert peak <= MANIFOLD * len(frame) + CONSTANT


def test_no_more_values_than_the_limit_are_made():
    count = wire.MAX_NODES + 1
    for item in (b"N", b"l" + EMPTY, b"d" + ONE + b"TN"):
        with pytest.raises(wire.WireError, match="too many values"):
            wire.decode(b"l" + struct.pack("<I", count) + item * count)


def _ints(count: int) -> list[Any]:
    return [number * (2**61 - 1) for number in range(1, count + 1)]  # Python hashes numbers modulo this prime


@pytest.mark.parametrize(
    "keys",
    [_ints(50_000), [(key,) for key in _ints(50_000)], [2.0 ** (61 * power) for power in range(-16, 16)] * 9],
    ids=["ints", "tuples", "repeated floats"],
)
def test_keys_chosen_to_collide_are_refused_and_not_compared_with_each_other(keys):
    body = b"".join(wire.encode(key) + b"N" for key in keys)
    with pytest.raises(wire.WireError, match="collide"):
        wire.decode(b"d" + struct.pack("<I", len(keys)) + body)


def test_a_large_dict_of_honest_keys_crosses():
    for keys in (range(-5000, 5000), [f"k{i}" for i in range(10_000)], [i / 7 for i in range(10_000)]):
        value = dict.fromkeys(keys, 1.0)
        assert value == wire.decode(wire.encode(value))


def test_data_larger_than_a_frame_is_refused_before_it_is_copied():
    text = "a" * (wire.MAX_BYTES // 2)
    for value in ([text] * 10**5, np.broadcast_to(np.float64(1), (10**10,)), [np.zeros(10**6)] * 1000):
        with pytest.raises(wire.NotPlainError, match="more than 24 MiB"):
            wire.encode(value)
