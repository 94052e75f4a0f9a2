"""Runs `visitors.py` under locust, in an environment of its own (`benchmarks/load.txt`), and reads what it says."""

import asyncio
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.capacity.counters import Counters
from benchmarks.capacity.system import System

LOCUST = Path(__file__).parents[2] / ".build" / "load-venv" / "bin" / "locust"
FILE = Path(__file__).with_name("visitors.py")
SPAWN_SECONDS = 10


@dataclass
class Answers:
    """What locust counted of some requests: how many of each rounded time in milliseconds, and failures."""

    times: dict[float, int] = field(default_factory=dict)
    requests: int = 0
    failures: int = 0

    def share(self, q: float) -> float | None:
        """The time below which that share of them lies."""
        left = q * sum(self.times.values())
        for time, count in sorted(self.times.items()):
            left -= count
            if left <= 0:
                return time
        return None


def added_up(entries: Iterable[dict[str, Any]]) -> Answers:
    """Of locust's entries."""
    found = Answers()
    for entry in entries:
        found.requests += entry["num_requests"]
        found.failures += entry["num_failures"]
        for time, count in entry["response_times"].items():
            found.times[float(time)] = found.times.get(float(time), 0) + count
    return found


def is_result(entry: dict[str, Any]) -> bool:
    """Whether it tells of a click to its result, not of a request."""
    return bool(entry["method"] == "RESULT")


def is_stream(entry: dict[str, Any]) -> bool:
    """A stream lasts as long as the grading; how long that is, its result tells."""
    return str(entry["name"]).endswith(": stream")


async def visit(system: System, counters: Counters, said: Path, people: int, seconds: float) -> list[dict[str, Any]]:
    """So many visitors for so long; locust's entries, one for each name of a request."""
    process = await asyncio.create_subprocess_exec(
        str(LOCUST), "--locustfile", str(FILE), "--headless", "--skip-log", "--json",
        "--host", system.http, "--users", str(people), "--spawn-rate", str(max(1.0, people / SPAWN_SECONDS)),
        "--run-time", f"{seconds:.0f}s", "--stop-timeout", "5",
        env={**os.environ, "VISITORS": str(said)}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    counters.load.add(process.pid)
    out, error = await process.communicate()
    counters.load.discard(process.pid)
    try:
        return list(json.loads(out))
    except ValueError as broken:
        raise RuntimeError(f"locust said nothing that can be read: {error.decode()[-2000:]}") from broken
