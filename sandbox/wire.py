"""The plain-data codec between judge and candidate.

Owns what may cross: None, bool, int, float, str, list, tuple, dict and numpy arrays of dtype kind
``b i u f U``. Never pickle, never object arrays, no subclass survives: whatever arrives is of an exact base
type. Knows nothing of calls, checks or processes.

Layout: one tag byte, then a fixed or length-prefixed body, little endian. Sizes are checked against the bytes
really present before anything is allocated, so a header cannot claim more than it carries.
"""

import struct
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_DEPTH = 32
MAX_NODES = 2_000_000
MAX_DIMENSIONS = 16
_MOST_OF_ONE_HASH = 100
_ARRAY_KINDS = "biufU"
_READONLY, _STRIDED = 1, 2
_MAX_INT_BYTES = 1024
_INT64 = range(-(2**63), 2**63)


class NotPlainError(TypeError):
    """A value cannot cross: its type, depth or size is outside the plain-data vocabulary."""


class WireError(ValueError):
    """Bytes that are not an encoding of plain data."""


@dataclass(frozen=True)
class Form:
    """An array argument that must arrive in a given memory form.

    ``readonly`` clears the writeable flag; ``strided`` makes every axis non-contiguous.
    """

    array: np.ndarray
    readonly: bool = False
    strided: bool = False


def encode(value: Any) -> bytes:
    """Encode plain data; subclasses of base types are reduced to the base type.

    Raises:
        NotPlainError: the value holds something outside the vocabulary.
    """
    out = bytearray()
    _Encoder(out).put(value, 0)
    return bytes(out)


def decode(data: bytes) -> Any:
    """Decode what `encode` made, from a peer that is not trusted.

    Raises:
        WireError: malformed, truncated, oversized or trailing bytes.
    """
    reader = _Decoder(memoryview(data))
    try:
        value = reader.take(0)
    except WireError:
        raise
    except (struct.error, TypeError, ValueError, OverflowError, MemoryError) as error:
        raise WireError(f"malformed frame: {type(error).__name__}") from error
    if reader.at != len(data):
        raise WireError("trailing bytes")
    return value


