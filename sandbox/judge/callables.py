"""Judge-owned callables the candidate's code may call: the implementation stays here, only data crosses.

What arrives is decoded afresh for every call, so an implementation that changes its arguments changes copies.
"""

from collections.abc import Callable
from typing import Any

from sandbox import wire
from sandbox.inside import loading


class Served:
    """Answers the calls of one stand-in, up to ``max_calls``."""

    def __init__(self, impl: Callable[..., Any], max_calls: int) -> None:
        self._impl = impl
        self._left = max_calls

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run one call: the value or the error, and the arguments (positional, then named) as the call left them.

        Raises:
            WireError: the request is not a call.
        """
        args, kwargs = request.get("args"), request.get("kwargs")
        if not isinstance(args, list) or not isinstance(kwargs, dict) or not all(type(key) is str for key in kwargs):
            raise wire.WireError("a callback that is not a call")
        after = [*args, *kwargs.values()]
        if self._left <= 0:
            return _refusal(after, "RuntimeError", "the call budget of this function is used up")
        self._left -= 1
        try:
            value = self._impl(*args, **kwargs)
            wire.encode(value)
        except Exception as error:  # noqa: BLE001 - whatever the implementation raises on these arguments is its answer
            return _refusal(after, loading.describe(error)["kind"], str(error))
        return {"value": value, "raised": None, "message": "", "after": after}


def _refusal(after: list[Any], kind: str, message: str) -> dict[str, Any]:
    return {"value": None, "raised": kind, "message": message[:500], "after": after}
