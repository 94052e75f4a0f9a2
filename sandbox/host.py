"""The engine's host: one connection, made when first needed and again after a failure, and what the host offers."""

import asyncio
from dataclasses import dataclass

import docker
from docker.errors import DockerException

from sandbox import containers, orphans
from sandbox.errors import EngineUnavailable, HostLimit
from sandbox.settings import EngineSettings
from sandbox.threads import in_thread

SLOTS_PER_CPU = 16  # further ones would only wait for one another


@dataclass(frozen=True)
class Facts:
    """What Docker tells of itself and its host."""

    version: str
    memory_mb: int
    cpus: int
    runtimes: tuple[str, ...]
    default_runtime: str


class Host:
    """The connection of one engine. `connect` before use."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._connection: tuple[docker.DockerClient, Facts] | None = None
        self._connecting = asyncio.Lock()
        self.orphans_removed = 0

    async def connect(self) -> tuple[docker.DockerClient, Facts]:
        """The client; at the first connection the settings are checked and orphans removed.

        Raises:
            EngineUnavailable, HostLimit
        """
        async with self._connecting:
            if self._connection is None:
                self._connection = await in_thread(_open, self._settings)
                await self.remove_orphans()
            return self._connection

    async def remove_orphans(self) -> None:
        """Remove what workers that are gone left on this Docker."""
        if self._connection is not None:
            self.orphans_removed += await in_thread(orphans.remove, self._connection[0])

    @property
    def facts(self) -> Facts | None:
        """What the host offers; None before the first connection."""
        return self._connection[1] if self._connection else None

    @property
    def runtime(self) -> str | None:
        """The container runtime in use, as Docker calls it; None before the first connection."""
        return self._settings.runtime or (self.facts.default_runtime if self.facts else None)

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection[0].close()
            self._connection = None


def _open(settings: EngineSettings) -> tuple[docker.DockerClient, Facts]:
    client = containers.connect()
    try:
        facts = _facts(client)
        check(settings, facts)
    except BaseException:
        client.close()
        raise
    return client, facts


def _facts(client: docker.DockerClient) -> Facts:
    try:
        told = client.info()
    except (DockerException, OSError) as error:
        raise EngineUnavailable(f"the Docker engine does not say what it is ({error}). Look at its log.") from error
    return Facts(
        version=str(told["ServerVersion"]),
        memory_mb=int(told["MemTotal"]) >> 20,
        cpus=int(told["NCPU"]),
        runtimes=tuple(sorted(told["Runtimes"])),
        default_runtime=str(told["DefaultRuntime"]),
    )


def check(settings: EngineSettings, facts: Facts) -> None:
    """Whether the host can give what the settings ask for.

    Raises:
        HostLimit: it cannot; names the setting and what it may be.
    """
    if settings.runtime is not None and settings.runtime not in facts.runtimes:
        raise HostLimit(
            f"the Docker engine has no runtime {settings.runtime!r}, it has {', '.join(facts.runtimes)}. "
            "Register it in Docker's daemon.json, or set another (HOLDOUT_SANDBOX_RUNTIME)."
        )
    if settings.slots > SLOTS_PER_CPU * facts.cpus:
        raise HostLimit(
            f"{settings.slots} slots are too many for the {facts.cpus} CPUs of the engine's host. "
            f"Set at most {SLOTS_PER_CPU * facts.cpus} (HOLDOUT_SANDBOX_SLOTS)."
        )
    memory = {
        "a candidate's container (HOLDOUT_SANDBOX_SLOT_MEMORY_MB)": settings.memory_mb,
        "a judge's container": settings.judge_memory_mb,
        "all warm containers together (HOLDOUT_SANDBOX_MEMORY_MB)": settings.memory_budget_mb or 0,
    }
    for what, asked in memory.items():
        if asked > facts.memory_mb:
            raise HostLimit(
                f"{asked} MiB for {what} is more than the {facts.memory_mb} MiB of the engine's host. Set less."
            )
