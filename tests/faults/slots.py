"""The slots of one engine as the host sees them: containers by label, processes by their place in the tree."""

import contextlib
import os
import signal
from pathlib import Path

import docker
from docker.errors import NotFound
from docker.models.containers import Container

from sandbox import containers

_SEEN: dict[str, tuple[set[str], set[str]]] = {}  # per engine: its containers and volumes so far


class Slots:
    """Finds, kills and counts what one engine has running. Needs to be root to signal container processes."""

    def __init__(self, client: docker.DockerClient, engine: str) -> None:
        self._client = client
        self._engine = engine
        self._seen, self._volumes = _SEEN.setdefault(engine, (set(), set()))

    def containers(self, role: str | None = None) -> list[Container]:
        """Those of this engine that run, oldest first."""
        labels = [f"{containers.OWNER_LABEL}={self._engine}"]
        if role is not None:
            labels.append(f"{containers.ROLE_LABEL}={role}")
        found = self._client.containers.list(filters={"label": labels}, ignore_removed=True)
        self._seen |= {str(container.id) for container in found}
        self._volumes |= {
            mount["Name"] for container in found for mount in container.attrs["Mounts"] if "Name" in mount
        }
        return found[::-1]

    def first_processes(self, role: str) -> list[int]:
        """Process 1 of each container: the judge's parent, the candidate's supervisor."""
        return [pid for container in self.containers(role) if (pid := self._pid(container))]

    def _pid(self, container: Container) -> int:
        with contextlib.suppress(NotFound):
            return int(self._client.api.inspect_container(container.id)["State"]["Pid"])
        return 0

    def zygotes(self) -> list[int]:
        """The warm processes that jobs are forked from."""
        return [child for first in self.first_processes("candidate") for child in children(first)]

    def jobs(self) -> list[int]:
        """Processes that run candidates' code, or wait to."""
        return [child for zygote in self.zygotes() for child in descendants(zygote)]

    def gradings(self) -> list[int]:
        """The forked grading processes."""
        return [child for first in self.first_processes("judge") for child in children(first)]

    def left(self) -> list[str]:
        """What there still is of everything this engine ever had: containers, volumes, processes."""
        self.containers()
        there = self._client.containers.list(all=True, ignore_removed=True)
        left = [f"container {item.name} {item.status}" for item in there if item.id in self._seen]
        left += [f"volume {item.id}" for item in self._client.volumes.list() if item.id in self._volumes]
        return left + [f"process {pid}" for pid, groups in _cgroups() if any(item in groups for item in self._seen)]


def kill(pids: list[int]) -> None:
    """SIGKILL; those already gone are fine."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children(parent: int) -> list[int]:
    """The direct children of a process."""
    return [pid for pid in _pids() if _parent(pid) == parent]


def descendants(ancestor: int) -> list[int]:
    """Children, their children and so on."""
    return [found for child in children(ancestor) for found in (child, *descendants(child))]


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _parent(pid: int) -> int | None:
    with contextlib.suppress(OSError):
        return int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    return None


def _cgroups() -> list[tuple[int, str]]:
    found = []
    for pid in _pids():
        with contextlib.suppress(OSError):
            found.append((pid, (Path("/proc") / str(pid) / "cgroup").read_text()))
    return found
