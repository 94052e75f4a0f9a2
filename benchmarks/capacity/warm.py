"""The warm containers of one system among all that the engine of this machine has."""

import contextlib
from pathlib import Path

import docker
from docker.models.containers import Container

from sandbox.containers import PROCESS_LABEL

_USAGE = (  # processor time by control groups of version 1, and of 2 by either driver; and in which unit
    ("/sys/fs/cgroup/cpuacct/docker/{}/cpuacct.usage", 1e9),
    ("/sys/fs/cgroup/docker/{}/cpu.stat", 1e6),
    ("/sys/fs/cgroup/system.slice/docker-{}.scope/cpu.stat", 1e6),
)


def containers(makers: set[int]) -> list[Container]:
    """Those that these processes have made, as Docker's list tells of them."""
    client = docker.from_env()
    try:
        found = client.containers.list(filters={"label": PROCESS_LABEL}, sparse=True)
        return [each for each in found if _maker(each) in makers]
    finally:
        client.close()


def _maker(container: Container) -> int:
    """The process that a container's label names."""
    return int(container.attrs["Labels"][PROCESS_LABEL].rpartition("/")[2].partition("-")[0] or 0)


def seconds(makers: set[int]) -> dict[str, float]:
    """Processor seconds of each so far."""
    return {str(each.id): _seconds(str(each.id)) for each in containers(makers)}


def _seconds(container: str) -> float:
    for path, per_second in _USAGE:
        with contextlib.suppress(OSError):
            text = Path(path.format(container)).read_text()
            return int(text.split()[1] if path.endswith("cpu.stat") else text) / per_second
    return 0.0
