"""How much slower honest jobs get while an attack of each class runs on the other slot.

Usage: `python -m benchmarks.hostile [ROUNDS]`. For each class, honest jobs run one after the other, first beside an idle
slot and then beside the attack, in turns of the same run. Prints a table; the last line is JSON with the ratios of the
medians.
"""

import asyncio
import json
import statistics
import sys
import time

from sandbox.engine import Engine, EngineSettings
from sandbox.images import build
from tests.sandboxes import RIGHT, grade, verdict

ATTACKS = {
    "processes": "import os\ndef double(x):\n    while True:\n        try: os.fork()\n        except OSError: pass\n",
    "threads": "import threading\ndef spin():\n    while True: pass\ndef double(x):\n    for _ in range(16): threading.Thread(target=spin).start()\n",
    "cpu": "def double(x):\n    while True: pass\n",
    "memory": "def double(x):\n    hog = []\n    while True: hog.append(bytearray(10**6))\n",
    "shared memory": "import mmap\ndef double(x):\n    hog = mmap.mmap(-1, 10**9)\n    for at in range(0, 10**9, 4096): hog[at] = 1\n",
    "output": "import os\ndef double(x):\n    while True: os.write(1, b'x' * 65536)\n",
    "files": "def double(x):\n    n = 0\n    while True:\n        open(f'/tmp/{n % 4000}', 'w').write('x')\n        n += 1\n",
    "results": "import numpy as np\ndef double(x):\n    return np.zeros(2 * 10**6)\n",
    "crashes": "import ctypes\ndef double(x):\n    ctypes.string_at(0)\n",
    "forbidden calls": "import socket\ndef double(x):\n    socket.socket()\n",
    "sleep": "import time\ndef double(x):\n    time.sleep(60)\n",
}
_JOBS = 10


async def main(rounds: int) -> None:
    """Measure and print."""
    build.build(["numpy", "judge"], print)
    engine = Engine(EngineSettings(slots=2))
    await engine.start()
    await _honest(engine, _JOBS)
    ratios = {name: await _ratio(engine, source, rounds) for name, source in ATTACKS.items()}
    await engine.close()
    print(json.dumps({"hostile": {"slowdown": ratios, "rounds": rounds, "jobs": _JOBS}}))


async def _ratio(engine: Engine, source: str, rounds: int) -> float:
    calm: list[float] = []
    beside: list[float] = []
    for _ in range(rounds):
        calm += await _honest(engine, _JOBS)
        attack = asyncio.create_task(_for_ever(engine, source))
        await asyncio.sleep(0.2)
        beside += await _honest(engine, _JOBS)
        attack.cancel()
        await asyncio.gather(attack, return_exceptions=True)
        await _honest(engine, 2)  # a slot that was left in the middle is replaced meanwhile
    before, during = statistics.median(calm), statistics.median(beside)
    print(f"{_name(source):20} alone {before:7.0f} ms   beside {during:7.0f} ms   {during / before:5.2f} x", flush=True)
    return round(during / before, 2)


def _name(source: str) -> str:
    return next(name for name, known in ATTACKS.items() if known == source)


async def _for_ever(engine: Engine, source: str) -> None:
    while True:
        await grade(engine, source)


async def _honest(engine: Engine, count: int) -> list[float]:
    """Milliseconds of each honest job, one after the other."""
    times = []
    for _ in range(count):
        began = time.perf_counter()
        found = verdict(await grade(engine, RIGHT, only=["oracle/one"]))
        times.append(1000 * (time.perf_counter() - began))
        assert found == "accepted", found
    return times


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
