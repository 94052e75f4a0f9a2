"""A real grading on a real pair: the last word on whether this machine can grade, and in which jail."""

import secrets
import time
from typing import Any

from sandbox import events
from sandbox.diagnosis import enforces
from sandbox.diagnosis.finding import Finding, explained, ok, problem
from sandbox.engine import Engine, EngineSettings, Job, PackageFiles
from sandbox.errors import SandboxFault

_NAME = "grading"
_GRADER = """
def reference(x):
    return 2.0 * x

def numbers(rng, i):
    return (rng.normal(size=i + 1),)
"""
_SPEC: dict[str, Any] = {
    "entry": {
        "name": "double",
        "kind": "function",
        "args": [{"name": "x", "kind": "array", "dtype": "float", "shape": "[n]"}],
        "returns": {"kind": "array", "dtype": "float", "shape": "[n]"},
    },
    "checks": [
        {
            "id": "oracle/double",
            "primitive": "oracle",
            "criterion": "correctness",
            "property": "Every value is doubled.",
            "hint": "Work one value by hand.",
            "params": {"generator": "numbers", "n": 3},
        }
    ],
}
_VISIBLE = [{"name": "one", "args": {"x": [1.0]}, "expected": [2.0], "note": "doubled"}]


async def look(settings: EngineSettings) -> list[Finding]:
    """Start one pair, say its jail, and grade a wrong and a right answer on it."""
    engine = Engine(settings.model_copy(update={"slots": 1, "live_slots": 0, "spares": 1}))
    try:
        await engine.start()
        wrong = await _verdict(engine, "def double(x):\n    return 3.0 * x\n")
        began = time.perf_counter()
        right = await _verdict(engine, "def double(x):\n    return 2.0 * x\n")
        milliseconds = 1000 * (time.perf_counter() - began)
    except SandboxFault as error:
        return [explained(_NAME, error)]
    finally:
        await engine.close()
    found = [enforces.jail(engine.jail.current, engine.jail.refused)]
    if (wrong, right) == ("rejected", "accepted"):
        return [*found, ok(_NAME, f"a grading works: {milliseconds:.0f} ms")]
    return [*found, problem(_NAME, f"wrong code: {wrong}; right code: {right}", "`holdout images build`, then again.")]


async def _verdict(engine: Engine, source: str) -> str:
    """accepted, rejected, or what went wrong."""
    package = PackageFiles(spec=_SPEC, visible=_VISIBLE, files={"grader.py": _GRADER})
    job = Job(id=secrets.token_hex(4), mode="submit", source=source, seed=secrets.token_hex(16), package=package)
    said = "nothing"
    async for event in engine.grade(job):
        if isinstance(event, events.Finished):
            said = event.verdict
        elif isinstance(event, events.PlatformError):
            said = event.message
    return said
