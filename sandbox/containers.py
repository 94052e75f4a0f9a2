"""The outer wall: how a judge and a candidate container are created. Docker is spoken to only from here.

The candidate container shares the judge's anonymous volume read-only, so that it can dial the judge's socket and
do nothing else there. Both are removed by Docker itself when their first process ends; the judge's ends when the
worker's attached stream closes, the candidate's when the judge is gone. A killed worker thus leaves nothing.
"""

import secrets
import socket
import time
from typing import Any

import docker
from docker.errors import APIError, ImageNotFound, NotFound
from docker.models.containers import Container
from docker.types import LogConfig, Mount, Ulimit

from sandbox import living, outer_filter
from sandbox.diagnosis import reach
from sandbox.errors import EngineUnavailable, FingerprintMismatch, SandboxFault
from sandbox.images import store
from sandbox.images.catalogue import Image
from sandbox.inside.jails import USERNS
from sandbox.settings import EngineSettings

ROLE_LABEL = "holdout.sandbox"
OWNER_LABEL = "holdout.engine"
PROCESS_LABEL = "holdout.process"
JUDGE_USER = "10002:10003"
_GID = 10_003
_UID_RANGES = range(200_000, 2_000_000_000, 1000)
_VOLUME_SECONDS, _VOLUME_PAUSE_SECONDS = 5.0, 0.25
_CPU_PERIOD_US = 100_000
ORDINARY_SHARES, BACKGROUND_SHARES = 1024, 128  # where both want a core, the second gets a ninth of it
_CPU_QUOTA_US = 200_000  # one core for the job, one to take the last one down and to jail the next meanwhile
# System V and POSIX queues outlive the process that made them and are charged to nobody: there are none.
_NO_KERNEL_IPC = {
    "kernel.shmmni": "0",
    "kernel.shmall": "0",
    "kernel.shmmax": "0",
    "kernel.msgmni": "0",
    "kernel.sem": "0 0 0 0",
    "fs.mqueue.queues_max": "0",
}


def connect() -> docker.DockerClient:
    """A client of the engine the environment names.

    Raises:
        EngineUnavailable, SocketForbidden, EngineTooOld
    """
    return reach.connect()


def create_judge(client: docker.DockerClient, image: Image, owner: str, settings: EngineSettings) -> Container:
    """The judge's container, created and not started: it has no network, no capability and no root."""
    return _create(
        client,
        image,
        command=["python3", "-m", "sandbox.judge.main"],
        user=JUDGE_USER,
        stdin_open=True,
        mem_limit=f"{settings.judge_memory_mb}m",
        memswap_limit=f"{settings.judge_memory_mb}m",
        mounts=[Mount(target="/pair", source=None, type="volume", labels={ROLE_LABEL: "pair"})],
        cap_drop=["ALL"],
        settings=settings,
        role="judge",
        owner=owner,
    )


def create_candidate(
    client: docker.DockerClient, image: Image, judge: Container, settings: EngineSettings, jail: str
) -> Container:
    """The candidate's container. In neither jail has a candidate's process any capability.

    userns: nobody has one; its user is the container's own, and the filter lets the supervisor make namespaces.
    uid: the supervisor is root with three, to change user ids and to kill.
    """
    first_uid = secrets.choice(_UID_RANGES)
    return _create(
        client,
        image,
        command=["python3", "-m", "sandbox.inside.supervisor", jail, str(first_uid), *image.preload],
        user=f"{first_uid if jail == USERNS else 0}:{_GID}",
        mem_limit=f"{settings.memory_mb + image.warm_mb}m",
        memswap_limit=f"{settings.memory_mb + image.warm_mb}m",
        volumes_from=[f"{judge.id}:ro"],
        cap_drop=["ALL"],
        cap_add=[] if jail == USERNS else ["SETUID", "SETGID", "KILL"],
        seccomp=outer_filter.profile() if jail == USERNS else None,
        settings=settings,
        role="candidate",
        owner=judge.labels[OWNER_LABEL],
    )


