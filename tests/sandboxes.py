"""A small problem and helpers for tests that grade in real containers."""

import os
import secrets
from collections.abc import Sequence
from typing import Any

import pytest

from sandbox import events
from sandbox.engine import Engine, EngineSettings, Job, Limits, PackageFiles
from sandbox.errors import JailRefused

GRADER = """
def reference(x):
    return 2.0 * x

def numbers(rng, i):
    return (rng.normal(size=i + 1),)
"""
SPEC: dict[str, Any] = {
    "entry": {
        "name": "double",
        "kind": "function",
        "args": [{"name": "x", "kind": "array", "dtype": "float", "shape": "[n]"}],
        "returns": {"kind": "array", "dtype": "float", "shape": "[n]"},
    },
    "checks": [
        {
            "id": f"oracle/{name}",
            "primitive": "oracle",
            "criterion": "correctness",
            "property": "Every value is doubled.",
            "hint": "Work one value by hand.",
            "params": {"generator": "numbers", "n": 3},
        }
        for name in ("one", "two")
    ],
}
VISIBLE = [{"name": "two numbers", "args": {"x": [1.0, 2.0]}, "expected": [2.0, 4.0], "note": "each doubled"}]
RIGHT = "def double(x):\n    return 2.0 * x\n"


def settings(**chosen: Any) -> EngineSettings:
    """Settings of an engine, under the container runtime that HOLDOUT_SANDBOX_RUNTIME names."""
    return EngineSettings(runtime=os.environ.get("HOLDOUT_SANDBOX_RUNTIME") or None, **chosen)


async def start(engine: Engine) -> None:
    """Start it; the test is skipped where the container runtime to be tested does not grant the engine's jail."""
    try:
        await engine.start()
    except JailRefused as refused:
        if engine.settings.runtime is None:
            raise
        pytest.skip(str(refused))
    if engine.settings.runtime is None:
        return
    end = last(await grade(engine, RIGHT))  # without spares the first pair starts only now
    if isinstance(end, events.PlatformError) and "does not grant" in end.message:
        await engine.close()
        pytest.skip(end.message)


def job(
    source: str,
    *,
    mode: Any = "submit",
    cpu_seconds: int = 1,
    memory_mb: int = 256,
    spec: dict[str, Any] = SPEC,
    grader: str = GRADER,
    **more: Any,
) -> Job:
    """A grading of ``source`` against the small problem."""
    return Job(
        id=secrets.token_hex(4),
        mode=mode,
        source=source,
        seed=secrets.token_hex(16),
        limits=Limits(cpu_seconds=cpu_seconds, memory_mb=memory_mb),
        package=PackageFiles(spec=spec, visible=VISIBLE, files={"grader.py": grader}),
        **more,
    )


async def grade(engine: Engine, source: str, **options: Any) -> list[events.Event]:
    """All events of one grading."""
    return [event async for event in engine.grade(job(source, **options))]


def last(stream: Sequence[events.Event]) -> events.Finished | events.PlatformError:
    """The one event that ends a grading."""
    end = stream[-1]
    assert isinstance(end, (events.Finished, events.PlatformError)), stream
    return end


def verdict(stream: Sequence[events.Event]) -> str:
    """accepted, rejected, completed or platform_error."""
    end = last(stream)
    return end.verdict if isinstance(end, events.Finished) else end.type


def checks(stream: Sequence[events.Event]) -> list[events.CheckDone]:
    """The finished checks in order."""
    return [event for event in stream if isinstance(event, events.CheckDone)]


def hows(stream: Sequence[events.Event]) -> set[str]:
    """The distinct sentences a candidate reads about failed checks."""
    return {check.how for check in checks(stream) if check.how is not None}
