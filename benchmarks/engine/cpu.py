"""Processor time: of the whole machine, and of one container.

The whole machine's is the one measure that is the same for every way: a container's own processes, the Docker
engine's, the kernel's. It needs a machine with nothing else to do; `idle_share` says whether it had.
"""

import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_EXACT = Path("/sys/fs/cgroup/cpuacct/cpuacct.usage")
_TICKS = os.sysconf("SC_CLK_TCK")
_BUSY = (0, 1, 2, 5, 6)  # user, nice, system, irq, softirq


def machine_ms() -> float:
    """Busy milliseconds of all processors: to the nanosecond where the kernel keeps them so, else in ticks."""
    if _EXACT.exists():
        return int(_EXACT.read_text(encoding="ascii")) / 1e6
    fields = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:]
    return 1000 * sum(int(fields[at]) for at in _BUSY) / _TICKS


class Meter:
    """Seconds and busy milliseconds between entering and leaving."""

    seconds = 0.0
    cpu_ms = 0.0

    def __enter__(self) -> Self:
        self._began, self._busy = time.perf_counter(), machine_ms()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds, self.cpu_ms = time.perf_counter() - self._began, machine_ms() - self._busy


def background(seconds: float) -> float:
    """Busy milliseconds per second of a machine that is asked for nothing; what else runs shows here."""
    with Meter() as meter:
        time.sleep(seconds)
    return meter.cpu_ms / meter.seconds


def container_ms(pid: int) -> float:
    """Milliseconds used by the container of this first process, from its control group (version 1 or 2)."""
    for line in Path(f"/proc/{pid}/cgroup").read_text(encoding="ascii").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            lines = Path(f"/sys/fs/cgroup{path}/cpu.stat")
            if lines.exists():
                return int(lines.read_text(encoding="ascii").split()[1]) / 1000
        elif "cpuacct" in controllers.split(","):
            return int(Path(f"/sys/fs/cgroup/cpuacct{path}/cpuacct.usage").read_text(encoding="ascii")) / 1e6
    raise RuntimeError(f"process {pid} has no control group with processor accounting")