def _create(
    client: docker.DockerClient,
    image: Image,
    *,
    command: list[str],
    user: str,
    role: str,
    owner: str,
    settings: EngineSettings,
    seccomp: str | None = None,
    stdin_open: bool = False,
    **options: Any,
) -> Container:
    host = _host_config(client, settings, seccomp, **options)
    try:
        made = client.api.create_container(
            image.tag,
            command,
            hostname="sandbox",
            user=user,
            stdin_open=stdin_open,
            labels={ROLE_LABEL: role, OWNER_LABEL: owner, PROCESS_LABEL: living.this_process()},
            host_config=host,
            use_config_proxy=False,  # a proxy's address and password in the client's settings are not for the inside
        )
        container = client.containers.get(made["Id"])
    except ImageNotFound as error:
        raise store.missing(image) from error
    except APIError as error:
        raise SandboxFault(f"Docker refused to create a container: {error}") from error
    except OSError as error:
        raise EngineUnavailable(f"the Docker engine does not answer any more ({error}). Start it.") from error
    try:
        store.verify(image, container.labels)  # a container carries the labels of its image
    except FingerprintMismatch:
        remove(container)
        raise
    return container


def _host_config(
    client: docker.DockerClient, settings: EngineSettings, seccomp: str | None, **options: Any
) -> dict[str, Any]:
    security = ["no-new-privileges", *([] if seccomp is None else [f"seccomp={seccomp}"])]
    host: dict[str, Any] = client.api.create_host_config(
        network_mode="none",
        read_only=True,
        security_opt=security,
        pids_limit=settings.pids_limit,
        runtime=settings.runtime,
        cpu_quota=_CPU_QUOTA_US,
        cpu_period=_CPU_PERIOD_US,
        cpu_shares=ORDINARY_SHARES,
        ipc_mode="private",
        sysctls=_NO_KERNEL_IPC,
        shm_size="1m",
        tmpfs={"/tmp": "rw,noexec,nosuid,nodev,size=16m,nr_inodes=4096,mode=1777"},  # noqa: S108 - inside the container
        ulimits=[Ulimit(name="core", soft=0, hard=0), Ulimit(name="nofile", soft=256, hard=256)],
        log_config=LogConfig(type="none"),
        auto_remove=True,
        **options,
    )
    if seccomp is not None:
        # A fresh /proc cannot be mounted while parts of the old one are masked; each job's has none of them.
        host |= {"MaskedPaths": [], "ReadonlyPaths": []}
    return host


def weigh(shares: int, *weighed: Container) -> None:
    """Set what containers get of the processor where others want it too. SandboxFault where Docker refuses."""
    try:
        for container in weighed:
            container.update(cpu_shares=shares)
    except APIError as error:
        raise SandboxFault(f"Docker refused to weigh a container: {error}") from error


def attach(client: docker.DockerClient, container: Container) -> socket.socket:
    """The raw stream to the container's standard input and output; attached before the start, nothing is lost."""
    stream = client.api.attach_socket(str(container.id), params={"stdin": 1, "stdout": 1, "stream": 1})
    raw: socket.socket = stream._sock  # noqa: SLF001 - the SDK offers no other way to the duplex stream
    duplicate = raw.dup()
    stream.close()
    raw.close()
    return duplicate


def ours(client: docker.DockerClient) -> list[Container]:
    """Every container of any Holdout engine on this Docker, started or not, as Docker's list tells of it."""
    return client.containers.list(all=True, filters={"label": ROLE_LABEL}, sparse=True)


def remove(container: Container) -> None:
    """Kill and remove; a container that is already gone is fine."""
    try:
        container.remove(force=True, v=True)
    except (APIError, OSError):
        return


def remove_volumes(client: docker.DockerClient, container: Container) -> None:
    """Remove the container's volumes, which Docker leaves behind when both that share one end at the same moment."""
    for name in (mount["Name"] for mount in container.attrs["Mounts"] if mount["Type"] == "volume"):
        end = time.monotonic() + _VOLUME_SECONDS
        while time.monotonic() < end:
            try:
                client.api.remove_volume(name)
            except NotFound:
                break
            except (APIError, OSError):  # a container that is still being removed holds it
                time.sleep(_VOLUME_PAUSE_SECONDS)
            else:
                break
