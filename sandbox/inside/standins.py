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
from sandbox.inside.lent import Lent

_Send = Callable[[dict[str, Any], Lent], dict[str, Any]]


class _Object:
    """Has the methods that were listed and no others."""

    def __init__(self, methods: dict[str, Callable[..., Any]]) -> None:
        self.__dict__.update(methods)


class StandIns:
    """The stand-ins of one call or script; ``send`` takes a request to the judge and returns its answer.

    Meanwhile it answers for what the request has lent.
    """

    def __init__(self, send: _Send) -> None:
        self._send = send
        self._known: dict[int, Any] = {}
        self._borrows: set[int] = set()  # the numbers of those that may be called with objects of the code's own
        self._one_at_a_time = threading.Lock()
        self._asking = 0  # the thread that waits for an answer

    def forget(self) -> None:
        """A call or script has begun: objects of the one before are dead."""
        self._known.clear()
        self._borrows.clear()

    def put(self, args: list[Any], owned: dict[int, dict[str, Any]]) -> None:
        """Fill in the arguments that stand for objects."""
        for place, described in owned.items():
            args[place] = self._of(described)

    def _of(self, described: dict[str, Any]) -> Any:
        """The one stand-in for an object, also when it comes a second time (`fit` may return itself)."""
        number = described["number"]
        if number not in self._known:
            if described["borrows"]:
                self._borrows.add(number)
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
        if self._asking == threading.get_ident():
            raise RuntimeError("an object that was handed in calls the code that is calling it")
        lent = Lent()
        loans = _lent(lent, args, kwargs) if number in self._borrows else {}
        request = {"callback": True, "object": number, "method": method, "lent": loans}
        request["args"] = [None if place in loans else _formed(arg) for place, arg in enumerate(args)]
        request["kwargs"] = {name: None if name in loans else _formed(arg) for name, arg in kwargs.items()}
        with self._one_at_a_time:
            self._asking = threading.get_ident()
            try:
                reply = self._send(request, lent)
            finally:
                self._asking = 0
        for mine, theirs in zip((*args, *kwargs.values()), reply["after"], strict=True):
            _write_back(mine, theirs)
        if reply["raised"]:
            raise getattr(builtins, reply["raised"], RuntimeError)(reply["message"])
        return reply["value"] if reply["owned"] is None else self._of(reply["owned"])


def _lent(lent: Lent, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """What is sent for arguments that are no data, by place or by name."""
    described: dict[int | str, dict[str, Any] | None] = {place: lent.lend(arg) for place, arg in enumerate(args)}
    described |= {name: lent.lend(arg) for name, arg in kwargs.items()}
    return {place: each for place, each in described.items() if each is not None}


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