class _Encoder:
    def __init__(self, out: bytearray) -> None:
        self.out = out
        self.nodes = 0

    def put(self, value: Any, depth: int) -> None:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise NotPlainError("data is nested too deeply or too large")
        if value is None:
            self.out += b"N"
        elif value is True or value is False:
            self.out += b"T" if value else b"F"
        elif isinstance(value, np.generic):
            self._scalar(value, depth)
        elif isinstance(value, (np.ndarray, Form)):
            self._array(value)
        elif isinstance(value, (int, float, str)):
            self._number_or_text(value)
        else:
            self._container(value, depth)

    def _scalar(self, value: np.generic, depth: int) -> None:
        if value.dtype.kind not in _ARRAY_KINDS:
            raise NotPlainError(f"a numpy scalar of dtype {value.dtype} is not plain data")
        self.put(float(value) if value.dtype.kind == "f" else value.item(), depth)

    def _number_or_text(self, value: float | str) -> None:
        if isinstance(value, int):
            number = int.__index__(value)
            if number in _INT64:
                self.out += b"i" + struct.pack("<q", number)
            else:
                self._sized(b"I", _big(number))
        elif isinstance(value, float):
            self.out += b"f" + struct.pack("<d", float.__float__(value))
        else:
            self._sized(b"s", str.encode(value, "utf-8", "surrogatepass"))

    def _sized(self, tag: bytes, body: bytes) -> None:
        self.out += tag + struct.pack("<I", len(body)) + body

    def _container(self, value: Any, depth: int) -> None:
        if isinstance(value, list):
            self._items(b"l", list.__len__(value), list.__iter__(value), depth)
        elif isinstance(value, tuple):
            self._items(b"t", tuple.__len__(value), tuple.__iter__(value), depth)
        elif isinstance(value, dict):
            pairs = [part for pair in dict.items(value) for part in pair]
            self._items(b"d", len(pairs) // 2, iter(pairs), depth)
        else:
            raise NotPlainError(f"a value of type {type(value).__name__[:60]} is not plain data")

    def _items(self, tag: bytes, count: int, items: Iterator[Any], depth: int) -> None:
        self.out += tag + struct.pack("<I", count)
        for item in items:
            self.put(item, depth + 1)

    def _array(self, value: "np.ndarray | Form") -> None:
        form = value if isinstance(value, Form) else Form(value)
        array = form.array
        if type(array) is not np.ndarray or array.dtype.kind not in _ARRAY_KINDS:
            kind = type(array).__name__ if type(array) is not np.ndarray else f"ndarray of dtype {array.dtype}"
            raise NotPlainError(f"a value of type {kind[:60]} is not plain data")
        if array.dtype.kind == "f" and array.dtype.itemsize > np.dtype(np.float64).itemsize:
            array = array.astype(np.float64)
        array = np.asarray(array, dtype=array.dtype.newbyteorder("<"))
        flags = _READONLY * form.readonly | _STRIDED * form.strided
        name = array.dtype.str.encode()
        self.out += b"a" + struct.pack("<BBB", len(name), flags, array.ndim) + name
        self.out += struct.pack(f"<{array.ndim}Q", *array.shape)
        self.out += array.tobytes()


class _Decoder:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0
        self.nodes = 0

    def take(self, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("nested too deeply or too many values")
        tag = bytes(self._bytes(1))
        if tag in _CONSTANTS:
            return _CONSTANTS[tag]
        if tag in _FIXED:
            return struct.unpack(_FIXED[tag], self._bytes(8))[0]
        if tag in (b"s", b"I"):
            body = self._bytes(self._count())
            return _from_big(body) if tag == b"I" else str(body, "utf-8", "surrogatepass")
        return self._array() if tag == b"a" else self._container(tag, depth)

    def _bytes(self, count: int) -> memoryview:
        if count > len(self.data) - self.at:
            raise WireError("truncated")
        part = self.data[self.at : self.at + count]
        self.at += count
        return part

    def _count(self) -> int:
        count: int = struct.unpack("<I", self._bytes(4))[0]
        if count > len(self.data) - self.at:
            raise WireError("a length beyond the end")
        return count

    def _container(self, tag: bytes, depth: int) -> Any:
        if tag not in (b"l", b"t", b"d"):
            raise WireError("unknown tag")
        count = self._count()
        if tag == b"d":
            return self._dict(count, depth)
        items = [self.take(depth + 1) for _ in range(count)]
        return items if tag == b"l" else tuple(items)

    def _dict(self, count: int, depth: int) -> dict[Any, Any]:
        """Keys are counted by their hash first: a million keys of one hash would take hours to become a dict."""
        keys, values = [], []
        for _ in range(count):
            keys.append(self._key(depth))
            values.append(self.take(depth + 1))
        if count > _MOST_OF_ONE_HASH and max(Counter(map(hash, keys)).values()) > _MOST_OF_ONE_HASH:
            raise WireError("too many keys of one hash")
        return dict(zip(keys, values, strict=True))

    def _key(self, depth: int) -> Any:
        key = self.take(depth + 1)
        if isinstance(key, (list, dict, np.ndarray)):
            raise WireError("an unhashable key")
        return key

    def _array(self) -> np.ndarray:
        length, flags, dimensions = struct.unpack("<BBB", self._bytes(3))
        if dimensions > MAX_DIMENSIONS:
            raise WireError("too many dimensions")
        dtype = _dtype(bytes(self._bytes(length)))
        shape = struct.unpack(f"<{dimensions}Q", self._bytes(8 * dimensions))
        size = dtype.itemsize
        for extent in shape:
            size *= extent
        if not dtype.itemsize and 0 not in shape:
            raise WireError("elements without bytes")
        return _in_form(_checked(self._bytes(size), dtype, shape), flags)


_CONSTANTS: dict[bytes, Any] = {b"N": None, b"T": True, b"F": False}
_FIXED = {b"i": "<q", b"f": "<d"}


def _dtype(name: bytes) -> "np.dtype[Any]":
    if name[:1] not in (b"<", b"|") or name[1:2].decode("latin1") not in _ARRAY_KINDS or not name[2:].isdigit():
        raise WireError("unknown dtype")
    dtype = np.dtype(name.decode())
    if dtype.itemsize == 0 and dtype.kind != "U":
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
    """An owned copy of ``array``; strided: every second element of a buffer twice as large on each axis."""
    if flags & _STRIDED and array.ndim:
        buffer = np.zeros([2 * extent for extent in array.shape], dtype=array.dtype)
        view = buffer[tuple(slice(None, None, 2) for _ in array.shape)]
        view[...] = array
        array = view
    else:
        array = array.copy()
    array.flags.writeable = not flags & _READONLY
    return array


def _big(number: int) -> bytes:
    body = number.to_bytes((number.bit_length() + 8) // 8, "little", signed=True)
    if len(body) > _MAX_INT_BYTES:
        raise NotPlainError("an integer of more than 8,192 bits is not plain data")
    return body


def _from_big(body: memoryview) -> int:
    if len(body) > _MAX_INT_BYTES:
        raise WireError("an integer too large")
    return int.from_bytes(body, "little", signed=True)
