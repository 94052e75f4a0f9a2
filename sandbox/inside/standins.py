"""Stand-ins for objects that stay with the judge: calls of their listed methods go there, only plain data crosses.

Nothing here keeps the code from anything; what may be called, how often and with how much is decided by the judge.
"""

import builtins
import functools
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sandbox import wire


class _Object:
    """Has the methods that were listed and no others."""

    def __init__(self, methods: dict[str, Callable[..., Any]]) -> None:
        self.__dict__.update(methods)


class StandIns:
    """The stand-ins of one call or script; ``send`` takes a request to the judge and returns its answer."""

    def __init__(self, send: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self._send = send
        self._known: dict[int, Any] = {}
        self._one_at_a_time = threading.Lock()

    def forget(self) -> None:
        """A call or script has begun: objects of the one before are dead."""
        self._known.clear()

    def put(self, args: list[Any], owned: dict[int, dict[str, Any]]) -> None:
        """Fill in the arguments that stand for objects."""
        for place, described in owned.items():
            args[place] = self._of(described)

    def _of(self, described: dict[str, Any]) -> Any:
        """The one stand-in for an object, also when it comes a second time (`fit` may return itself)."""
        number = described["number"]
        if number not in self._known:
            self._known[number] = self._made(number, described["kind"], described["methods"])
        return self._known[number]

    def _made(self, number: int, kind: str, methods: list[str]) -> Any:
        if kind == "stream":
            return self._stream(number)
        if kind == "callable":
            return functools.partial(self._ask, number, "__call__")
        return _Object({name: functools.partial(self._ask, number, name) for name in methods})

    def _stream(self, number: int) -> Iterator[Any]:
        """Items as they are taken; they come many in a frame, an empty one ends them."""
        while items := self._ask(number, "__next__"):
            yield from items

    def _ask(self, number: int, method: str, /, *args: Any, **kwargs: Any) -> Any:
        """One call there: what it changed in its arguments is written back here, what it raised is raised here."""
        if number not in self._known:
            raise RuntimeError("this object belongs to an earlier call")
        request = {"callback": True, "object": number, "method": method, "args": [_formed(arg) for arg in args]}
        request["kwargs"] = {name: _formed(arg) for name, arg in kwargs.items()}
        with self._one_at_a_time:
            reply = self._send(request)
        for mine, theirs in zip((*args, *kwargs.values()), reply["after"], strict=True):
            _write_back(mine, theirs)
        if reply["raised"]:
            raise getattr(builtins, reply["raised"], RuntimeError)(reply["message"])
        return reply["value"] if reply["owned"] is None else self._of(reply["owned"])


def _write_back(mine: Any, theirs: Any) -> None:
    """Make an argument what the call there made of it, as far as it can be changed at all."""
    if isinstance(mine, np.ndarray) and mine.flags.writeable:
        mine[...] = theirs
    elif isinstance(mine, list | dict) and wire.encode(mine) != wire.encode(theirs):
        mine.clear()
        (mine.extend if isinstance(mine, list) else mine.update)(theirs)


def _formed(arg: Any) -> Any:
    """A read-only array arrives read-only there too."""
    return wire.Form(arg, readonly=True) if isinstance(arg, np.ndarray) and not arg.flags.writeable else arg
