"""Every solution of the bank graded again and again under other seeds: the verdict is always the same.

HOLDOUT_REPEATS says how often (`make repeats`: 50).
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator

import pytest

from app.problems import bank
from app.problems.loader import Package
from app.problems.verify.bench import Bench, Result, Ungradable
from app.settings import ROOT
from sandbox.engine import Engine
from sandbox.images import build
from tests.sandboxes import settings, start

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(7200)]

REPEATS = int(os.environ.get("HOLDOUT_REPEATS", "50"))
FOLDERS = bank.find_folders(ROOT / "problems")
SLOTS = os.cpu_count() or 1
TRIES, TOO_BUSY = 4, "the machine was too busy"


@pytest.fixture(scope="module")
async def bench() -> AsyncIterator[Bench]:
    build.build(["numpy", "data", "judge"], lambda _: None)
    engine = Engine(settings(slots=SLOTS, live_slots=0, spares=0))
    await start(engine)
    yield Bench(engine, SLOTS)
    await engine.close()


async def graded(bench: Bench, problem: Package, source: str, *, seed: str, hash_seed: int, first: bool) -> Result:
    """One grading; as for candidates, one that a busy machine could not finish is done again, and no verdict."""
    for _ in range(TRIES - 1):
        try:
            return await bench.grade(problem, source, seed=seed, hash_seed=hash_seed, stop_at_first=first)
        except Ungradable as fault:
            if TOO_BUSY not in str(fault):
                raise
    return await bench.grade(problem, source, seed=seed, hash_seed=hash_seed, stop_at_first=first)


async def astray(bench: Bench, problem: Package) -> list[str]:
    """The gradings that came out otherwise than the folder of their solution says."""

    async def one(kind: str, path: str, source: str, repeat: int) -> str | None:
        seed = hashlib.sha256(f"{problem.name} {path} {repeat}".encode()).hexdigest()
        result = await graded(bench, problem, source, seed=seed, hash_seed=repeat % 3, first=kind == "rejected")
        return None if result.verdict == kind else f"{path}, seed {seed}: {result.verdict}, {sorted(result.broken())}"

    found = await asyncio.gather(
        *(
            one(kind, solution.path, solution.source, repeat)
            for kind in ("accepted", "rejected")
            for solution in problem.solutions(kind)
            for repeat in range(REPEATS)
        )
    )
    return [line for line in found if line]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
async def test_a_verdict_does_not_depend_on_the_seed(bench: Bench, folder):
    package = bank.load_package(folder)
    assert [] == await astray(bench, package)
    for twist in package.twists.values():
        assert [] == await astray(bench, twist.problem)
