"""The same checks in one process without isolation: what a grading costs when nothing is walled off.

The judge's own session with a candidate whose groups load the source right here. As a program it answers one JSON
line per job on standard input with the milliseconds from job to verdict. It knows nothing of containers.
"""

import copy
import importlib
import io
import json
import random
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from sandbox import wire
from sandbox.inside import loading, owncheck
from sandbox.inside.standins import StandIns
from sandbox.judge import parsing
from sandbox.judge.call import Call
from sandbox.judge.main import _PRELOADED  # the same modules are warm there
from sandbox.judge.owned import Offered, Served
from sandbox.judge.replies import LoadFailed, Names, OwnCheck, Raised, Reply, Returned, Usage
from sandbox.judge.session import run


@dataclass
class InProcess:
    """The twin of `sandbox.judge.candidate.Candidate`: a group is a module of this process."""

    source: str
    opened: list["Group"] = field(default_factory=list)
    timeouts: int = 0

    def open(self, *, hash_seed: int = 0, source: str | None = None, cpu_seconds: int | None = None) -> "Group":
        """Load ``source`` as a fresh module; ``hash_seed`` and ``cpu_seconds`` need a process and change nothing."""
        del hash_seed, cpu_seconds
        self.opened.append(Group(self.source if source is None else source))
        return self.opened[-1]

    def usage(self) -> list[Usage]:
        """What each group used."""
        return [group.usage for group in self.opened]


class Group:
    """One freshly loaded module. Arguments are copied, since nothing else keeps the judge's own safe."""

    def __init__(self, source: str) -> None:
        self.output, self.truncated = "", False
        self.usage = Usage("ok", "", 0.0, 0.0, 0.0)
        self._printed = io.StringIO()
        self._instances: dict[str, Any] = {}
        self._inspected: list[tuple[list[Any], Any]] = []
        self._started = time.monotonic()
        loaded = self._guarded(lambda: loading.load(source))
        if not isinstance(loaded, Returned):
            raise LoadFailed(loaded, loaded.message, self._printed.getvalue())
        self._module = loaded.value

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.output = self._printed.getvalue()
        seconds = time.monotonic() - self._started
        self.usage = Usage("ok", "", seconds, seconds, 0.0)

    def names(self) -> dict[str, Names]:
        """Public callables of the source."""
        return parsing.names(loading.names(self._module))

    def call(self, call: Call, served: Served | None = None) -> Reply:
        """Call with copies; judge-owned objects are called through stand-ins here, too."""
        if call.on is None and not call.becomes:
            self._instances.clear()
            self._inspected.clear()
        args = self._arguments(call, served)
        before = _random_state() if call.inspect else None
        reply = self._guarded(lambda: self._target(call)(*args))
        if not isinstance(reply, Returned):
            return reply
        if call.becomes is not None:
            self._instances[call.becomes] = reply.value
        try:
            plain = None if call.ignored or call.becomes is not None else _plain(reply.value)
        except wire.NotPlainError as error:
            return Raised("not plain data", message=str(error))
        if not call.inspect:
            return Returned(plain, reply.seconds)
        self._inspected.append((args, reply.value if plain is not None else None))
        kept = [arg for earlier, _ in self._inspected for arg in earlier]
        shares = tuple(index for index, arg in enumerate(kept) if _shared(arg, reply.value))
        return Returned(plain, reply.seconds, shares, False, _random_state() != before)

    def kept(self) -> Reply:
        """The inspected arguments and results as they are now."""
        args = [args for args, _ in self._inspected]
        return Returned({"args": args, "results": [_plain(value) for _, value in self._inspected]})

    def _target(self, call: Call) -> Any:
        return getattr(self._module if call.on is None else self._instances[call.on], call.name)

    @staticmethod
    def _arguments(call: Call, served: Served | None) -> list[Any]:
        if served is None:
            return [_copied(arg) for arg in call.args]
        owned = {place: arg.described() for place, arg in enumerate(call.args) if isinstance(arg, Offered)}
        args = [None if place in owned else _copied(arg) for place, arg in enumerate(call.args)]
        stand_ins = StandIns(lambda request, _: wire.decode(served.answer(wire.decode(wire.encode(request)))))
        stand_ins.put(args, owned)
        return args

    def attribute(self, name: str) -> Reply:
        """A module global."""
        return self._guarded(lambda: _plain(getattr(self._module, name)))

    def run_checks(self, checks_source: str) -> list[OwnCheck]:
        """Run the candidate's own checks."""
        return parsing.own_checks(owncheck.run(checks_source, self._module))

    def _guarded(self, action: Callable[[], Any]) -> Returned | Raised:
        started = time.monotonic()
        try:
            with redirect_stdout(self._printed), redirect_stderr(self._printed):
                value = action()
        except Exception as error:  # noqa: BLE001 - whatever the code raises is its reply
            return parsing.raised(loading.describe(error))
        return Returned(value, time.monotonic() - started)


def _copied(value: Any) -> Any:
    return wire.decode(wire.encode(value)) if isinstance(value, wire.Form) else copy.deepcopy(value)


def _plain(value: Any) -> Any:
    """The value as it would arrive: numpy scalars as Python's, containers and arrays as copies.

    Raises:
        NotPlainError
    """
    if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, np.generic)):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if type(value) is np.ndarray and value.dtype.kind in "biufU":
        return value.copy()
    if isinstance(value, list | tuple):
        return type(value)(_plain(item) for item in value)
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    raise wire.NotPlainError(f"a value of type {type(value).__name__} is not plain data")


def _shared(arg: Any, value: Any) -> bool:
    parts = value if isinstance(value, list | tuple) else [value]
    arrays = [part for part in parts if isinstance(part, np.ndarray)]
    return isinstance(arg, np.ndarray) and any(np.may_share_memory(arg, array) for array in arrays)


def _random_state() -> str:
    legacy: Any = np.random.get_state()  # noqa: NPY002 - the global state is what is watched
    return f"{random.getstate()}{[part.tobytes() if isinstance(part, np.ndarray) else part for part in legacy]}"


def grade(job: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds from job to verdict, the milliseconds inside candidate code's groups, and the verdict."""
    events: list[dict[str, Any]] = []
    candidate = InProcess(job["source"])
    started = time.perf_counter()
    run(job, candidate, events.append)
    return {"ms": 1000 * (time.perf_counter() - started), "verdict": events[-1]["verdict"]}


def main() -> None:
    """One job per line in, one answer per line out."""
    for module in _PRELOADED:
        importlib.import_module(module)
    for line in sys.stdin:
        print(json.dumps(grade(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
