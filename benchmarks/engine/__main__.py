"""`python -m benchmarks.engine`: measure the engine beside its peers; the last line of the output is JSON.

Speaks of progress on standard error.
"""

import argparse
import asyncio
import json
import os
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.engine import grading, job, report, slots
from benchmarks.engine.peers import WAYS
from benchmarks.engine.rounds import Rounds, growth
from benchmarks.engine.ways import EngineGradings, EngineJobs, Program, Way, program, warm
from sandbox import containers
from sandbox.engine import Engine, EngineSettings
from sandbox.errors import SandboxFault
from sandbox.images import catalogue
from sandbox.images.build import build

PARTS = ("growth", "gradings", "slots")


@dataclass(frozen=True)
class Size:
    """How much is measured: jobs of a sequential and of a loaded block for quick and for slow ways."""

    rounds: int
    quick: tuple[int, int]
    grade: tuple[int, int]
    slow: tuple[int, int]
    clients: list[int]
    growth_jobs: int
    grading_rounds: int
    idle_slots: int
    idle_seconds: float
    repeats: int


FULL = Size(7, (40, 160), (20, 64), (6, 16), [1, 2, 4, 8, 16, 32, 64], 64, 7, 16, 20.0, 5)
QUICK = Size(2, (10, 16), (4, 8), (1, 8), [1, 8], 8, 1, 2, 3.0, 1)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about a minute, for a first look")
    parser.add_argument("--jail", choices=["userns", "uid", "both"], default="both")
    parser.add_argument("--slots", type=int, default=os.cpu_count() or 2, help="warm slots (default: one per core)")
    parser.add_argument("--rounds", type=int, help="rounds of the comparison (default: 7; quick: 2)")
    parser.add_argument("--ways", nargs="*", choices=sorted(WAYS), default=list(WAYS), help="peers beside the engine")
    parser.add_argument("--skip", nargs="*", choices=PARTS, default=[], help="parts to leave out")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="put the tables between the marks in this file")
    options = parser.parse_args()
    os.environ.update(job.ONE_THREAD)
    try:
        found = asyncio.run(_measure(options))
    except SandboxFault as error:
        raise SystemExit(str(error)) from error
    if options.markdown:
        report.write(options.markdown, found)
    print(json.dumps(found))


async def _measure(options: argparse.Namespace) -> dict[str, Any]:
    size = QUICK if options.quick else FULL
    build(["numpy", "judge"], _say)
    jails = ["userns", "uid"] if options.jail == "both" else [options.jail]
    client = containers.connect()
    try:
        machine = report.machine(client)
    finally:
        client.close()
    compared = {jail: await _compare(options, size, jail) for jail in jails}
    first = compared[jails[0]]
    parts = await _parts(options, size, EngineSettings(slots=options.slots, jail=jails[0]))
    ratio = {"ratio_grading_to_inprocess": parts.pop("ratio_grading_to_inprocess", None)}
    promised = ("engine", "floor", "peers", "ratio_p50_to_floor", "ratio_throughput_to_floor")
    head = {name: first[name] for name in promised}
    rest = {name: value for name, value in first.items() if name not in promised}
    about = {"jail": jails[0], "slots_warm": options.slots, "machine": machine, "jails": compared}
    return {**head, **ratio, **rest, **about, **parts}


async def _compare(options: argparse.Namespace, size: Size, jail: str) -> dict[str, Any]:
    """The interleaved comparison under one jail."""
    missing: dict[str, str] = {}
    rounds = Rounds()
    engine = Engine(EngineSettings(slots=options.slots, jail=jail))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(engine.close)
        await warm(engine)
        ways: dict[str, Way] = {
            "engine": EngineJobs(engine, size.quick),
            "engine_grade": EngineGradings(engine, size.grade),
        }
        for name in dict.fromkeys(["floor", *options.ways]):
            jobs = size.quick if name == "floor" else size.slow
            way = await stack.enter_async_context(program(name, catalogue.image("numpy").tag, jobs))
            if isinstance(way, Program):
                ways[name] = way
            else:
                missing[name] = way
                _say(f"{name} is left out: {way}")
        if "floor" in missing:
            raise SystemExit(f"without the floor there is nothing to compare with: {missing['floor']}")
        await rounds.run(ways, options.rounds or size.rounds, _say)
        versions = {name: way.made_of for name, way in ways.items() if isinstance(way, Program)}
    return {**report.summary(rounds), "peers_unavailable": missing, "floor_runs": versions["floor"]}


async def _parts(options: argparse.Namespace, size: Size, settings: EngineSettings) -> dict[str, Any]:
    """Growth, whole gradings and slots, each unless left out."""
    found: dict[str, Any] = {}
    if {"growth", "gradings"} - set(options.skip):
        engine = Engine(settings)
        try:
            await warm(engine)
            if "growth" not in options.skip:
                found["growth"] = await _growth(engine, size)
            if "gradings" not in options.skip:
                _say("whole gradings")
                rows = await grading.measure(engine, grading.bank(), size.grading_rounds)
                found.update(report.gradings(rows))
        finally:
            await engine.close()
    if "slots" not in options.skip:
        _say("slots")
        found["slots"] = await slots.measure(settings, size.idle_slots, size.idle_seconds, size.repeats)
    return found


async def _growth(engine: Engine, size: Size) -> list[dict[str, object]]:
    _say("growth")
    async with program("floor", "", (0, 0)) as floor:
        ways: dict[str, Way] = {"engine_grade": EngineGradings(engine)}
        if isinstance(floor, Program):
            ways["floor"] = floor
        return await growth(ways, size.clients, size.growth_jobs)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
