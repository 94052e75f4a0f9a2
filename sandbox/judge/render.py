"""Values as text and as JSON-safe data, cut to size. Nothing here decides who may read them."""

import math
from typing import Any

import numpy as np

from sandbox.judge import script
from sandbox.judge.spec import Entry

MAX_TEXT = 4096
_MAX_ITEMS = 24
_MAX_STRING = 400
_MAX_DEPTH = 6
_MAX_NODES = 600
_EXACT_IN_JSON = 2**53
_CALLS = {"args", "changed", "args2", "after"}  # parts of a counterexample that are arguments of a call


def text(value: Any, limit: int = MAX_TEXT) -> str:
    """A value as a person would read it, at most `limit` bytes in UTF-8."""
    with np.printoptions(threshold=200, edgeitems=5, linewidth=100, precision=8, suppress=False):
        shown = _text(value, 0)
    return cut(shown, limit)


def arguments(entry: Entry, args: script.Args) -> str:
    """The arguments of a call, or the calls of a script, one a line."""
    return cut("\n".join(script.lines(entry, args, text)))


def counterexample(entry: Entry, found: Any) -> dict[str, str]:
    """A counterexample's parts as text by name; those that are arguments as such."""
    if not isinstance(found, dict):
        return {}
    return {
        key: arguments(entry, part) if key in _CALLS and script.misfit(entry, part) is None else text(part)
        for key, part in found.items()
    }


def cut(shown: str, limit: int = MAX_TEXT) -> str:
    """The text, with its end replaced by an ellipsis when it is longer than `limit` bytes."""
    raw = shown.encode("utf-8", "replace")
    if len(raw) <= limit:
        return raw.decode("utf-8")
    return raw[: limit - 3].decode("utf-8", "ignore") + "…"


def _text(value: Any, depth: int) -> str:
    if isinstance(value, np.ndarray):
        return f"array of shape {value.shape}" if value.size == 0 else str(value)
    if isinstance(value, list | tuple) and depth < _MAX_DEPTH:
        left, right = ("[", "]") if isinstance(value, list) else ("(", ")")
        parts = [_text(item, depth + 1) for item in value[:_MAX_ITEMS]] + ["…"] * (len(value) > _MAX_ITEMS)
        separator = ",\n" if any("\n" in part for part in parts) else ", "
        comma = "," if right == ")" and len(value) == 1 else ""
        return left + separator.join(parts) + comma + right
    if isinstance(value, dict) and depth < _MAX_DEPTH:
        items = list(value.items())
        parts = [f"{key!r}: {_text(item, depth + 1)}" for key, item in items[:_MAX_ITEMS]]
        return "{" + ", ".join(parts + ["…"] * (len(items) > _MAX_ITEMS)) + "}"
    return _clip(repr(value) if _plain(value) else _named(value))


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str | bytes | np.generic | list | tuple | dict)


def _named(value: Any) -> str:
    """An object of a grader's, without the address that differs from run to run."""
    name = getattr(value, "__name__", None) or f"{type(value).__name__} object"
    return f"<{name}>"


def _clip(shown: str) -> str:
    shortened = shown if len(shown) <= _MAX_STRING else shown[:_MAX_STRING] + "…"
    return shortened.encode("utf-8", "replace").decode("utf-8")


def json_safe(value: Any) -> Any:
    """A truncated copy that any JSON encoder takes: no NaN, no arrays, text keys, bounded depth and total size."""
    return _JsonSafe().of(value, 0)


class _JsonSafe:
    def __init__(self) -> None:
        self.left = _MAX_NODES

    def of(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if depth > _MAX_DEPTH or self.left < 0:
            return "…"
        if isinstance(value, np.ndarray):
            head = self._items(value.ravel()[: _MAX_ITEMS + 1].tolist(), depth)
            return {"shape": list(value.shape), "dtype": str(value.dtype), "values": head}
        if isinstance(value, dict):
            return {_clip(str(key)): self.of(item, depth + 1) for key, item in list(value.items())[:_MAX_ITEMS]}
        if isinstance(value, list | tuple):
            return self._items(value, depth)
        return self._scalar(value.item() if isinstance(value, np.generic) else value)

    def _items(self, items: Any, depth: int) -> list[Any]:
        return [self.of(item, depth + 1) for item in items[:_MAX_ITEMS]] + ["…"] * (len(items) > _MAX_ITEMS)

    @staticmethod
    def _scalar(value: Any) -> Any:
        exact = value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < _EXACT_IN_JSON)
        if exact or (isinstance(value, float) and math.isfinite(value)):
            return value
        return _clip(str(value) if _plain(value) else _named(value))
