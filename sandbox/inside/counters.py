"""Reading the container's own cgroup counters, version 1 or 2: what the kernel did, not what an exit code says."""

from pathlib import Path

_OOM = (Path("/sys/fs/cgroup/memory.events"), Path("/sys/fs/cgroup/memory/memory.oom_control"))
_PIDS = (Path("/sys/fs/cgroup/pids.events"), Path("/sys/fs/cgroup/pids/pids.events"))


def out_of_memory_kills() -> int:
    """How many processes of this container the kernel has killed for memory."""
    return _field(_OOM, "oom_kill")


def refused_forks() -> int:
    """How many forks the process limit has refused."""
    return _field(_PIDS, "max")


def _field(paths: tuple[Path, ...], name: str) -> int:
    for path in paths:
        try:
            fields = dict(line.split() for line in path.read_text().splitlines())
        except (OSError, ValueError):
            continue
        return int(fields.get(name, 0))
    return 0
