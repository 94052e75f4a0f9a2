"""What the host can see of the containers: processes, mounts, control groups, descriptors. Nothing is asked of them."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import docker
from docker.errors import APIError, NotFound

from sandbox.containers import OWNER_LABEL, ROLE_LABEL

_CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Inside:
    """One container from outside: its processes, mounts and control groups, and the volumes it uses."""

    role: str
    processes: int
    mounts: int
    cgroups: int
    volumes: frozenset[str]


@dataclass(frozen=True)
class Worker:
    """This process, which stands for the worker."""

    descriptors: int
    threads: int
    resident_mb: float


def containers(client: docker.DockerClient, owner: str) -> list[str]:
    """The ids of the containers of one engine."""
    return [found["Id"] for found in client.api.containers(filters={"label": f"{OWNER_LABEL}={owner}"}, all=True)]


def look(client: docker.DockerClient, owner: str) -> list[Inside]:
    """Every container of one engine; one that leaves while it is looked at is left out."""
    found = client.api.containers(filters={"label": f"{OWNER_LABEL}={owner}"}, all=True)
    seen = []
    for each in found:
        try:
            pids = [int(row[1]) for row in client.api.top(each["Id"])["Processes"]]
            first = client.api.inspect_container(each["Id"])["State"]["Pid"]
        except (APIError, NotFound):
            continue
        mounts = _mounts(first) if first in pids else 0  # a kernel of its own has numbers and mounts of its own
        used = frozenset(mount["Name"] for mount in each["Mounts"] if mount["Type"] == "volume")
        seen.append(Inside(each["Labels"][ROLE_LABEL], len(pids), mounts, _cgroups(each["Id"]), used))
    return sorted(seen, key=lambda inside: inside.role)


def volumes(client: docker.DockerClient) -> set[str]:
    """The names of all volumes of the host."""
    return {volume["Name"] for volume in client.api.volumes()["Volumes"] or []}


def worker() -> Worker:
    """What this process holds."""
    descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - one of them is this listing's own
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return Worker(descriptors, threading.active_count(), resident)


def _mounts(first: int) -> int:
    """Mounts of the container's own namespace, its first process's; 0 where only root may look."""
    try:
        return len(Path(f"/proc/{first}/mounts").read_text().splitlines())
    except (OSError, ValueError):
        return 0


def _cgroups(container: str) -> int:
    """Control groups of the container and below it: cgroup v1 has one tree per controller."""
    roots = [path for path in (_CGROUPS, *_CGROUPS.iterdir()) if path.is_dir()]
    homes = {home for root in roots for home in root.glob(f"*/*{container}*")} | {
        home for root in roots for home in root.glob(f"*{container}*")
    }
    return sum(1 for home in homes for _ in os.walk(home))
