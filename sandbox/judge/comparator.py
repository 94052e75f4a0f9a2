"""The one comparison of a candidate's value with an expected one.

In order: container kind, length or keys, shape, dtype kind, finiteness, and at last
`|expected - got| <= atol + rtol * |expected|`.
Nothing broadcasts, no empty array equals a full one, no subclass is trusted. An int may stand for a float (also
in arrays); a float never for an int; a bool is never a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox.judge.how import How

Array = np.ndarray[Any, Any]

_NUMBERS_FOR = {"f": "fiu", "i": "iu", "u": "iu", "b": "b", "U": "U"}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where and how a value differs: `how` is for the candidate, `statement` holds the numbers for staff."""

    how: How
    statement: str


def compare(expected: Any, got: Any, rtol: float = 1e-9, atol: float = 1e-12) -> Difference | None:
    """The first difference between an expected value and plain data from a candidate, or None."""
    return next(_differences(plain(expected), got, "result", _Asked(rtol, atol)), None)


def structure(expected: Any, got: Any, *, free_lengths: bool = False) -> Difference | None:
    """As `compare`, but values do not matter: only containers, lengths, shapes and kinds of number.

    With `free_lengths` neither do lengths of lists and extents of arrays; every further item is like the last expected.
    """
    return next(_differences(plain(expected), got, "result", _Asked(values=False, lengths=not free_lengths)), None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What counts as a difference."""

    rtol: float = 0.0
    atol: float = 0.0
    values: bool = True
    lengths: bool = True


def plain(value: Any) -> Any:
    """A reference's value with numpy scalars as Python scalars, so that both sides speak one vocabulary."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return np.asarray(value) if value.ndim else value.item()
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if value is None or type(value) in (bool, int, float, str):
        return value
    raise TypeError(f"an expected value of type {type(value).__name__} is not plain data")


def _differences(expected: Any, got: Any, path: str, asked: _Asked) -> Iterator[Difference]:
    if isinstance(expected, np.ndarray):
        yield from _arrays(expected, got, path, asked)
    elif isinstance(expected, list | tuple):
        yield from _sequences(expected, got, path, asked)
    elif isinstance(expected, dict):
        yield from _dicts(expected, got, path, asked)
    else:
        yield from _scalars(expected, got, path, asked)


def _kind(value: Any) -> str:
    return "array" if type(value) is np.ndarray else type(value).__name__


def _sequences(expected: Any, got: Any, path: str, asked: _Asked) -> Iterator[Difference]:
    if type(got) is not type(expected):
        yield Difference(How.CONTAINER, f"{path} is {_kind(got)} instead of {_kind(expected)}")
    elif len(got) != len(expected) and (asked.lengths or type(got) is tuple):
        yield Difference(How.LENGTH, f"{path} has {len(got)} items instead of {len(expected)}")
    else:
        further = [expected[-1]] * (len(got) - len(expected)) if expected else []
        for index, (left, right) in enumerate(zip([*expected, *further], got, strict=False)):
            yield from _differences(left, right, f"{path}[{index}]", asked)


def _dicts(expected: Any, got: Any, path: str, asked: _Asked) -> Iterator[Difference]:
    if type(got) is not dict:
        yield Difference(How.CONTAINER, f"{path} is {_kind(got)} instead of dict")
    elif {(type(key), key) for key in expected} != {(type(key), key) for key in got}:
        yield Difference(How.KEYS, f"{path} has keys {list(got)[:10]!r} instead of {list(expected)[:10]!r}")
    else:
        for key, value in expected.items():
            yield from _differences(value, got[key], f"{path}[{key!r}]", asked)


def _scalars(expected: Any, got: Any, path: str, asked: _Asked) -> Iterator[Difference]:
    if type(got) is np.ndarray and got.ndim == 0:
        got = got.item()  # numpy itself hands out 0-d arrays where numbers are meant (np.where on scalars)
    accepted = (float, int) if type(expected) is float else (type(expected),)
    if type(got) not in accepted:
        numbers = isinstance(expected, int | float) and isinstance(got, int | float)
        yield Difference(
            How.DTYPE if numbers else How.CONTAINER, f"{path} is {_kind(got)} instead of {_kind(expected)}"
        )
    elif not asked.values:
        return
    elif type(expected) is float:
        yield from _floats(np.array([expected]), np.array([_as_float(got)]), path, asked)
    elif got != expected:
        yield Difference(How.WRONG_VALUE, f"{path} is {got!r:.200} instead of {expected!r:.200}")


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf


def _arrays(expected: Array, got: Any, path: str, asked: _Asked) -> Iterator[Difference]:
    if type(got) is not np.ndarray:
        yield Difference(How.CONTAINER, f"{path} is {_kind(got)} instead of array")
    elif got.ndim != expected.ndim or (asked.lengths and got.shape != expected.shape):
        yield Difference(How.SHAPE, f"{path} has shape {got.shape} instead of {expected.shape}")
    elif got.dtype.kind not in _NUMBERS_FOR[expected.dtype.kind]:
        yield Difference(How.DTYPE, f"{path} has dtype {got.dtype} instead of {expected.dtype}")
    elif not asked.values:
        return
    elif expected.dtype.kind == "f":
        yield from _floats(expected.astype(np.float64), got.astype(np.float64), path, asked)
    else:
        yield from _report(expected, got, expected != got, path)


def _floats(expected: Array, got: Array, path: str, asked: _Asked) -> Iterator[Difference]:
    finite = np.isfinite(expected) & np.isfinite(got)
    astray = ~(finite | (expected == got) | (np.isnan(expected) & np.isnan(got)))
    if bool(astray.any()):
        where = _first(astray)
        count = f"{int(astray.sum())} of {astray.size} values"
        detail = f"at {list(where)} it is {got[where]} instead of {expected[where]}"
        yield Difference(How.FINITENESS, f"{path}: NaN or infinity differs in {count}; {detail}")
        return
    with np.errstate(all="ignore"):
        error = np.where(finite, np.abs(np.where(finite, got, 0.0) - np.where(finite, expected, 0.0)), 0.0)
        wrong = error > asked.atol + asked.rtol * np.abs(np.where(finite, expected, 0.0))
    yield from _report(expected, got, wrong, path, error)


def _first(wrong: Array) -> tuple[int, ...]:
    return tuple(int(axis) for axis in np.argwhere(wrong)[0])


def _report(expected: Array, got: Array, wrong: Array, path: str, error: Array | None = None) -> Iterator[Difference]:
    if not bool(np.any(wrong)):
        return
    where = _first(wrong if error is None else wrong & (error == error[wrong].max()))
    by = "" if error is None else f" by up to {float(error[where]):.3g}"
    count = f"{int(np.sum(wrong))} of {wrong.size} values differ{by}"
    detail = f"at {list(where)} it is {got[where]!s:.60} instead of {expected[where]!s:.60}"
    yield Difference(How.WRONG_VALUE, f"{path}: {count}; {detail}")
