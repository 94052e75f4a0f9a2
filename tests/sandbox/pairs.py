"""Looking at the pairs of an engine under test."""

import asyncio
from collections.abc import Callable
from typing import Any

from sandbox import containers
from sandbox.engine import Engine
from sandbox.status import PoolStatus
from tests.sandboxes import RIGHT, grade, verdict

SLOW = "import time\ntime.sleep(0.3)\n" + RIGHT
PATIENCE = 60.0  # starting a pair takes a second or two, much longer on a busy machine


def pool(engine: Engine) -> PoolStatus:
    (only,) = engine.status().pools
    return only


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - what is waited for is another program's doing
            await asyncio.sleep(0.05)


def containers_of(client, engine, role="candidate"):
    labels = [f"{containers.OWNER_LABEL}={engine.id}", f"{containers.ROLE_LABEL}={role}"]
    return client.containers.list(all=True, filters={"label": labels}, ignore_removed=True)


async def graded(engine: Engine, source: str = RIGHT, **more: Any) -> str:
    return verdict(await grade(engine, source, **more))
