"""The candidate's process: loads the source and answers calls on the frame channel.

One process serves one probe group. It receives the arguments of the current call only; expected values,
references, tolerances and names of checks never come here.
"""

import os
import random
import socket
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from sandbox import wire
from sandbox.inside import frames, loading, owncheck, standins
from sandbox.inside.lent import Lent

_CHANNEL = 3
_WORK = 10_000  # so much is spent on whether two arrays overlap; harder cases are let pass


def open_streams() -> None:
    """Streams on descriptors 0 to 2, whatever these will lead to in the job."""
    sys.stdin = open(0)  # noqa: SIM115 - the process's own streams, open for its whole life
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="replace")  # noqa: SIM115 - the same
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="replace")  # noqa: SIM115 - the same


def reseed() -> None:
    """Randomness unlike any other fork's."""
    random.seed()
    np.random.seed(int.from_bytes(os.urandom(4), "little"))  # noqa: NPY002 - the global generator, identical in every fork otherwise


def main() -> None:
    """Serve the frame channel until the judge closes it."""
    channel = frames.Channel(socket.socket(fileno=_CHANNEL))
    served = _Served(channel)
    try:
        while True:
            served.answer(wire.decode(channel.receive()))
    except frames.ChannelClosed:
        os._exit(0)


class _Served:
    def __init__(self, channel: frames.Channel) -> None:
        self.channel = channel
        self.module: Any = None
        self.instances: dict[str, Any] = {}
        self.inspected: list[tuple[list[Any], Any]] = []
        self.stand_ins = standins.StandIns(self._exchange)
        self.actions: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "load": self._load,
            "names": self._names,
            "call": self._call,
            "kept": self._kept,
            "attribute": self._attribute,
            "checks": self._checks,
        }

    def answer(self, request: dict[str, Any]) -> None:
        reply = guarded(lambda: self.actions[request["op"]](request))
        flush()
        try:
            body = wire.encode({**reply, "id": request["id"]})
        except wire.NotPlainError as error:
            body = wire.encode({"id": request["id"], "ok": False, **_not_plain(error)})
        except MemoryError as error:
            body = wire.encode({"id": request["id"], "ok": False, **loading.describe(error)})
        if len(body) > frames.MAX_FRAME:
            body = wire.encode({"id": request["id"], "ok": False, **_not_plain("a result of more than 24 MiB")})
        self.channel.send(body)

    def _load(self, request: dict[str, Any]) -> dict[str, Any]:
        self.module = loading.load(request["source"])
        return {"value": None}

    def _names(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - every action takes its request
        return {"value": loading.names(self.module)}

    def _call(self, request: dict[str, Any]) -> dict[str, Any]:
        """One call; a script keeps its instances, and inspected arguments and results, until the next one begins."""
        on, becomes, args = request["on"], request["becomes"], list(request["args"])
        if on is None and not becomes:
            self.instances.clear()
            self.inspected.clear()
            self.stand_ins.forget()
        self.stand_ins.put(args, request["owned"])
        target = getattr(self.module if on is None else self.instances[on], request["name"])
        before = _random_state() if request["inspect"] else ""
        value = target(*args)
        touched = request["inspect"] and _random_state() != before
        if becomes is not None:
            self.instances[becomes] = value
        if becomes is not None or request["ignored"]:
            value = None
        if not request["inspect"]:
            return {"value": value}
        self.inspected.append(([None if place in request["owned"] else arg for place, arg in enumerate(args)], value))
        arguments = [arg for earlier, _ in self.inspected for arg in earlier]
        found = {"shares": _shares(value, arguments), "overlaps": _overlaps(value), "random_touched": touched}
        return {"value": value, **found}

    def _kept(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - every action takes its request
        args = [args for args, _ in self.inspected]
        return {"value": {"args": args, "results": [value for _, value in self.inspected]}}

    def _attribute(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"value": getattr(self.module, request["name"])}

    def _exchange(self, request: dict[str, Any], lent: Lent) -> dict[str, Any]:
        """A stand-in's call: the judge answers it before anything else is sent, but for calls of what it was lent."""
        self.channel.send(wire.encode(request))
        answer: dict[str, Any] = wire.decode(self.channel.receive())
        while "callback" in answer:
            self.channel.send(lent.answer(answer))
            answer = wire.decode(self.channel.receive())
        return answer

    def _checks(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"value": owncheck.run(request["source"], self.module)}


def guarded(action: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The action's reply, or a description of whatever it raised."""
    try:
        return {"ok": True, **action()}
    except BaseException as error:
        return {"ok": False, **loading.describe(error)}


def flush() -> None:
    """Push the code's prints out, whatever it has put in place of the streams."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # noqa: S112 - a replaced stream is the candidate's own affair
            continue


def _not_plain(reason: object) -> dict[str, Any]:
    return {"kind": "not plain data", "classes": [], "line": None, "message": str(reason), "syntax": False}


def _arrays(value: Any) -> list[np.ndarray]:
    return [part for part in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(part, np.ndarray)]


def _overlaps(value: Any) -> bool:
    """Whether elements of the result share memory: within an array (a strided view), or between two."""
    arrays = [array for array in _arrays(value) if array.size]
    bounds = [np.lib.array_utils.byte_bounds(array) for array in arrays]
    within = any(high - low < array.nbytes for array, (low, high) in zip(arrays, bounds, strict=True))
    return within or any(_meet(left, right) for place, left in enumerate(arrays) for right in arrays[:place])


def _meet(left: np.ndarray, right: np.ndarray) -> bool:
    try:
        return np.shares_memory(left, right, max_work=_WORK)  # type: ignore[arg-type]  # its stub knows 0 and -1 only
    except np.exceptions.TooHardError:
        return False


def _shares(value: Any, args: list[Any]) -> list[int]:
    arrays = _arrays(value)
    return [
        index
        for index, arg in enumerate(args)
        if isinstance(arg, np.ndarray) and any(np.may_share_memory(arg, array) for array in arrays)
    ]


def _random_state() -> str:
    legacy: Any = np.random.get_state()  # noqa: NPY002 - the global state is what is watched
    return f"{random.getstate()}{[part.tobytes() if isinstance(part, np.ndarray) else part for part in legacy]}"
