"""How much slower honest jobs get while an attack of each class runs on the other slot.

Usage: `python -m benchmarks.hostile [ROUNDS]`. The attacks are the fast ones of `tests/hostile`. For each, honest jobs
run one after the other, first beside an idle slot and then beside the attack, in turns of the same run. Prints a
table; the last line is JSON with the ratios of the medians.
"""

import asyncio
import importlib
import json
import statistics
import sys
import time
from pathlib import Path

from sandbox.engine import Engine, EngineSettings
from sandbox.images import build
from tests.hostile.attack import Attack
from tests.sandboxes import RIGHT, grade, verdict

_TESTS = Path(__file__).parents[1] / "tests" / "hostile"
_JOBS = 10


async def main(rounds: int) -> None:
    """Measure and print."""
    build.build(["numpy", "judge"], print)
    engine = Engine(EngineSettings(slots=2))
    await engine.start()
    await _honest(engine, _JOBS)
    ratios = {name: await _ratio(engine, name, attack, rounds) for name, attack in _attacks().items()}
    await engine.close()
    print(json.dumps({"hostile": {"slowdown": ratios, "rounds": rounds, "jobs": _JOBS}}))


def _attacks() -> dict[str, Attack]:
    """The fast attack of each class that has one, by the name of its file."""
    modules = {path.stem: importlib.import_module(f"tests.hostile.{path.stem}") for path in _TESTS.glob("test_*.py")}
    fast = {
        name: [attack for attack in getattr(module, "ATTACKS", []) if attack.fast] for name, module in modules.items()
    }
    return {name.removeprefix("test_"): found[0] for name, found in sorted(fast.items()) if found}


async def _ratio(engine: Engine, name: str, attack: Attack, rounds: int) -> float:
    calm: list[float] = []
    beside: list[float] = []
    for _ in range(rounds):
        calm += await _honest(engine, _JOBS)
        attacking = asyncio.create_task(_for_ever(engine, attack))
        await asyncio.sleep(0.2)
        beside += await _honest(engine, _JOBS)
        attacking.cancel()
        await asyncio.gather(attacking, return_exceptions=True)
        await _honest(engine, 2)  # a slot that was left in the middle is replaced meanwhile
    before, during = statistics.median(calm), statistics.median(beside)
    print(f"{name:20} alone {before:7.0f} ms   beside {during:7.0f} ms   {during / before:5.2f} x", flush=True)
    return round(during / before, 2)


async def _for_ever(engine: Engine, attack: Attack) -> None:
    source = attack.whole_source("/nowhere")
    while True:
        await grade(engine, source, mode=attack.mode, cpu_seconds=attack.cpu_seconds)


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
