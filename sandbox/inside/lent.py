"""Objects of the code's own that go along with a call of a stand-in: they stay here and are called from there.

Nothing here keeps the code from anything, and nothing the judge does may rest on it: it believes none of what is sent.
"""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from sandbox import wire
from sandbox.inside import loading

MOST_ITEMS = 1_000_000
_DATA = (bool, int, float, str, list, tuple, dict, np.ndarray, np.generic, type(None))


class Lent:
    """What one call lends; it is asked for while that call is under way."""

    def __init__(self) -> None:
        self._things: list[Any] = []

    def lend(self, value: Any) -> dict[str, Any] | None:
        """What is sent in place of a value; None for plain data. Whatever is passed over travels as its items."""
        if isinstance(value, _DATA):
            return None
        if hasattr(value, "__iter__") and not isinstance(value, type):
            items = list(itertools.islice(value, MOST_ITEMS + 1))
            if len(items) > MOST_ITEMS:
                raise ValueError(f"a stream of more than {MOST_ITEMS:,} items")
            return {"items": items}
        number = next((place for place, known in enumerate(self._things) if known is value), len(self._things))
        if number == len(self._things):
            self._things.append(value)
        return {"number": number, "methods": list(_methods(value))}

    def answer(self, request: dict[str, Any]) -> bytes:
        """The frame that answers a call of one of them."""
        try:
            thing, method = self._things[request["object"]], request["method"]
            value = (thing if method == "__call__" else getattr(thing, method))(*request["args"], **request["kwargs"])
            lent = self.lend(value)
            return wire.encode(_answer(None if lent else value, lent))
        except BaseException as error:
            told = loading.describe(error)
            return wire.encode({**_answer(None, None), "raised": told["kind"], "message": told["message"][:500]})


def _methods(value: Any) -> Iterator[str]:
    if callable(value):
        yield "__call__"
    for name in dir(value):
        if not name.startswith("_") and callable(getattr(value, name, None)):
            yield name


def _answer(value: Any, lent: dict[str, Any] | None) -> dict[str, Any]:
    return {"value": value, "lent": lent, "raised": None, "message": ""}
