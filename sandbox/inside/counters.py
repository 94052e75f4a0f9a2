"""Reading the kernel's counters, of this container (cgroup version 1 or 2) and of a process: what it did.

Not what an exit code says.
"""

import os
from functools import cache
from pathlib import Path

_LONGEST = 4096
_GROUP = "/sys/fs/cgroup/"
_OOM = (_GROUP + "memory.events", _GROUP + "memory/memory.oom_control")
_PIDS = (_GROUP + "pids.events", _GROUP + "pids/pids.events")
_MEMORY = (_GROUP + "memory.current", _GROUP + "memory/memory.usage_in_bytes")
_MEMORY_PEAK = (_GROUP + "memory.peak", _GROUP + "memory/memory.max_usage_in_bytes")
_MEMORY_LIMIT = (_GROUP + "memory.max", _GROUP + "memory/memory.limit_in_bytes")
_NEAR = 0.9
_CPU_NANOSECONDS = _GROUP + "cpuacct/cpuacct.usage"
_CPU_STATISTICS = (_GROUP + "cpu.stat",)


def out_of_memory_kills() -> int:
    """How many processes of this container the kernel has killed for memory."""
    return _field(_OOM, "oom_kill")


def refused_forks() -> int:
    """How many forks the process limit has refused."""
    return _field(_PIDS, "max")


def memory_in_use() -> int:
    """Memory charged to this container, in bytes."""
    return int(_first(_MEMORY) or 0)


def memory_was_short() -> bool:
    """Whether this container has ever come near its own limit: otherwise a kill for memory is the host's.

    A kernel that keeps no peak is believed to have seen one.
    """
    peak, limit = _first(_MEMORY_PEAK), _first(_MEMORY_LIMIT)
    return peak is None or limit is None or (limit.strip() != "max" and int(peak) >= _NEAR * int(limit))


def cpu_seconds() -> float:
    """Processor time used by this container since it was made."""
    nanoseconds = _first((_CPU_NANOSECONDS,))
    return int(nanoseconds) / 1e9 if nanoseconds else _field(_CPU_STATISTICS, "usage_usec") / 1e6


def starved_seconds(pid: int) -> float:
    """How long the process's first thread has been ready to run while something else had the processor.

    Nothing where the kernel does not count it.
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def _field(paths: tuple[str, ...], name: str) -> int:
    fields = dict(line.split() for line in (_first(paths) or "").splitlines())
    return int(fields.get(name, 0))


def _first(paths: tuple[str, ...]) -> str | None:
    for path in paths:
        try:
            return os.pread(_opened(path), _LONGEST, 0).decode()
        except OSError:
            continue
    return None


@cache
def _opened(path: str) -> int:
    """Kept open: the counters are read twice in every job."""
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
