"""A way to run the job, asked for blocks of jobs: the engine itself, or a peer in a program of its own."""

import asyncio
import json
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from benchmarks.engine import cpu, job
from sandbox import events
from sandbox.engine import Engine, Job, PackageFiles

ROOT = Path(__file__).resolve().parents[2]
BENCH_PYTHON = ROOT / ".build" / "bench-venv" / "bin" / "python"
_LINE_BYTES = 8 << 20


@dataclass(frozen=True)
class Block:
    """Milliseconds of each job, seconds of the block, processor milliseconds of the whole machine meanwhile."""

    ms: list[float]
    seconds: float
    cpu_ms: float


class Way(Protocol):
    """Something that runs the job; ``jobs`` is how many one sequential block and one loaded block hold."""

    @property
    def jobs(self) -> tuple[int, int]:
        """Jobs of a sequential and of a loaded block."""

    async def block(self, clients: int, jobs: int) -> Block:
        """Run ``jobs`` jobs from ``clients`` clients at once."""


@dataclass
class EngineJobs:
    """Jobs in a leased slot: many checks of one grading, each a fresh jailed process that loads, is called and ends.

    The time of a job runs from the last job's result to its own, as the worker sees them: open, load, call, compare,
    close, and the way of the event. A block of several clients is one grading per client; its time runs from the first
    client's start to the last one's verdict.
    """

    engine: Engine
    jobs: tuple[int, int] = (40, 160)

    async def block(self, clients: int, jobs: int) -> Block:
        """Run a share of the jobs per client."""
        share = max(1, jobs // clients)
        with cpu.Meter() as meter:
            graded = await asyncio.gather(*(grade(self.engine, share) for _ in range(clients)))
        return Block([ms for times in graded for ms in times], meter.seconds, meter.cpu_ms)


@dataclass
class EngineGradings:
    """Whole gradings of the one job: worker, judge, a process that proves the source loads, the job's, the verdict."""

    engine: Engine
    jobs: tuple[int, int] = (20, 64)

    async def block(self, clients: int, jobs: int) -> Block:
        """Clients that submit as soon as their last verdict is there; waiting for a slot counts."""
        times: list[float] = []
        left = iter(range(jobs))

        async def client() -> None:
            for _ in left:
                started = time.perf_counter()
                await grade(self.engine, 1)
                times.append(1000 * (time.perf_counter() - started))

        with cpu.Meter() as meter:
            await asyncio.gather(*(client() for _ in range(clients)))
        return Block(times, meter.seconds, meter.cpu_ms)


@dataclass
class Program:
    """A way that runs in `benchmarks.engine.serve`."""

    process: asyncio.subprocess.Process
    jobs: tuple[int, int] = (5, 16)
    made_of: dict[str, Any] = field(default_factory=dict)

    async def block(self, clients: int, jobs: int) -> Block:
        """One request to the program."""
        with cpu.Meter() as meter:
            answer = await self.ask({"clients": clients, "jobs": jobs})
        return Block(answer["ms"], answer["seconds"], meter.cpu_ms)

    async def ask(self, request: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a line and read the answer.

        Raises:
            RuntimeError: the program is gone.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if request is not None:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            await self.process.stdin.drain()
        line = await self.process.stdout.readline()
        if not line:
            raise RuntimeError("the program of a peer ended; its own message stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer


@asynccontextmanager
async def program(name: str, image: str, jobs: tuple[int, int]) -> AsyncIterator[Program | str]:
    """The running program of a way, or why it cannot be had.

    It runs in the benchmark's own environment; without that one in ours, where only some libraries are missing.
    """
    python = BENCH_PYTHON if BENCH_PYTHON.exists() else sys.executable
    process = await asyncio.create_subprocess_exec(
        python, "-m", "benchmarks.engine.serve", name, image,
        cwd=ROOT, env={**os.environ, **job.ONE_THREAD}, limit=_LINE_BYTES,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    way = Program(process, jobs)
    way.made_of = await way.ask()
    try:
        yield way if "ready" in way.made_of else str(way.made_of["unavailable"])
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def warm(engine: Engine) -> None:
    """Start the engine and let it grade on every slot at once, so that nothing is started while it is measured."""
    await engine.start()
    await settled(engine)
    await asyncio.gather(*(grade(engine, 1) for _ in range(engine.settings.slots)))
    await settled(engine)


async def settled(engine: Engine) -> None:
    """Wait until every spare that is wanted is there, and none is being started; nothing is timed meanwhile."""
    wanted = engine.settings.spares_wanted
    while any(pool.starting or pool.spare < wanted for pool in engine.status().pools):  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(0.1)


async def grade(engine: Engine, checks: int) -> list[float]:
    """One accepted grading of the job with so many checks, each one job: milliseconds from result to result.

    Raises:
        RuntimeError: it was not accepted.
    """
    times: list[float] = []
    event: events.Event | None = None
    last = time.perf_counter()
    async for event in engine.grade(_grading(checks)):
        now = time.perf_counter()
        if isinstance(event, events.CheckDone):
            times.append(1000 * (now - last))
        if isinstance(event, events.Compiled | events.CheckDone):
            last = now
    if not isinstance(event, events.Finished) or event.verdict != "accepted":
        raise RuntimeError(f"the engine did not accept the job: {event}")
    return times


def _grading(checks: int) -> Job:
    """The job as a package: the argument is the generator's, the result is known, the only work is the call."""
    number = {"kind": "float"}
    spec = {
        "entry": {"name": "job", "args": [{"name": "scale", **number}], "returns": number},
        "checks": [
            {
                "id": f"oracle/{index}",
                "primitive": "oracle",
                "criterion": "correctness",
                "property": "The job is done.",
                "params": {"generator": "scale", "n": 1},
            }
            for index in range(checks)
        ],
    }
    grader = (
        f"def reference(scale):\n    return {job.expected()!r}\n\ndef scale(rng, i):\n    return ({job.ARGUMENT},)\n"
    )
    return Job(
        id=secrets.token_hex(4),
        mode="submit",
        source=job.SOURCE,
        seed=secrets.token_hex(16),
        package=PackageFiles(spec=spec, visible=[], files={"grader.py": grader}),
    )
