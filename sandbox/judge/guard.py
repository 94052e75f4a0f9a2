"""A limit on time and memory around trusted code that works on a candidate's arguments.

It uses the process's cpu timer (other load on the machine must not stop honest work) and its address-space limit,
so it works in the main thread only. Code in a single long C call is stopped when that call returns; sizes are
therefore capped before.
"""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Never

_MB = 1 << 20


class OverLimitError(Exception):
    """The guarded code took too long or too much memory."""


@contextmanager
def limited(seconds: float = 2.0, extra_mb: int = 512) -> Iterator[None]:
    """Run the body for at most `seconds` of cpu time with at most `extra_mb` more memory; then OverLimitError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _address_space() + extra_mb * _MB
    resource.setrlimit(resource.RLIMIT_AS, (wanted if soft < 0 else min(soft, wanted), hard))
    try:
        with timed(seconds):
            yield
    except MemoryError as error:
        raise OverLimitError("out of memory") from error
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """Run the body for at most `seconds` of cpu time; then OverLimitError."""
    previous = signal.signal(signal.SIGPROF, _ring)
    outer, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
        signal.setitimer(signal.ITIMER_PROF, outer)


def _ring(_signal: int, _frame: FrameType | None) -> Never:
    raise OverLimitError("out of time")


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
