"""How an engine stands right now: whether it can grade, in which jail, under which runtime, with which images."""

import asyncio
from contextlib import closing
from typing import Any

from docker.errors import DockerException

from sandbox.diagnosis import reach
from sandbox.engine import Engine
from sandbox.errors import EngineUnavailable, SandboxFault
from sandbox.images import catalogue, store

_SECONDS = 5.0


async def of(engine: Engine) -> dict[str, Any]:
    """Jail, runtime, engine, slots, their memory and the fingerprints of the environments that are there: plain data.

    Starts the engine where it has not been connected so far.

    Raises:
        SandboxFault: it cannot grade now; the message says why and what to do.
    """
    if not engine.status().connected:
        await engine.start()
    try:
        facts = await asyncio.to_thread(_facts)
    except (DockerException, OSError) as error:
        raise EngineUnavailable(f"the Docker engine does not say what it is ({error}). Look at its log.") from error
    status = engine.status()
    for pool in status.pools:
        if pool.failures and not pool.spare + pool.idle + pool.leased + pool.running:
            raise SandboxFault(pool.error)
    slots = {"total": engine.settings.slots, "running": status.running, "waiting": sum(status.waiting.values())}
    slots["idle"] = sum(pool.spare + pool.idle + pool.leased for pool in status.pools)
    jail = {"jail": status.jail, "jail_refused": status.jail_refused}
    memory = {"memory_mb": engine.settings.memory_mb}
    return {**facts, **jail, "runtime": status.runtime, "slots": slots, **memory}


def _facts() -> dict[str, Any]:
    with closing(reach.connect(_SECONDS)) as client:
        images = [catalogue.image(name) for name in catalogue.environments()]
        return {
            "engine": str(client.version()["Version"]),
            "environments": {
                image.environment: image.fingerprint for image in images if store.exists(client, image.tag)
            },
        }
