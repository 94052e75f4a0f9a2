"""What an attack is, and what the attacker is seen to get.

An attack's ``source`` defines ``attack(x)`` (or does its work while it is loaded). It is graded as a visible run,
since that shows everything an attacker may see: the returned value, the error with its message, the output.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from sandbox import events
from tests.sandboxes import last

MARK = "so far"
_ENTRY = f"""

def double(x):
    print({MARK!r}, flush=True)
    return attack(x)
"""
# For sources that speak to the kernel directly: `refused(f(...))` raises what the kernel answered.
KERNEL = """
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
def refused(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
def kernel(intel, arm, *args):
    number = intel if platform.machine() == 'x86_64' else arm
    return refused(libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) if isinstance(a, int) else a for a in args)))
"""
# For sources that forge replies: `forge(value, id)` writes a whole frame past the sandbox's own code.
FRAMES = """
import os
from sandbox import wire
def raw(body):
    view = memoryview(len(body).to_bytes(4, 'little') + body)
    while view:
        view = view[os.write(3, view):]
def frame(value, number):
    body = wire.encode({'id': number, 'ok': True, 'value': value})
    return len(body).to_bytes(4, 'little') + body
def forge(value, number):
    raw(frame(value, number)[4:])
"""


@dataclass(frozen=True)
class Attack:
    """One attack. ``gets`` is what `outcome` says afterwards, one text for both jails or one for each."""

    name: str
    source: str
    gets: str | dict[str, str]
    fast: bool = False
    mode: Literal["run", "submit"] = "run"
    prints: bool = True
    deadline_seconds: float = 20.0
    cpu_seconds: int = 1

    def whole_source(self, host_file: str) -> str:
        """The source as it is submitted; the words HOST_FILE become the path of a file of the host."""
        return self.source.replace("HOST_FILE", repr(host_file)) + (_ENTRY if "def attack" in self.source else "")

    def expected(self, jail: str) -> str:
        """What the attacker gets in this jail."""
        return self.gets if isinstance(self.gets, str) else self.gets[jail]


def cases(attacks: Iterable[Attack]) -> list[Any]:
    """The attacks as parameters of a test; the fast ones belong to `make test`."""
    return [pytest.param(attack, id=attack.name, marks=[pytest.mark.fast] if attack.fast else []) for attack in attacks]


def outcome(stream: Sequence[events.Event]) -> str:
    """What the attacker gets, in a few words: `returned 5`, `raised OSError: …`, or the state the process ended in."""
    end = last(stream)
    if isinstance(end, events.PlatformError):
        return f"platform_error: {end.message}"
    if end.verdict != "completed":
        return _verdict(stream, end)
    for event in stream:
        if isinstance(event, events.Compiled) and event.error is not None:
            return f"did not load: {_error(event.error)}"
        if isinstance(event, events.ExampleDone):
            return f"returned {event.got}" if event.error is None else _error(event.error)
    return "nothing"


def output(stream: Sequence[events.Event]) -> str:
    """Everything the attack printed that is shown."""
    return "".join(
        event.text if isinstance(event, events.Output) else event.output
        for event in stream
        if isinstance(event, (events.Output, events.ExampleDone))
    )


def _error(error: events.CodeError) -> str:
    if error.kind is None:
        return error.state
    return f"raised {error.kind}: {error.message}".removesuffix(": ")


def _verdict(stream: Sequence[events.Event], end: events.Finished) -> str:
    hows = sorted({event.how for event in stream if isinstance(event, events.CheckDone) and event.how is not None})
    return f"{end.verdict}: {', '.join(hows)}".removesuffix(": ")
