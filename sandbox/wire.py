"""The plain-data codec between judge and candidate.

Owns what may cross: None, bool, int, float, str, list, tuple, dict and numpy arrays of dtype kind
``b i u f U``. Never pickle, never object arrays, no subclass survives: whatever arrives is of an exact base
type. Knows nothing of calls, checks or processes.

Layout: one tag byte, then a fixed or length-prefixed body, little endian; a list or tuple of only floats, only
small ints or only text is packed as one body. Sizes are checked against the bytes really present before anything
is allocated, so a header cannot claim more than it carries, and no frame costs more than a fixed multiple of its
own length in memory or time.
"""

import math
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

MAX_BYTES = 24 << 20
MAX_DEPTH = 32
MAX_NODES = 2_000_000
MAX_DIMENSIONS = 16
_ARRAY_KINDS = "biufU"
_ARRAY_NODES = 8  # an array's own record is as large as several numbers
_EMPTY_EXTENT = 1 << 24
_READONLY, _STRIDED = 1, 2
_STRIDED_AXES = 3
_MAX_INT_BYTES = 127  # whatever crosses has a float near it, so that nobody who compares it falls over it
_INT64 = range(-(2**63), 2**63)
_PACK_FROM = 4
_COLLISIONS = 64

_COUNT = struct.Struct("<cI")
_FLOAT = struct.Struct("<cd")
_INT = struct.Struct("<cq")
_PACKED = struct.Struct("<ccBI")
_ARRAY = struct.Struct("<cBBB")


class NotPlainError(TypeError):
    """A value cannot cross: its type, depth or size is outside the plain-data vocabulary."""


class WireError(ValueError):
    """Bytes that are not an encoding of plain data."""


@dataclass(frozen=True)
class Form:
    """An array argument that must arrive in a given memory form.

    ``readonly`` clears the writeable flag; ``strided`` makes the axes non-contiguous.
    """

    array: np.ndarray
    readonly: bool = False
    strided: bool = False


def encode(value: Any) -> bytes:
    """Encode plain data; subclasses of base types are reduced to the base type.

    Raises:
        NotPlainError: the value holds something outside the vocabulary, or is larger than a frame may be.
    """
    encoder = _Encoder()
    encoder.put(value, 0)
    return b"".join(encoder.out)


def decode(data: bytes) -> Any:
    """Decode what `encode` made, from a peer that is not trusted.

    Raises:
        WireError: malformed, truncated, oversized or trailing bytes.
    """
    decoder = _Decoder(data)
    try:
        value = decoder.take(0)
    except WireError:
        raise
    except (struct.error, IndexError, TypeError, ValueError, OverflowError, MemoryError) as error:
        raise WireError(f"malformed frame: {type(error).__name__}") from error
    if decoder.at != len(data):
        raise WireError("trailing bytes")
    return value


