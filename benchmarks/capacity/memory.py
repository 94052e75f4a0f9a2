"""What the idle system takes of a machine's memory, by part.

Proportional set sizes: a page that several processes share counts once among them, PostgreSQL's buffers too. What a
container's group is charged beyond its processes' own pages (kernel stacks, tables, its small file systems) is added.
"""

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import docker

from benchmarks.capacity import counters, warm
from benchmarks.capacity.system import System, running
from sandbox.containers import ROLE_LABEL

MIB = 1 << 20
AIM_MIB = 1024
SETTLE_SECONDS = 20.0
_KERNEL = ("kernel_stack", "slab", "pagetables", "sock", "shmem")


def measure(*parts: str) -> dict[str, Any]:
    """MiB by part of a system that has come up with its spares and is asked for nothing."""
    with running(*parts) as system:
        time.sleep(SETTLE_SECONDS)
        found = footprint(system)
    whole = sum(found.values())
    return {"mib": found, "together_mib": round(whole, 1), "aim_mib": AIM_MIB, "reached": whole <= AIM_MIB}


def footprint(system: System) -> dict[str, float]:
    """MiB by part, now."""
    known = counters.processes()
    own = _containers({part.pid for part in system.parts})
    found = {part.name: pss(each.pid for each in counters.tree(known, part.pid)) for part in system.parts}
    found["database"] = pss(each.pid for each in counters.tree(known, system.postmaster))
    for role in ("judge", "candidate"):
        pids = [pid for kind, pid in own if kind == role]
        found[f"{role}s ({len(pids)})"] = pss(each.pid for pid in pids for each in counters.tree(known, pid))
    found["containers' kernel memory"] = sum(_kernel(pid) for _, pid in own)
    engine = counters.engine_of(known)
    ours = {pid for _, pid in own}
    shims = [each for each in engine if "shim" in each.name]
    serving = [each for each in shims if ours & {below.pid for below in counters.tree(known, each.pid)}]
    found["Docker's helpers of these containers"] = pss(each.pid for each in serving)
    found["Docker engine"] = pss(each.pid for each in engine if each not in shims)
    return {name: round(value / MIB, 1) for name, value in found.items()}


def _containers(makers: set[int]) -> list[tuple[str, int]]:
    """Role and first process of every warm container that these processes have made."""
    client = docker.from_env()
    try:
        told = [
            (each.attrs["Labels"][ROLE_LABEL], client.api.inspect_container(each.id))
            for each in warm.containers(makers)
        ]
        return [(role, int(state["State"]["Pid"])) for role, state in told]
    finally:
        client.close()


def pss(pids: Iterable[int]) -> float:
    """Bytes; of processes that are gone, none."""
    whole = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    whole += int(line.split()[1]) << 10
    return float(whole)


def _kernel(pid: int) -> float:
    """Bytes that the group of a first process is charged for the kernel and for its file systems in memory."""
    for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        with contextlib.suppress(OSError):
            if controllers == "memory":
                group = Path(f"/sys/fs/cgroup/memory{path}")
                return int((group / "memory.kmem.usage_in_bytes").read_text()) + _stat(group, ("shmem",))
            if controllers == "":
                return _stat(Path(f"/sys/fs/cgroup{path}"), _KERNEL)
    return 0.0


def _stat(group: Path, names: tuple[str, ...]) -> float:
    lines = [line.split() for line in (group / "memory.stat").read_text().splitlines()]
    return float(sum(int(value) for name, value in lines if name in names))
