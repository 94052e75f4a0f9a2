"""What one engine and the host hold at a moment, as numbers that must not grow; read from /proc and Docker."""

import contextlib
import gc
import os
import re
from pathlib import Path

from tests.faults.slots import Slots, descendants

_PROC = Path("/proc")
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


def sample(slots: Slots) -> dict[str, float]:
    """One number per thing that could leak. KiB for memory."""
    gc.collect()
    judges, supervisors, zygotes = slots.first_processes("judge"), slots.first_processes("candidate"), slots.zygotes()
    named = {"worker": [os.getpid()], "judge": judges, "supervisor": supervisors, "zygote": zygotes}
    found: dict[str, float] = {}
    for name, pids in named.items():
        found[f"{name}: memory"] = sum(map(_memory, pids))
        found[f"{name}: descriptors"] = sum(_entries(pid, "fd") for pid in pids)
        found[f"{name}: threads"] = sum(_entries(pid, "task") for pid in pids)
        if name != "worker":  # the host's mounts are everybody's
            found[f"{name}: mounts"] = sum(_lines(pid, "mountinfo") for pid in pids)
    family = [pid for first in (*judges, *supervisors) for pid in (first, *descendants(first))]
    found["processes"] = len(family)
    found["namespaces"] = _namespaces(family)
    found["containers"] = len(slots.containers())
    found["temporary files"] = sum(_temporary(pid) for pid in (*judges, *supervisors))
    return found


def kernel() -> dict[str, float]:
    """KiB of the host's unreclaimable slabs, where /proc shows them: the whole host's, so only roughly ours."""
    match = re.search(r"SUnreclaim:\s+(\d+)", (_PROC / "meminfo").read_text())
    return {"kernel: unreclaimable slabs": float(match.group(1))} if match else {}


def _memory(pid: int) -> int:
    """KiB that no file backs, shared with forks or not."""
    with contextlib.suppress(OSError):
        text = (_PROC / str(pid) / "smaps_rollup").read_text()
        return sum(int(size) for size in re.findall(r"Anonymous:\s+(\d+)", text))
    return 0


def _entries(pid: int, folder: str) -> int:
    with contextlib.suppress(OSError):
        return len(os.listdir(_PROC / str(pid) / folder))  # noqa: PTH208 - names are enough
    return 0


def _lines(pid: int, name: str) -> int:
    with contextlib.suppress(OSError):
        return (_PROC / str(pid) / name).read_text().count("\n")
    return 0


def _namespaces(pids: list[int]) -> int:
    """Distinct namespaces that these processes are in."""
    found = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            found |= {os.readlink(entry) for entry in (_PROC / str(pid) / "ns").iterdir()}  # noqa: PTH115 - not a path
    return len(found)


def _temporary(pid: int) -> int:
    with contextlib.suppress(OSError):
        root = _PROC / str(pid) / "root"
        return sum(1 for folder in ("tmp", "dev/shm", "dev/mqueue") for _ in (root / folder).rglob("*"))
    return 0
