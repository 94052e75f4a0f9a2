"""Values as text and as JSON-safe data, cut to size. Nothing here decides who may read them."""

import math
from typing import Any

import numpy as np

MAX_TEXT = 4096
_MAX_ITEMS = 24
_MAX_STRING = 400
_MAX_DEPTH = 6


def text(value: Any, limit: int = MAX_TEXT) -> str:
    """A value as a person would read it, at most `limit` bytes in UTF-8."""
    with np.printoptions(threshold=200, edgeitems=5, linewidth=100, precision=8, suppress=False):
        shown = _text(value, 0)
    return cut(shown, limit)


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
    return _clip(repr(value))


def _clip(shown: str) -> str:
    return shown if len(shown) <= _MAX_STRING else shown[:_MAX_STRING] + "…"


def json_safe(value: Any, depth: int = 0) -> Any:
    """A truncated copy that any JSON encoder takes: no NaN, no arrays, text keys, bounded size and depth."""
    if depth > _MAX_DEPTH:
        return "…"
    if isinstance(value, np.ndarray):
        head = [json_safe(item, depth + 1) for item in value.ravel()[:_MAX_ITEMS].tolist()]
        return {"shape": list(value.shape), "dtype": str(value.dtype), "values": head}
    if isinstance(value, np.generic):
        return json_safe(value.item(), depth)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else _clip(f"{value:#x}")
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return _json_container(value, depth)


def _json_container(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        items = list(value.items())[:_MAX_ITEMS]
        return {_clip(str(key)): json_safe(item, depth + 1) for key, item in items}
    if isinstance(value, list | tuple):
        return [json_safe(item, depth + 1) for item in value[:_MAX_ITEMS]] + ["…"] * (len(value) > _MAX_ITEMS)
    return _clip(str(value)).encode("utf-8", "replace").decode("utf-8")
