"""Whole gradings: each problem of the bank through the engine, beside the same checks in one process."""

import asyncio
import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

from app.problems.bank import load_package
from app.problems.loader import Package
from app.problems.package import DEFAULT_ENVIRONMENT
from benchmarks.engine import job
from benchmarks.engine.ways import ROOT
from sandbox import events
from sandbox.engine import Engine, Job, Limits

BANK = ROOT / "problems"
SMALL_MS = 50.0  # own work below this: the engine's share of the time is what a candidate waits for
_LINE_BYTES = 8 << 20


@dataclass(frozen=True)
class Problem:
    """A package with one accepted solution."""

    package: Package
    source: str

    def grading(self) -> Job:
        """A fresh submission."""
        spec = self.package.spec
        return Job(
            id=secrets.token_hex(4),
            mode="submit",
            source=self.source,
            seed=secrets.token_hex(16),
            limits=Limits(cpu_seconds=spec.limits.cpu_seconds, memory_mb=spec.limits.memory_mb),
            environment=spec.environment,
            package=self.package.for_the_judge(),
        )


def bank() -> list[Problem]:
    """Problems with their first accepted solution.

    Left out: those that need libraries only a sandbox has, or are handed objects that stay with the judge.
    """
    packages = [load_package(path.parent) for path in sorted(BANK.glob("*/*/problem.yaml"))]
    return [
        Problem(package, package.solutions("accepted")[0].source)
        for package in packages
        if package.spec.environment == DEFAULT_ENVIRONMENT
        and not any(argument.returns is not None for argument in package.spec.entry.args)
    ]


async def measure(engine: Engine, problems: list[Problem], rounds: int) -> list[dict[str, object]]:
    """Per problem: p50 of both, their ratio, the number of fresh processes."""
    times: dict[str, list[tuple[float, float]]] = {problem.package.name: [] for problem in problems}
    groups: dict[str, int] = {}
    async with _one_process() as process:
        for number in range(rounds + 1):  # the first round warms both sides
            for problem in problems:
                asked = problem.grading()
                walled, groups[problem.package.name] = await _through_the_engine(engine, asked)
                bare = await _in_process(process, asked)
                if number:
                    times[problem.package.name].append((walled, bare))
    return [
        _row(problem.package.name, times[problem.package.name], groups[problem.package.name]) for problem in problems
    ]


def _row(name: str, pairs: list[tuple[float, float]], groups: int) -> dict[str, object]:
    walled, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    return {
        "problem": name,
        "engine_ms": round(walled, 1),
        "in_process_ms": round(bare, 1),
        "ratio": round(statistics.median(mine / theirs for mine, theirs in pairs), 2),
        "fresh_processes": groups,
        "own_work_below_50_ms": bare < SMALL_MS,
    }


async def _through_the_engine(engine: Engine, asked: Job) -> tuple[float, int]:
    started = time.perf_counter()
    async with aclosing(engine.grade(asked)) as stream:
        end = [event async for event in stream][-1]
    elapsed = 1000 * (time.perf_counter() - started)
    if not isinstance(end, events.Finished) or end.verdict != "accepted":
        raise RuntimeError(f"an accepted solution was not accepted: {end}")
    return elapsed, int(end.timing["groups"])


async def _in_process(process: asyncio.subprocess.Process, asked: Job) -> float:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asked.for_the_judge()).encode() + b"\n")
    await process.stdin.drain()
    answer = json.loads(await process.stdout.readline())
    if answer["verdict"] != "accepted":
        raise RuntimeError(f"an accepted solution was {answer['verdict']} in one process")
    return float(answer["ms"])


@asynccontextmanager
async def _one_process() -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.engine.inprocess",
        cwd=ROOT, env={**os.environ, **job.ONE_THREAD}, limit=_LINE_BYTES,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
