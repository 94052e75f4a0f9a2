"""What comes back from a candidate's process, as plain records.

Owns the vocabulary between the judge and `sandbox.judge.candidate`; must not know how the process is reached.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """The arguments of each inspected call, and its result, as they were when the last one had returned."""

    args: list[Any]
    results: list[Any]


@dataclass(frozen=True, slots=True)
class Returned:
    """The call returned plain data.

    `seconds` is wall time measured by the judge. The other fields are filled by an inspecting call only: `shares` the
    places of array arguments whose memory a result shares, counted through all calls of a script, `overlaps` whether
    parts of a result share memory with each other, `random_touched` whether a global random state moved, `after` what
    became of the arguments and results.
    """

    value: Any
    seconds: float = 0.0
    shares: tuple[int, ...] | None = None
    overlaps: bool | None = None
    random_touched: bool | None = None
    after: Kept | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """The call raised, or returned something that is not plain data (`kind` is then "not plain data").

    `kind` is a built-in or numpy class name, else "custom exception"; `classes` are the built-in names among
    its bases (itself included); `line` is the candidate's own line; `message` is for staff and visible runs; `done`
    are the results of the steps before, where a step of a class raised.
    """

    kind: str
    classes: frozenset[str] = frozenset()
    line: int | None = None
    message: str = ""
    done: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The process ended before the call returned.

    `state`: time_limit memory_limit output_limit process_limit forbidden killed runtime_error platform_error.
    `cause`: "cpu" or "wall" of a time limit, the name of a forbidden system call, else empty.
    """

    state: str
    detail: str = ""
    cause: str = ""


Reply = Returned | Raised | Ended


# The parameters of one public callable, each as `str(inspect.Parameter)` writes it ("train", "eps=1e-09",
# "*rest"); None when the signature cannot be read.
Names = list[str] | None


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """One of the candidate's own checks: "module" for the top level, else a `test_*` function.

    `state`: passed | failed (an assertion) | error (anything else).
    """

    name: str
    state: str
    message: str = ""
    line: int | None = None
    output: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one process used; `state` is "ok" or that of `Ended`, with its `cause`. Times in seconds, memory in MB."""

    state: str
    cause: str
    wall_seconds: float
    cpu_seconds: float
    peak_mb: float

    def as_event(self) -> dict[str, Any]:
        """The record that events carry, times in milliseconds."""
        return {
            "state": self.state,
            "cause": self.cause,
            "wall_ms": round(1000 * self.wall_seconds, 1),
            "cpu_ms": round(1000 * self.cpu_seconds, 1),
            "peak_mb": round(self.peak_mb, 1),
        }


class LoadFailed(Exception):
    """A fresh process could not load the source.

    `reply` says how; `message` is about the candidate's own code; `output` is what it printed until then.
    """

    def __init__(self, reply: Raised | Ended, message: str, output: str = "") -> None:
        super().__init__(message)
        self.reply = reply
        self.message = message
        self.output = output


class PlatformFault(Exception):
    """Something of ours broke: the grading is retried elsewhere and never counts against the candidate."""
