"""Thousands of gradings through two slots: nothing that the worker, the slots or the kernel hold grows with them.

Judged by the slope in the third and in the fourth quarter, when caches are warm: what grows goes on, where a pool of
connections takes one more step on a busy machine and stays there. HOLDOUT_LEAK_JOBS sets how many (`make leaks`: 5,000).
"""

import asyncio
import os
from collections.abc import AsyncIterator

import numpy as np
import pytest

from sandbox.engine import Engine, EngineSettings
from sandbox.images import build
from tests.faults.counts import kernel, sample
from tests.faults.slots import Slots
from tests.sandboxes import grade, verdict

pytestmark = [pytest.mark.faults, pytest.mark.root, pytest.mark.timeout(7200)]

JOBS = int(os.environ.get("HOLDOUT_LEAK_JOBS", "5000"))
SAMPLES = 24
KINDS = {
    "def double(x):\n    return 2.0 * x\n": "accepted",
    "def double(x):\n    return 3.0 * x\n": "rejected",
    "def double(x):\n    raise ValueError('no')\n": "rejected",
    "def double(x):\n    print('x' * 100_000)\n    return 2.0 * x\n": "accepted",
    "def double(x):\n    open('/tmp/left', 'w').write('x' * 100_000)\n    return 2.0 * x\n": "accepted",
    "import os\ndef double(x):\n    os.fork()\n    return 2.0 * x\n": None,
    "import threading\ndef double(x):\n    threading.Thread(target=print).start()\n    return 2.0 * x\n": "accepted",
    "import socket\ndef double(x):\n    return socket.socket()\n": "rejected",
    "def double(x:\n": "rejected",
}
SLOW = "def double(x):\n    while True: pass\n"
EVERY_SLOW = 100
# What 5,000 more gradings may add: KiB of memory per process kind, else things.
ALLOWED = {"memory": 16 * 1024, "descriptors": 4, "threads": 4, "mounts": 2, "processes": 3, "containers": 1}
ALLOWED |= {"namespaces": 8, "temporary files": 3, "unreclaimable slabs": 256 * 1024}
JAILS = ("userns", "uid")


@pytest.fixture(params=JAILS)
async def engine(request) -> AsyncIterator[Engine]:
    build.build(["numpy", "judge"], lambda _: None)
    engine = Engine(EngineSettings(slots=2, spares=0, jail=request.param, recycle_after=10 * JOBS))
    await engine.start()
    yield engine
    await engine.close()


async def _grade(engine: Engine, index: int) -> None:
    source, expected = list(KINDS.items())[index % len(KINDS)]
    if index % EVERY_SLOW == EVERY_SLOW - 1:
        source, expected = SLOW, "rejected"
    found = verdict(await grade(engine, source))
    assert found == expected or (expected is None and found in ("accepted", "rejected")), (source, found)


async def _grade_many(engine: Engine, first: int, count: int) -> None:
    waiting = iter(range(first, first + count))

    async def client() -> None:
        for index in waiting:
            await _grade(engine, index)

    await asyncio.gather(client(), client())


def _slope(values: np.ndarray) -> float:
    return float(np.polyfit(np.arange(len(values)), values, 1)[0])


@pytest.mark.thorough
async def test_nothing_grows_with_the_number_of_gradings(engine, docker_client):
    slots = Slots(docker_client, engine.id)
    samples, per = [], JOBS // SAMPLES
    for turn in range(SAMPLES):
        await _grade_many(engine, turn * per, per)
        await asyncio.sleep(0.5)  # what runs in the background after a job is part of the job
        samples.append({**await asyncio.to_thread(sample, slots), **kernel()})
    grown = {}
    for name in samples[0]:
        values = np.array([entry[name] for entry in samples[SAMPLES // 2 :]])
        per_run = min(_slope(part) for part in np.array_split(values, 2)) * SAMPLES
        slope = per_run if name.startswith("kernel") else per_run * 5000 / JOBS  # the kernel's are the whole host's
        allowed = ALLOWED[name.rpartition(": ")[2]]
        print(f"{name:32} {values[0]:10.0f} {values[-1]:10.0f}  {slope:+10.1f} per 5,000 gradings, allowed {allowed}")  # noqa: T201 - the figures are the result
        if slope > allowed:
            grown[name] = (slope, list(values))
    assert not grown
