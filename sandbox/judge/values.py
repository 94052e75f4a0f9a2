"""Plain values: built from JSON by an argument's role, copied, mapped and counted."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sandbox.judge.spec import Role

_DTYPES: dict[str | None, type | None] = {
    "float": np.float64,
    "int": np.int64,
    "bool": np.bool_,
    "str": np.str_,
    None: None,
}


def build(role: Role, raw: Any) -> Any:
    """The value that a role describes, from JSON or from a candidate's plain data.

    Raises:
        ValueError: the raw value cannot be one of this kind.
    """
    if role.kind == "array":
        return _array(role, raw)
    if role.kind == "tuple" and role.items:
        if not isinstance(raw, list | tuple) or len(raw) != len(role.items):
            raise ValueError(f"{role.name or 'value'} must have {len(role.items)} items")
        return tuple(build(item, part) for item, part in zip(role.items, raw, strict=True))
    if role.kind in ("object", "callable"):
        raise ValueError(f"{role.name or 'value'} is not plain data")
    if role.kind in ("list", "tuple", "stream"):
        return _sequence(role, raw)
    if role.kind == "float":
        return _number(role, raw)
    exact = {"int": int, "bool": bool, "str": str, "dict": dict}.get(role.kind)
    if exact is not None and type(raw) is not exact:
        raise ValueError(f"{role.name or 'value'} must be of type {role.kind}")
    return raw


def _array(role: Role, raw: Any) -> Any:
    try:
        array = np.array(raw, dtype=_DTYPES.get(role.dtype))
    except (TypeError, OverflowError) as error:
        raise ValueError(f"{role.name or 'value'}: {error}") from error
    if array.dtype.kind not in "biufU":
        raise ValueError(f"{role.name or 'value'} is not an array of numbers or text")
    return array


def _sequence(role: Role, raw: Any) -> Any:
    if not isinstance(raw, list | tuple):
        raise ValueError(f"{role.name or 'value'} must be a {role.kind}")  # noqa: TRY004 - one error for any misfit
    items = [build(role.items[0], part) for part in raw] if role.items else list(raw)
    return tuple(items) if role.kind == "tuple" else items


def _number(role: Role, raw: Any) -> float:
    if type(raw) not in (int, float):
        raise ValueError(f"{role.name or 'value'} must be a number")
    return float(raw)


def fresh(value: Any) -> Any:
    """An independent copy, so that whoever gets it cannot change the judge's own; objects of a grader stay the same."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if type(value) in (list, tuple):
        return type(value)(map(fresh, value))
    if type(value) is dict:
        return {key: fresh(item) for key, item in value.items()}
    return value


def like(model: Any, value: Any) -> Any:
    """The value with its numbers of the model's kind: an integer may stand for a float, and then is one."""
    if isinstance(model, np.ndarray) and isinstance(value, np.ndarray):
        return value.astype(model.dtype) if (model.dtype.kind, value.dtype.kind) in (("f", "i"), ("f", "u")) else value
    if isinstance(model, list | tuple) and isinstance(value, list | tuple) and model:
        return type(value)(like(model[min(place, len(model) - 1)], item) for place, item in enumerate(value))
    if isinstance(model, dict) and isinstance(value, dict):
        return {key: like(model[key], item) for key, item in value.items()}
    return float(value) if isinstance(model, float) and type(value) is int else value


def map_arrays(change: Callable[[Any], Any], value: Any) -> Any:
    """The value with `change` applied to each array at any depth."""
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, list):
        return [map_arrays(change, item) for item in value]
    if isinstance(value, tuple):
        return tuple(map_arrays(change, item) for item in value)
    if isinstance(value, dict):
        return {key: map_arrays(change, item) for key, item in value.items()}
    return value


def size(value: Any) -> int:
    """How many numbers or texts a value holds; a long text counts by its characters."""
    if isinstance(value, np.ndarray):
        return int(value.size)
    if isinstance(value, list | tuple):
        return 1 + sum(size(item) for item in value)
    if isinstance(value, dict):
        return 1 + sum(size(key) + size(item) for key, item in value.items())
    return max(1, len(value)) if isinstance(value, str) else 1
