"""The one property of every fault: each job ends once and right, the engine is healthy afterwards."""

import asyncio
import os
import random
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sandbox import events
from sandbox.engine import Engine
from tests.faults.slots import Slots
from tests.sandboxes import grade, verdict

RIGHT = "import time\ndef double(x):\n    time.sleep(0.05)\n    return 2.0 * x\n"
WRONG = "import time\ndef double(x):\n    time.sleep(0.05)\n    return 3.0 * x\n"
TRUTH = {RIGHT: "accepted", WRONG: "rejected"}
SEED = int(os.environ.get("FAULT_SEED", "0")) or secrets.randbits(32)
LEFTOVER_SECONDS = 60.0


def moments(count: int, within: float = 1.2) -> list[float]:
    """Seconds after the start of the jobs at which to strike; FAULT_SEED repeats a run."""
    source = random.Random(SEED)  # noqa: S311 - moments, not secrets
    return [source.uniform(0, within) for _ in range(count)]


async def trial(
    engine: Engine, strike: Callable[[], Any], moment: float, *, bound: float = 90.0, may_fail: bool = False, **job: Any
) -> list[list[events.Event]]:
    """Four jobs on the engine, ``strike`` in a thread at ``moment``; ``may_fail``: a platform error is an answer too."""
    async with asyncio.timeout(bound):
        striking = asyncio.create_task(_strike(strike, moment))
        sources = [RIGHT, WRONG, RIGHT, WRONG]
        streams = await asyncio.gather(*(grade(engine, source, **job) for source in sources))
        await striking
    for source, stream in zip(sources, streams, strict=True):
        ends = [event for event in stream if isinstance(event, (events.Finished, events.PlatformError))]
        assert 1 == len(ends), (SEED, moment, stream)
        assert stream[-1] is ends[0]
        allowed = {TRUTH[source], "platform_error"} if may_fail else {TRUTH[source]}
        assert verdict(stream) in allowed, (SEED, moment, stream)
    return streams


async def _strike(strike: Callable[[], Any], moment: float) -> None:
    await asyncio.sleep(moment)
    await asyncio.to_thread(strike)


async def healthy(engine: Engine) -> None:
    """Ten jobs in a row and at once end right."""
    async with asyncio.timeout(90):
        streams = await asyncio.gather(*(grade(engine, source) for source in [RIGHT, WRONG] * 5))
    assert ["accepted", "rejected"] * 5 == [verdict(stream) for stream in streams], SEED


@asynccontextmanager
async def nothing_left(engine: Engine, slots: Slots, sweep: Callable[[], Any] = lambda: None) -> AsyncIterator[None]:
    """Afterwards the engine has the containers it should, and none of those it lost; closed and swept, it has nothing."""
    await asyncio.to_thread(slots.containers)
    try:
        yield
        await _until(lambda: _unsettled(engine, slots), "containers more or fewer")
    finally:
        await engine.close()
    await asyncio.to_thread(sweep)
    await _until(slots.left, "left behind")


def _unsettled(engine: Engine, slots: Slots) -> str:
    """What is wrong with the number of containers: each place has a pair, and there may be as many spares as wanted."""
    count, places = len(slots.containers()), 2 * engine.settings.places
    right = count % 2 == 0 and 2 <= count <= places + 2 * engine.settings.spares_wanted
    return "" if right else f"{count} for {places} places"


async def _until(wrong: Callable[[], Any], what: str) -> None:
    for _ in range(int(LEFTOVER_SECONDS * 5)):
        if not (found := await asyncio.to_thread(wrong)):
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"{what}: {found}, seed {SEED}")