class _Encoder:
    def __init__(self) -> None:
        self.out: list[Any] = []
        self.nodes = 0
        self.room = MAX_BYTES

    def put(self, value: Any, depth: int) -> None:
        kind = type(value)
        if kind is float:
            self.out.append(_FLOAT.pack(b"f", value))
        elif kind is str:
            self._sized(b"s", value.encode("utf-8", "surrogatepass"))
        elif kind is int:
            self._int(value)
        elif kind is list or kind is tuple or kind is dict:
            self._container(value, depth)
        elif value is None:
            self.out.append(b"N")
        elif kind is bool:
            self.out.append(b"T" if value else b"F")
        elif kind is np.ndarray:
            self._array(Form(value))
        else:
            self._unusual(value, depth)

    def _unusual(self, value: Any, depth: int) -> None:
        """Subclasses as their base type, numpy scalars as Python's, forms as arrays; the rest is refused."""
        if isinstance(value, np.generic):
            if value.dtype.kind not in _ARRAY_KINDS:
                raise NotPlainError(f"a numpy scalar of dtype {value.dtype} is not plain data")
            self.put(float(value) if value.dtype.kind == "f" else value.item(), depth)
        elif isinstance(value, Form):
            self._array(value)
        else:
            for base, reduced in _REDUCED.items():
                if isinstance(value, base):
                    return self.put(reduced(value), depth)
            raise _refused(type(value).__name__)
        return None

    def _int(self, number: int) -> None:
        if number in _INT64:
            self.out.append(_INT.pack(b"i", number))
        else:
            self._sized(b"I", _big(number))

    def _sized(self, tag: bytes, body: bytes) -> None:
        self._spend(len(body))
        self.out += (_COUNT.pack(tag, len(body)), body)

    def _spend(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise NotPlainError(f"data of more than {MAX_BYTES >> 20} MiB")

    def _container(self, value: Any, depth: int) -> None:
        count = len(value) * (2 if type(value) is dict else 1)
        self.nodes += count
        if (depth >= MAX_DEPTH and count) or self.nodes > MAX_NODES:
            raise NotPlainError("data is nested too deeply or too large")
        if type(value) is dict:
            self.out.append(_COUNT.pack(b"d", len(value)))
            for key, item in value.items():
                self.put(key, depth + 1)
                self.put(item, depth + 1)
        elif count < _PACK_FROM or not self._packed(value, count):
            self.out.append(_COUNT.pack(b"l" if type(value) is list else b"t", count))
            for item in value:
                self.put(item, depth + 1)

    def _packed(self, items: list[Any] | tuple[Any, ...], count: int) -> bool:
        """Write items that are all of one simple type as one body; False when they are not."""
        kinds = set(map(type, items))
        body: tuple[bytes, ...]
        if kinds == {str}:
            self._spend(sum(map(len, items)))
            text = "".join(items).encode("utf-8", "surrogatepass")
            body = (struct.pack(f"<{count}I", *map(len, items)), _COUNT.pack(b"s", len(text)), text)
        elif kinds <= {float, np.float64}:
            body = (struct.pack(f"<{count}d", *items),)
        elif kinds == {int} and min(items) in _INT64 and max(items) in _INT64:
            body = (struct.pack(f"<{count}q", *items),)
        else:
            return False
        kind = {str: b"s", int: b"q"}.get(kinds.pop(), b"d")
        self.out += (_PACKED.pack(b"p", kind, type(items) is tuple, count), *body)
        return True

    def _array(self, form: Form) -> None:
        array = form.array
        if type(array) is not np.ndarray or array.dtype.kind not in _ARRAY_KINDS:
            raise _refused(f"ndarray of dtype {array.dtype}" if type(array) is np.ndarray else type(array).__name__)
        self.nodes += _ARRAY_NODES
        self._spend(array.nbytes)
        if array.ndim > MAX_DIMENSIONS or not _plausible(array.shape) or self.nodes > MAX_NODES:
            raise NotPlainError(f"an array of shape {array.shape} is too large")
        array = np.ascontiguousarray(array, dtype=_crossing(array.dtype)).reshape(array.shape)
        flags = _READONLY * form.readonly | _STRIDED * form.strided
        name = array.dtype.str.encode()
        self.out += (
            _ARRAY.pack(b"a", len(name), flags, array.ndim),
            name,
            struct.pack(f"<{array.ndim}Q", *array.shape),
        )
        if array.size:
            self.out.append(array.reshape(-1).view(np.uint8).data)


_REDUCED: dict[type, Any] = {
    int: int.__index__,
    float: float.__float__,
    str: str.__str__,
    list: lambda value: list(list.__iter__(value)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
}


def _refused(kind: str) -> NotPlainError:
    return NotPlainError(f"a value of type {kind[:60]} is not plain data")


def _crossing(dtype: "np.dtype[Any]") -> "np.dtype[Any]":
    """The dtype an array crosses in: little endian, no float wider than 64 bits, no text of width zero."""
    if dtype.kind == "f" and dtype.itemsize > np.dtype(np.float64).itemsize:
        return np.dtype("<f8")
    return np.dtype("<U1") if dtype.itemsize == 0 else dtype.newbyteorder("<")


class _Decoder:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.nodes = 1

    def take(self, depth: int) -> Any:
        data, at = self.data, self.at
        tag = data[at]
        if tag == _TAG_TEXT:
            return str(self._sized(), "utf-8", "surrogatepass")
        if tag in _NUMBERS:
            self.at = at + 9
            return _NUMBERS[tag].unpack_from(data, at)[1]
        if tag in _CONSTANTS:
            self.at = at + 1
            return _CONSTANTS[tag]
        return self._large(tag, depth)

    def _large(self, tag: int, depth: int) -> Any:
        if tag in b"ltd":
            return self._container(tag, depth)
        if tag == ord("p"):
            return self._packed(depth)
        if tag == ord("a"):
            return self._array()
        if tag == ord("I"):
            return _from_big(self._sized())
        raise WireError("unknown tag")

    def _skip(self, count: int) -> int:
        """Where the next ``count`` bytes start; they are there, and behind us now."""
        start, self.at = self.at, self.at + count
        if self.at > len(self.data):
            raise WireError("truncated")
        return start

    def _sized(self) -> bytes:
        """The body of a text or large int whose tag comes next."""
        start = self.at + _COUNT.size
        self.at = start + _COUNT.unpack_from(self.data, self.at)[1]
        if self.at > len(self.data):
            raise WireError("truncated")
        return self.data[start : self.at]

    def _grow(self, nodes: int, depth: int) -> None:
        self.nodes += nodes
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("nested too deeply or too many values")

    def _container(self, tag: int, depth: int) -> Any:
        count = _COUNT.unpack_from(self.data, self._skip(_COUNT.size))[1]
        if count > len(self.data) - self.at:
            raise WireError("a length beyond the end")
        if tag == ord("d"):
            return self._dict(count, depth)
        self._grow(count, depth + (count > 0))
        items = [self.take(depth + 1) for _ in range(count)]
        return items if tag == ord("l") else tuple(items)

    def _dict(self, count: int, depth: int) -> dict[Any, Any]:
        self._grow(2 * count, depth + (count > 0))
        keys, values = [], []
        for _ in range(count):
            keys.append(self.take(depth + 1))
            values.append(self.take(depth + 1))
        if count > _COLLISIONS and count - len(set(map(hash, keys))) > _COLLISIONS:
            raise WireError("keys chosen to collide")  # each one would be compared with all before it
        return dict(zip(keys, values, strict=True))

    def _packed(self, depth: int) -> Any:
        _, kind, is_tuple, count = _PACKED.unpack_from(self.data, self._skip(_PACKED.size))
        self._grow(count, depth + (count > 0))
        items: Iterable[Any]
        if kind == b"s":
            items = self._texts(count)
        elif kind in (b"d", b"q"):
            items = struct.unpack_from(f"<{count}{kind.decode()}", self.data, self._skip(8 * count))
        else:
            raise WireError("unknown tag")
        return tuple(items) if is_tuple else list(items)

    def _texts(self, count: int) -> list[str]:
        lengths = struct.unpack_from(f"<{count}I", self.data, self._skip(4 * count))
        text = str(self._sized(), "utf-8", "surrogatepass")
        if sum(lengths) != len(text):
            raise WireError("a length beyond the end")
        ends = list(accumulate(lengths))
        return [text[end - length : end] for length, end in zip(lengths, ends, strict=True)]

    def _array(self) -> np.ndarray:
        _, length, flags, dimensions = _ARRAY.unpack_from(self.data, self._skip(_ARRAY.size))
        self._grow(_ARRAY_NODES, 0)
        if dimensions > MAX_DIMENSIONS:
            raise WireError("too many dimensions")
        dtype = _dtype(self.data[self._skip(length) : self.at])
        shape = struct.unpack_from(f"<{dimensions}Q", self.data, self._skip(8 * dimensions))
        if not _plausible(shape):
            raise WireError("an empty array that claims to be large")
        start = self._skip(dtype.itemsize * math.prod(shape))
        body = memoryview(self.data)[start : self.at]
        return _in_form(_checked(body, dtype, shape), flags)


_CONSTANTS: dict[int, Any] = {ord("N"): None, ord("T"): True, ord("F"): False}
_NUMBERS = {ord("f"): _FLOAT, ord("i"): _INT}
_TAG_TEXT = ord("s")


def _plausible(shape: tuple[int, ...]) -> bool:
    """Whether an empty array's other extents are small enough to be reduced over; a full one carries its proof."""
    return 0 not in shape or math.prod(extent or 1 for extent in shape) <= _EMPTY_EXTENT


def _dtype(name: bytes) -> "np.dtype[Any]":
    if name[:1] not in (b"<", b"|") or name[1:2].decode("latin1") not in _ARRAY_KINDS or not name[2:].isdigit():
        raise WireError("unknown dtype")
    dtype = np.dtype(name.decode())
    if dtype.itemsize == 0:
        raise WireError("unknown dtype")
    return dtype


def _checked(body: memoryview, dtype: "np.dtype[Any]", shape: tuple[int, ...]) -> np.ndarray:
    """The array in ``body``; raw bytes that no boolean or character may have are refused or normalised."""
    if not len(body):
        return np.zeros(shape, dtype)
    if dtype.kind == "b":
        return np.not_equal(np.frombuffer(body, np.uint8), 0).reshape(shape)
    if dtype.kind == "U" and np.frombuffer(body, "<u4").max() > sys.maxunicode:
        raise WireError("not a character")
    return np.frombuffer(body, dtype=dtype).reshape(shape)


def _in_form(array: np.ndarray, flags: int) -> np.ndarray:
    """An owned copy of ``array``; strided: every second element of a buffer twice as large on each axis.

    Only the last few axes longer than one are doubled: a small frame cannot ask for a large buffer.
    """
    if flags & _STRIDED and array.ndim:
        doubled = [axis for axis, extent in enumerate(array.shape) if extent > 1][-_STRIDED_AXES:]
        steps = [2 if axis in doubled else 1 for axis in range(array.ndim)]
        buffer = np.zeros([step * extent for step, extent in zip(steps, array.shape, strict=True)], dtype=array.dtype)
        view = buffer[tuple(slice(None, None, step) for step in steps)]
        view[...] = array
        array = view
    else:
        array = array.copy()
    array.flags.writeable = not flags & _READONLY
    return array


def _big(number: int) -> bytes:
    if number.bit_length() > 8 * _MAX_INT_BYTES - 1:
        raise NotPlainError("an integer of more than 1,015 bits is not plain data")
    return number.to_bytes((number.bit_length() + 8) // 8, "little", signed=True)


def _from_big(body: bytes) -> int:
    if len(body) > _MAX_INT_BYTES:
        raise WireError("an integer too large")
    return int.from_bytes(body, "little", signed=True)
